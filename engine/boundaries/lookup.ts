import { Address } from "./boundary";
import { lanesOf, Lanes } from "./lanes";
import { addressAt, Rows } from "./rows";
import { BoundarySet } from "./set";

/** Everybody whose boundary holds the address, or those alone whose boundary is the narrowest that does. */
export type Choice = "all" | "most specific";

/** Who owns an address: names in order; several where boundaries overlap, none where nobody has it. */
export type OwnerOf = (address: Address, choice?: Choice) => readonly string[];

/**
 * Prepares a set for questions about single addresses. Each answer takes a search for the place and one more for each boundary
 * that holds the address, however many nest around it.
 */
export function ownerLookup(set: BoundarySet): OwnerOf {
  const tables = { 4: tableOf(set.four), 6: tableOf(set.six) };
  return (address, choice = "all") => {
    const holding = holdersOf(tables[address.family], address.value);
    const chosen = choice === "all" ? holding : narrowest(holding);
    return [...new Set(chosen.map(({ owner }) => owner))].sort((a, b) => a - b).map((owner) => set.owners[owner]!);
  };
}

type Holder = Readonly<{ owner: number; size: bigint }>;

/** Rows in the sweep's order, and a binary tree over them whose nodes name the place below that reaches furthest. */
type Table = Readonly<{ rows: Rows; lanes: Lanes; leaves: number; furthest: Uint32Array }>;

function tableOf(rows: Rows): Table {
  const lanes = lanesOf(rows);
  let leaves = 1;
  while (leaves < lanes.size) leaves *= 2;
  const furthest = new Uint32Array(2 * leaves);
  for (let leaf = 0; leaf < leaves; leaf++) furthest[leaves + leaf] = Math.min(leaf, Math.max(0, lanes.size - 1));
  for (let node = leaves - 1; node > 0; node--) {
    const [left, right] = [furthest[2 * node]!, furthest[2 * node + 1]!];
    furthest[node] = lanes.hi[left]! >= lanes.hi[right]! ? left : right;
  }
  return { rows, lanes, leaves, furthest };
}

/** The rows that begin at or before the address and reach it. */
function holdersOf({ rows, lanes, leaves, furthest }: Table, value: bigint): readonly Holder[] {
  const begun = countBegun(rows, lanes, value);
  const holding: Holder[] = [];
  const visit = (node: number, from: number, width: number): void => {
    if (from >= begun) return;
    const row = lanes.row[furthest[node]!]!;
    if (addressAt(rows.last, row) < value) return;
    if (width === 1) holding.push({ owner: rows.owner[row]!, size: addressAt(rows.last, row) - addressAt(rows.first, row) });
    else {
      visit(2 * node, from, width / 2);
      visit(2 * node + 1, from + width / 2, width / 2);
    }
  };
  visit(1, 0, leaves);
  return holding;
}

/** How many rows begin at or before the address. */
function countBegun(rows: Rows, lanes: Lanes, value: bigint): number {
  let [low, high] = [0, lanes.size];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (addressAt(rows.first, lanes.row[middle]!) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function narrowest(holding: readonly Holder[]): readonly Holder[] {
  const [first, ...others] = holding;
  if (first === undefined) return [];
  const size = others.reduce((least, holder) => (holder.size < least ? holder.size : least), first.size);
  return holding.filter((holder) => holder.size === size);
}
