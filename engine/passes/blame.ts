import { conflictSet } from "../graph";
import { Asked, Placed, nothingAsked } from "../model/asked";
import type { Finding, Source } from "../model/finding";
import { waiverLine } from "./waive";

/** One thing that a migration asks for, and how to ask for it alone. */
type Asking = Readonly<{ say: string; at?: Source; onto(asked: Asked): Asked }>;

/**
 * Which of the things that a migration asks for keep a plan from being safe: a smallest group of them. Nothing, where without all
 * of them there is no plan either; then the findings speak for themselves.
 */
export function culprits(asked: Asked, fails: (asked: Asked) => boolean): Finding | undefined {
  const all = asking(asked);
  if (all.length === 0) return undefined;
  const none = { ...nothingAsked, places: asked.places };
  const only = (some: readonly Asking[]): Asked => some.reduce((sum, one) => one.onto(sum), none);
  const found = conflictSet(all, (on) => fails(only(on)));
  if (found.length === 0) return undefined;
  const at = found[0]?.at;
  const related = found.flatMap(({ say, at: place }) => (place ? [{ at: place, say }] : []));
  return {
    rule: "PLAN-005",
    severity: "error",
    say: `there is a safe plan without ${found.length === 1 ? "this" : "one of these"}: ${found.map(({ say }) => say).join("; ")}`,
    fix: found.length === 1 ? "take it out" : "take one of them out",
    ...(at ? { at } : {}),
    ...(found.length > 1 && related.length > 0 ? { related } : {}),
  };
}

function asking({ wishes, holds, waivers }: Asked): readonly Asking[] {
  const placed = (one: Placed<object>, say: string, onto: Asking["onto"]): Asking => ({
    say,
    ...(one.at ? { at: one.at } : {}),
    onto,
  });
  return [
    ...wishes.map((wish) =>
      placed(wish, `the wish for ${wish.first} before ${wish.then}`, (sum) => ({ ...sum, wishes: [...sum.wishes, wish] })),
    ),
    ...holds.map((hold) =>
      placed(hold, `the hold of ${hold.entity} until ${hold.until}`, (sum) => ({ ...sum, holds: [...sum.holds, hold] })),
    ),
    ...waivers.map((waiver) => placed(waiver, waiverLine(waiver), (sum) => ({ ...sum, waivers: [...sum.waivers, waiver] }))),
  ];
}
