import type { Source } from "../engine/model/finding";
import type { Origin } from "./model";

/** A document's value that knows where it comes from. Likes and files are changes of trees, so origins follow by themselves. */
export type Node = Leaf | MapNode | ListNode;
export type Scalar = string | number | boolean | null;
/** `raw` is how a plain scalar was spelt: `7.0` where the value is 7. */
export type Leaf = Readonly<{ is: "leaf"; value: Scalar; raw?: string; origin: Origin }>;
export type Entry = Readonly<{ key: Source; node: Node }>;
/** `cut`: what it is like, or from, is not there. That is said once, and nobody can say what else it lacks. */
export type MapNode = Readonly<{ is: "map"; entries: ReadonlyMap<string, Entry>; origin: Origin; cut?: true }>;
export type ListNode = Readonly<{ is: "list"; items: readonly Node[]; origin: Origin }>;
export type Plain = Scalar | readonly Plain[] | { readonly [key: string]: Plain };
export type Path = readonly (string | number)[];

export const written = (at: Source): Origin => ({ by: "written", at });

export const leaf = (value: Scalar, origin: Origin): Leaf => ({ is: "leaf", value, origin });

/** Where a value stands: for a value carried over, where it was written. */
export const placeOf = (node: Node): Source => node.origin.at;

export const entriesOf = (node: Node | undefined): ReadonlyMap<string, Entry> => (node?.is === "map" ? node.entries : new Map());

export const itemsOf = (node: Node | undefined): readonly Node[] => (node?.is === "list" ? node.items : []);

/** The node at a path; nothing where the tree has another shape. */
export function at(node: Node | undefined, ...path: Path): Node | undefined {
  let here = node;
  for (const step of path) here = typeof step === "number" ? itemsOf(here)[step] : entriesOf(here).get(step)?.node;
  return here;
}

export const textOf = (node: Node | undefined): string | undefined =>
  node?.is === "leaf" && typeof node.value === "string" ? node.value : undefined;

export const numberOf = (node: Node | undefined): number | undefined =>
  node?.is === "leaf" && typeof node.value === "number" ? node.value : undefined;

export const textsOf = (node: Node | undefined): readonly string[] => itemsOf(node).flatMap((item) => textOf(item) ?? []);

export const isCut = (node: Node | undefined): boolean => node?.is === "map" && node.cut === true;

export const cut = (map: MapNode): MapNode => ({ ...map, cut: true });

/** The map without some of its keys. */
export const without = (map: MapNode, ...keys: readonly string[]): MapNode => ({
  ...map,
  entries: new Map([...map.entries].filter(([key]) => !keys.includes(key))),
});

/** The map with some of its values set. */
export const withEntries = (map: MapNode, more: Iterable<readonly [string, Entry]>): MapNode => ({
  ...map,
  entries: new Map([...map.entries, ...more]),
});

/** Plain values, for what does not care about places. Reserved keys never get into a tree, so objects are safe. */
export function plain(node: Node): Plain {
  if (node.is === "leaf") return node.value;
  if (node.is === "list") return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, { node: value }]) => [key, plain(value)]));
}

/** Every value with its path, parents before children. */
export function* walk(node: Node, path: string = ""): Iterable<readonly [string, Node]> {
  yield [path, node];
  const below = (key: string | number): string => (path === "" ? String(key) : `${path}/${key}`);
  if (node.is === "map") for (const [key, entry] of node.entries) yield* walk(entry.node, below(key));
  if (node.is === "list") for (const [index, item] of node.items.entries()) yield* walk(item, below(index));
}

/** The tree with every origin told anew: for what is carried over. */
export function retold(node: Node, tell: (origin: Origin) => Origin): Node {
  const origin = tell(node.origin);
  if (node.is === "leaf") return { ...node, origin };
  if (node.is === "list") return { ...node, items: node.items.map((item) => retold(item, tell)), origin };
  const entries = [...node.entries].map(([key, entry]) => [key, { ...entry, node: retold(entry.node, tell) }] as const);
  return { ...node, entries: new Map(entries), origin };
}
