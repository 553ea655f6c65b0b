import { Entity, Ref, State, byText, kindOf } from "../model/entity";
import type { PhaseTable } from "../model/phases";
import type { PlacedTask } from "../model/problem";
import { Procedure, Subject, Task } from "../model/procedure";

/** Every task of every procedure, for every subject that it applies to. */
export function placeTasks(procedures: readonly Procedure[], subjects: readonly Subject[]): readonly PlacedTask[] {
  const byName = new Map(procedures.map((procedure) => [procedure.name, procedure]));
  return subjects.flatMap((subject) => {
    const procedure = byName.get(subject.procedure);
    if (!procedure) throw new Error(`no procedure ${subject.procedure}`);
    return Object.entries(procedure.tasks)
      .filter(([, task]) => applies(task, subject))
      .map(([name, task]) => place(procedure, subject, name, task));
  });
}

const applies = (task: Task, subject: Subject): boolean => {
  if (task.when === undefined) return true;
  const is = subject.is[task.when];
  return typeof is === "object" ? is.length > 0 : Boolean(is);
};

function place(procedure: Procedure, subject: Subject, name: string, task: Task): PlacedTask {
  const base = { procedure: procedure.name, milestone: procedure.milestone, subject, name, task };
  if (!task.moves) {
    const entity: Ref = task.asks ? `gate/${subject.name}/${name}` : `task/${subject.name}/${name}`;
    return { ...base, entity, operations: [`${entity}:${task.asks ? "pass" : "do"}`] };
  }
  const { by, add } = task.moves;
  const refs = fill(task.moves.entity, subject);
  const added = add === undefined ? [""] : fill(add, subject).map((element) => `+${element}`);
  return { ...base, operations: refs.flatMap((ref) => added.map((element) => `${ref}:${by}${element}`)) };
}

/** `{new}` stands for what the subject says; a list stands for each of its elements. */
function fill(template: string, subject: Subject): readonly string[] {
  const key = /\{(\w+)\}/.exec(template)?.[1];
  if (key === undefined) return [template];
  const is = subject.is[key];
  if (is === undefined || typeof is === "boolean") return [];
  return (typeof is === "string" ? [is] : is).flatMap((value) => fill(template.replace(`{${key}}`, value), subject));
}

/** The entities that tasks and gates are: acts with evidence, and conditions. */
export function withTasks(table: PhaseTable, state: State, tasks: readonly PlacedTask[], done: boolean): State {
  const all = new Map(state);
  for (const { entity: ref, procedure, subject, task } of tasks) {
    if (!ref) continue;
    if (all.has(ref)) throw new Error(`two tasks are called ${ref}`);
    const kind = kindOf(ref);
    const told = { ...(task.asks?.signed ? { signed: true } : {}), ...(task.soon ? { soon: true } : {}) };
    const base = { ref, kind, procedure, subject: subject.name, ...told };
    const phases = table.of(kind);
    all.set(ref, table.at(base as unknown as Entity, (done ? phases.last[0] : phases.first[0]) as string));
  }
  return new Map([...all].sort(([a], [b]) => byText(a, b)));
}
