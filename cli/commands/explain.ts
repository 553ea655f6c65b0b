import type { Command } from "commander";
import pc from "picocolors";
import { Opened, openMigration } from "../../documents/open";
import type { Lock } from "../../engine/lock";
import { Ref, isRef, nameOf } from "../../engine/model/entity";
import type { Stage } from "../../engine/model/plan";
import type { Problem } from "../../engine/model/problem";
import { Rule, idsOf, rulesById } from "../../engine/model/rule";
import { Explained, explain, letPass, spoken } from "../../engine/passes/explain";
import { mayBeWaived } from "../../engine/passes/refuse";
import { isCalled, waiverLine } from "../../engine/passes/waive";
import { WhatIf, whatIf } from "../../engine/whatIf";
import { stageName } from "../../engine/stages";
import { plural } from "../../engine/text";
import { codeRecords } from "../codes";
import { exit } from "../command";
import { migrationFolder } from "../folder";
import { nearest } from "../../documents/near";
import { err, folded, json, out, showAll } from "../print";
import { sentence } from "../stages";
import { ruleRecords } from "./rules";

type Locked = Opened & Readonly<{ problem: Problem; lock: Lock }>;

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("explain <what>")
    .description("why: a stage (beaumont-pilot), an entity (siteServer/bea-ps1, or just bea-ps1) or a rule (ALT-231)")
    .option("-m, --migration <folder>", "the migration, where there are several")
    .option("--json", "as JSON")
    .action((what: string, options: { migration?: string; json?: true }) => end(explained(what, options)));
}

function explained(what: string, options: { migration?: string; json?: true }): number {
  const found = migrationFolder(options.migration);
  if ("say" in found) {
    err(found.say);
    return exit.usage;
  }
  const opened = openMigration(found.folder);
  const { problem, lock } = opened;
  if (!problem || !lock) {
    out(showAll(opened.findings, problem?.pack.rules));
    return exit.findings;
  }
  const locked: Locked = { ...opened, problem, lock };
  const wanted = what.startsWith(`${lock.revision}/`) ? what.slice(lock.revision.length + 1) : what;
  if (wanted === "adopt" || wanted === "0") {
    const does = "reads the whole estate and compares it with the documents; changes nothing";
    return say(
      options,
      [],
      () => `${pc.bold(stageName({ ...opened, revision: lock.revision }, 0))}   stage 0 of ${opened.stages.length}\n${does}`,
    );
  }
  const stage = opened.stages.find((one, i) => one.name === wanted || String(i + 1) === wanted);
  if (stage)
    return say(
      options,
      explain(problem, opened.stages).filter((one) => one.stage === stage.name),
      () => ofStage(locked, stage),
    );
  const rule = rulesById(problem.pack.rules).get(what.toUpperCase());
  if (rule) return say(options, tellRule(locked, rule, what.toUpperCase()), (told) => ruleLines(told).join("\n"));
  const refs = [...problem.start.keys()].filter(
    (ref) => isCalled(ref, what) || (!isRef(what) && (nameOf(ref) === what || nameOf(ref).replace(/@.*$/, "") === what)),
  );
  if (refs.length > 0)
    return say(
      options,
      refs.flatMap((ref) => explain(problem, opened.stages, ref)),
      () => refs.map((ref) => ofEntity(locked, ref)).join("\n\n"),
    );
  const names = [
    "adopt",
    ...opened.stages.map((one) => one.name),
    ...problem.start.keys(),
    ...[...problem.start.keys()].map((ref) => nameOf(ref).replace(/@.*$/, "")),
    ...problem.pack.rules.map((one) => one.id),
  ];
  const near = nearest(what, names);
  // a rule of another platform, or what Drover itself says
  if (/^[a-z][a-z\d]*-\d+$/i.test(what)) {
    const id = what.toUpperCase();
    const known = [...ruleRecords().flatMap(({ covers }) => covers), ...codeRecords().map((one) => one.id)];
    const elsewhere = known.includes(id) ? `drover rules ${id} says what it is` : "drover rules lists them all";
    err(`no rule of ${problem.model.title} is called ${id}${near === undefined ? "" : `; did you mean ${near}?`} — ${elsewhere}`);
    return exit.usage;
  }
  err(
    `nothing here is called "${what}"${near === undefined ? "" : `; did you mean ${near}?`}   stages: ${opened.stages.map((one) => one.name).join(", ")}`,
  );
  return exit.usage;
}

