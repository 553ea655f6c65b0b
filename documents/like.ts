import type { Finding, Source } from "../engine/model/finding";
import { problem } from "./codes";
import { didYouMean } from "./near";
import { at, cut, Entry, isCut, itemsOf, MapNode, Node, placeOf, retold, textOf, withEntries, without } from "./tree";

/** Sections whose entries may be `like` another entry of the same section. */
export const sections = ["servers", "sites", "siteServers", "settings"] as const;
export type Section = (typeof sections)[number];
/** What an entry of a section is called in messages. */
const one: Readonly<Record<Section, string>> = {
  servers: "server",
  sites: "site",
  siteServers: "siteServer",
  settings: "server",
};

/** What one entry never takes from another: what tells the two apart. */
const OWN = ["like", "from", "host", "ip"];
/** Maps whose keys are one value together: half of it from elsewhere would be wrong. */
const WHOLE = new Set(["agents"]);

/** The place to show for a value: where a person would change it, so for one carried over the `like` that brought it. */
export const shownPlace = (node: Node): Source => (node.origin.by === "like" ? node.origin.through : node.origin.at);

/** The entries of the first estate that claim to come from one before it: what they leave out is nowhere. */
export function cutOff(tree: MapNode): MapNode {
  const changed = sections.flatMap((section) => {
    const entry = tree.entries.get(section);
    if (entry?.node.is !== "map") return [];
    const inner = [...entry.node.entries].map(([name, own]): [string, Entry] => [
      name,
      own.node.is === "map" && at(own.node, "from") ? { ...own, node: cut(own.node) } : own,
    ]);
    return [[section, { ...entry, node: withEntries(entry.node, inner) }] as const];
  });
  return withEntries(tree, changed);
}

/** What is carried over remembers where it was written, and which `like` or `from` brought it. */
export const carried = (node: Node, through: Source): Node => retold(node, ({ at }) => ({ by: "like", at, through }));

/** `over` laid on `base`: maps key by key (`remove` takes keys away), lists changed by `add` and `remove`, all else replaced. */
export function merge(base: Node | undefined, over: Node, name: string, findings: Finding[]): Node {
  if (over.is !== "map" || WHOLE.has(name)) return over;
  if (isChange(over, base)) return changedList(base, over, name, findings);
  const kept: MapNode = base?.is === "map" ? base : { is: "map", entries: new Map<string, Entry>(), origin: over.origin };
  const removals = at(over, "remove");
  const removed = removals?.is === "list" ? removals.items : [];
  findings.push(...removed.flatMap((item) => removable(item, name, kept.entries.keys())));
  const mine = removals?.is === "list" ? without(over, "remove") : over;
  const merged = [...mine.entries].map(
    ([key, entry]) => [key, { ...entry, node: merge(at(kept, key), entry.node, key, findings) }] as const,
  );
  const result = withEntries({ ...without(kept, ...removed.flatMap((item) => textOf(item) ?? [])), origin: over.origin }, merged);
  return isCut(over) ? cut(result) : result;
}

/** What is not carried over cannot be removed: the name is probably misspelt. */
export function removable(item: Node, name: string, known: Iterable<string>): readonly Finding[] {
  const key = textOf(item) ?? "";
  const all = [...known];
  if (all.includes(key)) return [];
  const say = `${key} cannot be removed from ${name}: it is not carried over`;
  return [problem("DOC-044", say, { at: placeOf(item), fix: didYouMean(key, all) })];
}

const isChange = (over: MapNode, base: Node | undefined): boolean =>
  (over.entries.has("add") || over.entries.has("remove")) &&
  [...over.entries.keys()].every((key) => key === "add" || key === "remove") &&
  (base === undefined ? over.entries.has("add") : base.is !== "map");

function changedList(base: Node | undefined, over: MapNode, name: string, findings: Finding[]): Node {
  const items = itemsOf(base);
  const added = itemsOf(at(over, "add"));
  const removed = itemsOf(at(over, "remove"));
  const texts = new Set(items.map(textOf));
  const twice = added.filter((item) => texts.has(textOf(item)));
  if (base === undefined) {
    const say = `${name} has nothing carried over to add to`;
    findings.push(problem("DOC-043", say, { at: placeOf(over), fix: "write a plain list" }));
  } else if (base.is === "list") {
    findings.push(
      ...removed.flatMap((item) =>
        removable(
          item,
          name,
          items.flatMap((one) => textOf(one) ?? []),
        ),
      ),
    );
  }
  for (const item of twice) {
    findings.push(problem("DOC-044", `${textOf(item)} is added to ${name}, but it is there already`, { at: placeOf(item) }));
  }
  const gone = new Set(removed.map(textOf));
  const kept = items.filter((item) => !gone.has(textOf(item)));
  return { is: "list", items: [...kept, ...added.filter((item) => !twice.includes(item))], origin: over.origin };
}

/** Changes that are left when all likes are applied have nothing to change: said, and then taken for what they add. */
export function settled(tree: MapNode, findings: Finding[]): MapNode {
  const changed = sections.flatMap((section) => {
    const entry = tree.entries.get(section);
    return entry ? [[section, { ...entry, node: merge(undefined, entry.node, section, findings) }] as const] : [];
  });
  return withEntries(tree, changed);
}

/** Applies every `like: <entry>` inside one document. */
export function applyEntryLikes(tree: MapNode, findings: Finding[]): MapNode {
  const changed = sections.flatMap((section) => {
    const entry = tree.entries.get(section);
    return entry?.node.is === "map"
      ? [[section, { ...entry, node: new Likes(entry.node, one[section], findings).applied() }] as const]
      : [];
  });
  return withEntries(tree, changed);
}

/** The likes of one section: each entry is resolved once, after the one that it is like. */
class Likes {
  private readonly done = new Map<string, Node>();
  private readonly open: string[] = [];

  constructor(
    private readonly section: MapNode,
    private readonly what: string,
    private readonly findings: Finding[],
  ) {}

  applied(): MapNode {
    return withEntries(
      this.section,
      [...this.section.entries].map(([name, entry]) => [name, { ...entry, node: this.resolve(name, entry.node) }] as const),
    );
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
      const fix = didYouMean(
        wanted,
        [...this.section.entries.keys()].filter((key) => key !== name),
      );
      const entity = `${this.what}/${wanted}`;
      this.findings.push(problem("DOC-040", `${name} is like ${wanted}, which does not exist`, { at: place, entity, fix }));
      return cut(own);
    }
    if (this.open.includes(wanted)) {
      const circle = [...this.open.slice(this.open.indexOf(wanted)), wanted].join(" → ");
      this.findings.push(problem("DOC-041", `likes go round in a circle: ${circle}`, { at: place }));
      return cut(own);
    }
    const base = this.resolve(wanted, other);
    return base.is === "map" ? merge(carried(without(base, ...OWN), place), own, name, this.findings) : own;
  }
}
