import type { Finding } from "../engine/model/finding";
import { problem } from "./codes";
import { shownPlace } from "./like";
import { didYouMean } from "./near";
import { at, entriesOf, itemsOf, Node, textOf } from "./tree";

const codesIn = (tree: Node): readonly string[] => [...entriesOf(at(tree, "sites")).keys()];

/**
 * Codes that name no site of the estate, and hierarchies that are none. `old` is the estate that this one takes over from: what
 * is wrong there is said there, and not again for those that carry it on.
 */
export function checkHierarchy(tree: Node, old?: Node): readonly Finding[] {
  const sites = entriesOf(at(tree, "sites"));
  const olds = entriesOf(at(old, "sites"));
  const parentOf = (code: string): string | undefined => textOf(at(sites.get(code)?.node, "parent"));
  const isCarried = (node: Node | undefined): boolean => node?.origin.by === "like";
  return [...sites].flatMap(([code, { node }]) => {
    const parent = at(node, "parent");
    const above = textOf(parent);
    const role = textOf(at(node, "role"));
    if (!parent || above === undefined) {
      const before = olds.get(textOf(at(node, "from")) ?? code)?.node;
      return role === "secondary" && (before === undefined || at(before, "parent")) ? [orphan(code, node)] : [];
    }
    const place = { at: shownPlace(parent) };
    if (role === "central" && !isCarried(parent))
      return [problem("DOC-050", `${code} is a central site and reports to ${above}`, { ...place, fix: centralFix })];
    if (!sites.has(above))
      return isCarried(parent) && !olds.has(above) ? [] : [nobody(`${code} reports to ${above}`, above, sites.keys(), place)];
    const aboveRole = at(sites.get(above)?.node, "role");
    if (textOf(aboveRole) === "secondary")
      return isCarried(parent) && isCarried(aboveRole)
        ? []
        : [problem("DOC-050", `${code} reports to ${above}, which is a secondary site`, { ...place, fix: secondaryFix })];
    const way = isCarried(parent) ? [] : circle(code, parentOf);
    if (way.length === 0 || [...sites.keys()].find((one) => way.includes(one)) !== code) return []; // said at its first
    return [
      problem("DOC-050", `${code} reports to itself in the end: ${[...way, code].join(" → ")}`, {
        ...place,
        fix: "let one of the sites on the way have no parent",
      }),
    ];
  });
}

const centralFix = "write role: primary, or take the parent out";
const secondaryFix = "name a primary site: a secondary one has no child";

const orphan = (code: string, node: Node): Finding =>
  problem("DOC-051", `${code} is a secondary site without a parent`, {
    at: shownPlace(node),
    fix: "write parent: and the code of its primary site",
  });

/** The way from a site up to itself; none where it leads to an end, or into a circle of others. */
function circle(code: string, parentOf: (code: string) => string | undefined): readonly string[] {
  const way = new Set([code]);
  for (let here = parentOf(code); here !== undefined; here = parentOf(here)) {
    if (here === code) return [...way];
    if (way.has(here)) return [];
    way.add(here);
  }
  return [];
}

/** Codes in the migration document that neither estate has. */
export function checkCodes(migration: Node, old: Node, young: Node): readonly Finding[] {
  const both = [...codesIn(old), ...codesIn(young)];
  const known = (node: Node | undefined, says: string, codes: readonly string[]): readonly Finding[] => {
    const code = textOf(node);
    return !node || code === undefined || codes.includes(code)
      ? []
      : [nobody(`${says} ${code}`, code, codes, { at: shownPlace(node) })];
  };
  return [
    ...known(at(migration, "pilot", "site"), "the pilot is in", codesIn(old)),
    ...itemsOf(at(migration, "waves", "order")).flatMap((node) => known(node, "waves.order names", both)),
    ...[...entriesOf(at(migration, "decisions", "legacyClients"))].flatMap(([code, { key }]) =>
      codesIn(old).includes(code) ? [] : [nobody(`decisions.legacyClients names ${code}`, code, codesIn(old), { at: key })],
    ),
  ];
}

const nobody = (says: string, code: string, known: Iterable<string>, place: Readonly<{ at: Finding["at"] }>): Finding =>
  problem("DOC-050", `${says}, but no site has this code`, { ...place, entity: `site/${code}`, fix: didYouMean(code, known) });