function say<T>(options: { json?: true }, value: T, text: (value: T) => string): number {
  if (options.json) json(value);
  else out(text(value));
  return exit.done;
}

function ofStage({ problem, stages, lock }: Locked, stage: Stage): string {
  const at = stages.indexOf(stage) + 1;
  const lines = [
    pc.bold(stageName({ revision: lock.revision, stages }, at)) +
      `   stage ${at} of ${stages.length}   milestone: ${stage.milestone}   ends with ${stage.ends === "signed-off" ? "a signature" : "a promotion"}`,
    folded(sentence(problem, stage)),
    "",
  ];
  for (const one of explain(problem, stages).filter((each) => each.stage === stage.name))
    lines.push(...operationLines(problem, one, stage.name));
  return lines.join("\n");
}

function operationLines(problem: Problem, one: Explained, stage: string): readonly string[] {
  const inside = one.waits.filter((wait) => wait.stage === stage && problem.table.has("task"));
  const placed = one.task;
  return [
    folded(
      `  ${pc.bold(one.operation.entity)}  ${one.operation.move}${one.operation.add ? ` ${one.operation.add.map(String).join(", ")}` : ""}${placed ? `: ${placed.task.do}` : ""}`,
    ),
    ...spoken(rulesById(problem.pack.rules), one.operation.because).map((told) => pc.dim(folded(`      because ${told}`))),
    ...letPass(problem, one.operation).map((told) => pc.yellow(folded(`      ${told}`))),
    ...inside.map((wait) => folded(`      after ${wait.edge.first} (${wait.edge.rule})`)),
    ...howTo(placed),
  ];
}

/** How a task is done, and what is to be recorded of it. */
function howTo(placed: Explained["task"]): readonly string[] {
  const steps = (placed?.task.steps ?? []).map((step, i) => folded(`      ${i + 1} ${filled(step, placed)}`));
  const evidence = Object.entries(placed?.task.evidence ?? {}).map(([field, want]) => `${field} ${filled(want, placed)}`);
  return [...steps, ...(evidence.length > 0 ? [pc.dim(folded(`      record: ${evidence.join("; ")}`))] : [])];
}

const filled = (text: string, placed: Explained["task"]): string =>
  text.replace(/\{(\w+)\}/g, (_, key: string) => [placed?.subject.is[key] ?? key].flat().join(", "));

function ofEntity(locked: Locked, ref: Ref): string {
  const { problem, stages } = locked;
  const entity = problem.start.get(ref);
  const origin = problem.model.origins.get(ref);
  const lines = [
    `${pc.bold(ref)}   ${entity?.phase ?? ""} → ${problem.goal.get(ref)?.phase ?? ""}${origin ? `   declared in ${origin.file}:${origin.line}` : ""}`,
  ];
  const all = explain(problem, stages, ref);
  if (all.length === 0) lines.push("  nothing happens to it: it is the same in both estates");
  for (const one of all) {
    lines.push(folded(`  ${one.stage}: ${one.operation.move}${one.task ? `: ${one.task.task.do}` : ""}`));
    lines.push(...spoken(rulesById(problem.pack.rules), one.operation.because).map((told) => pc.dim(folded(`      because ${told}`))));
    lines.push(...letPass(problem, one.operation).map((told) => pc.yellow(folded(`      ${told}`))));
    lines.push(folded(`      not earlier: ${one.notEarlier}${ifWaived(locked, one)}`));
    lines.push(...howTo(one.task));
    lines.push(...one.waits.map((wait) => folded(`      after  ${wait.edge.first} in ${wait.stage} (${wait.edge.rule})`)));
    lines.push(...one.needed.map((need) => folded(`      before ${need.edge.then} in ${need.stage} (${need.edge.rule})`)));
  }
  return lines.join("\n");
}

