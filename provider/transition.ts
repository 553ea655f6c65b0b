import type { Entity, Ref, State } from "../engine/model/entity";
import type { PhaseTable } from "../engine/model/phases";
import type { Edge, Operation, Stage } from "../engine/model/plan";
import { walk } from "../engine/passes/walk";

/** What of an opened migration a stage needs. */
export type Plan = Readonly<{ table: PhaseTable; revision: string; stages: readonly Stage[]; states: readonly State[] }>;

/** From one stage's state to the next one's, or back; stage 0 adopts, and every state leads to itself. */
export type Transition = Readonly<{
  from: number;
  to: number;
  /** What is carried out or taken back; nothing where the estate only stays as it is. */
  stage?: Stage;
  back: boolean;
  /** The stage's states, forward: where its paths begin, and what all must be when it is over. */
  before: State;
  target: State;
}>;

/** How a stage is written in settings: `r1/beaumont-pilot`. */
export const stageName = ({ revision, stages }: Pick<Plan, "revision" | "stages">, index: number): string =>
  `${revision}/${index === 0 ? "adopt" : (stages[index - 1]?.name ?? "")}`;

/** The number of a stage, by its name under this revision. */
export function stageIndex(plan: Pick<Plan, "revision" | "stages">, name: string): number | undefined {
  for (let index = 0; index <= plan.stages.length; index++) if (stageName(plan, index) === name) return index;
  return undefined;
}

export function transition({ stages, states }: Plan, from: number, to: number): Transition {
  const number = Math.max(from, to);
  const stage = from === to ? undefined : stages[number - 1];
  const before = states[stage ? number - 1 : to];
  const target = states[to];
  if (!before || !target) throw new Error(`no states for the way from stage ${from} to ${to}`);
  return { from, to, ...(stage ? { stage } : {}), back: to < from, before, target };
}

export const operationOn = ({ stage }: Transition, ref: string): Operation | undefined =>
  stage?.operations.find((operation) => operation.entity === ref);

/** The states of an entity in this transition: before, during, after the operation, or the one that it stays in. */
export function pathOf(table: PhaseTable, way: Transition, ref: Ref): readonly Entity[] {
  const before = way.before.get(ref);
  if (!before) return [];
  const operation = operationOn(way, ref);
  return operation ? walk(table, before, operation) : [before];
}

/** What must be over before this operation begins: the stage's edges, reversed on the way back. */
export function waitsFor(
  { stage, back }: Transition,
  operation: Operation,
): readonly Readonly<{ edge: Edge; operation: Operation }>[] {
  return (stage?.edges ?? []).flatMap((edge) => {
    const [mine, other] = back ? [edge.first, edge.then] : [edge.then, edge.first];
    const found = mine === operation.id ? stage?.operations.find((one) => one.id === other) : undefined;
    return found ? [{ edge, operation: found }] : [];
  });
}

/** The name of an act: a stage that was taken back and is taken again acts under the same names (drivers/driver.ts). */
export const actId = (plan: string, stage: string, ref: string, back: boolean): string =>
  `${plan.slice(0, 12)}/${stage}/${ref}${back ? "/back" : ""}`;
