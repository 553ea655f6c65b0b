import { ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const root = join(__dirname, "../../..");

/** A TypeScript file of the tests as a process of its own. */
export const start = (file: string, ...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, ["-r", join(root, "tools/ts.js"), join(__dirname, file), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });

export async function firstLine(child: ChildProcess): Promise<string> {
  let seen = "";
  for await (const chunk of child.stdout ?? []) {
    seen += String(chunk);
    if (seen.includes("\n")) return seen.slice(0, seen.indexOf("\n"));
  }
  throw new Error(`process ${child.pid} ended and said nothing`);
}

export const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
};

export const kill = async (child: ChildProcess): Promise<void> => {
  child.kill("SIGKILL");
  await ended(child);
};
