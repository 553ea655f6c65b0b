import { main } from "../../cli/main";

/** How a command ended, and what it said. */
export type Ran = Readonly<{ status: number | null; output: string; errors: string }>;

export type Place = Readonly<{ cwd: string; env?: NodeJS.ProcessEnv }>;

const names = ["stdout", "stderr"] as const;
/** The libraries decide once a process whether there are colours; users without a terminal have none. */
const COLOURS = /\u001b\[\d+(;\d+)*m/g; // eslint-disable-line no-control-regex

let busy = false;

/**
 * Runs the command line in this process: to start one anew takes longer than all that it does. Folder, environment and streams
 * are the command's as long as it runs, as they are a process's; so there can be one at a time.
 */
export async function runHere(args: readonly string[], { cwd, env = process.env }: Place): Promise<Ran> {
  if (busy) throw new Error("one command at a time can run in this process: give the other one a process of its own");
  busy = true;
  const restore = [folderAs(cwd), environmentAs(env)];
  const heard = names.map(hear);
  try {
    const status = await main(args);
    const [output = "", errors = ""] = heard.map(({ text }) => text());
    return { status, output, errors };
  } finally {
    for (const { stop } of heard) stop();
    for (const back of restore) back();
    busy = false;
  }
}

function folderAs(folder: string): () => void {
  const before = process.cwd();
  process.chdir(folder);
  return () => process.chdir(before);
}

function environmentAs(env: NodeJS.ProcessEnv): () => void {
  const before = process.env;
  process.env = env;
  return () => void (process.env = before);
}

type Heard = Readonly<{ text: () => string; stop: () => void }>;

/** What is written to a stream, which is no terminal meanwhile. */
function hear(name: (typeof names)[number]): Heard {
  const stream = process[name];
  const { write, isTTY } = stream;
  const chunks: Buffer[] = [];
  stream.write = (chunk: string | Uint8Array): boolean => chunks.push(Buffer.from(chunk as Uint8Array)) > 0;
  stream.isTTY = false;
  return {
    text: () => Buffer.concat(chunks).toString("utf8").replace(COLOURS, ""),
    stop: () => void Object.assign(stream, { write, isTTY }),
  };
}
