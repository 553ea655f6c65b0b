import type { Documents } from "../documents/model";
import { Value, kindOf } from "../engine/model/entity";
import type { Migration } from "../engine/model/migration";
import type { Operation } from "../engine/model/plan";
import type { PlacedTask, Problem } from "../engine/model/problem";

/** What an operation's instructions come from: the procedures, and what the migration document calls done. */
export type Said = Readonly<{ problem: Problem; opened?: Readonly<{ documents?: Documents }> }>;

/** The task of a procedure that an operation carries out, where it is one. */
export const taskOf = ({ problem }: Said, operation: Operation): PlacedTask | undefined =>
  problem.tasks.find((placed) => placed.operations.some((id) => id === operation.id || id.startsWith(`${operation.id}+`)));

/**
 * What a driver must know besides the states: what a task is called and is about, what a gate asks, what a list grows by, and
 * when those who are waited for are enough.
 */
export function toldOf(said: Said, operation: Operation): Readonly<Record<string, Value>> {
  const placed = taskOf(said, operation);
  const about = Object.entries(placed?.subject.is ?? {}).flatMap(([name, value]): [string, Value][] =>
    typeof value === "boolean" ? [] : [[name, value]],
  );
  const own = placed?.entity === operation.entity ? { ...Object.fromEntries(about), ...namesOf(placed) } : {};
  return {
    ...own,
    ...doneBy(said.opened?.documents?.migration.done, operation),
    ...operation.set,
    ...(operation.add ? { add: operation.add } : {}),
  };
}

/** The document's `done`, for those who have to wait for agents: a wave until it has come, stragglers until they are let go. */
function doneBy(done: Migration["done"] | undefined, { entity }: Operation): Readonly<Record<string, Value>> {
  const kind = kindOf(entity);
  if (!done || (kind !== "wave" && kind !== "stragglers")) return {};
  const { arrivedPercent, upgradedPercent, stable, stragglers } = done;
  return kind === "wave" ? { arrivedPercent, upgradedPercent, ...stable } : stragglers;
}

const namesOf = ({ name, task }: PlacedTask): Readonly<Record<string, Value>> => ({
  task: name,
  ...(task.asks ? { question: task.asks.question } : {}),
  ...(task.evidence ? { evidence: Object.keys(task.evidence) } : {}),
});

/** What a person needs who has to do it or waits for it: the steps, and what is to be written down. */
export function instructions(said: Said, operation: Operation): readonly string[] {
  const task = taskOf(said, operation)?.task;
  if (!task) return [];
  const steps = (task.steps ?? []).map((step, i) => `  ${i + 1} ${step}`);
  const evidence = Object.entries(task.evidence ?? {}).map(([field, what]) => `${field} (${what})`);
  return [
    `${task.do}${task.team === undefined ? "" : ` (team ${task.team})`}`,
    ...steps,
    ...(evidence.length > 0 ? [`Record: ${evidence.join(", ")}`] : []),
  ];
}
