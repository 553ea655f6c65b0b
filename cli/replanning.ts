import type { Documents } from "../documents/model";
import { inputsOf } from "../documents/open";
import { Joins, goingOn, startLines, stateHash } from "../engine/join";
import { Lock, lastOf, toLock } from "../engine/lock";
import type { Entity, Ref } from "../engine/model/entity";
import type { Finding } from "../engine/model/finding";
import type { Plan } from "../engine/model/plan";
import type { Problem } from "../engine/model/problem";
import { pose, solve } from "../engine/plan";
import type { Deployment } from "./deployment";
import { known, realityOf } from "./reality";
import { packageVersion } from "./version";

/** What a new plan is made from: the documents as they are now, the lock that the stack follows, and the stack's state. */
export type Halfway = Readonly<{
  documents: Documents;
  /** The documents' problem from its beginning. */
  problem: Problem;
  lock: Lock;
  deployment: Pick<Deployment, "completed" | "intent">;
  entities: ReadonlyMap<Ref, Entity>;
  /** What the new plan is called. */
  revision: string;
}>;

export type Replanned = Readonly<{
  problem: Problem;
  findings: readonly Finding[];
  made?: Readonly<{ plan: Plan; lock: Lock; joins: Joins }>;
}>;

/** The rest of the way, from where the stack is to what the documents now want; or why there is none. */
export function replanned({ documents, problem, lock, deployment, entities, revision }: Halfway): Replanned {
  const { table, pack, model } = problem;
  const reality = realityOf(entities, table, lock, problem.start);
  const { start, findings: left } = goingOn(table, problem.start, reality);
  if (left.length > 0) return { problem, findings: left };
  const made = solve(pose(pack, model, start), lastOf(lock, problem));
  if (!made.plan) return { problem: made.problem, findings: made.findings };
  const joins: Joins = {
    revision: lock.revision,
    plan: lock.plan,
    completed: deployment.completed,
    intended: deployment.intent?.to ?? deployment.completed,
    state: stateHash(table, known(reality, problem.start)),
  };
  const header = {
    lock: documents.migration.migration,
    revision,
    inputs: inputsOf(documents),
    engine: packageVersion(),
    joins,
    start: startLines(problem.start, start),
  };
  return {
    problem: made.problem,
    findings: made.findings,
    made: { plan: made.plan, lock: toLock(made.problem, made.plan, header), joins },
  };
}

/** Where both plans meet, as people say it: `r1/houston-pilot = r2/adopt`. */
export const joint = ({ completed, intended }: Joins, revision: string): string =>
  `${completed === intended ? completed : `${completed} (and ${intended} as far as it came)`} = ${revision}/adopt`;

/** Whether nothing would be otherwise: the stages that are left are the same ones, and the documents have not changed. */
export function isSame(lock: Lock, made: Lock, done: number): boolean {
  const left = Object.entries(lock.stages).slice(done);
  return (
    JSON.stringify(left) === JSON.stringify(Object.entries(made.stages)) &&
    JSON.stringify(lock.inputs) === JSON.stringify(made.inputs)
  );
}
