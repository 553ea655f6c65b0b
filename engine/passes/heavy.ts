import { reach } from "../graph";
import type { Bounded, Share } from "./bound";

/**
 * How many stages come after each unit's own if what waits for it takes its turns at what it shares: a server whose forty waves
 * have no order among them holds up as much as forty waves in a row. `tails`: by the longest chain alone.
 */
export function heavyTails({ names, edges, labels, shares }: Bounded, tails: readonly number[]): readonly number[] {
  const order = reach(
    names.length,
    edges.map(([first, then]) => [first, then]),
  );
  const sharesOf = names.map(() => [] as (readonly [share: number, weight: number])[]);
  shares.forEach(({ weights }, share) => {
    for (const [unit, weight] of weights) sharesOf[unit]?.push([share, weight]);
  });
  return tails.map((tail, unit) => {
    // what shares nothing is placed as soon as it may be, whatever its tail
    if (labels[unit] === undefined && sharesOf[unit]?.length === 0) return tail;
    const ahead = new Map<number, { sum: number; after: number }>();
    for (const then of order.successors(unit))
      for (const [share, weight] of sharesOf[then] ?? []) {
        const { sum, after } = ahead.get(share) ?? { sum: 0, after: Infinity };
        ahead.set(share, { sum: sum + weight, after: Math.min(after, tails[then] as number) });
      }
    return [...ahead].reduce(
      (most, [share, { sum, after }]) => Math.max(most, Math.ceil(sum / Math.max(1, (shares[share] as Share).atMost)) + after),
      tail,
    );
  });
}
