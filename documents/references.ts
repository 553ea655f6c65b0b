import type { Finding } from "../engine/model/finding";
import { problem } from "./codes";
import { shownPlace } from "./like";
import { didYouMean } from "./near";
import { at, entriesOf, isCut, itemsOf, Node, placeOf, textOf } from "./tree";

type Names = ReadonlySet<string>;

const namesIn = (estate: Node | undefined, section: string): Names => new Set(entriesOf(at(estate, section)).keys());

/** Names in one estate that nothing in it has. `old` is the estate that this one takes over from. */
export function checkEstate(tree: Node, old?: Node): readonly Finding[] {
  const servers = namesIn(tree, "servers");
  const sites = namesIn(tree, "sites");
  const links = itemsOf(at(tree, "links"));
  const ends = links.flatMap((link) =>
    ["parent", "child"].flatMap((end) => unknown(at(link, end), `the link's ${end} is`, "server", servers)),
  );
  const served = [...entriesOf(at(tree, "siteServers"))].flatMap(([name, { node }]) =>
    itemsOf(at(node, "sites")).flatMap((site) => unknown(site, `${name} serves`, "site", sites)),
  );
  const settings = [...entriesOf(at(tree, "settings"))].flatMap(([name, { key }]) =>
    servers.has(name) ? [] : [nobody(`settings are for ${name}`, "server", name, servers, { at: key })],
  );
  return [
    ...ends,
    ...links.flatMap((link, index) => linkItself(link, links.slice(0, index))),
    ...links.flatMap((link, index) => secondParent(link, links.slice(0, index))),
    ...roundabout(links),
    ...homeless(tree, servers, old),
    ...served,
    ...settings,
  ];
}

/** A server reports to one other, or to none. */
function secondParent(link: Node, before: readonly Node[]): readonly Finding[] {
  const [parent, child] = endsOf(link);
  const other = before.find((one) => endsOf(one)[1] === child && endsOf(one)[0] !== parent);
  if (!other || parent === undefined || child === undefined || parent === child) return [];
  const related = [{ at: placeOf(other), say: `${child} reports to ${endsOf(other)[0]} here` }];
  const say = `${child} reports to ${parent}, and to ${endsOf(other)[0]} already`;
  return [problem("DOC-053", say, { at: placeOf(link), fix: "keep one of the two links", related })];
}

/** Of links that lead back to where they began, the last one. */
function roundabout(links: readonly Node[]): readonly Finding[] {
  const parents = new Map<string, string>();
  return links.flatMap((link) => {
    const [parent, child] = endsOf(link);
    if (parent === undefined || child === undefined || parent === child || parents.has(child)) return [];
    const way = [child, parent];
    for (let next = parents.get(parent); next !== undefined && next !== child; next = parents.get(next)) way.push(next);
    parents.set(child, parent);
    if (parents.get(way.at(-1) ?? "") !== child) return [];
    parents.delete(child);
    const say = `the links go round in a circle: ${[...way, child].join(" → ")}`;
    return [problem("DOC-041", say, { at: placeOf(link), fix: "let one of these servers have no parent" })];
  });
}

const endsOf = (link: Node): readonly [parent: string | undefined, child: string | undefined] => [
  textOf(at(link, "parent")),
  textOf(at(link, "child")),
];

/** Sites whose server does not exist. Carried sites keep their old server's name where nobody is from it: said once a server. */
function homeless(tree: Node, servers: Names, old: Node | undefined): readonly Finding[] {
  const inherited = new Map<string, { names: string[]; server: Node }>();
  const own: Finding[] = [];
  const before = namesIn(old, "servers");
  for (const [name, { node }] of entriesOf(at(tree, "sites"))) {
    const server = at(node, "server");
    const wanted = textOf(server);
    if (!server || wanted === undefined || servers.has(wanted)) continue;
    if (!old || server.origin.by !== "like") own.push(...unknown(server, `${name} reports to`, "server", servers));
    else if (before.has(wanted)) {
      const group = inherited.get(wanted) ?? { names: [], server };
      group.names.push(name);
      inherited.set(wanted, group);
    }
  }
  // who is from a server that is not there was to be somebody's successor: that is said already
  if ([...entriesOf(at(tree, "servers")).values()].some(({ node }) => isCut(node) && at(node, "from"))) return own;
  const orphans = [...inherited].map(([wanted, { names, server }]) => {
    const [first = "", ...more] = names;
    const who = more.length === 0 ? `${first} reports` : `${first} and ${more.length} more report`;
    const say = `${who} to ${wanted} in the old estate, and no server of the new one is from it`;
    const related = [{ at: placeOf(server), say: `${first} reports to ${wanted} here` }];
    return problem("DOC-050", say, {
      at: shownPlace(server),
      fix: `write from: ${wanted} at its successor, or server: at ${first}`,
      related,
    });
  });
  return [...own, ...orphans];
}

