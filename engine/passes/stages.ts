import { transitiveReduction } from "../graph";
import { groupBy } from "../groups";
import { State, byText } from "../model/entity";
import type { Pack } from "../model/pack";
import type { PhaseTable } from "../model/phases";
import type { Edge, OpId, Operation, Stage } from "../model/plan";
import { fold } from "./walk";

/** Groups of operations into stages with a name, an order of their own, an end and a risk. */
export function assemble(
  pack: Pick<Pack, "nameStage">,
  table: PhaseTable,
  start: State,
  groups: readonly (readonly Operation[])[],
  edges: readonly Edge[],
  milestones: ReadonlyMap<OpId, string>,
  /** Names that stages have already, by their number. */
  names: ReadonlyMap<number, string> = new Map(),
): readonly Stage[] {
  const merged = groups.map(merge);
  const waits = groupBy(edges, (edge) => edge.then);
  const taken = new Map<string, number>(["adopt", ...names.values()].map((name) => [name, 1]));
  const stages: Stage[] = [];
  let state = start;
  for (const [i, { operations, renamed }] of merged.entries()) {
    const stage: Stage = {
      name: names.get(i) ?? unused(pack.nameStage(operations, state), taken),
      ends: operations.some((operation) => state.get(operation.entity)?.signed === true) ? "signed-off" : "promote",
      milestone: milestoneOf(operations, milestones, state, table),
      operations,
      ...edgesOf(operations, waits, renamed),
      risk: risk(operations, state, table),
    };
    stages.push(stage);
    state = fold(table, state, stage);
  }
  return stages;
}

/** Growing operations of one entity are one operation in a stage: it grows by all of them. */
function merge(operations: readonly Operation[]): { operations: readonly Operation[]; renamed: ReadonlyMap<OpId, OpId> } {
  const byEntity = groupBy(operations, (operation) => operation.entity);
  const renamed = new Map<OpId, OpId>();
  const merged = [...byEntity.values()].map((same): Operation => {
    const first = same[0] as Operation;
    const id = first.add ? `${first.entity}:${first.move}` : first.id;
    for (const operation of same) renamed.set(operation.id, id);
    if (!first.add) return first;
    const add = same.flatMap((operation) => operation.add ?? []).sort();
    return { ...first, id, add, because: [...new Set(same.flatMap((operation) => operation.because))].sort(byText) };
  });
  return { operations: merged.sort((a, b) => byText(a.entity, b.entity)), renamed };
}

function edgesOf(
  operations: readonly Operation[],
  waits: ReadonlyMap<OpId, readonly Edge[]>,
  renamed: ReadonlyMap<OpId, OpId>,
): Pick<Stage, "edges" | "needs"> {
  const at = new Map(operations.map((operation, i) => [operation.id, i]));
  const inside: Edge[] = [];
  const needs: Edge[] = [];
  for (const [id, then] of renamed)
    for (const edge of waits.get(id) ?? []) {
      const first = renamed.get(edge.first);
      if (first === undefined) needs.push({ ...edge, then });
      else if (first !== then && edge.how !== "together") inside.push({ ...edge, first, then });
    }
  const ends = inside.map((edge) => [at.get(edge.first) as number, at.get(edge.then) as number] as const);
  const kept = new Set(transitiveReduction(operations.length, ends).map((i) => `${inside[i]?.first} ${inside[i]?.then}`));
  return { edges: byEnds(inside.filter((edge) => kept.has(`${edge.first} ${edge.then}`))), needs: byEnds(needs) };
}

const byEnds = (edges: readonly Edge[]): readonly Edge[] => {
  const seen = new Map(edges.map((edge) => [`${edge.then} ${edge.first} ${edge.rule}`, edge]));
  return [...seen].sort(([a], [b]) => byText(a, b)).map(([, edge]) => edge);
};

/** What a stage is about decides where it belongs: its telling operations', else most of its operations'. */
function milestoneOf(
  operations: readonly Operation[],
  milestones: ReadonlyMap<OpId, string>,
  state: State,
  table: PhaseTable,
): string {
  const telling = operations.filter((operation) => {
    const entity = state.get(operation.entity);
    return entity && table.move(entity.kind, operation.move).about;
  });
  const counts = new Map<string, number>();
  for (const operation of telling.length > 0 ? telling : operations) {
    const name = milestones.get(operation.id) ?? milestones.get(`${operation.id}+${String(operation.add?.[0])}`);
    if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || byText(a, b))[0]?.[0] ?? "";
}

/** Agents whose service could fail, doubled where there is no way back. */
export function risk(operations: readonly Operation[], state: State, table: PhaseTable): number {
  return operations.reduce((sum, operation) => {
    const entity = state.get(operation.entity);
    if (!entity) return sum;
    const move = table.move(entity.kind, operation.move);
    return sum + (move.risk?.(entity) ?? 0) * (move.undo ? 1 : 2);
  }, 0);
}

function unused(name: string, taken: Map<string, number>): string {
  const times = (taken.get(name) ?? 0) + 1;
  taken.set(name, times);
  return times === 1 ? name : unused(`${name}-${times}`, taken);
}

/** The operations of a stage that have no way back: with one of them it is a point of no return. */
export const finalOperations = (stage: Pick<Stage, "operations">, table: PhaseTable, before: State): readonly Operation[] =>
  stage.operations.filter((operation) => {
    const entity = before.get(operation.entity);
    return entity === undefined || table.move(entity.kind, operation.move).undo === undefined;
  });

/** Whether a stage can be taken back: each of its moves has a way back. */
export const reversible = (stage: Pick<Stage, "operations">, table: PhaseTable, before: State): boolean =>
  finalOperations(stage, table, before).length === 0;
