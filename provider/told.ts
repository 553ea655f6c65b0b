import type { Value } from "../engine/model/entity";
import type { Operation } from "../engine/model/plan";
import type { PlacedTask } from "../engine/model/problem";
import type { Carried } from "./session";

/** The task of a procedure that an operation carries out, where it is one. */
export const taskOf = ({ problem }: Pick<Carried, "problem">, operation: Operation): PlacedTask | undefined =>
  problem.tasks.find((placed) => placed.operations.some((id) => id === operation.id || id.startsWith(`${operation.id}+`)));

/** What a driver must know besides the states: what a task is called and is about, what a gate asks, what a list grows by. */
export function toldOf(carried: Pick<Carried, "problem">, operation: Operation): Readonly<Record<string, Value>> {
  const placed = taskOf(carried, operation);
  const about = Object.entries(placed?.subject.is ?? {}).flatMap(([name, value]): [string, Value][] =>
    typeof value === "boolean" ? [] : [[name, value]],
  );
  const own = placed?.entity === operation.entity ? { ...Object.fromEntries(about), ...namesOf(placed) } : {};
  return { ...own, ...operation.set, ...(operation.add ? { add: operation.add } : {}) };
}

const namesOf = ({ name, task }: PlacedTask): Readonly<Record<string, Value>> => ({
  task: name,
  ...(task.asks ? { question: task.asks.question } : {}),
  ...(task.evidence ? { evidence: Object.keys(task.evidence) } : {}),
});

/** What a person needs who has to do it or waits for it: the steps, and what is to be written down. */
export function instructions(carried: Pick<Carried, "problem">, operation: Operation): readonly string[] {
  const task = taskOf(carried, operation)?.task;
  if (!task) return [];
  const steps = (task.steps ?? []).map((step, i) => `  ${i + 1} ${step}`);
  const evidence = Object.entries(task.evidence ?? {}).map(([field, what]) => `${field} (${what})`);
  return [
    `${task.do}${task.team === undefined ? "" : ` (team ${task.team})`}`,
    ...steps,
    ...(evidence.length > 0 ? [`Record: ${evidence.join(", ")}`] : []),
  ];
}
