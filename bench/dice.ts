/** What an estate is drawn with: whole numbers below a bound, and chances in percent. */
export type Dice = Readonly<{ below(n: number): number; chance(percent: number): boolean }>;

/** The same numbers for the same seed, everywhere. */
export function dice(seed: number): Dice {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const below = (n: number): number => next() % n;
  return { below, chance: (percent) => below(100) < percent };
}
