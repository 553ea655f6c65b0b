import { Family, Span } from "./boundary";
import { BoundarySet } from "./set";
import { Lanes, lanesOf } from "./lanes";
import { gather, inTurn, radixOrder } from "./radix";
import { Rows, spanAt } from "./rows";

/**
 * How the first of two boundaries that overlap relates to the second. The first begins no later, and of two equal beginnings it
 * is the wider.
 */
export type Relation = "equal" | "contains" | "partial";

/** Two entries that share addresses. */
export type Overlap = Readonly<{
  /** Indices of the entries as they were given. */
  entries: readonly [number, number];
  owners: readonly [string, string];
  relation: Relation;
  shared: Span;
}>;

/** Two entries that name the same directory site, whose addresses are not known. */
export type SameSite = Readonly<{ entries: readonly [number, number]; owners: readonly [string, string]; site: string }>;

/** How many there are, and as many of them as were asked for. The number counts pairs of address ranges, and is exact. */
export type Found = Readonly<{ total: number; overlaps: readonly Overlap[] }>;

/** What one sweep over a set finds. */
export type Sweep = Readonly<{
  /** Pairs of different owners: nobody knows whose a computer there is. */
  between: Found;
  /** Pairs of one owner: written twice, or nested. */
  within: Found;
  sites: Readonly<{ between: readonly SameSite[]; within: readonly SameSite[] }>;
  /** Directory sites that were not compared with any address, and why: never to be shown as fine. */
  notEvaluated: BoundarySet["notEvaluated"];
}>;

/** Finds all overlaps in one pass over the sorted ends, and lists at most `atMost` of each sort. */
export function sweep(set: BoundarySet, atMost = 1000): Sweep {
  const between = new Collector(set, atMost);
  const within = new Collector(set, atMost);
  for (const rows of [set.four, set.six]) {
    const lanes = lanesOf(rows);
    if (!anyOverlap(lanes)) continue;
    const own = byOwner(lanes, set.owners.length);
    const closing = radixOrder(inTurn(lanes.size), [lanes.hi]);
    const inside = countWithin(own, closing);
    within.total += inside;
    between.total += countOverlaps(lanes.lo, gather(lanes.hi, closing)) - inside;
    if (inside > 0) eachWithin(own, (a, b) => within.add(rows, lanes, a, b));
    eachBetween(lanes, set.owners.length, (a, b) => between.add(rows, lanes, a, b));
  }
  return { between: between.found(), within: within.found(), sites: sameSites(set), notEvaluated: set.notEvaluated };
}

/** Takes pairs of places until it has enough of them. */
class Collector {
  total = 0;
  private readonly overlaps: Overlap[] = [];

  constructor(
    private readonly set: BoundarySet,
    private readonly atMost: number,
  ) {}

  /** Answers whether more are wanted. */
  add(rows: Rows, lanes: Lanes, a: number, b: number): boolean {
    if (this.overlaps.length >= this.atMost) return false;
    const { owners } = this.set;
    const [first, second] = [lanes.row[a]!, lanes.row[b]!];
    this.overlaps.push({
      entries: [rows.entry[first]!, rows.entry[second]!],
      owners: [owners[lanes.owner[a]!]!, owners[lanes.owner[b]!]!],
      relation: relationOf(lanes, a, b),
      shared: shared(rows.family, spanAt(rows, first), spanAt(rows, second)),
    });
    return this.overlaps.length < this.atMost;
  }

  found(): Found {
    return { total: this.total, overlaps: this.overlaps };
  }
}

function relationOf({ lo, hi }: Lanes, a: number, b: number): Relation {
  if (lo[a] === lo[b] && hi[a] === hi[b]) return "equal";
  return hi[b]! <= hi[a]! ? "contains" : "partial";
}

/** The common part; the second one begins no earlier. */
function shared(family: Family, a: Span, b: Span): Span {
  return { family, first: b.first, last: a.last < b.last ? a.last : b.last };
}

function anyOverlap({ size, lo, hi }: Lanes): boolean {
  let reach = -1;
  for (let at = 0; at < size; at++) {
    if (lo[at]! <= reach) return true;
    reach = hi[at]!;
  }
  return false;
}

