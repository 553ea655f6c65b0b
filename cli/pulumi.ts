import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { constants, hostname } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { dependencies } from "../package.json";
import { cacheFolder } from "../tools/setup/cache";
import { executablesIn, judge, pathFolders } from "../tools/setup/judge";
import type { Project } from "./project";

/** The Pulumi CLI on this machine, and the environment in which it is about one project. */
export type Pulumi = Readonly<{ file: string; env: NodeJS.ProcessEnv; home: Home; folder: string }>;

/** Where Pulumi keeps what it knows. Ours unless the user has one: two backends would be two truths. */
export type Home = Readonly<{ own: true; folder: string; state: string } | { own: false }>;

/** A project's own home and backend, beside the project and ignored by git; nothing outside of it is touched. */
export function homeOf({ folder }: Pick<Project, "folder">, env: NodeJS.ProcessEnv): Home {
  if (env.PULUMI_BACKEND_URL || env.PULUMI_HOME) return { own: false };
  const home = env.DROVER_HOME || join(folder, ".drover");
  return { own: true, folder: join(home, "pulumi"), state: join(home, "state") };
}

/** No files of attributes, which Pulumi writes in place: a kill -9 leaves an empty one, and then the stack cannot be read. */
const WHOLE = "?metadata=skip";

/** The environment of the CLI; what the user has set stays. */
export function environmentOf(file: string, home: Home, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const secrets =
    env.PULUMI_CONFIG_PASSPHRASE === undefined && env.PULUMI_CONFIG_PASSPHRASE_FILE === undefined
      ? { PULUMI_CONFIG_PASSPHRASE: "" }
      : {};
  const kept = home.own ? { PULUMI_HOME: home.folder, PULUMI_BACKEND_URL: `${pathToFileURL(home.state).href}${WHOLE}` } : {};
  return {
    ...env,
    ...secrets,
    ...kept,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PATH: [dirname(file), env.PATH ?? env.Path ?? ""].join(delimiter),
  };
}

/** The CLI where set-up has put it: on PATH or in the cache. Nothing is got from anywhere; `npm start` does that. */
export async function findPulumi(project: Pick<Project, "folder">, env: NodeJS.ProcessEnv): Promise<Pulumi | undefined> {
  const cache = cacheFolder(env);
  const cached = existsSync(cache)
    ? readdirSync(cache)
        .filter((name) => name.startsWith("pulumi-"))
        .sort()
    : [];
  // npm's own `pulumi` is a downloader, not the CLI
  const folders = [
    ...pathFolders(env).filter((folder) => !folder.includes("node_modules")),
    ...cached.map((name) => join(cache, name)),
  ];
  const needed = dependencies["@pulumi/pulumi"];
  for (const candidate of new Set(executablesIn("pulumi", folders))) {
    const { ok, file } = await judge(candidate, { needed, cache, env });
    if (!ok) continue;
    const home = homeOf(project, env);
    if (home.own) for (const folder of [home.folder, home.state]) mkdirSync(folder, { recursive: true });
    return { file, env: environmentOf(file, home, env), home, folder: project.folder };
  }
  return undefined;
}

/** What a user without the CLI reads. */
export const noPulumi = `there is no Pulumi CLI ${dependencies["@pulumi/pulumi"]} or later here: npm start sets it up`;

export type Said = Readonly<{ status: number; output: string; errors: string }>;

type Run = Readonly<{
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Called at Ctrl-C: the CLI ends with the status of any failure. */
  interrupted?: () => void;
}>;

/**
 * Runs the CLI on the user's own terminal, all of its output included. Ctrl-C is the CLI's to answer: it ends what runs. Only a
 * terminal is given to it: when a pipe's reader goes (`drover apply lab | head`) it would die, in the middle of an act and with
 * its lock.
 */
export function runPulumi({ file, env, folder }: Pulumi, args: readonly string[], run: Run = {}): Promise<number> {
  const { cwd = folder, env: more = {} } = run;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...env, ...more },
      stdio: ["inherit", process.stdout.isTTY ? "inherit" : "pipe", process.stderr.isTTY ? "inherit" : "pipe"],
    });
    child.stdout?.on("data", (chunk: Buffer) => void process.stdout.write(chunk));
    child.stderr?.on("data", (chunk: Buffer) => void process.stderr.write(chunk));
    const wait = (): void => run.interrupted?.();
    const end = (): void => void child.kill("SIGTERM");
    process.on("SIGINT", wait).on("SIGTERM", end);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("SIGINT", wait).off("SIGTERM", end);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** Runs the CLI and gathers what it says. */
export function askPulumi({ file, env, folder }: Pulumi, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...args, "--non-interactive", "--color", "never"], {
      cwd: folder,
      env: { ...env, ...more },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { output: "", errors: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said.output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.errors += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...said, status: code ?? 1 }));
  });
}

/** This machine, for judging whether the holder of a lock still runs. */
export const here = {
  host: hostname(),
  runs(pid: number): boolean {
    try {
      process.kill(pid, 0);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "EPERM"; // there, and another user's
    }
    return !existsSync("/proc/self/stat") || isPulumi(pid);
  },
};

/** Numbers of processes are used again: what bears the number now may be something else, or dead and not yet buried. */
function isPulumi(pid: number): boolean {
  try {
    const [, command = "", state = ""] = /^\d+ \((.*)\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return command.startsWith("pulumi") && state !== "Z";
  } catch {
    return false; // it ended meanwhile
  }
}
