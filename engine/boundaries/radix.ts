/**
 * Sorting of many rows by unsigned 32-bit keys: stable, without a comparator, and in time that does not depend on the order
 * given.
 */

/** 11 bits a digit: three passes a key, and counters that stay in the first-level cache. */
const DIGIT = 11;
const BUCKETS = 1 << DIGIT;
const SHIFTS = [0, DIGIT, 2 * DIGIT] as const;

/** Rows 0…size-1 as they are. */
export function inTurn(size: number): Uint32Array {
  const order = new Uint32Array(size);
  for (let row = 0; row < size; row++) order[row] = row;
  return order;
}

/**
 * `start`, some order of the rows 0…n-1, sorted by these keys, the least significant key first. Rows that are equal in all keys
 * stay as `start` has them.
 */
export function radixOrder(start: Uint32Array, keys: readonly Uint32Array[]): Uint32Array {
  let order = start.slice();
  let spare = new Uint32Array(start.length);
  for (const key of keys) {
    const counts = countDigits(key, order.length);
    for (let digit = 0; digit < SHIFTS.length; digit++) {
      const starts = counts.subarray(digit * BUCKETS, (digit + 1) * BUCKETS);
      if (!toStarts(starts, order.length)) continue;
      scatter(order, spare, key, SHIFTS[digit]!, starts);
      [order, spare] = [spare, order];
    }
  }
  return order;
}

/** How often each value of each of the three digits occurs: that does not depend on the order, so one pass does for three. */
function countDigits(key: Uint32Array, size: number): Uint32Array {
  const counts = new Uint32Array(SHIFTS.length * BUCKETS);
  for (let row = 0; row < size; row++) {
    const value = key[row]!;
    counts[value & (BUCKETS - 1)]!++;
    counts[BUCKETS + ((value >>> DIGIT) & (BUCKETS - 1))]!++;
    counts[2 * BUCKETS + (value >>> (2 * DIGIT))]!++;
  }
  return counts;
}

/** Turns counts into places; answers false where one value is all there is, and so nothing would move. */
function toStarts(counts: Uint32Array, size: number): boolean {
  let start = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const count = counts[bucket]!;
    if (count === size) return false;
    counts[bucket] = start;
    start += count;
  }
  return true;
}

function scatter(from: Uint32Array, to: Uint32Array, key: Uint32Array, shift: number, starts: Uint32Array): void {
  for (let at = 0; at < from.length; at++) {
    const row = from[at]!;
    to[starts[(key[row]! >>> shift) & (BUCKETS - 1)]!++] = row;
  }
}

/** The values of `key` in this order. */
export function gather(key: Uint32Array, order: Uint32Array): Uint32Array {
  const sorted = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at++) sorted[at] = key[order[at]!]!;
  return sorted;
}
