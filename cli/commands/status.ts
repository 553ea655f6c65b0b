import { carryingHash } from "../../documents/open";
import { stageName } from "../../engine/stages";
import type { Command } from "commander";
import pc from "picocolors";
import { Carried, carriedIn, finalOperations, withRisk } from "../carried";
import { exit } from "../command";
import { err, json, out, plural, showAll } from "../print";
import { stacksOf } from "../project";
import { stageTable } from "../stages";
import { Stack, openProject, openStack, stopped, unknownStack } from "../stack";
import { Standing, standingOf } from "../standing";
import { brief, row } from "../words";

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("status [stack]")
    .description("where each stack stands: completed, under way, waiting, what comes next; changes nothing")
    .option("--json", "as JSON")
    .action(async (stack: string | undefined, options: { json?: true }) => end(await status(stack, options.json === true)));
}

async function status(named: string | undefined, asJson: boolean): Promise<number> {
  const within = await openProject();
  if (stopped(within)) return refuse(within.say, within.status);
  const names = named === undefined ? stacksOf(within.project) : [named];
  if (names.length === 0) {
    if (asJson) json({ stacks: [] });
    else out(`no stacks yet: ${within.project.stacks}/ has no Pulumi.<stack>.yaml — drover promote <stack> writes one`);
    return exit.done;
  }
  const stacks: Stack[] = [];
  for (const name of names) {
    const stack = await openStack(name, within);
    if (stopped(stack)) return refuse(stack.say, stack.status);
    if (stack.text === undefined && !stack.exists) return refuse(...unknown(stack));
    stacks.push(stack);
  }
  if (asJson) json({ stacks: stacks.map(facts) });
  else out(stacks.map((stack) => shown(stack, stacks.length === 1)).join("\n\n"));
  return exit.done;
}

function refuse(say: string, code: number): number {
  err(say);
  return code;
}

const unknown = (stack: Stack): [string, number] => {
  const { say, status: code } = unknownStack(stack);
  return [say, code];
};

/** The same facts for people and for programs. */
function facts(stack: Stack): Readonly<Record<string, unknown>> {
  const { name, exists, opened, deployment, settings } = stack;
  const carried = carriedIn(opened);
  const base = {
    stack: name,
    exists,
    migration: opened.folder,
    plan: opened.lock?.plan ?? null,
    carrying: opened.documents ? carryingHash(opened.documents) : null,
    told: settings?.stage ?? null,
    completed: deployment.completed || null,
    intent: deployment.intent ?? null,
    unfinished: deployment.unfinished,
    pending: deployment.pending,
    findings: opened.findings.filter(({ severity }) => severity === "error"),
  };
  if (!carried) return base;
  const standing = standingOf(carried, settings, deployment);
  const index = nextOf(carried, standing);
  const stage = index === undefined ? undefined : withRisk(carried)[index - 1];
  return {
    ...base,
    state: standing.state,
    stage: standing.completed,
    of: carried.stages.length,
    noWayBackBehind: lastFinal(carried, standing) === 0 ? null : stageName(carried, lastFinal(carried, standing)),
    next:
      index === undefined
        ? null
        : {
            stage: stageName(carried, index),
            risk: stage?.risk ?? 0,
            back: finalOperations(carried, index).length === 0,
            ends: stage?.ends ?? "promote",
          },
  };
}

/** The stage that comes after the last completed one. */
const nextOf = ({ stages }: Carried, { completed, state }: Standing): number | undefined =>
  state === "other plan" || completed === stages.length ? undefined : completed + 1;

/** The last point of no return that the stack has entered; 0 where none. */
function lastFinal(carried: Carried, { completed, intended, state }: Standing): number {
  if (state === "other plan") return 0;
  let index = Math.max(completed, intended, 0);
  while (index > 0 && finalOperations(carried, index).length === 0) index--;
  return index;
}

