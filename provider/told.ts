import type { Documents } from "../documents/model";
import { fieldsOf, filled, placedFor } from "../documents/evidence/fields";
import { Entity, Value, kindOf } from "../engine/model/entity";
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
  const evidence = Object.keys(placedFor(said.problem, operation)?.task.evidence ?? {});
  return {
    ...own,
    ...(evidence.length > 0 ? { evidence } : {}),
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
});

/**
 * What a person needs who has to do it or waits for it: the steps, and what is to be written down. `after` is what the entity is
 * to become: names in the steps and values to be recorded are read from it. Taken back, it is another act that has no steps.
 */
export function instructions({ problem }: Said, operation: Operation, after: Entity, back: boolean): readonly string[] {
  const placed = placedFor(problem, operation);
  if (!placed) return [];
  const { task } = placed;
  const steps = back ? [] : (task.steps ?? []).map((step, i) => `  ${i + 1} ${filled(step, placed, after)}`);
  // what a gate asks is for its driver to answer, or for the command that attests it
  const own = fieldsOf(problem, operation, after).filter(({ name }) => Object.hasOwn(task.evidence ?? {}, name));
  const fields = back ? [] : own.map(({ name, what }) => `${name} (${what})`);
  return [
    `${back ? "Take back: " : ""}${filled(task.do, placed, after)}${task.team === undefined ? "" : ` (team ${task.team})`}`,
    ...steps,
    ...(fields.length > 0 ? [`Record: ${fields.join(", ")}`] : []),
  ];
}
