import { groupBy } from "./groups";
import { canonical, hashOf } from "./hash";
import type { Joins, StartLine } from "./join";
import { Entity, Ref, Value, byText, isRef, sameValue } from "./model/entity";
import type { Finding } from "./model/finding";
import type { Edge, Ends, Operation, Plan, Stage } from "./model/plan";
import type { Problem } from "./model/problem";
import type { Rule } from "./model/rule";
import type { Last } from "./passes/closeness";
import { waiverLine } from "./passes/waive";

/** One operation as its line in the lock says it: the move, why, what it waits for in its stage, and its values. */
export type LockLine = Readonly<{
  move: string;
  for: readonly string[];
  after?: Readonly<Record<string, readonly string[]>>;
  add?: readonly string[];
  /** `new`: what the new estate says; else the value itself. */
  set?: Readonly<Record<string, Value>>;
}>;

export type LockStage = Readonly<{ ends: Ends; milestone: string; does: Readonly<Record<string, LockLine>> }>;

/** The plan as it is reviewed, committed and carried out. It holds no running numbers, so that a small change is a small diff. */
export type Lock = Readonly<{
  lock: string;
  revision: string;
  /** The hash of all the rest. */
  plan: string;
  inputs: Readonly<{ old: string; new: string; migration: string }>;
  engine: string;
  pack: string;
  rules: string;
  options: Readonly<Record<string, Value>>;
  /** Rules that are not kept, of what, by whom, until when and why. */
  waivers?: readonly string[];
  bound: Readonly<{ stages: number; because: string }>;
  /** For a plan that was made on the way: the one that it takes over from, and what its first state is. */
  joins?: Joins;
  start?: Readonly<Record<string, StartLine>>;
  stages: Readonly<Record<string, LockStage>>;
}>;

export type LockHeader = Pick<Lock, "lock" | "revision" | "inputs" | "engine" | "joins" | "start">;

/** What of the rules decides plans: whoever changes it makes another plan. Functions are the pack's version. */
export const manifestOf = (rules: readonly Rule[]): string =>
  hashOf(rules.map(({ id, severity, is }) => ({ id, severity, is: is.map((form) => ({ ...form, ...withoutCode })) })));

const withoutCode = { check: undefined, edges: undefined, allow: undefined };

export function toLock(problem: Problem, plan: Plan, header: LockHeader): Lock {
  const stages = Object.fromEntries(plan.stages.map((stage) => [stage.name, lockStage(stage, problem)]));
  const content = {
    ...header,
    pack: `${problem.pack.name} ${problem.pack.version}`,
    rules: manifestOf(problem.pack.rules),
    options: { ...problem.model.options, pace: problem.model.pace },
    ...(problem.allowed.length > 0 ? { waivers: problem.allowed.map(({ waiver }) => waiverLine(waiver)) } : {}),
    bound: plan.bound,
    stages,
  };
  return { ...content, plan: planHash(content) };
}

/** Stages have an order, which JSON objects with sorted keys have not: their names go in as a list. */
export const planHash = ({ revision: _revision, plan: _plan, ...content }: Omit<Lock, "plan"> & { plan?: string }): string =>
  hashOf({ ...content, order: Object.keys(content.stages) });

function lockStage(stage: Stage, problem: Problem): LockStage {
  const does = stage.operations.map((operation) => [operation.entity, lockLine(operation, stage, problem)] as const);
  return { ends: stage.ends, milestone: stage.milestone, does: Object.fromEntries(does.sort(([a], [b]) => byText(a, b))) };
}

function lockLine(operation: Operation, stage: Stage, problem: Problem): LockLine {
  const after = new Map<string, string[]>();
  for (const edge of stage.edges)
    if (edge.then === operation.id) {
      const entity = entityOf(edge.first);
      after.set(entity, [...(after.get(entity) ?? []), edge.rule].sort(byText));
    }
  const goal = problem.goal.get(operation.entity);
  const set = Object.entries(operation.set ?? {}).map(
    ([prop, value]) => [prop, sameValue(goal?.[prop], value) ? "new" : value] as const,
  );
  return {
    move: operation.move,
    for: [...operation.because].sort(byText),
    ...(after.size > 0 ? { after: Object.fromEntries([...after].sort(([a], [b]) => byText(a, b))) } : {}),
    ...(operation.add ? { add: operation.add.map(String) } : {}),
    ...(set.length > 0 ? { set: Object.fromEntries(set) } : {}),
  };
}

const entityOf = (id: string): string => id.slice(0, id.lastIndexOf(":"));