/** What would become of one operation without the rule that holds it back. */
function ifWaived({ problem, stages }: Locked, { operation, binding }: Explained): string {
  if (!binding || !mayBeWaived(problem, binding.rule)) return "";
  const found = whatIf(problem, stages, binding.rule);
  const asOne = new Set([operation.id, ...(operation.add ?? []).map((element) => `${operation.id}+${String(element)}`)]);
  const moved = found.answer === "other" ? found.moved.find((one) => asOne.has(one.operation)) : undefined;
  if (found.answer === "no plan") return `; without ${binding.rule} there is no plan`;
  return `; without ${binding.rule} it would be ${moved ? `in ${moved.to}` : "there as well"}`;
}

/** What a rule does in a plan, as data: what it asks for and orders, stage by stage, and what waiving it would bring. */
type RuleTold = Readonly<{
  id: string;
  title: string;
  source: Rule["source"];
  stages: readonly Readonly<{ stage: string; asksFor: readonly string[]; orders: readonly string[] }>[];
  watches: readonly string[];
  waived: readonly string[];
  whatIf: WhatIf;
}>;

function tellRule({ problem, stages }: Locked, rule: Rule, id: string): RuleTold {
  const ids = id === rule.id ? new Set(idsOf(rule)) : new Set([id]);
  const told = stages.map((stage) => ({
    stage: stage.name,
    asksFor: stage.operations.filter(({ because }) => because.some((one) => ids.has(one))).map((one) => one.id),
    orders: stage.edges.filter((edge) => ids.has(edge.rule)).map((edge) => `${edge.first} before ${edge.then}`),
  }));
  const watches = rule.is.flatMap((form) =>
    form.form === "state"
      ? [
          `every ${problem.table.has(form.over) ? problem.table.of(form.over).word : form.over}, ${form.in === "final" ? "at the end" : form.in === "rest" ? "between stages" : "in every state, interrupted ones included"}`,
        ]
      : form.form === "limit"
        ? [`the sum of ${String(form.weigh)} by ${form.by}, ${form.span}`]
        : [],
  );
  return {
    id,
    title: rule.title,
    source: rule.source,
    stages: told.filter(({ asksFor, orders }) => asksFor.length + orders.length > 0),
    watches,
    waived: problem.allowed.filter(({ rules }) => rules.has(id)).map(({ waiver }) => waiverLine(waiver)),
    whatIf: whatIf(problem, stages, id),
  };
}

const ruleLines = (told: RuleTold): readonly string[] => [
  folded(`${pc.bold(told.id)}  ${told.title}`),
  `  ${told.source.document}, ${told.source.where}`,
  ...told.stages.flatMap(({ stage, asksFor, orders }) => [
    `  ${stage}`,
    ...asksFor.map((operation) => `      asks for ${operation}`),
    ...orders.map((order) => folded(`      orders   ${order}`)),
  ]),
  ...told.watches.map((one) => `  watches  ${one}`),
  ...told.waived.map((one) => pc.yellow(folded(`  waived   ${one}`))),
  folded(`  if it were waived: ${whatIfLine(told.whatIf)}`),
];

/** Few of many: who wants all of them asks for JSON. */
const shownMoves = 4;

export function whatIfLine(found: WhatIf): string {
  switch (found.answer) {
    case "never":
      return `it cannot be: ${found.say}`;
    case "no plan":
      return `there is no plan: ${found.say}`;
    case "same":
      return "the plan stays as it is";
    case "other": {
      const { before, after, moved } = found;
      const stages = before === after ? `still ${plural(after, "stage")}` : `${plural(after, "stage")} instead of ${before}`;
      const shown = moved.slice(0, shownMoves).map(({ operation, from, to }) => `${operation} in ${to} instead of ${from}`);
      const more = moved.length > shownMoves ? ` and ${moved.length - shownMoves} more` : "";
      return shown.length === 0 ? stages : `${stages}; ${shown.join(", ")}${more}`;
    }
  }
}