/** Names in the migration document that neither estate has. */
export function checkMigration(tree: Node, old: Node, young: Node): readonly Finding[] {
  const both = (section: string): Names => new Set([...namesIn(old, section), ...namesIn(young, section)]);
  const temporary = [...entriesOf(at(tree, "decisions", "temporarySiteServers"))];
  const taken = both("siteServers");
  const links = itemsOf(at(old, "links")).map((link) => `${textOf(at(link, "parent"))}--${textOf(at(link, "child"))}`);
  return [
    ...unknown(at(tree, "pilot", "site"), "the pilot is in", "site", namesIn(old, "sites")),
    ...itemsOf(at(tree, "waves", "order")).flatMap((site) => unknown(site, "waves.order names", "site", both("sites"))),
    ...temporary.flatMap(([name, { node }]) => {
      const side = textOf(at(node, "side")) === "new" ? young : old;
      return oneOrMore(at(node, "at")).flatMap((site) => unknown(site, `${name} is at`, "site", namesIn(side, "sites")));
    }),
    ...temporary.flatMap(([name, { key }]) => (taken.has(name) ? [takenName(name, key)] : [])),
    ...keysKnown(tree, "products", "product", new Set([...productsOf(old), ...productsOf(young)])),
    ...keysKnown(tree, "links", "link", new Set(links)),
  ];
}

const oneOrMore = (node: Node | undefined): readonly Node[] => (node?.is === "list" ? node.items : node ? [node] : []);

const productsOf = (estate: Node): readonly string[] =>
  [...entriesOf(at(estate, "servers")).values()].flatMap(({ node }) => [...entriesOf(at(node, "products")).keys()]);

const takenName = (name: string, place: Finding["at"]): Finding =>
  problem("DOC-053", `${name} is a site server of an estate already`, {
    at: place,
    fix: "give the temporary one another name",
  });

const keysKnown = (tree: Node, property: string, what: string, known: Names): readonly Finding[] =>
  [...entriesOf(at(tree, "decisions", property))].flatMap(([name, { key }]) =>
    known.has(name) ? [] : [nobody(`decisions.${property} names ${name}`, what, name, known, { at: key })],
  );

function unknown(node: Node | undefined, says: string, what: string, known: Names): readonly Finding[] {
  const name = textOf(node);
  if (!node || name === undefined || known.has(name)) return [];
  return [nobody(`${says} ${name}`, what, name, known, { at: shownPlace(node) })];
}

const nobody = (says: string, what: string, name: string, known: Names, place: Readonly<{ at: Finding["at"] }>): Finding =>
  problem("DOC-050", `${says}, but no ${what} is called so`, {
    ...place,
    entity: `${what}/${name}`,
    fix: didYouMean(name, known),
  });

function linkItself(link: Node, before: readonly Node[]): readonly Finding[] {
  const parent = textOf(at(link, "parent"));
  const child = textOf(at(link, "child"));
  if (parent === child)
    return [problem("DOC-050", `${parent} is linked to itself`, { at: placeOf(link), fix: "name two servers" })];
  const twin = before.find((one) => textOf(at(one, "parent")) === parent && textOf(at(one, "child")) === child);
  if (!twin) return [];
  const related = [{ at: placeOf(twin), say: "it stands here first" }];
  return [problem("DOC-053", `the link from ${parent} to ${child} stands here twice`, { at: placeOf(link), related })];
}