function shown(stack: Stack, alone: boolean): string {
  const { opened, name } = stack;
  const carried = carriedIn(opened);
  if (!carried)
    return `${pc.bold(name)}   ${opened.folder}\n${showAll(
      opened.findings.filter(({ severity }) => severity === "error"),
      opened.problem?.pack.rules,
    )}`;
  const standing = standingOf(carried, stack.settings, stack.deployment);
  const lines = [
    `${pc.bold(name)}   ${carried.problem.model.title}   plan ${carried.revision} ${carried.lock.plan.slice(0, 8)}   ${place(carried, standing)}`,
    ...rows(stack, carried, standing),
  ];
  const findings = opened.findings.filter(({ severity }) => severity === "error");
  if (findings.length > 0) lines.push("", showAll(findings, opened.problem?.pack.rules));
  if (!alone || standing.state === "other plan") return lines.join("\n");
  const at = {
    completed: standing.completed,
    intent: standing.state === "forward" || standing.state === "back" ? Math.max(standing.intended, standing.completed) : -1,
  };
  return [...lines, "", stageTable(carried.problem, withRisk(carried), carried.problem.start, at)].join("\n");
}

function place(carried: Carried, { state, completed, intended }: Standing): string {
  switch (state) {
    case "fresh":
      return "has not adopted yet";
    case "other plan":
      return "follows another plan";
    case "resting":
      return `stage ${completed} of ${carried.stages.length}: ${stageName(carried, completed)} is complete`;
    case "forward":
      return `stage ${intended} of ${carried.stages.length}: ${stageName(carried, intended)} is under way`;
    case "back":
      return `on the way back from ${stageName(carried, completed)} to ${stageName(carried, intended)}`;
  }
}

function rows(stack: Stack, carried: Carried, standing: Standing): readonly string[] {
  const { deployment, name, file } = stack;
  const { unfinished, pending } = deployment;
  const final = lastFinal(carried, standing);
  const index = nextOf(carried, standing);
  return [
    row("told", told(stack, carried, standing)),
    ...unfinished.map(({ entity, reasons }) => row("now", `${entity}: ${firstLine(reasons)}`)),
    ...(pending.length > 0
      ? [row("cut", `${plural(pending.length, "operation")} cut off by a killed pulumi — drover resume ${name}`)]
      : []),
    ...(standing.state === "other plan"
      ? [
          row(
            "plan",
            `${file} and the stack follow a plan that ${carried.folder}/plan.lock.yaml does not hold — restore that lock, or plan again from where the stack is`,
          ),
        ]
      : []),
    ...(final > 0 ? [row("back", `not behind ${stageName(carried, final)}, a point of no return`)] : []),
    ...(index === undefined
      ? end(carried, standing)
      : [row("next", brief(carried, index)), row("", whatToType(stack, carried, standing))]),
  ];
}

const firstLine = (reasons: readonly string[]): string => (reasons[0] ?? "").split("\n")[0] ?? "";

const end = ({ stages }: Carried, { completed, state }: Standing): readonly string[] =>
  state !== "other plan" && completed === stages.length ? [row("next", "nothing: the new estate is the estate")] : [];

function told({ file, text, settings }: Stack, carried: Carried, { told: at, intended, state }: Standing): string {
  if (text === undefined) return `nothing: ${file} does not exist`;
  const says = `${file} says ${settings?.stage ?? "no stage"}`;
  if (settings?.plan !== undefined && settings.plan !== carried.lock.plan)
    return `${says} of plan ${settings.plan.slice(0, 8)}, which is not the lock's`;
  return state !== "fresh" && at !== intended ? `${says}, which nothing has begun yet` : says;
}

function whatToType({ name }: Stack, carried: Carried, { state, told: at, completed, intended }: Standing): string {
  if (state === "fresh") return at === 0 ? `drover apply ${name}` : `drover promote ${name}, then drover apply ${name}`;
  if (state === "forward")
    return finalOperations(carried, intended).length > 0
      ? `drover apply ${name} goes on`
      : `drover apply ${name} goes on; drover promote ${name} --back takes ${stageName(carried, intended)} back`;
  if (state === "back") return `drover apply ${name} finishes the way back`;
  return at === completed + 1 ? `drover apply ${name}` : `drover promote ${name}, then drover apply ${name}`;
}
