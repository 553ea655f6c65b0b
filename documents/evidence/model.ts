import type { State } from "../../engine/model/entity";
import type { Lock } from "../../engine/lock";
import type { Operation, Stage } from "../../engine/model/plan";
import type { Problem } from "../../engine/model/problem";
import type { Evidence } from "../../schemas/types/evidence";
import type { Revocation } from "../../schemas/types/revocation";

export type { Evidence, Revocation };

/** What evidence is held against: the plan that is carried out, and the folder that it lies in. */
export type Planned = Readonly<{
  folder: string;
  problem: Problem;
  lock: Pick<Lock, "plan" | "revision">;
  stages: readonly Stage[];
  states: readonly State[];
}>;

/** An operation at its place in the plan. */
export type Placed = Readonly<{ index: number; stage: Stage; operation: Operation }>;

/**
 * Who says so: nothing where a claim is signed as the folder asks, else what is wrong with it. Given in, because looking at
 * signatures needs a program.
 */
export type Verify = (claim: Readonly<{ by: string; payload: string; signature?: string }>) => string | undefined;

/** All operations on an entity, in the order of the stages. */
export const operationsOn = ({ stages }: Pick<Planned, "stages">, ref: string): readonly Placed[] =>
  stages.flatMap((stage, i) =>
    stage.operations.filter(({ entity }) => entity === ref).map((operation) => ({ index: i + 1, stage, operation })),
  );
