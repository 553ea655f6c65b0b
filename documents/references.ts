import type { Finding } from "../engine/model/finding";
import { problem } from "./codes";
import { shownPlace } from "./like";
import { didYouMean } from "./near";
import type { Side } from "./model";
import { at, entriesOf, itemsOf, Node, placeOf, textOf } from "./tree";

/** Names in one estate that nothing in it has. */
export function checkEstate(side: Side, tree: Node): readonly Finding[] {
  const servers = [...entriesOf(at(tree, "servers")).keys()];
  const sites = [...entriesOf(at(tree, "sites")).keys()];
  const links = itemsOf(at(tree, "links"));
  return [
    ...links.flatMap((link) => ["parent", "child"].flatMap((end) => unknown(at(link, end), `the link's ${end}`, "server", servers))),
    ...links.flatMap((link, index) => linkItself(link, links.slice(0, index))),
    ...[...entriesOf(at(tree, "sites"))].flatMap(([name, { node }]) => siteServerOf(side, name, node, servers)),
    ...[...entriesOf(at(tree, "siteServers"))].flatMap(([name, { node }]) =>
      itemsOf(at(node, "sites")).flatMap((site) => unknown(site, `${name} serves`, "site", sites)),
    ),
    ...[...entriesOf(at(tree, "settings"))].flatMap(([name, { key }]) =>
      servers.includes(name) ? [] : [problem("DOC-050", `settings are for ${name}, but no server is called so`, { at: key, fix: didYouMean(name, servers) })],
    ),
  ];
}

/** Names in the migration document that neither estate has. */
export function checkMigration(tree: Node, old: Node, young: Node): readonly Finding[] {
  const of = (estate: Node, section: string): readonly string[] => [...entriesOf(at(estate, section)).keys()];
  const sites = [...new Set([...of(old, "sites"), ...of(young, "sites")])];
  const temporary = [...entriesOf(at(tree, "decisions", "temporarySiteServers"))];
  const taken = new Set([...of(old, "siteServers"), ...of(young, "siteServers")]);
  const products = [...new Set([old, young].flatMap((estate) => [...entriesOf(at(estate, "servers")).values()].flatMap(({ node }) => [...entriesOf(at(node, "products")).keys()])))];
  const links = itemsOf(at(old, "links")).map((link) => `${textOf(at(link, "parent"))}--${textOf(at(link, "child"))}`);
  return [
    ...unknown(at(tree, "pilot", "site"), "the pilot is in", "site", of(old, "sites")),
    ...itemsOf(at(tree, "waves", "order")).flatMap((site) => unknown(site, "waves.order names", "site", sites)),
    ...temporary.flatMap(([name, { node }]) => {
      const where = at(node, "at");
      const side = textOf(at(node, "side")) === "new" ? young : old;
      return (where?.is === "list" ? where.items : where ? [where] : []).flatMap((site) => unknown(site, `${name} is at`, "site", of(side, "sites")));
    }),
    ...temporary.flatMap(([name, { key }]) => (taken.has(name) ? [problem("DOC-053", `${name} is a site server of an estate already`, { at: key, fix: "give the temporary one another name" })] : [])),
    ...keysKnown(tree, "products", "product", products),
    ...keysKnown(tree, "links", "link", links),
  ];
}

const keysKnown = (tree: Node, property: string, what: string, known: readonly string[]): readonly Finding[] =>
  [...entriesOf(at(tree, "decisions", property))].flatMap(([name, { key }]) =>
    known.includes(name) ? [] : [problem("DOC-050", `decisions.${property} names ${name}, but no ${what} is called so`, { at: key, fix: didYouMean(name, known) })],
  );

function unknown(node: Node | undefined, says: string, what: string, known: readonly string[]): readonly Finding[] {
  const name = textOf(node);
  if (!node || name === undefined || known.includes(name)) return [];
  return [problem("DOC-050", `${says} ${name}, but no ${what} is called so`, { at: shownPlace(node), fix: didYouMean(name, known) })];
}

/** A carried site keeps its old server's name where nobody takes over from that one. */
function siteServerOf(side: Side, name: string, site: Node, servers: readonly string[]): readonly Finding[] {
  const server = at(site, "server");
  const wanted = textOf(server);
  if (!server || wanted === undefined || servers.includes(wanted)) return [];
  if (side === "old" || server.origin.by !== "like") return unknown(server, `${name} reports to`, "server", servers);
  const say = `${name} reports to ${wanted} in the old estate, and no server of the new one is from it`;
  const related = [{ at: placeOf(server), say: `${name} reports to ${wanted} here` }];
  return [problem("DOC-050", say, { at: shownPlace(server), fix: `write from: ${wanted} at its successor, or server: at ${name}`, related })];
}

function linkItself(link: Node, before: readonly Node[]): readonly Finding[] {
  const parent = textOf(at(link, "parent"));
  const child = textOf(at(link, "child"));
  if (parent === child) return [problem("DOC-050", `${parent} is linked to itself`, { at: placeOf(link), fix: "name two servers" })];
  const twin = before.find((one) => textOf(at(one, "parent")) === parent && textOf(at(one, "child")) === child);
  if (!twin) return [];
  return [problem("DOC-053", `the link from ${parent} to ${child} stands here twice`, { at: placeOf(link), related: [{ at: placeOf(twin), say: "it stands here first" }] })];
}
