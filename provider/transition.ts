import { Entity, Ref, isRef } from "../engine/model/entity";
import type { PhaseTable } from "../engine/model/phases";
import type { Operation } from "../engine/model/plan";
import { walk } from "../engine/passes/walk";
import type { Course, Transition } from "../engine/stages";

/** What of an opened migration a stage needs. */
export type Plan = Course & Readonly<{ table: PhaseTable }>;

export const operationOn = ({ stage }: Transition, ref: string): Operation | undefined =>
  stage?.operations.find((operation) => operation.entity === ref);

/** The states of an entity in this transition: before, during, after the operation, or the one that it stays in. */
export function pathOf(table: PhaseTable, way: Transition, ref: Ref): readonly Entity[] {
  const before = way.before.get(ref);
  if (!before) return [];
  const operation = operationOn(way, ref);
  return operation ? walk(table, before, operation) : [before];
}

/** The name of an act: a stage that was taken back and is taken again acts under the same names (drivers/driver.ts). */
export const actId = (plan: string, stage: string, ref: string, back: boolean): string =>
  `${plan.slice(0, 12)}/${stage}/${ref}${back ? "/back" : ""}`;

/** The entity that an act is about, by the act's name. */
export function refOfAct(id: string): Ref | undefined {
  const ref = /^[^/]+\/[^/]+\/(.+?)(?:\/back)?$/.exec(id)?.[1];
  return ref !== undefined && isRef(ref) ? ref : undefined;
}
