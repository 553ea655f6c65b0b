import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { ensureStack, existsInOwn } from "../backend";
import { exit } from "../command";
import { err } from "../print";
import { Project, findProject, settingsFile } from "../project";
import { Pulumi, findPulumi, noPulumi, runPulumi } from "../pulumi";

export function register(program: Command, end: (status: number) => void): void {
  program
    .enablePositionalOptions()
    .command("pulumi [args...]")
    .description("the real Pulumi CLI with this project's own home and backend; arguments and exit status as they are")
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args: readonly string[]) => end(await pulumi(args)));
}

async function pulumi(args: readonly string[]): Promise<number> {
  const cwd = process.cwd();
  const project = findProject(cwd);
  const found = await findPulumi(project ?? { folder: cwd }, process.env);
  if (!found) {
    err(noPulumi);
    return exit.broken;
  }
  const stack = stackIn(args);
  // a fresh clone has settings for its stacks, and no stack yet
  if (project && stack !== undefined && isToBeMade(found, project, stack)) {
    const made = await ensureStack(found, project, stack);
    if ("say" in made) err(made.say);
  }
  return runPulumi(found, args, { cwd });
}

const isToBeMade = (found: Pulumi, project: Project, stack: string): boolean =>
  existsInOwn(found, project, stack) === false && existsSync(join(project.folder, settingsFile(project, stack)));

/** Commands that are about the state of a stack that exists, or of one that can be made. */
const needStack: ReadonlySet<string> = new Set(["preview", "pre", "up", "update", "refresh"]);

/** The stack that the arguments name, for commands that begin with one. */
export function stackIn(args: readonly string[]): string | undefined {
  if (!args.some((arg) => needStack.has(arg))) return undefined;
  const at = args.findIndex((arg) => arg === "--stack" || arg === "-s");
  return at !== -1 ? args[at + 1] : args.find((arg) => /^(--stack|-s)=/.test(arg))?.replace(/^[^=]*=/, "");
}
