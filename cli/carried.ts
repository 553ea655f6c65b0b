import type { Carried } from "../documents/carried";
import type { Operation, Stage } from "../engine/model/plan";
import { finalOperations as finalOperationsOf, risk } from "../engine/passes/stages";
import { Staged, stageIndex, stageNames } from "../engine/stages";
import { nearest } from "../documents/near";

export { carriedIn } from "../documents/carried";
export type { Carried } from "../documents/carried";

/** The number of a stage that may be called with or without the plan's revision; -1 for one that the lock does not have. */
export function indexOf(carried: Carried, name: string): number {
  return stageIndex(carried, name.includes("/") ? name : `${carried.revision}/${name}`) ?? -1;
}

/** What may have been meant by a stage that there is not: one called nearly so, or all in the plan's order; as it was typed. */
export function stageMeant(staged: Staged, name: string): string {
  const names = stageNames(staged).map((one) => (name.includes("/") ? one : one.slice(one.indexOf("/") + 1)));
  const near = nearest(name, names);
  return near === undefined ? `there are: ${names.join(", ")}` : `did you mean ${near}?`;
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
