import { Entity, Ref, State, byText, sameValue } from "../model/entity";

/** What can differ between two states, each kind of difference once: what the planner turns into operations. */
export type Difference =
  | Readonly<{ difference: "advance"; ref: Ref; from: string; to: string; props: readonly string[] }>
  | Readonly<{ difference: "alter"; ref: Ref; props: readonly string[] }>
  | Readonly<{ difference: "appear"; ref: Ref }>
  | Readonly<{ difference: "vanish"; ref: Ref }>;

/** What leads from one state to the other, entity by entity, in the order of their names. */
export function diff(start: State, goal: State): readonly Difference[] {
  const refs = [...new Set([...start.keys(), ...goal.keys()])].sort(byText);
  return refs.flatMap((ref): readonly Difference[] => {
    const before = start.get(ref);
    const after = goal.get(ref);
    if (!before) return [{ difference: "appear", ref }];
    if (!after) return [{ difference: "vanish", ref }];
    const props = differing(before, after);
    if (before.phase !== after.phase) return [{ difference: "advance", ref, from: before.phase, to: after.phase, props }];
    return props.length > 0 ? [{ difference: "alter", ref, props }] : [];
  });
}

/** The properties, other than the phase, that differ. */
export function differing(before: Entity, after: Entity): readonly string[] {
  const props = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((prop) => prop !== "phase");
  return props.filter((prop) => !sameValue(before[prop], after[prop])).sort(byText);
}

/** What people call a difference between two estates, each kind once: whoever speaks of it switches over this union. */
export type Change =
  | Readonly<{ change: "added"; what: Ref }>
  | Readonly<{ change: "removed"; what: Ref }>
  | Readonly<{ change: "changed"; what: Ref; props: readonly string[] }>
  /** A thing that stands elsewhere (no addresses), or addresses that change hands between owners that both stay. */
  | Readonly<{ change: "moved"; what?: Ref; addresses: readonly string[]; from: readonly Ref[]; to: readonly Ref[] }>
  | Readonly<{ change: "renamed"; from: Ref; to: Ref }>
  /** New owners took a part of one that stays. */
  | Readonly<{ change: "split"; from: Ref; into: readonly Ref[] }>
  /** One owner took all that others had, and these are gone. */
  | Readonly<{ change: "merged"; from: readonly Ref[]; into: Ref }>
  | Readonly<{ change: "replaced"; what: Ref; from: string; to: string }>
  | Readonly<{ change: "re-parented"; what: Ref; from?: Ref; to?: Ref }>;

/** What a change is about first: the key that it is sorted by. */
export function subjectOf(change: Change): Ref {
  switch (change.change) {
    case "added":
    case "removed":
    case "changed":
    case "replaced":
    case "re-parented":
      return change.what;
    case "moved":
      return change.what ?? (change.from[0] as Ref);
    case "renamed":
    case "split":
      return change.from;
    case "merged":
      return change.into;
  }
}
