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
