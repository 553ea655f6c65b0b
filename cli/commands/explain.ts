import type { Command } from "commander";
import pc from "picocolors";
import { Opened, openMigration } from "../../documents/open";
import { engineCodes } from "../../engine/codes";
import type { Lock } from "../../engine/lock";
import { Ref, isRef, nameOf } from "../../engine/model/entity";
import type { Stage } from "../../engine/model/plan";
import type { Problem } from "../../engine/model/problem";
import type { Rule } from "../../engine/model/rule";
import { Explained, explain } from "../../engine/passes/explain";
import { stageName } from "../../engine/stages";
import { exit } from "../command";
import { migrationFolder } from "../folder";
import { nearest } from "../../documents/near";
import { err, json, out, showAll } from "../print";
import { sentence } from "../stages";

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
  const rule = problem.pack.rules.find((one) => [one.id, ...(one.covers ?? [])].includes(what.toUpperCase()));
  if (rule)
    return say(options, ofRule(locked, rule, what.toUpperCase()), () => ofRule(locked, rule, what.toUpperCase()).join("\n"));
  const refs = [...problem.start.keys()].filter(
    (ref) => ref === what || (!isRef(what) && (nameOf(ref) === what || nameOf(ref).replace(/@.*$/, "") === what)),
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
    ...problem.pack.rules.map((one) => one.id),
  ];
  const near = nearest(what, names);
  err(
    `nothing here is called "${what}"${near === undefined ? "" : `; did you mean ${near}?`}   stages: ${opened.stages.map((one) => one.name).join(", ")}`,
  );
  return exit.usage;
}

function say(options: { json?: true }, value: unknown, text: () => string): number {
  if (options.json) json(value);
  else out(text());
  return exit.done;
}

const title = (problem: Problem, id: string): string => {
  const rule = problem.pack.rules.find((one) => [one.id, ...(one.covers ?? [])].includes(id));
  const known = rule ?? planRules[id];
  return known ? `${id} ${known.title}` : id;
};

/** What the planner itself asks, whatever the platform. */
const planRules: Readonly<Record<string, Readonly<{ title: string }>>> = engineCodes;

function ofStage({ problem, stages, lock }: Locked, stage: Stage): string {
  const at = stages.indexOf(stage) + 1;
  const lines = [
    pc.bold(stageName({ revision: lock.revision, stages }, at)) +
      `   stage ${at} of ${stages.length}   milestone: ${stage.milestone}   ends with ${stage.ends === "signed-off" ? "a signature" : "a promotion"}`,
    sentence(problem, stage),
    "",
  ];
  for (const one of explain(problem, stages).filter((each) => each.stage === stage.name))
    lines.push(...operationLines(problem, one, stage.name));
  return lines.join("\n");
}

function operationLines(problem: Problem, one: Explained, stage: string): readonly string[] {
  const inside = one.waits.filter((wait) => wait.stage === stage && problem.table.has("task"));
  const placed = one.task;
  const steps = (placed?.task.steps ?? []).map((step, i) => `      ${i + 1} ${filled(step, placed)}`);
  const evidence = Object.entries(placed?.task.evidence ?? {}).map(([field, want]) => `${field} ${filled(want, placed)}`);
  return [
    `  ${pc.bold(one.operation.entity)}  ${one.operation.move}${one.operation.add ? ` ${one.operation.add.map(String).join(", ")}` : ""}${placed ? `: ${placed.task.do}` : ""}`,
    ...one.operation.because.map((id) => pc.dim(`      because ${title(problem, id)}`)),
    ...inside.map((wait) => `      after ${wait.edge.first} (${wait.edge.rule})`),
    ...steps,
    ...(evidence.length > 0 ? [pc.dim(`      record: ${evidence.join("; ")}`)] : []),
  ];
}

const filled = (text: string, placed: Explained["task"]): string =>
  text.replace(/\{(\w+)\}/g, (_, key: string) => String(placed?.subject.is[key] ?? key));

function ofEntity({ problem, stages }: Locked, ref: Ref): string {
  const entity = problem.start.get(ref);
  const origin = problem.model.origins.get(ref);
  const lines = [
    `${pc.bold(ref)}   ${entity?.phase ?? ""} → ${problem.goal.get(ref)?.phase ?? ""}${origin ? `   declared in ${origin.file}:${origin.line}` : ""}`,
  ];
  const all = explain(problem, stages, ref);
  if (all.length === 0) lines.push("  nothing happens to it: it is the same in both estates");
  for (const one of all) {
    lines.push(`  ${one.stage}: ${one.operation.move}${one.task ? `: ${one.task.task.do}` : ""}`);
    lines.push(...one.operation.because.map((id) => pc.dim(`      because ${title(problem, id)}`)));
    lines.push(`      not earlier: ${one.notEarlier}`);
    lines.push(...one.waits.map((wait) => `      after  ${wait.edge.first} in ${wait.stage} (${wait.edge.rule})`));
    lines.push(...one.needed.map((need) => `      before ${need.edge.then} in ${need.stage} (${need.edge.rule})`));
  }
  return lines.join("\n");
}

function ofRule({ problem, stages }: Locked, rule: Rule, id: string): readonly string[] {
  const ids = id === rule.id ? new Set([rule.id, ...(rule.covers ?? [])]) : new Set([id]);
  const lines = [`${pc.bold(id)}  ${rule.title}`, `  ${rule.source.document}, ${rule.source.where}`];
  for (const stage of stages) {
    const there = stage.operations.filter((operation) => operation.because.some((one) => ids.has(one)));
    const orders = stage.edges.filter((edge) => ids.has(edge.rule));
    if (there.length + orders.length === 0) continue;
    lines.push(`  ${stage.name}`);
    lines.push(...there.map((operation) => `      asks for ${operation.id}`));
    lines.push(...orders.map((edge) => `      orders   ${edge.first} before ${edge.then}`));
  }
  const watches = rule.is.flatMap((form) =>
    form.form === "state"
      ? [
          `every ${problem.table.has(form.over) ? problem.table.of(form.over).word : form.over}, ${form.in === "final" ? "at the end" : form.in === "rest" ? "between stages" : "in every state, interrupted ones included"}`,
        ]
      : form.form === "limit"
        ? [`the sum of ${String(form.weigh)} by ${form.by}, ${form.span}`]
        : [],
  );
  lines.push(...watches.map((one) => `  watches  ${one}`));
  return lines;
}
