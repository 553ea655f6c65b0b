import { Plain, Properties, Unknown, bare } from "./codec";

export type Change = "add" | "delete" | "update";

/** What differs: top-level properties, and in detail by path, as Pulumi shows it. */
export type Diff = Readonly<{ properties: readonly string[]; detail: Readonly<Record<string, Change>> }>;

const BECAUSE = "because";
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Old inputs against new. A reason alone is no difference, so that a stage shows what it does and nothing else; beside a
 * difference it is shown. Lists are sets: two changed boundaries of ten thousand are two lines.
 */
export function diffOf(olds: Properties, news: Properties): Diff {
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])].sort();
  const changed = keys.filter((key) => !same(comparable(olds, key), comparable(news, key)));
  if (changed.every((key) => key === BECAUSE)) return { properties: [], detail: {} };
  const details = changed.map((key) => detail(key, comparable(olds, key), comparable(news, key)));
  return { properties: changed, detail: Object.assign({}, ...details) };
}

/** What is unknown differs from everything but itself. */
const comparable = (properties: Properties, key: string): Plain | undefined => {
  const value = Object.hasOwn(properties, key) ? bare(properties[key]) : undefined;
  return value instanceof Unknown ? { unknown: true } : value;
};

function detail(key: string, before: Plain | undefined, after: Plain | undefined): Readonly<Record<string, Change>> {
  if (before === undefined) return { [key]: "add" };
  if (after === undefined) return { [key]: "delete" };
  if (!Array.isArray(before) || !Array.isArray(after)) return { [key]: "update" };
  const had = new Set(before.map((element) => JSON.stringify(element)));
  const has = new Set(after.map((element) => JSON.stringify(element)));
  const entries = [
    ...before.flatMap((element, i): [string, Change][] =>
      has.has(JSON.stringify(element)) ? [] : [[`${key}[${i}]`, "delete"]],
    ),
    ...after.flatMap((element, i): [string, Change][] => (had.has(JSON.stringify(element)) ? [] : [[`${key}[${i}]`, "add"]])),
  ];
  // an element at the same index on both sides is one line with both values
  const counted = new Map<string, Change>();
  for (const [path, change] of entries) counted.set(path, counted.has(path) ? "update" : change);
  return counted.size === 0 ? { [key]: "update" } : Object.fromEntries(counted);
}
