import type { Pack } from "../engine/model/pack";
import type { Rule } from "../engine/model/rule";
import { altiris } from "./altiris";
import { restructuring as altirisRestructuring } from "./altiris/restructure";
import { configmgr } from "./configmgr";
import { restructuring as configmgrRestructuring } from "./configmgr/restructure";

/** Every platform, by the name that documents give it. */
export const packs: Readonly<Record<string, Pack<never>>> = { altiris, configmgr };

/** By platform, what plans the changes of an estate that keeps its version. */
export const restructurings: Readonly<Record<string, Pack<never>>> = {
  altiris: altirisRestructuring,
  configmgr: configmgrRestructuring,
};

/** Every pack there is, by what it is for. */
export const every: Readonly<Record<string, Pack<never>>> = {
  ...packs,
  ...Object.fromEntries(Object.entries(restructurings).map(([name, pack]) => [`${name} within a version`, pack])),
};

/** A platform's packs: what plans migrations, then what plans changes within a version. */
export const packsOf = (platform: string): readonly Pack<never>[] =>
  [packs[platform], restructurings[platform]].flatMap((pack) => pack ?? []);

/** The rules of a platform, each once: what holds within a version mostly holds between two. */
export const rulesOf = (platform: string): readonly Rule[] => [
  ...new Map(
    packsOf(platform)
      .flatMap((pack) => pack.rules)
      .reverse()
      .map((rule) => [rule.id, rule] as const),
  ).values(),
];