/**
 * How many pairs overlap, without looking at any pair: of all that begin before a row does, those that end before it begins do
 * not overlap it. Both lists are sorted; `from` to `to` is the part to look at.
 */
function countOverlaps(lo: Uint32Array, hi: Uint32Array, from = 0, to = lo.length): number {
  let ended = from;
  let total = 0;
  for (let at = from; at < to; at++) {
    while (hi[ended]! < lo[at]!) ended++;
    total += at - ended;
  }
  return total;
}

/** The places grouped by owner, each group in the sweep's order. */
type ByOwner = Readonly<{ lanes: Lanes; place: Uint32Array; lo: Uint32Array; hi: Uint32Array; starts: Uint32Array }>;

function byOwner(lanes: Lanes, owners: number): ByOwner {
  const place = radixOrder(inTurn(lanes.size), [lanes.owner]);
  const starts = new Uint32Array(owners + 1);
  for (let at = 0; at < lanes.size; at++) starts[lanes.owner[at]! + 1]!++;
  for (let owner = 0; owner < owners; owner++) starts[owner + 1]! += starts[owner]!;
  return { lanes, place, lo: gather(lanes.lo, place), hi: gather(lanes.hi, place), starts };
}

function countWithin({ lanes, lo, starts }: ByOwner, closing: Uint32Array): number {
  const ends = gather(lanes.hi, radixOrder(closing, [lanes.owner]));
  let total = 0;
  for (let owner = 0; owner + 1 < starts.length; owner++) total += countOverlaps(lo, ends, starts[owner], starts[owner + 1]);
  return total;
}

/**
 * Visits the pairs of places of each owner until `visit` has enough: at each row, those still open are scanned, and closed ones
 * dropped.
 */
function eachWithin({ place, lo, hi, starts }: ByOwner, visit: (a: number, b: number) => boolean): void {
  for (let owner = 0; owner + 1 < starts.length; owner++) {
    const open: number[] = [];
    for (let at = starts[owner]!; at < starts[owner + 1]!; at++) {
      dropClosed(open, hi, lo[at]!);
      for (const earlier of open) if (!visit(place[earlier]!, place[at]!)) return;
      open.push(at);
    }
  }
}

/**
 * Visits the pairs of places of different owners until `visit` has enough. What is open is kept apart by owner, so that
 * thousands of nested boundaries of one owner cost nothing: the work is one step a row and a pair.
 */
function eachBetween({ size, lo, hi, owner }: Lanes, owners: number, visit: (a: number, b: number) => boolean): void {
  const open: number[][] = Array.from({ length: owners }, () => []);
  const active = new Set<number>();
  for (let at = 0; at < size; at++) {
    const own = owner[at]!;
    for (const other of active) {
      if (other === own) continue;
      const still = open[other]!;
      dropClosed(still, hi, lo[at]!);
      if (still.length === 0) active.delete(other);
      for (const earlier of still) if (!visit(earlier, at)) return;
    }
    open[own]!.push(at);
    active.add(own);
  }
}

/** Takes out what ends before `from`. In place, and by popping, which keeps the list's memory: this runs once a row. */
function dropClosed(open: number[], hi: Uint32Array, from: number): void {
  let kept = 0;
  for (const place of open) if (hi[place]! >= from) open[kept++] = place;
  while (open.length > kept) open.pop();
}

/** Pairs of entries that name one directory site, each with the first that names it. */
function sameSites(set: BoundarySet): Sweep["sites"] {
  const named = new Map<string, { entry: number; owner: number }>();
  const between: SameSite[] = [];
  const within: SameSite[] = [];
  for (const { key, site, entry, owner } of set.sites) {
    const first = named.get(key);
    if (first === undefined) named.set(key, { entry, owner });
    else {
      const pair: SameSite = { entries: [first.entry, entry], owners: [set.owners[first.owner]!, set.owners[owner]!], site };
      (first.owner === owner ? within : between).push(pair);
    }
  }
  return { between, within };
}
