import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename, isAbsolute, join, relative, resolve } from "node:path";
import { nearest } from "../documents/near";
import { holdsMigration } from "../documents/load";
import { Project, findProject, settingsFile, stacksOf, standing } from "./project";
import { Settings, readSettings } from "./settings";

/** Where migrations live in a project. */
const home = "migrations";

/** The project here, or in a folder above; else what one would be here. */
const project = (): Project => findProject(process.cwd()) ?? { folder: process.cwd(), name: "drover", stacks: "stacks" };

/** As paths are written in messages and settings: from where the command works, with slashes. */
const shown = (folder: string): string => relative(process.cwd(), folder).replace(/\\/g, "/") || ".";

/** The folder meant: the one named; the only one; or the one that the stacks carry out. Else what could have been meant. */
export function migrationFolder(named: string | undefined): Readonly<{ folder: string } | { say: string }> {
  const here = standing();
  if (named !== undefined) {
    const { folder: root } = project();
    for (const folder of [resolve(here, named), join(here, home, named), resolve(root, named), join(root, home, named)])
      if (holdsMigration(folder)) return { folder: isAbsolute(named) ? folder.replace(/\\/g, "/") : shown(folder) };
    const there = [resolve(here, named), resolve(root, named), join(root, home, named)].some((folder) => existsSync(folder));
    const meant = there
      ? undefined
      : nearest(
          basename(named),
          folders().map((folder) => basename(folder)),
        );
    if (meant !== undefined) return { say: `${named} does not exist; did you mean ${meant}?` };
    return { say: `${named} ${there ? "holds no migration.yaml and no estate.yaml" : "does not exist"}; ${known()}` };
  }
  if (holdsMigration(here)) return { folder: shown(here) };
  const [only, ...more] = folders();
  if (only === undefined) return { say: `no migration here: ${home}/ has no folder with a migration.yaml or an estate.yaml` };
  if (more.length === 0) return { folder: shown(only) };
  const [carried, ...others] = new Set(told().map(({ folder }) => folder));
  if (carried !== undefined && others.length === 0 && holdsMigration(carried)) return { folder: shown(carried) };
  return { say: `which migration? ${known()}` };
}

export const sameFolder = (one: string, other: string): boolean => resolve(one) === resolve(other);

/** A folder as settings name it, and as every command finds it: from the project's. */
export const inProject = (folder: string): string => relative(project().folder, resolve(folder)).replace(/\\/g, "/") || ".";

/** The stacks whose settings name this migration. */
export const stacksFor = (folder: string): readonly string[] =>
  told().flatMap((one) => (sameFolder(one.folder, folder) ? [one.stack] : []));

/** The stacks that follow this plan, wherever its lock lies. */
export const stacksOn = (plan: string): readonly string[] =>
  told().flatMap(({ stack, settings }) => (settings.plan === plan ? [stack] : []));

/** The stacks that are told to carry out a stage of this plan beyond adopting: another plan in its place would strand them. */
export const onTheWay = (
  folder: string,
  leaves: (plan: string) => boolean,
): readonly Readonly<{ stack: string; file: string; stage: string }>[] =>
  told().flatMap(({ stack, file, folder: of, settings: { plan: followed, stage } }) =>
    sameFolder(of, folder) && followed !== undefined && leaves(followed) && stage !== undefined && !stage.endsWith("/adopt")
      ? [{ stack, file, stage }]
      : [],
  );

type Told = Readonly<{ stack: string; file: string; folder: string; settings: Settings }>;

/** What each stack is told, of those whose settings can be read and name a migration. */
function told(): readonly Told[] {
  const here = project();
  return stacksOf(here).flatMap((stack): Told[] => {
    const file = settingsFile(here, stack);
    const read = readSettings(readFileSync(join(here.folder, file), "utf8"));
    if ("say" in read || read.settings.migration === undefined) return [];
    return [{ stack, file, folder: resolve(here.folder, read.settings.migration), settings: read.settings }];
  });
}

function folders(): readonly string[] {
  const all = join(project().folder, home);
  if (!existsSync(all)) return [];
  return readdirSync(all)
    .map((name) => join(all, name))
    .filter((folder) => statSync(folder).isDirectory() && holdsMigration(folder))
    .sort();
}

const known = (): string => {
  const all = folders().map(shown);
  return all.length === 0 ? `${home}/ has none` : `there ${all.length === 1 ? "is" : "are"} ${all.join(", ")}`;
};
