import type { Carried } from "../documents/carried";
import type { Operation, Stage } from "../engine/model/plan";
import { finalOperations as finalOperationsOf, risk } from "../engine/passes/stages";
import { stageIndex } from "../engine/stages";

export { carriedIn } from "../documents/carried";
export type { Carried } from "../documents/carried";

/** The number of a stage that may be called with or without the plan's revision; -1 for one that the lock does not have. */
export function indexOf(carried: Carried, name: string): number {
  return stageIndex(carried, name.includes("/") ? name : `${carried.revision}/${name}`) ?? -1;
}

/** The operations of stage `index` that have no way back. */
export function finalOperations({ stages, states, problem }: Carried, index: number): readonly Operation[] {
  const [stage, before] = [stages[index - 1], states[index - 1]];
  return stage && before ? finalOperationsOf(stage, problem.table, before) : [];
}

/** The stages with their risk: a lock does not hold it, since the states say it. */
export function withRisk({ stages, states, problem }: Carried): readonly Stage[] {
  return stages.map((stage, i) => ({ ...stage, risk: risk(stage.operations, states[i] ?? new Map(), problem.table) }));
}
