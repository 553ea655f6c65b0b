import { existsSync, readFileSync } from "node:fs";
import { Opened, openMigration } from "../documents/open";
import { followedIn } from "../documents/revisions";
import { readStack } from "./backend";
import { Carried, carriedIn } from "./carried";
import { exit } from "./command";
import type { Deployment } from "./deployment";
import { migrationFolder } from "./folder";
import { showAll } from "./print";
import { Project, enter, findProject, settingsFile, stacksOf } from "./project";
import { Pulumi, findPulumi, noPulumi } from "./pulumi";
import { Settings, readSettings } from "./settings";
import { didYouMean } from "../documents/near";

/** A stack with all that decides what can be done with it. */
export type Stack = Readonly<{
  name: string;
  project: Project;
  pulumi: Pulumi;
  /** Its settings' file and text; the text is absent where there is no file yet. */
  file: string;
  text?: string;
  settings?: Settings;
  opened: Opened;
  exists: boolean;
  deployment: Deployment;
}>;

/** Why a command cannot begin, and the exit code that says so. */
export type Stopped = Readonly<{ say: string; status: number }>;

export const stopped = (value: object): value is Stopped => "say" in value;

export type Ready = Readonly<{ project: Project; pulumi: Pulumi }>;

/** The project here, with Pulumi; from now on paths start in its folder. */
export async function openProject(): Promise<Ready | Stopped> {
  const project = findProject(process.cwd());
  if (!project)
    return { say: "no Pulumi.yaml here or in a folder above: run this in the folder of a Drover project", status: exit.usage };
  if (project.broken !== undefined) return { say: project.broken, status: exit.findings };
  const pulumi = await findPulumi(project, process.env);
  if (!pulumi) return { say: noPulumi, status: exit.broken };
  enter(project);
  return { project, pulumi };
}

/** A stack by its name: what it is told, what its migration says, and where it stands. `named`: for one without settings yet. */
export async function openStack(name: string, within?: Ready, named?: string): Promise<Stack | Stopped> {
  const ready = within ?? (await openProject());
  if (stopped(ready)) return ready;
  const { project, pulumi } = ready;
  if (!/^[\w.-]+(\/[\w.-]+){0,2}$/.test(name) || /(^|\/)\.+(\/|$)/.test(name))
    return { say: `"${name}" cannot be a stack's name: letters, digits, - _ and . only`, status: exit.usage };
  const stored = readStack(pulumi, project, name);
  const file = settingsFile(project, name);
  const read = existsSync(file) ? readFile(file) : undefined;
  if (read && "say" in read) return { ...read, status: exit.findings };
  const migration = read?.settings.migration === undefined ? migrationFolder(named) : { folder: read.settings.migration };
  if ("say" in migration) return { say: migration.say, status: exit.usage };
  const opened = openMigration(migration.folder, undefined, followedIn(migration.folder, read?.settings.stage));
  const found = await stored;
  if ("say" in found) return { say: found.say, status: exit.broken };
  return { name, project, pulumi, file, ...read, opened, ...found };
}

function readFile(file: string): Readonly<{ text: string; settings: Settings } | { say: string }> {
  const text = readFileSync(file, "utf8");
  const read = readSettings(text);
  return "say" in read ? { say: `${file}: ${read.say}` } : { text, settings: read.settings };
}

/** The migration as it can be carried out; or all that is against it. */
export function carriedOf({ opened }: Pick<Stack, "opened">): Carried | Stopped {
  const carried = carriedIn(opened);
  const errors = opened.findings.filter(({ severity }) => severity === "error");
  if (carried && errors.length === 0) return carried;
  const shown = showAll(errors, opened.problem?.pack.rules);
  return { say: `${shown}\n\n${opened.folder} cannot be carried out as it is: nothing was changed`, status: exit.findings };
}

/** A stack that nobody has written settings for, with what may have been meant. */
export function unknownStack({ project, name, file }: Pick<Stack, "project" | "name" | "file">): Stopped {
  const known = stacksOf(project);
  const hint = didYouMean(name, known);
  return {
    say: `${file} does not exist${hint === undefined ? "" : `; ${hint}`} — drover promote ${name} writes it`,
    status: exit.usage,
  };
}
