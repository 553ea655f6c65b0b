import type { Ref } from "../model/entity";
import type { Operation, RuleId, Stage } from "../model/plan";
import type { Problem } from "../model/problem";
import { Rule, rulesById } from "../model/rule";
import { letPass, spoken } from "../passes/explain";
import { whereIs } from "../plan";
import { Staged, stageName } from "../stages";

type Said = Staged & Readonly<{ problem: Problem }>;

/**
 * Why each entity is as it is after so many stages: the last operation on it, with its rules and what it waited for; or where it
 * is declared. It stays in Pulumi's state as evidence.
 */
export function reasons({ problem, stages, revision }: Said, index: number): ReadonlyMap<Ref, string> {
  const all = new Map<Ref, string>([...problem.start.keys()].map((ref) => [ref, declared(problem, ref)]));
  const rules = rulesById(problem.pack.rules);
  for (const [i, stage] of stages.slice(0, index).entries()) {
    const name = stageName({ revision, stages }, i + 1);
    for (const operation of stage.operations)
      all.set(operation.entity, `${name} ${reason(rules, operation, stage)}${letBe(problem, operation)}`);
  }
  return all;
}

function reason(rules: ReadonlyMap<RuleId, Rule>, operation: Operation, stage: Stage): string {
  const because = spoken(rules, operation.because);
  return `${operation.move}: ${because.length > 0 ? because.join("; ") : "the new estate declares it"}${waited(operation, stage)}`;
}

/** What it need not have waited for, and who said so. */
const letBe = (problem: Problem, operation: Operation): string =>
  letPass(problem, operation)
    .map((line) => `; ${line}`)
    .join("");

function waited(operation: Operation, stage: Stage): string {
  const rules = new Map<string, string[]>();
  for (const { first, then, rule } of stage.edges) {
    const entity = stage.operations.find(({ id }) => id === first)?.entity;
    if (then === operation.id && entity !== undefined) rules.set(entity, [...(rules.get(entity) ?? []), rule]);
  }
  if (rules.size === 0) return "";
  return `; after ${[...rules].map(([entity, ids]) => `${entity} (${ids.join(", ")})`).join(", ")}`;
}

function declared(problem: Problem, ref: Ref): string {
  const at = whereIs(problem, ref);
  if (at) return `declared in ${at.file}:${at.line}`;
  const placed = problem.tasks.find(({ entity }) => entity === ref);
  return placed ? `a task of the procedure ${placed.procedure} for ${placed.subject.name}` : "follows from the documents";
}
