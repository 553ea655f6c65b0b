import pc from "picocolors";
import type { Lock } from "../engine/lock";
import { State, kindOf, nameOf } from "../engine/model/entity";
import type { Operation, Plan, Stage } from "../engine/model/plan";
import type { Problem } from "../engine/model/problem";
import { rulesById } from "../engine/model/rule";
import { reversible } from "../engine/passes/stages";
import { waiverLine } from "../engine/passes/waive";
import { states } from "../engine/passes/walk";
import { grouped, plural } from "../engine/text";
import { table, wrap } from "./print";
import { width } from "./width";

/** The head of a plan: what, how big, how many stages and why not fewer. */
export function summary(problem: Problem, plan: Plan, lock: Lock): string {
  const operations = plan.stages.flatMap((stage) => stage.operations);
  const people = operations.filter((operation) => byPerson(problem, operation)).length;
  const noReturn = pointsOfNoReturn(problem, plan.stages, plan.start);
  const strategy = lock.options.strategy === undefined ? "" : `   ${String(lock.options.strategy)}`;
  const line = (word: string, text: string): string => `${word.padEnd(10)}${wrap(text, width() - 10, " ".repeat(10))}`;
  return [
    `${pc.bold(problem.model.title)}${strategy}   pace ${problem.model.pace}   plan ${lock.revision} ${lock.plan.slice(0, 8)}`,
    "",
    line("Estate", problem.model.facts.join("  ")),
    line(
      "Result",
      `${plural(plan.stages.length, "stage")} in ${plural(new Set(plan.stages.map((stage) => stage.milestone)).size, "milestone")}; ${plural(operations.length, "operation")}: ${operations.length - people} by drover, ${people} by people`,
    ),
    line("Bound", `no plan has fewer than ${plural(plan.bound.stages, "stage")} (${plan.bound.because})`),
    ...problem.allowed.map(({ waiver }) => line("Waived", waiverLine(waiver))),
    line("No return", noReturn.length === 0 ? "nowhere: every stage can be taken back" : noReturn.join(", ")),
  ].join("\n");
}

/** Whether people do it, as the platform's own guide has it; a driver may do it for them. */
export const byPerson = (problem: Problem, operation: Operation): boolean => {
  const kind = kindOf(operation.entity);
  return problem.table.move(kind, operation.move).by === "person" || problem.start.get(operation.entity)?.signed === true;
};

export const pointsOfNoReturn = (problem: Problem, stages: readonly Stage[], start: State): readonly string[] => {
  const all = states(problem.table, start, stages);
  return stages.filter((stage, i) => !reversible(stage, problem.table, all[i] as State)).map((stage) => stage.name);
};

/** Every stage with what it does and the rules it is there for; `at` marks where a stack stands. */
export function stageTable(
  problem: Problem,
  stages: readonly Stage[],
  start: State,
  at?: Readonly<{ completed: number; intent: number }>,
): string {
  const back = new Set(pointsOfNoReturn(problem, stages, start));
  const rows = stages.map((stage, i) => {
    const mark =
      at === undefined ? "" : i + 1 <= at.completed ? "✔" : i + 1 === at.intent ? "…" : i === at.completed ? "→" : " ";
    return { mark, stage, does: sentence(problem, stage), why: reasons(problem, stage) };
  });
  const head = ["", "stage", "operations", "risk", "back", "ends"];
  const cells = rows.map(({ mark, stage }, i) => [
    `${mark}${String(i + 1).padStart(3)}`,
    stage.name,
    String(stage.operations.length),
    stage.risk === 0 ? "-" : grouped(stage.risk),
    back.has(stage.name) ? "no" : "yes",
    stage.ends === "signed-off" ? "signature" : "promote",
  ]);
  const lines = table(
    [head, [at === undefined ? "  0" : `${at.completed >= 0 ? "✔" : "→"}  0`, "adopt", "-", "-", "yes", "promote"], ...cells],
    new Set([2, 3]),
  ).split("\n");
  const detail = (text: string): string => `      ${wrap(text, width() - 6, "      ")}`;
  return [
    pc.bold(lines[0] as string),
    lines[1] as string,
    pc.dim(detail("reads the whole estate and compares it with the documents; changes nothing")),
    ...rows.flatMap(({ does, why }, i) => [lines[i + 2] as string, detail(does), pc.dim(detail(`because ${why}`))]),
    "",
    pc.dim(wrap("risk: agents whose service could fail while the stage runs, doubled where there is no way back", width())),
  ].join("\n");
}

/** What a stage does, in words: by kind and move, with names while they are few; or what taking it back does. */
export function sentence(problem: Problem, stage: Stage, back = false): string {
  const verb = ({ entity, move }: Operation): string =>
    (back ? problem.table.move(kindOf(entity), move).undo : undefined) ?? move;
  const groups = new Map<string, string[]>();
  for (const operation of stage.operations) {
    const kind = kindOf(operation.entity);
    const key = kind === "task" || kind === "gate" ? kind : `${verb(operation)} ${problem.table.of(kind).word}`;
    groups.set(key, [...(groups.get(key) ?? []), short(operation)]);
  }
  const about = new Set(
    stage.operations
      .filter((operation) => telling(problem, operation))
      .map((operation) => `${verb(operation)} ${problem.table.of(kindOf(operation.entity)).word}`),
  );
  const rank = (key: string): number => (key === "task" ? 3 : key === "gate" ? 2 : about.has(key) ? 0 : 1);
  return [...groups]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([key, names]) =>
      key === "task"
        ? `${back ? "reopen " : ""}${plural(names.length, "task")}`
        : key === "gate"
          ? `${back ? "close " : ""}${plural(names.length, "gate")}: ${listed(names)}`
          : `${key} ${listed(names)}`,
    )
    .join("; ");
}

const short = (operation: Operation): string =>
  operation.add
    ? `${nameOf(operation.entity)} + ${operation.add.map((one) => nameOf(String(one))).join(", ")}`
    : nameOf(operation.entity);

const listed = (names: readonly string[]): string =>
  names.length <= 4 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;

/**
 * Why the stage is there and in this order: the rules behind what it is about come first, those that watch every state before
 * those that only name a task. Two or three titles tell more than twenty ids.
 */
function reasons(problem: Problem, stage: Stage): string {
  const rules = rulesById(problem.pack.rules);
  const weights = new Map<string, number>();
  const add = (id: string, weight: number): void => {
    const rule = rules.get(id);
    if (rule) weights.set(rule.id, (weights.get(rule.id) ?? 0) + weight);
  };
  for (const operation of stage.operations) for (const id of operation.because) add(id, telling(problem, operation) ? 4 : 1);
  for (const edge of stage.edges)
    add(edge.rule, stage.operations.some((operation) => operation.id === edge.then && telling(problem, operation)) ? 3 : 1);
  const watched = (id: string): number => (rules.get(id)?.is.some((form) => form.form === "state") ? 5 : 0);
  const all = [...weights].sort(([a, n], [b, m]) => m + watched(b) - (n + watched(a)) || (a < b ? -1 : 1)).map(([id]) => id);
  const told = all.slice(0, 3).map((id) => `${rules.get(id)?.title ?? ""} (${id})`);
  return `${told.join("; ")}${all.length > 3 ? `; and ${plural(all.length - 3, "more rule")}` : ""}`;
}

const telling = (problem: Problem, operation: Operation): boolean =>
  problem.table.move(kindOf(operation.entity), operation.move).about !== undefined;
