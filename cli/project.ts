import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { byText } from "../engine/model/entity";

/** A Pulumi project: what Drover's commands about stacks are about. Paths in its settings start in its folder. */
export type Project = Readonly<{
  folder: string;
  name: string;
  /** Where the stacks' settings are, relative to the folder. */
  stacks: string;
  /** What is wrong with its manifest, which is then taken for an empty one. */
  broken?: string;
}>;

const manifest = "Pulumi.yaml";

/** The nearest project upwards, as Pulumi itself finds it. */
export function findProject(from: string): Project | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, manifest);
    if (existsSync(file)) return { folder, ...manifestOf(file) };
    if (dirname(folder) === folder) return undefined;
  }
}

function manifestOf(file: string): Omit<Project, "folder"> {
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
    return { name: "drover", stacks: ".", broken: `${file} cannot be read: ${reason.replace(/:$/, "")}` };
  }
  const read = (key: string, otherwise: string): string => {
    const value = typeof content === "object" && content !== null ? (content as Record<string, unknown>)[key] : undefined;
    return typeof value === "string" ? value : otherwise;
  };
  return { name: read("name", "drover"), stacks: read("stackConfigDir", ".") };
}

/** A stack may be called `organization/project/stack`; its settings bear the last name. */
const shortName = (stack: string): string => stack.slice(stack.lastIndexOf("/") + 1);

export const settingsFile = ({ stacks }: Pick<Project, "stacks">, stack: string): string =>
  `${stacks === "." ? "" : `${stacks}/`}Pulumi.${shortName(stack)}.yaml`;

/** The stacks that have settings here, in order. */
export function stacksOf({ folder, stacks }: Pick<Project, "folder" | "stacks">): readonly string[] {
  const home = join(folder, stacks);
  if (!existsSync(home)) return [];
  return readdirSync(home, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort(byText);
}

let entered: Readonly<{ from: string; to: string }> | undefined;

/** From now on paths start in the project's folder, as its settings write them. */
export function enter({ folder }: Pick<Project, "folder">): void {
  entered = { from: standing(), to: folder };
  process.chdir(folder);
}

/** Back to where the user stands, for whoever runs another command in this process. */
export function leave(): void {
  if (entered) process.chdir(entered.from);
  entered = undefined;
}

/** Where the user stands: what they name is named from there. */
export const standing = (): string => (entered?.to === process.cwd() ? entered.from : process.cwd());
