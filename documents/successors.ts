import type { Finding, Source } from "../engine/model/finding";
import { problem } from "./codes";
import { carried, merge, removable, Section } from "./like";
import { didYouMean } from "./near";
import {
  at,
  cut,
  Entry,
  entriesOf,
  isCut,
  itemsOf,
  leaf,
  MapNode,
  Node,
  placeOf,
  textOf,
  withEntries,
  without,
  written,
} from "./tree";

/** What the new estate takes over from the old one, beginning with who follows whom. Both trees have their own likes applied. */
export function carryOver(old: MapNode, young: MapNode, findings: Finding[]): MapNode {
  const like = at(young, "like");
  const all = like ? placeOf(like) : undefined;
  const servers = successors("servers", old, young, all, findings);
  const sites = successors("sites", old, young, all, findings);
  const siteServers = successors("siteServers", old, young, all, findings);
  const version = textOf(at(young, "version")) ?? "";
  const to =
    (map: Successors) =>
    (node: Node): readonly string[] =>
      map.get(textOf(node) ?? "") ?? [];
  const section = (name: Section, base: (entry: Node, through: Source) => Node, map: Successors): readonly [string, Entry] => [
    name,
    sectionOf({ name, old, young, all, map, base, findings }),
  ];
  const result = withEntries(without(young, "like"), [
    ...(all ? factsOf(old, young, all) : []),
    section("servers", (server, through) => serverBase(server, version, through), servers),
    section("sites", (site, through) => renamed(carried(site, through), "server", to(servers)), sites),
    section("siteServers", (siteServer, through) => renamed(carried(siteServer, through), "sites", to(sites)), siteServers),
    section("settings", carried, servers),
  ]);
  return withEntries(result, linksLikeOld(old, result, servers, findings));
}

/** Counts that are carried over are as old as they were. */
function factsOf(old: MapNode, young: MapNode, all: Source): readonly (readonly [string, Entry])[] {
  const asOf = old.entries.get("asOf");
  return asOf && !young.entries.has("asOf") ? [["asOf", { ...asOf, node: carried(asOf.node, all) }]] : [];
}

const ONE: Readonly<Record<Section, string>> = {
  servers: "server",
  sites: "site",
  siteServers: "siteServer",
  settings: "server",
};

/** Old names to the new names that take over from them. */
type Successors = ReadonlyMap<string, readonly string[]>;

/** `from` says so; else the one with the same name follows. With a successor by `from`, its own name is not carried over. */
function successors(section: Section, old: MapNode, young: MapNode, all: Source | undefined, findings: Finding[]): Successors {
  const olds = entriesOf(at(old, section));
  const news = entriesOf(at(young, section));
  const result = new Map<string, string[]>();
  const follow = (before: string, after: string): void => void result.set(before, [...(result.get(before) ?? []), after]);
  for (const [name, { node }] of news) {
    const from = at(node, "from");
    const before = textOf(from);
    if (from !== undefined && before !== undefined) {
      if (olds.has(before)) follow(before, name);
      else
        findings.push(
          problem("DOC-042", `${name} is from ${before}, which the old estate does not have`, {
            at: placeOf(from),
            entity: `${ONE[section]}/${before}`,
            fix: didYouMean(before, olds.keys()),
          }),
        );
    } else if (olds.has(name) && name !== "remove" && all) follow(name, name);
  }
  if (section === "servers") findings.push(...oneEach(result, news));
  if (section === "servers" || !all) return result;
  const removed = new Set(itemsOf(at(young, section, "remove")).map(textOf));
  for (const name of olds.keys()) if (!result.has(name) && !removed.has(name)) follow(name, name);
  return result;
}

/** Sites and links of an old server go to its successor: with two of them, nobody could say to which. */
const oneEach = (servers: Successors, news: ReadonlyMap<string, Entry>): readonly Finding[] =>
  [...servers].flatMap(([before, [first = "", ...more]]) =>
    more.map((name) => {
      const { key } = news.get(name) ?? {};
      return problem("DOC-045", `${name} is from ${before}, and so is ${first}`, { at: placeOfFrom(news, name) ?? key });
    }),
  );

const placeOfFrom = (news: ReadonlyMap<string, Entry>, name: string): Source | undefined => {
  const from = at(news.get(name)?.node, "from");
  return from && placeOf(from);
};

type Carrying = Readonly<{
  name: Section;
  old: MapNode;
  young: MapNode;
  all: Source | undefined;
  map: Successors;
  base(entry: Node, through: Source): Node;
  findings: Finding[];
}>;

function sectionOf({ name, old, young, all, map, base, findings }: Carrying): Entry {
  const own = young.entries.get(name) ?? {
    key: placeOf(young),
    node: { is: "map", entries: new Map(), origin: young.origin } as MapNode,
  };
  const entries = new Map([...entriesOf(own.node)].filter(([key]) => key !== "remove"));
  const olds = entriesOf(at(old, name));
  for (const [key, entry] of entries) {
    const from = textOf(at(entry.node, "from"));
    if (from !== undefined && entry.node.is === "map" && (!olds.has(from) || (map.get(from)?.[0] !== key && name === "servers")))
      entries.set(key, { ...entry, node: cut(entry.node) });
  }
  findings.push(...itemsOf(at(own.node, "remove")).flatMap((item) => removable(item, name, olds.keys())));
  for (const [before, { node, key }] of olds) {
    for (const after of map.get(before) ?? []) {
      const mine = entries.get(after);
      const through = throughOf(mine?.node, all);
      if (!through || (name === "servers" && !mine)) continue;
      const below = base(node, through);
      entries.set(after, { key: mine?.key ?? key, node: mine ? merge(below, mine.node, after, findings) : below });
    }
  }
  return { ...own, node: { is: "map", entries, origin: own.node.origin } };
}

