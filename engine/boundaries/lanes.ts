import { Rows } from "./rows";
import { gather, radixOrder } from "./radix";

/**
 * Rows as one pair of numbers each, sorted: by the first address, the wider span before the narrower, then by owner. IPv6 addresses
 * are replaced by their ranks among all ends, so that one sweep serves both families.
 */
export type Lanes = Readonly<{
  size: number;
  lo: Uint32Array;
  hi: Uint32Array;
  owner: Uint32Array;
  /** The row behind each place. */
  row: Uint32Array;
}>;

/** Sorts rows for sweeping. The result does not depend on the order in which the rows came, but for rows that are alike in all. */
export function lanesOf(rows: Rows): Lanes {
  const { lo, hi } = rows.family === 4 ? { lo: rows.first[0]!, hi: rows.last[0]! } : ranksOf(rows);
  const row = radixOrder(rows.size, [rows.owner, complement(hi), lo]);
  return { size: rows.size, lo: gather(lo, row), hi: gather(hi, row), owner: gather(rows.owner, row), row };
}

/** Numbers that are in the order of the addresses they stand for. */
function ranksOf(rows: Rows): { lo: Uint32Array; hi: Uint32Array } {
  const { size } = rows;
  const words = rows.first.map((first, word) => {
    const both = new Uint32Array(2 * size);
    both.set(first);
    both.set(rows.last[word]!, size);
    return both;
  });
  const order = radixOrder(2 * size, [...words].reverse());
  const ranks = new Uint32Array(2 * size);
  let rank = 0;
  for (let at = 1; at < order.length; at++) {
    if (words.some((word) => word[order[at]!] !== word[order[at - 1]!])) rank++;
    ranks[order[at]!] = rank;
  }
  return { lo: ranks.subarray(0, size), hi: ranks.subarray(size) };
}

const complement = (key: Uint32Array): Uint32Array => key.map((value) => ~value);
