import pc from "picocolors";
import type { Lock, LockLine } from "../engine/lock";
import { Ref, kindOf } from "../engine/model/entity";
import type { Finding } from "../engine/model/finding";
import type { PhaseTable } from "../engine/model/phases";
import type { Plan } from "../engine/model/plan";
import type { Planned, Problem } from "../engine/model/problem";
import { exit } from "./command";
import { changeLines, effort } from "./changes";
import { json, out, showAll, tally } from "./print";
import { stageTable, summary } from "./stages";

/** Why there is no plan, and the exit code that says so. */
export function refusePlan(
  findings: readonly Finding[],
  rules: Problem["pack"]["rules"],
  status: number,
  options: Readonly<{ json?: true }>,
): number {
  if (options.json) json({ findings });
  else {
    out(`${showAll(findings, rules)}\n`);
    out(`${pc.red("no plan")}: ${tally(findings)}`);
  }
  return status;
}

/** The exit code where there is no plan: the documents block it, or they are sound and no order is safe. */
export const statusWithout = ({ declared, findings }: Pick<Planned, "declared" | "findings">): number =>
  declared && findings.some(({ rule, severity }) => severity === "error" && !rule.startsWith("PLAN-"))
    ? exit.findings
    : exit.noPlan;

/** A plan as it is shown when it is made: what it is, what it changes where that can be said in a line each, every stage. */
export function report(problem: Problem, made: Plan, lock: Lock): string {
  const { changes } = problem.model;
  const told = changes === undefined ? [] : [...changeLines(problem.table, changes), "", effort(problem, made), ""];
  return [summary(problem, made, lock), "", ...told, stageTable(problem, made.stages, made.start)].join("\n");
}

/** A lock without what is finished, as a stack's state says: stages behind it, and operations that came to their end. */
export function unfinishedOf(
  lock: Lock,
  done: number,
  table: PhaseTable,
  phases: ReadonlyMap<string, string>,
): Pick<Lock, "stages"> {
  const over = (ref: Ref, { move }: LockLine): boolean =>
    table.has(kindOf(ref)) && table.of(kindOf(ref)).moves.some(({ name, to }) => name === move && to === phases.get(ref));
  const [under, ...later] = Object.entries(lock.stages).slice(done);
  if (!under) return { stages: {} };
  const does = Object.entries(under[1].does).filter(([ref, line]) => !over(ref as Ref, line));
  return { stages: Object.fromEntries([[under[0], { ...under[1], does: Object.fromEntries(does) }], ...later]) };
}

/** What a new lock changes against one that was there: operations moved, added, removed. */
export function differing(before: Pick<Lock, "stages">, lock: Pick<Lock, "stages">): string {
  const places = (one: Pick<Lock, "stages">): Map<string, string> =>
    new Map(
      Object.entries(one.stages).flatMap(([stage, { does }]) =>
        Object.entries(does).map(([entity, line]) => [`${entity}:${line.move}+${line.add?.join() ?? ""}`, stage] as const),
      ),
    );
  const [was, is] = [places(before), places(lock)];
  const added = [...is.keys()].filter((key) => !was.has(key)).length;
  const removed = [...was.keys()].filter((key) => !is.has(key)).length;
  const moved = [...is].filter(([key, stage]) => was.has(key) && was.get(key) !== stage).length;
  if (moved + added + removed === 0) return ": every operation stays in its stage, and what is said of some differs";
  return `: ${moved} moved, ${added} added, ${removed} removed`;
}
