import type { Entry } from "./record";
import { byCodeUnits, kindOf } from "./things";
import { Things, World } from "./world";

/** An invariant that did not hold between two records of the journal. */
export type Violation = Readonly<{
  invariant: string;
  ref: string;
  say: string;
  from: number;
  /** The record that mended it; absent: it still holds. */ to?: number;
}>;

export type Broken = Readonly<{ invariant: string; ref: string; say: string }>;

/**
 * Looks at every state that the journal passed through, half-way ones included, with nothing of the physics in it:
 * what an act thinks that it may do does not matter here, only what was there afterwards.
 */
export function watch(journal: readonly Entry[], wanted: readonly Invariant[]): readonly Violation[] {
  const things = new Things();
  const found = new Map<Invariant, readonly Broken[]>();
  const open = new Map<string, Violation>();
  const violations: Violation[] = [];
  for (const { seq, changes } of journal) {
    if (!changes || changes.length === 0) continue;
    things.apply(changes);
    const touched = new Set(changes.map(({ ref }) => kindOf(ref)));
    for (const invariant of wanted)
      if (invariant.over.some((kind) => touched.has(kind))) found.set(invariant, invariant.broken(things));
    const now = new Map([...found.values()].flat().map((one) => [`${one.invariant} ${one.ref}`, one]));
    for (const [key, one] of now) if (!open.has(key)) open.set(key, { ...one, from: seq });
    for (const [key, violation] of open) {
      if (now.has(key)) continue;
      violations.push({ ...violation, to: seq });
      open.delete(key);
    }
  }
  return [...violations, ...open.values()].sort((a, b) => a.from - b.from || byCodeUnits(a.ref, b.ref));
}

/** What must hold, and the kinds of things that it is about: only when one of them changes is it looked at again. */
export type Invariant = Readonly<{ over: readonly string[]; broken: (things: World) => readonly Broken[] }>;
