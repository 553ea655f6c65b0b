import type { Source } from "../engine/model/finding";
import type { Origin, Origins } from "./model";
import { Node, placeOf, textOf, walk } from "./tree";

/**
 * Where a tree's values come from, looked up when somebody asks: a large estate has a hundred thousand values, and a path of
 * its own for each of them would take longer than reading them. Defaults are in no tree; where one is said, it holds.
 */
export function originsIn(tree: Node, defaults: ReadonlyMap<string, Origin>): Origins {
  return {
    get: (path) => defaults.get(path) ?? nodeAt(tree, path)?.origin,
    *[Symbol.iterator]() {
      for (const [path, node] of walk(tree)) yield [path, defaults.get(path) ?? node.origin] as const;
      for (const [path, origin] of defaults) if (!nodeAt(tree, path)) yield [path, origin] as const;
    },
  };
}

/** The origins of several documents, each under its name. */
export function joinedOrigins(parts: ReadonlyMap<string, Origins>): Origins {
  return {
    get(path) {
      const end = path.indexOf("/");
      return end < 0 ? parts.get(path)?.get("") : parts.get(path.slice(0, end))?.get(path.slice(end + 1));
    },
    *[Symbol.iterator]() {
      for (const [name, origins] of parts)
        for (const [path, origin] of origins) yield [path === "" ? name : `${name}/${path}`, origin] as const;
    },
  };
}

/** Where elements of lists stand, by the list's place; looked for when somebody asks, which only findings do. */
export function elementsIn(trees: readonly Node[]): (list: Source, element: string) => Source | undefined {
  const keyOf = ({ file, line, column }: Source): string => `${line}:${column} ${file}`;
  let lists: Map<string, Node[]> | undefined;
  const found = (): Map<string, Node[]> => {
    const all = new Map<string, Node[]>();
    for (const [, node] of trees.flatMap((tree) => [...walk(tree)]))
      if (node.is === "list") all.set(keyOf(placeOf(node)), [...(all.get(keyOf(placeOf(node))) ?? []), ...node.items]);
    return all;
  };
  return (list, element) => {
    lists ??= found();
    const item = lists.get(keyOf(list))?.find((one) => textOf(one) === element);
    return item && placeOf(item);
  };
}

/** The place of a value, else of what it is part of. */
export function nearestPlace(origins: Origins, path: string): Source | undefined {
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
    const found = origins.get(path.slice(0, end));
    if (found) return found.at;
  }
  return undefined;
}

/** The value at a path. A key may hold a slash itself, so that a path may be meant in several ways. */
function nodeAt(node: Node, path: string): Node | undefined {
  if (path === "") return node;
  for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
    const child = childOf(node, path.slice(0, end));
    const found = child && nodeAt(child, path.slice(end + 1));
    if (found) return found;
  }
  return childOf(node, path);
}

const childOf = (node: Node, key: string): Node | undefined => {
  if (node.is === "map") return node.entries.get(key)?.node;
  return node.is === "list" && /^(?:0|[1-9]\d*)$/.test(key) ? node.items[Number(key)] : undefined;
};
