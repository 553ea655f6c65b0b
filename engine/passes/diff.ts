import { Entity, Ref, State, byText, sameValue } from "../model/entity";

/** What can differ between two states, each kind of difference once. Whoever speaks of change switches over this union. */
export type Change =
  | Readonly<{ change: "advance"; ref: Ref; from: string; to: string; props: readonly string[] }>
  | Readonly<{ change: "alter"; ref: Ref; props: readonly string[] }>
  | Readonly<{ change: "appear"; ref: Ref }>
  | Readonly<{ change: "vanish"; ref: Ref }>;

/** What leads from one state to the other, entity by entity, in the order of their names. */
export function diff(start: State, goal: State): readonly Change[] {
  const refs = [...new Set([...start.keys(), ...goal.keys()])].sort(byText);
  return refs.flatMap((ref): readonly Change[] => {
    const before = start.get(ref);
    const after = goal.get(ref);
    if (!before) return [{ change: "appear", ref }];
    if (!after) return [{ change: "vanish", ref }];
    const props = differing(before, after);
    if (before.phase !== after.phase) return [{ change: "advance", ref, from: before.phase, to: after.phase, props }];
    return props.length > 0 ? [{ change: "alter", ref, props }] : [];
  });
}

/** The properties, other than the phase, that differ. */
export function differing(before: Entity, after: Entity): readonly string[] {
  const props = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((prop) => prop !== "phase");
  return props.filter((prop) => !sameValue(before[prop], after[prop])).sort(byText);
}
