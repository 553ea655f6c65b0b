import { Rows } from "./rows";
import { gather, inTurn, radixOrder } from "./radix";

/**
 * Rows as one pair of numbers each, sorted: by the first address, the wider span before the narrower, then by owner. IPv6
 * addresses are replaced by their ranks among all ends, so that one sweep serves both families.
 */
export type Lanes = Readonly<{
  size: number;
  lo: Uint32Array;
  hi: Uint32Array;
  owner: Uint32Array;
  /** The row behind each place. */
  row: Uint32Array;
}>;

/**
 * Sorts rows for sweeping. The result does not depend on the order in which the rows came, but for rows that are alike in all.
 */
export function lanesOf(rows: Rows): Lanes {
  const { lo, hi } = rows.family === 4 ? { lo: rows.first[0]!, hi: rows.last[0]! } : ranksOf(rows);
  const row = radixOrder(inTurn(rows.size), [lo]);
  settleTies(row, lo, hi, rows.owner);
  return { size: rows.size, lo: gather(lo, row), hi: gather(hi, row), owner: gather(rows.owner, row), row };
}

/** Orders the rows that begin alike. They are few as a rule, so this costs less than sorting everything by three keys. */
function settleTies(row: Uint32Array, lo: Uint32Array, hi: Uint32Array, owner: Uint32Array): void {
  const wideFirst = (a: number, b: number): number => hi[b]! - hi[a]! || owner[a]! - owner[b]! || a - b;
  for (let from = 0, to = 1; from < row.length; from = to++) {
    const first = lo[row[from]!]!;
    while (to < row.length && lo[row[to]!] === first) to++;
    if (to - from === 2) {
      const [a, b] = [row[from]!, row[from + 1]!];
      if (wideFirst(a, b) > 0) {
        row[from] = b;
        row[from + 1] = a;
      }
    } else if (to - from > 2) row.subarray(from, to).sort(wideFirst);
  }
}

/**
 * Numbers that are in the order of the addresses they stand for. First and last addresses are sorted apart, because the low words
 * of each are mostly alike (zeros, ones) and cost no pass then, and merged.
 */
function ranksOf({ size, first, last }: Rows): { lo: Uint32Array; hi: Uint32Array } {
  const starts = radixOrder(inTurn(size), [...first].reverse());
  const ends = radixOrder(inTurn(size), [...last].reverse());
  const lo = new Uint32Array(size);
  const hi = new Uint32Array(size);
  let before = first;
  let rowBefore = starts[0] ?? 0;
  let rank = 0;
  for (let start = 0, end = 0; end < size; ) {
    const opens = start < size && compareAt(first, starts[start]!, last, ends[end]!) <= 0;
    const columns = opens ? first : last;
    const row = opens ? starts[start++]! : ends[end++]!;
    if (compareAt(columns, row, before, rowBefore) !== 0) rank++;
    (opens ? lo : hi)[row] = rank;
    before = columns;
    rowBefore = row;
  }
  return { lo, hi };
}

/** Compares one row's address with another's, word by word. */
function compareAt(a: readonly Uint32Array[], row: number, b: readonly Uint32Array[], other: number): number {
  for (let word = 0; word < a.length; word++) {
    const difference = a[word]![row]! - b[word]![other]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
