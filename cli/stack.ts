import { existsSync, readFileSync } from "node:fs";
import { Opened, openMigration } from "../documents/open";
import { followedIn, newestIn, revisionWith } from "../documents/revisions";
import type { Finding } from "../engine/model/finding";
import { onTheWay } from "../provider/intent";
import { readStack } from "./backend";
import { Carried, carriedIn } from "./carried";
import { exit } from "./command";
import { Deployment, joinsOf } from "./deployment";
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
  if ("say" in migration) {
    const { say, status } = named === undefined ? notWritten(project, name, file, "<migration>") : { say: "", status: exit.usage };
    return { say: [say, migration.say].filter((part) => part !== "").join("; "), status };
  }
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

/** A plan that begins where the stack is, and the one that the stack follows. */
export type Next = Readonly<{ opened: Opened; followed: NonNullable<ReturnType<typeof revisionWith>> }>;

/** The newest plan of the stack's migration, where that is another one than the stack's and begins where the stack is. */
export function nextPlanOf({ opened: read, deployment }: Pick<Stack, "opened" | "deployment">): Next | undefined {
  const { folder } = read;
  const newest = newestIn(folder);
  const followed = deployment.intent && revisionWith(folder, deployment.intent.plan);
  if (!followed || followed.revision === newest) return undefined;
  const opened = read.lock?.revision === newest ? read : openMigration(folder, undefined, newest);
  return joinsOf(opened.lock, deployment) && { opened, followed };
}

/**
 * What stands in a stack's way, with remedies for where it is. That a lock has what edited documents have no more follows from
 * their being edited, and is not said besides.
 */
export function errorsOf({ name, opened, deployment }: Pick<Stack, "name" | "opened" | "deployment">): readonly Finding[] {
  const errors = opened.findings.filter(({ severity }) => severity === "error");
  const edited = errors.some(({ rule }) => rule === "LOCK-002");
  return onTheWay(errors, opened.folder, deployment.completed).flatMap((finding) =>
    edited && finding.rule === "LOCK-003"
      ? []
      : [{ ...finding, ...(finding.fix === undefined ? {} : { fix: finding.fix.replaceAll("<stack>", name) }) }],
  );
}

/** The migration as it can be carried out; or all that is against it. */
export function carriedOf(stack: Pick<Stack, "name" | "opened" | "deployment">): Carried | Stopped {
  const { name, opened, deployment } = stack;
  const carried = carriedIn(opened);
  const errors = errorsOf(stack);
  if (carried && errors.length === 0) return carried;
  const next = opened.lock?.plan === deployment.intent?.plan ? nextPlanOf(stack) : undefined;
  if (next)
    return {
      say: `${next.followed.revision} cannot be carried out as the documents are now, and nothing was changed; ${next.opened.lock?.revision} begins where ${name} is — drover promote ${name} goes over to it`,
      status: exit.findings,
    };
  const shown = showAll(errors, opened.problem?.pack.rules);
  return { say: `${shown}\n\n${opened.folder} cannot be carried out as it is: nothing was changed`, status: exit.findings };
}

/** A stack that nobody has written settings for, with what may have been meant. */
export const unknownStack = ({ project, name, file, opened }: Pick<Stack, "project" | "name" | "file" | "opened">): Stopped =>
  notWritten(project, name, file, opened.folder);

/** Which migration a new stack carries out is said in any case: its name may be like another one's, and there may be several. */
function notWritten(project: Project, name: string, file: string, migration: string): Stopped {
  const hint = didYouMean(name, stacksOf(project));
  return {
    say: `${file} does not exist${hint === undefined ? "" : `; ${hint}`} — drover promote ${name} -m ${migration} writes it`,
    status: exit.usage,
  };
}