/** What brought a value here: the entry's own `from`, else the document's `like`. */
const throughOf = (mine: Node | undefined, all: Source | undefined): Source | undefined => {
  const from = at(mine, "from");
  return from ? placeOf(from) : all;
};

/** A new server begins with what the rules want to be as before; hosts, versions and the database's name are its own. */
function serverBase(server: Node, version: string, through: Source): Node {
  const byRule = (rule: string, ...path: string[]): readonly [string, Entry][] => {
    const node = at(server, ...path);
    return node?.is === "leaf"
      ? [[path.at(-1) ?? "", { key: placeOf(node), node: leaf(node.value, { by: "default", rule, at: placeOf(node) }) }]]
      : [];
  };
  const kept = (...path: string[]): readonly [string, Entry][] => {
    const node = at(server, ...path);
    return node ? [[path.at(-1) ?? "", { key: placeOf(node), node: carried(node, through) }]] : [];
  };
  const products = [...entriesOf(at(server, "products"))].map(([name, { key, node }]): [string, Entry] => [
    name,
    { key, node: leaf(version, { by: "default", rule: "ALT-088", at: placeOf(node) }) },
  ]);
  const origin = written(through); // no whole is carried over, only what stands in it
  const map = (entries: readonly (readonly [string, Entry])[]): MapNode => ({ is: "map", entries: new Map(entries), origin });
  const database = [...byRule("ALT-091", "database", "collation"), ...kept("database", "size"), ...kept("database", "owner")];
  const base = map([
    ...byRule("ALT-095", "installPath"),
    ["products", { key: placeOf(server), node: map(products) }],
    ["database", { key: placeOf(server), node: map(database) }],
    ...kept("accounts"),
    ...kept("licences"),
  ]);
  return isCut(server) ? cut(base) : base;
}

/** Names inside a carried entry, in the new estate's words. One without a successor stays, to be found later. */
function renamed(entry: Node, property: string, to: (name: Node) => readonly string[]): Node {
  if (entry.is !== "map") return entry;
  const value = entry.entries.get(property);
  if (!value) return entry;
  const rename = (node: Node): readonly Node[] => to(node).map((name) => leaf(name, node.origin));
  const node =
    value.node.is === "list" ? { ...value.node, items: value.node.items.flatMap(rename) } : (rename(value.node)[0] ?? value.node);
  return withEntries(entry, [[property, { ...value, node }]]);
}

/** Whether every link of these joins two servers that no other one joins; if not, that is said of the link itself. */
function whole(links: readonly Node[]): boolean {
  const pairs = links.map((link) => [textOf(at(link, "parent")), textOf(at(link, "child"))] as const);
  const sound = pairs.every(([parent, child]) => parent !== undefined && child !== undefined && parent !== child);
  return sound && new Set(pairs.map(([, child]) => child)).size === pairs.length;
}

/** `replicates: like old`: what the link between the predecessors replicated. */
function linksLikeOld(
  old: MapNode,
  young: MapNode,
  servers: Successors,
  findings: Finding[],
): readonly (readonly [string, Entry])[] {
  const links = young.entries.get("links");
  if (links?.node.is !== "list") return [];
  const before = (name: string | undefined): string | undefined =>
    [...servers].find(([, after]) => name !== undefined && after.includes(name))?.[0];
  const items = links.node.items.map((link) => {
    const replicates = at(link, "replicates");
    if (link.is !== "map" || replicates === undefined || textOf(replicates) !== "like old") return link;
    const parent = textOf(at(link, "parent"));
    const child = textOf(at(link, "child"));
    const twin = itemsOf(at(old, "links")).find(
      (one) => textOf(at(one, "parent")) === before(parent) && textOf(at(one, "child")) === before(child),
    );
    const value = at(twin, "replicates");
    if (twin === undefined || value === undefined) {
      const unsure = [parent, child].some((name) => isCut(at(young, "servers", name ?? "")));
      const say = `${parent} and ${child} replicate like old, but there is no link between the servers that they are from`;
      const fix = "write what is replicated, such as [policies, packages]";
      if (!unsure && whole(itemsOf(at(old, "links")))) findings.push(problem("DOC-043", say, { at: placeOf(replicates), fix }));
      return withEntries(link, [
        ["replicates", { key: placeOf(replicates), node: { is: "list", items: [], origin: replicates.origin } as Node }],
      ]);
    }
    return withEntries(link, [["replicates", { key: placeOf(replicates), node: carried(value, placeOf(replicates)) }]]);
  });
  return [["links", { ...links, node: { ...links.node, items } }]];
}