const preface = [
  "# Written by `drover plan`, carried out by `pulumi up`, which never plans anew. Review it; do not edit it:",
  "# an edited lock is refused. One line is one operation: its move, the rules it is there for, what it waits for and why.",
];

/** The lock as text: one line an operation, so that one changed operation is one changed line. */
export function printLock(lock: Lock): string {
  const { stages, start, ...header } = lock;
  const lines = [...preface, ...Object.entries(header).map(([key, value]) => `${key}: ${flow(value)}`)];
  const begins = Object.entries(start ?? {}).map(([entity, line]) => `  ${flow(entity)}: ${flow(line)}`);
  if (start) lines.push(begins.length === 0 ? "start: {}" : "start:", ...begins);
  lines.push(Object.keys(stages).length === 0 ? "stages: {}" : "stages:");
  for (const [name, stage] of Object.entries(stages)) {
    lines.push(`  ${name}:`, `    ends: ${stage.ends}`, `    milestone: ${flow(stage.milestone)}`, "    does:");
    for (const [entity, line] of Object.entries(stage.does)) lines.push(`      ${flow(entity)}: ${flow(line)}`);
  }
  return `${lines.join("\n")}\n`;
}

const flow = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (value !== null && typeof value === "object")
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${flow(key)}: ${flow(inner)}`)
      .join(", ")} }`;
  if (typeof value === "string")
    return /^[A-Za-z][\w./@+-]*$/.test(value) && !/^(true|false|null|yes|no|on|off)$/i.test(value)
      ? value
      : JSON.stringify(value);
  return String(value);
};

export type Unlocked = Readonly<{ stages: readonly Stage[]; findings: readonly Finding[] }>;

/** A lock back into stages. What it names and the estate does not hold is a finding, not a crash. */
export function fromLock(lock: Lock, problem: Problem, file: string): Unlocked {
  const findings: Finding[] = [];
  const complain = (say: string): void => {
    findings.push({
      rule: "LOCK-003",
      severity: "error",
      say: `${file}: ${say}`,
      fix: "run drover plan, review the new lock and commit it",
    });
  };
  const posed = groupBy(problem.operations, (one) => one.entity);
  const stages = Object.entries(lock.stages).map(([name, stage]): Stage => {
    const operations = Object.entries(stage.does).flatMap(([ref, line]): readonly Operation[] => {
      const entity = problem.start.get(ref as Ref);
      const known = isRef(ref) && entity && problem.table.of(entity.kind).moves.some((move) => move.name === line.move);
      if (!known) {
        complain(`stage ${name} has ${ref}: ${line.move}, which these documents do not have`);
        return [];
      }
      return [operation(ref, line, problem.goal.get(ref), posed.get(ref) ?? [])];
    });
    const ids = new Map(operations.map((one) => [one.entity as string, one.id]));
    const edges = Object.entries(stage.does).flatMap(([then, line]) =>
      Object.entries(line.after ?? {}).flatMap(([first, rules]) => {
        const ends = [ids.get(first), ids.get(then)] as const;
        if (ends[0] === undefined || ends[1] === undefined)
          complain(`stage ${name}: ${then} waits for ${first}, which the stage does not have`);
        return rules.map((rule): Edge => ({ first: ends[0] ?? "", then: ends[1] ?? "", rule, how: "before" }));
      }),
    );
    const whole = edges.filter((edge) => edge.first && edge.then);
    return { name, ends: stage.ends, milestone: stage.milestone, operations, edges: whole, needs: [], risk: 0 };
  });
  return { stages, findings };
}

/** The lock's stages as a plan to be like; what these documents do not have any more is passed over. */
export const lastOf = (lock: Lock, problem: Problem): Last =>
  fromLock(lock, problem, "").stages.map(({ name, operations }) => ({
    name,
    operations: new Set(operations.flatMap(({ id, add }) => (add ? add.map((element) => `${id}+${String(element)}`) : [id]))),
  }));

/** `posed`: what there is to be done with the entity, in whatever stage. */
function operation(entity: Ref, line: LockLine, goal: Entity | undefined, posed: readonly Operation[]): Operation {
  const set = Object.entries(line.set ?? {}).map(
    ([prop, value]) => [prop, value === "new" ? (goal?.[prop] as Value) : value] as const,
  );
  const wanted = Object.fromEntries(set);
  const known = posed.find((one) => one.move === line.move && !one.add && canonical(one.set ?? {}) === canonical(wanted));
  return {
    id: known && !line.add ? known.id : `${entity}:${line.move}`,
    entity,
    move: line.move,
    because: line.for,
    ...(line.add ? { add: line.add } : {}),
    ...(set.length > 0 ? { set: wanted } : {}),
  };
}
