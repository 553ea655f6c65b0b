import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Deployment, nothingYet, readDeployment } from "./deployment";
import { Holder, Judged, judgeLocks, readHolder } from "./locks";
import type { Project } from "./project";
import { Pulumi, askPulumi, here } from "./pulumi";

/** A stack as the backend has it: its state; or that it does not exist; or why nobody can say. */
export type Stored = Readonly<{ exists: boolean; deployment: Deployment } | { say: string }>;

export async function readStack(pulumi: Pulumi, project: Project, stack: string): Promise<Stored> {
  const exported = await exportOf(pulumi, project, stack);
  if (exported === undefined) return { exists: false, deployment: nothingYet };
  return "say" in exported ? exported : { exists: true, deployment: readDeployment(exported.state) };
}

/** A stack's state as Pulumi prints it; nothing where there is no such stack. */
export async function exportOf(
  pulumi: Pulumi,
  project: Project,
  stack: string,
): Promise<Readonly<{ state: unknown } | { say: string }> | undefined> {
  if (existsInOwn(pulumi, project, stack) === false) return undefined;
  const { status, output, errors } = await askPulumi(pulumi, ["stack", "export", "--stack", stack]);
  if (status === 0) return { state: JSON.parse(output) };
  return /no stack named/.test(errors) ? undefined : { say: `the stack ${stack} cannot be read: ${lastLine(errors)}` };
}

type Ensured = Readonly<{ made: boolean } | { say: string }>;

/** Makes the stack if it is not there. Global settings, its own settings and which stack is selected stay as they are. */
export async function ensureStack(pulumi: Pulumi, project: Project, stack: string): Promise<Ensured> {
  if (existsInOwn(pulumi, project, stack) === true) return { made: false };
  const { status, errors } = await askPulumi(pulumi, ["stack", "init", stack, "--no-select"]);
  if (status === 0) return { made: true };
  return /already exists/.test(errors) ? { made: false } : { say: `the stack ${stack} cannot be made: ${lastLine(errors)}` };
}

const lastLine = (text: string): string =>
  text
    .trim()
    .split("\n")
    .pop()
    ?.replace(/^error: /, "") ?? "";

/** Seen without starting the CLI; nothing where the backend is not ours. */
export const existsInOwn = (
  { home }: Pick<Pulumi, "home">,
  project: Pick<Project, "name">,
  stack: string,
): boolean | undefined =>
  home.own && !stack.includes("/")
    ? existsSync(join(home.state, ".pulumi", "stacks", project.name, `${stack}.json`))
    : undefined;

/** The folder of a backend that keeps files on this machine. */
function filesOf(env: NodeJS.ProcessEnv): string | undefined {
  const url = env.PULUMI_BACKEND_URL ?? "";
  return url.startsWith("file://") && !url.startsWith("file://~") ? join(fileURLToPath(url), ".pulumi") : undefined;
}

/** A stack's full name in its parts: organization, project, stack. */
function partsOf(project: Pick<Project, "name">, stack: string): readonly [string, string, string] {
  const [name, of, organization] = stack.split("/").reverse();
  return [organization ?? "organization", of ?? project.name, name ?? stack];
}

/** Who holds the stack; nothing where the backend keeps no files here. */
export function holdersOf(
  { env }: Pick<Pulumi, "env">,
  project: Pick<Project, "name">,
  stack: string,
): readonly Holder[] | undefined {
  const files = filesOf(env);
  if (files === undefined) return undefined;
  const folder = join(files, "locks", ...partsOf(project, stack));
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .flatMap((file) => readHolder(readFileSync(join(folder, file), "utf8")) ?? []);
}

/** Whether somebody holds the stack, as far as it can be seen from here. */
export const lockOn = ({
  pulumi,
  project,
  name,
}: Readonly<{ pulumi: Pick<Pulumi, "env">; project: Pick<Project, "name">; name: string }>): Judged =>
  judgeLocks(holdersOf(pulumi, project, name) ?? [], here, name);

const ATTRIBUTES = ".attrs";

/**
 * Removes what a killed Pulumi left half-written beside a stack's files, and answers which. The file backend writes a file's
 * attributes (its content type) in place and before the file itself: killed in between, they are empty, and every later command
 * ends with "failed to load checkpoint: EOF" although the state is whole. Without attributes it reads well.
 */
export function mendAttributes({ env }: Pick<Pulumi, "env">, project: Pick<Project, "name">, stack: string): readonly string[] {
  const files = filesOf(env);
  if (files === undefined) return [];
  const [organization, of, name] = partsOf(project, stack);
  const stacks = join(files, "stacks", of);
  const locks = join(files, "locks", organization, of, name);
  const torn = [...attributesIn(stacks, `${name}.json`), ...attributesIn(locks, "")].filter((file) => !isJson(file));
  for (const file of torn) rmSync(file);
  return torn;
}

const attributesIn = (folder: string, prefix: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.startsWith(prefix) && file.endsWith(ATTRIBUTES))
        .sort()
        .map((file) => join(folder, file))
    : [];

function isJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
