import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";

/** All processes, by their ids. Only where there is /proc. */
const all = (): readonly number[] =>
  readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0);

/** Something that /proc says of a process; nothing where it ended just now. */
function known<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

const parentOf = (pid: number): number | undefined =>
  known(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  });

const isProvider = (pid: number): boolean =>
  known(() => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("provider/main.ts")) ?? false;

const isProgram = (pid: number): boolean =>
  known(() => /run\/index\.js\0--monitor/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"))) ?? false;

/** A provider works in the folder of its program; whose it is, its environment says. */
const isOf = (pid: number, folder: string): boolean =>
  known(() => readFileSync(`/proc/${pid}/environ`, "utf8").includes(`PULUMI_HOME=${folder}/`)) ?? false;

/** The providers that a command has started. */
export const providersOf = (parent: number): readonly number[] =>
  all().filter((pid) => parentOf(pid) === parent && isProvider(pid));

/** The providers of a project, whoever has started them and whether that still lives. */
export const providersIn = (folder: string): readonly number[] => all().filter((pid) => isProvider(pid) && isOf(pid, folder));

/** The same of programs. */
export const programsIn = (folder: string): readonly number[] => all().filter((pid) => isProgram(pid) && isOf(pid, folder));

/** Ends what killed commands of a project have left behind: Pulumi's language hosts never notice. */
export function endLeftovers(folder: string): void {
  for (const pid of all().filter((one) => one !== process.pid && isOf(one, folder))) known(() => process.kill(pid, "SIGKILL"));
}

/** Looks again and again until something holds; a minute is too long. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let i = 0; !holds(); i++) {
    if (i > 1_200) assert.fail(`waited in vain until ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
