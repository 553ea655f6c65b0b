import type { Finding, Source } from "../engine/model/finding";
import { problem } from "./codes";
import { didYouMean } from "./near";
import { at, Entry, entriesOf, itemsOf, MapNode, Node, placeOf, retold, textOf, withEntries, without } from "./tree";

/** Sections whose entries may be `like` another entry of the same section. */
export const sections = ["servers", "sites", "siteServers", "settings"] as const;
export type Section = (typeof sections)[number];

/** What one entry never takes from another: what tells the two apart. */
const OWN = ["like", "from", "host", "ip"];
/** Maps whose keys are one value together: half of it from elsewhere would be wrong. */
const WHOLE = new Set(["agents"]);

/** The place to show for a value: where a person would change it, so for one carried over the `like` that brought it. */
export const shownPlace = (node: Node): Source => (node.origin.by === "like" ? node.origin.through : node.origin.at);

/** What is carried over remembers where it was written, and which `like` or `from` brought it. */
export const carried = (node: Node, through: Source): Node => retold(node, ({ at }) => ({ by: "like", at, through }));

/** `over` laid on `base`: maps key by key (`remove` takes keys away), lists changed by `add` and `remove`, all else replaced. */
export function merge(base: Node | undefined, over: Node, name: string, findings: Finding[]): Node {
  if (over.is !== "map" || WHOLE.has(name)) return over;
  if (isChange(over, base)) return changedList(base, over, name, findings);
  const removed = at(over, "remove");
  const kept = base?.is === "map" ? base : undefined;
  const gone = itemsOf(removed).filter((item) => !known(kept, item, name, findings)).map(textOf);
  const below = kept ? without(kept, ...itemsOf(removed).flatMap((item) => textOf(item) ?? [])) : { ...over, entries: new Map<string, Entry>() };
  void gone;
  const mine = removed?.is === "list" ? without(over, "remove") : over;
  const merged = [...mine.entries].map(([key, entry]) => [key, { ...entry, node: merge(at(below, key), entry.node, key, findings) }] as const);
  return withEntries({ ...below, origin: over.origin }, merged);
}

function known(base: MapNode | undefined, item: Node, name: string, findings: Finding[]): boolean {
  const key = textOf(item) ?? "";
  if (base?.entries.has(key)) return true;
  const fix = didYouMean(key, entriesOf(base).keys());
  findings.push(problem("DOC-044", `${key} cannot be removed from ${name}: it is not carried over`, { at: placeOf(item), fix }));
  return false;
}

const isChange = (over: MapNode, base: Node | undefined): boolean =>
  (over.entries.has("add") || over.entries.has("remove")) &&
  [...over.entries.keys()].every((key) => key === "add" || key === "remove") &&
  (base === undefined ? over.entries.has("add") : base.is === "list");

function changedList(base: Node | undefined, over: MapNode, name: string, findings: Finding[]): Node {
  const items = itemsOf(base);
  const added = itemsOf(at(over, "add"));
  const removed = itemsOf(at(over, "remove"));
  if (base === undefined) {
    findings.push(problem("DOC-043", `${name} has nothing carried over to add to`, { at: placeOf(over), fix: "write a plain list" }));
  }
  const texts = new Set(items.map(textOf));
  for (const item of added) {
    if (texts.has(textOf(item))) findings.push(problem("DOC-044", `${textOf(item)} is added to ${name}, but it is there already`, { at: placeOf(item) }));
  }
  for (const item of removed) {
    if (base !== undefined && !texts.has(textOf(item))) {
      const fix = didYouMean(textOf(item) ?? "", items.flatMap((one) => textOf(one) ?? []));
      findings.push(problem("DOC-044", `${textOf(item)} cannot be removed from ${name}: it is not carried over`, { at: placeOf(item), fix }));
    }
  }
  const gone = new Set(removed.map(textOf));
  return { is: "list", items: [...items.filter((item) => !gone.has(textOf(item))), ...added.filter((item) => !texts.has(textOf(item)))], origin: over.origin };
}

/** Applies every `like: <entry>` inside one document. */
export function applyEntryLikes(tree: MapNode, findings: Finding[]): MapNode {
  const changed = sections.flatMap((section) => {
    const entry = tree.entries.get(section);
    return entry?.node.is === "map" ? [[section, { ...entry, node: new Likes(entry.node, findings).applied() }] as const] : [];
  });
  return withEntries(tree, changed);
}

/** The likes of one section: each entry is resolved once, after the one that it is like. */
class Likes {
  private readonly done = new Map<string, Node>();
  private readonly open: string[] = [];

  constructor(
    private readonly section: MapNode,
    private readonly findings: Finding[],
  ) {}

  applied(): MapNode {
    return withEntries(this.section, [...this.section.entries].map(([name, entry]) => [name, { ...entry, node: this.resolve(name, entry.node) }] as const));
  }

  private resolve(name: string, node: Node): Node {
    const ready = this.done.get(name);
    if (ready) return ready;
    this.open.push(name);
    const result = this.laidOnBase(name, node);
    this.open.pop();
    this.done.set(name, result);
    return result;
  }

  private laidOnBase(name: string, node: Node): Node {
    const like = at(node, "like");
    const wanted = textOf(like);
    if (node.is !== "map" || like === undefined || wanted === undefined) return node;
    const own = without(node, "like");
    const place = placeOf(like);
    const other = this.section.entries.get(wanted)?.node;
    if (!other) {
      const fix = didYouMean(wanted, [...this.section.entries.keys()].filter((key) => key !== name));
      this.findings.push(problem("DOC-040", `${name} is like ${wanted}, which does not exist`, { at: place, fix }));
      return own;
    }
    if (this.open.includes(wanted)) {
      const circle = [...this.open.slice(this.open.indexOf(wanted)), wanted].join(" → ");
      this.findings.push(problem("DOC-041", `likes go round in a circle: ${circle}`, { at: place }));
      return own;
    }
    const base = this.resolve(wanted, other);
    return base.is === "map" ? merge(carried(without(base, ...OWN), place), own, name, this.findings) : own;
  }
}
