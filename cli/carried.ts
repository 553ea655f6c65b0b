import type { Opened } from "../documents/open";
import type { Lock } from "../engine/lock";
import type { Operation, Stage } from "../engine/model/plan";
import type { Problem } from "../engine/model/problem";
import { finalOperations as finalOperationsOf, risk } from "../engine/passes/stages";
import { stageIndex } from "../engine/stages";

/** A migration with a lock that can be carried out. */
export type Carried = Opened & Readonly<{ problem: Problem; lock: Lock; revision: string }>;

/** Nothing where documents or lock do not let it be carried out: its findings say why. */
export function carriedIn(opened: Opened): Carried | undefined {
  const { problem, lock, stages, states } = opened;
  if (!problem || !lock || states.length !== stages.length + 1) return undefined;
  return { ...opened, problem, lock, revision: lock.revision };
}

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
