import { Entity, State, Value, list } from "../model/entity";
import { PhaseTable, Patch } from "../model/phases";
import type { Operation, Stage } from "../model/plan";

/** The states of one entity while an operation runs: before, during, after. */
export function walk(table: PhaseTable, before: Entity, operation: Operation): readonly Entity[] {
  const move = table.move(before.kind, operation.move);
  const patch: Record<string, Value> = { ...operation.set };
  if (move.grows) patch[move.grows] = grown(list(before, move.grows), operation.add ?? []);
  const after = table.at(before, move.to, patch);
  // A growing list counts as grown from the first moment on: what may be targeted is the union.
  const half: Patch = { ...patch, ...move.hull?.(before, after) };
  const during = table.at(before, move.during, half);
  return before.phase === move.during ? [before, after] : [before, during, after];
}

const grown = (had: readonly (string | number | boolean)[], add: readonly (string | number | boolean)[]) =>
  [...had, ...add.filter((element) => !had.includes(element))].sort();

/** By operation of a stage, the states that its entity passes through. */
export type Paths = readonly (readonly Entity[])[];

export const paths = (table: PhaseTable, state: State, { operations }: Pick<Stage, "operations">): Paths =>
  operations.map((operation) => {
    const before = state.get(operation.entity);
    if (!before) throw new Error(`${operation.id} moves ${operation.entity}, which the state does not hold`);
    return walk(table, before, operation);
  });

/** The state after a stage. */
export function fold(table: PhaseTable, state: State, stage: Pick<Stage, "operations">): State {
  const next = new Map(state);
  for (const path of paths(table, state, stage)) {
    const after = path[path.length - 1] as Entity;
    next.set(after.ref, after);
  }
  return next;
}

/** S0 … Sn. */
export function states(table: PhaseTable, start: State, stages: readonly Pick<Stage, "operations">[]): readonly State[] {
  const all = [start];
  for (const stage of stages) all.push(fold(table, all[all.length - 1] as State, stage));
  return all;
}
