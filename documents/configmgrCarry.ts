import type { Finding, Source } from "../engine/model/finding";
import { problem } from "./codes";
import { carried, merge, removable } from "./like";
import { didYouMean } from "./near";
import { at, cut, Entry, entriesOf, itemsOf, leaf, MapNode, Node, placeOf, textOf, withEntries, without } from "./tree";

/** The codes that take over from an old one: those made `from` it, then the one with the same code. */
type Heirs = ReadonlyMap<string, readonly string[]>;

/** What the new hierarchy takes over from the old one, site by site. Both trees have their own likes applied. */
export function carrySites(old: MapNode, young: MapNode, findings: Finding[]): MapNode {
  const like = at(young, "like");
  const all = like ? placeOf(like) : undefined;
  const olds = entriesOf(at(old, "sites"));
  const section = young.entries.get("sites");
  const news = new Map([...entriesOf(section?.node)].filter(([code]) => code !== "remove"));
  const removals = itemsOf(at(section?.node, "remove"));
  for (const item of removals) findings.push(...removable(item, "sites", olds.keys()));
  const heirs = heirsOf(olds, news, findings);
  const entries = new Map<string, Entry>();
  for (const [code, entry] of news) entries.set(code, { ...entry, node: taken(code, entry.node, olds, heirs, all, findings) });
  // a site that the new estate does not speak of is carried as it is; what becomes of it is the pack's to ask
  const gone = new Set(removals.map(textOf));
  for (const [code, { key, node }] of olds)
    if (all && !gone.has(code) && !heirs.has(code)) entries.set(code, { key, node: carried(node, all) });
  const origin = section?.node.origin ?? young.origin;
  const result = withEntries(without(young, "like"), [
    ["sites", { key: section?.key ?? placeOf(young), node: { is: "map", entries, origin } }],
  ]);
  return all ? withEntries(result, facts(old, young, all)) : result;
}

/** Counts that are carried over are as old as they were; the directory is one for both. */
const facts = (old: MapNode, young: MapNode, all: Source): readonly (readonly [string, Entry])[] =>
  ["asOf", "directory"].flatMap((name) => {
    const entry = old.entries.get(name);
    return entry && !young.entries.has(name) ? [[name, { ...entry, node: carried(entry.node, all) }] as const] : [];
  });

function heirsOf(olds: ReadonlyMap<string, Entry>, news: ReadonlyMap<string, Entry>, findings: Finding[]): Heirs {
  const heirs = new Map<string, string[]>();
  const follow = (before: string, after: string): void => void heirs.set(before, [...(heirs.get(before) ?? []), after]);
  for (const [code, { node }] of news) {
    const from = at(node, "from");
    const before = textOf(from);
    if (from === undefined || before === undefined) continue;
    if (!olds.has(before))
      findings.push(
        problem("DOC-042", `${code} is from ${before}, which the old estate does not have`, {
          at: placeOf(from),
          entity: `site/${before}`,
          fix: didYouMean(before, olds.keys()),
        }),
      );
    else if (heirs.has(before))
      findings.push(problem("DOC-045", `${code} is from ${before}, and so is ${heirs.get(before)?.[0]}`, { at: placeOf(from) }));
    else follow(before, code);
  }
  for (const [code, { node }] of news) if (olds.has(code) && at(node, "from") === undefined) follow(code, code);
  return heirs;
}

function taken(
  code: string,
  mine: Node,
  olds: ReadonlyMap<string, Entry>,
  heirs: Heirs,
  all: Source | undefined,
  findings: Finding[],
): Node {
  const from = at(mine, "from");
  if (from && mine.is === "map" && !olds.has(textOf(from) ?? "")) return cut(mine);
  const before = olds.get(textOf(from) ?? code)?.node;
  const through = from ? placeOf(from) : all;
  if (before?.is !== "map" || !through) return mine;
  const beside = isTrue(at(mine, "sideBySide"));
  const own = carried(before, through) as MapNode;
  const base = inNewWords(
    beside ? without(own, "server", "sql", "security", "version", "database", "roles", "featurePacks") : own,
  );
  // legacy clients do not go along: a count for the new site would be a wish against CM-040
  const kept = beside ? withoutLegacy(base) : without(base, ...(isTrue(at(mine, "inPlace")) ? ["version"] : []));
  return merge(parentRenamed(kept, heirs, beside), mine, code, findings);
}

const isTrue = (node: Node | undefined): boolean => node?.is === "leaf" && node.value === true;

function withoutLegacy(site: MapNode): MapNode {
  const clients = site.entries.get("clients");
  return clients?.node.is === "map"
    ? withEntries(site, [["clients", { ...clients, node: without(clients.node, "legacy") }]])
    : site;
}

/** A site beside the old one reports to what is built beside its parent; one that stays where it is keeps its parent's code. */
function parentRenamed(site: MapNode, heirs: Heirs, beside: boolean): MapNode {
  const parent = site.entries.get("parent");
  const before = textOf(parent?.node);
  if (!parent || before === undefined) return site;
  const after = heirs.get(before) ?? [];
  const code = beside ? after[0] : (after.find((one) => one === before) ?? after[0]);
  return code === undefined ? site : withEntries(site, [["parent", { ...parent, node: leaf(code, parent.node.origin) }]]);
}

/** Local and remote are called fast and slow from now on, so that what is written about them meets what is carried. */
function inNewWords(site: MapNode): MapNode {
  const boundaries = site.entries.get("boundaries");
  const roaming = at(boundaries?.node, "roaming");
  if (boundaries?.node.is !== "map" || roaming?.is !== "map") return site;
  const words: Readonly<Record<string, string>> = { local: "fast", remote: "slow" };
  const entries = new Map([...roaming.entries].map(([name, entry]) => [words[name] ?? name, entry]));
  const renamed = withEntries(boundaries.node, [["roaming", { key: placeOf(roaming), node: { ...roaming, entries } }]]);
  return withEntries(site, [["boundaries", { ...boundaries, node: renamed }]]);
}
