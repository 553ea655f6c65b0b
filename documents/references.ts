import type { Finding } from "../engine/model/finding";
import { problem } from "./codes";
import { shownPlace } from "./like";
import { didYouMean } from "./near";
import { at, entriesOf, itemsOf, Node, placeOf, textOf } from "./tree";

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
    ...homeless(tree, servers, old),
    ...served,
    ...settings,
  ];
}

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
