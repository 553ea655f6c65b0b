import { problem } from "./codes";
import type { Finding } from "../engine/model/finding";
import { at, Entry, leaf, MapNode, Node, placeOf, without, written } from "./tree";

/** The one document of an estate's days: what is wanted. */
export const ESTATE = "estate.yaml";
/** The estate as it was when the last plan had been carried out: the ledger, which `drover finish` writes. */
export const APPLIED = "applied.yaml";

/** Where the settings of an estate's `options` stand in a migration document. */
const places: Readonly<Record<string, readonly [string, string?]>> = {
  pace: ["pace"],
  waves: ["waves", "size"],
  replicationWait: ["boundaries", "replicationWait"],
  gap: ["boundaries", "gap"],
  advertisements: ["boundaries", "advertisements"],
};

/**
 * The migration document that an estate of one file does without: from what is applied to what is wanted, with what its `options`
 * say. Each value keeps its place in the estate, so that whoever finds fault with it points there.
 */
export function migrationOf(estate: MapNode, name: string): MapNode {
  const start = written(placeOf(estate));
  const text = (value: string): Entry => ({ key: start.at, node: leaf(value, start) });
  const entries = new Map<string, Entry>([
    ["migration", text(name)],
    ["old", text(APPLIED)],
    ["new", text(ESTATE)],
  ]);
  const options = at(estate, "options");
  for (const [option, entry] of options?.is === "map" ? options.entries : []) {
    const [property, inner] = places[option] ?? [];
    if (property === undefined) continue;
    entries.set(property, inner === undefined ? entry : within(entries.get(property), inner, entry));
  }
  return { is: "map", entries, origin: start };
}

function within(outer: Entry | undefined, name: string, entry: Entry): Entry {
  const node: Node = outer?.node.is === "map" ? outer.node : { is: "map", entries: new Map(), origin: entry.node.origin };
  return { key: entry.key, node: { ...node, entries: new Map([...node.entries, [name, entry]]) } };
}

/** What the estate is, apart from how it is to be brought about. */
export const withoutOptions = (estate: MapNode): MapNode => without(estate, "options");

/** Nobody has written down what is applied, so nobody can say what differs from it. */
export const notApplied = (folder: string): Finding =>
  problem("DOC-060", `${folder}/${APPLIED} does not exist: what ${folder}/${ESTATE} changes cannot be said`, {
    fix: `drover plan ${folder} takes it from git, if ${ESTATE} is committed; for an estate that is as ${ESTATE} says, copy it to ${APPLIED}`,
  });
