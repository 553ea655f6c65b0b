import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, normalize, resolve } from "node:path";
import { holdsMigration } from "../documents/load";

/** Where migrations live in a project. */
const home = "migrations";
const stacks = "stacks";

/** The folder meant: the one named; the only one; or the one that the stacks carry out. Else what could have been meant. */
export function migrationFolder(named: string | undefined): Readonly<{ folder: string } | { say: string }> {
  if (named !== undefined) {
    for (const folder of [named, join(home, named)])
      if (holdsMigration(folder)) return { folder: normalize(folder).replace(/\\/g, "/").replace(/\/$/, "") };
    return { say: `${named} holds no migration.yaml and no estate.yaml; ${known()}` };
  }
  if (holdsMigration(".")) return { folder: "." };
  const all = folders();
  if (all.length === 1) return { folder: `${home}/${all[0]}` };
  const carried = carriedOut();
  if (carried.length === 1 && carried[0] !== undefined && holdsMigration(carried[0])) return { folder: carried[0] };
  return {
    say:
      all.length === 0
        ? `no migration here: ${home}/ has no folder with a migration.yaml or an estate.yaml`
        : `which migration? ${known()}`,
  };
}

/** The migrations that this project's stacks are about. */
const carriedOut = (): readonly string[] => [...new Set(migrationOfStacks().map(([, migration]) => migration))];

export const sameFolder = (one: string, other: string): boolean => resolve(one) === resolve(other);

/** The stacks whose settings name this migration. */
export const stacksFor = (folder: string): readonly string[] =>
  migrationOfStacks().flatMap(([stack, migration]) => (sameFolder(migration, folder) ? [stack] : []));

function migrationOfStacks(): readonly (readonly [stack: string, migration: string])[] {
  const files = existsSync(stacks) ? readdirSync(stacks).sort() : [];
  return files.flatMap((file) => {
    const stack = /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1];
    if (stack === undefined) return [];
    const migration = /^\s*drover:migration:\s*(\S+)/m.exec(readFileSync(join(stacks, file), "utf8"))?.[1];
    return migration === undefined ? [] : [[stack, migration] as const];
  });
}

const folders = (): readonly string[] =>
  existsSync(home)
    ? readdirSync(home)
        .filter((name) => statSync(join(home, name)).isDirectory() && holdsMigration(join(home, name)))
        .sort()
    : [];

const known = (): string => {
  const all = folders();
  return all.length === 0
    ? `${home}/ has none`
    : `there ${all.length === 1 ? "is" : "are"} ${all.map((name) => `${home}/${name}`).join(", ")}`;
};
