import type { ErrorObject } from "ajv";
import { nearest } from "./near";
import { Entry, Node } from "./tree";

export type Schema = Readonly<Record<string, unknown>>;
/** What ajv says, with the part of the schema that it says it of. */
export type Failure = ErrorObject & { parentSchema?: Schema };

export const knownIn = (schema: Schema | undefined): readonly string[] =>
  Object.keys((schema?.properties as object | undefined) ?? {});

/**
 * The tree with its misspelt properties under the names that were probably meant, and what ajv said of them. A property that is
 * written as well was not meant, and of two that mean the same it is the first.
 */
export function withMeant(tree: Node, failures: readonly Failure[]): Readonly<{ mended: Node; misspelt: readonly Failure[] }> {
  const unknown = new Map<string, Map<string, Failure>>();
  for (const failure of failures)
    if (failure.keyword === "additionalProperties") {
      const here = unknown.get(failure.instancePath) ?? new Map<string, Failure>();
      unknown.set(failure.instancePath, here.set(String(failure.params.additionalProperty), failure));
    }
  const misspelt: Failure[] = [];
  const renamed = (node: Node, pointer: string): Node => {
    if (node.is === "list") return { ...node, items: node.items.map((item, index) => renamed(item, `${pointer}/${index}`)) };
    if (node.is !== "map") return node;
    const names = new Set(node.entries.keys());
    const entries = [...node.entries].map(([key, entry]): [string, Entry] => {
      const failure = unknown.get(pointer)?.get(key);
      const meant = failure && nearest(key, knownIn(failure.parentSchema));
      const node = renamed(entry.node, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      if (!failure || meant === undefined || names.has(meant)) return [key, { ...entry, node }];
      misspelt.push(failure);
      names.add(meant);
      return [meant, { ...entry, node }];
    });
    return { ...node, entries: new Map(entries) };
  };
  return unknown.size === 0 ? { mended: tree, misspelt } : { mended: renamed(tree, ""), misspelt };
}
