import { State, kindOf } from "../engine/model/entity";
import type { Operation, Stage } from "../engine/model/plan";
import type { PlacedTask, Problem } from "../engine/model/problem";
import { windowOf } from "../engine/model/windows";
import { durations } from "../engine/passes/duration";
import { states } from "../engine/passes/walk";
import type { Step, Windows, Work } from "./schedule";

/** A plan as work that takes time. */
export function stepsOf(
  problem: Pick<Problem, "table" | "tasks">,
  start: State,
  stages: readonly Stage[],
  windows: Windows,
): readonly Step[] {
  const before = states(problem.table, start, stages);
  const placed = new Map(problem.tasks.flatMap((task) => task.operations.map((id) => [id, task] as const)));
  return stages.map((stage, i) => ({
    name: stage.name,
    milestone: stage.milestone,
    work: stage.operations.map((operation) => workOf(problem, before[i] as State, operation, stage, placed, windows)),
  }));
}

function workOf(
  problem: Pick<Problem, "table">,
  before: State,
  operation: Operation,
  stage: Stage,
  placed: ReadonlyMap<string, PlacedTask>,
  windows: Windows,
): Work {
  const { minutes, rests } = durations(problem.table, before, operation, placed.get(operation.id));
  const window = windowOf(kindOf(operation.entity), windows);
  return {
    id: operation.id,
    minutes,
    rests,
    ...(window === undefined ? {} : { window }),
    pauses: kindOf(operation.entity) === "task",
    after: stage.edges.filter(({ then }) => then === operation.id).map(({ first }) => first),
  };
}
