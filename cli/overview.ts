import pc from "picocolors";
import { carryingHash } from "../documents/open";
import { called } from "../engine/model/entity";
import { stageName } from "../engine/stages";
import { grouped, plural } from "../engine/text";
import { Herd, herdOf } from "./agents";
import { Carried, carriedIn, finalOperations, withRisk } from "./carried";
import { Deployment, Unfinished, joinsOf } from "./deployment";
import type { Judged } from "./locks";
import { cutIn, isWaiting, listed, nextIn, outcomeOf } from "./outcome";
import { folded, showAll, table } from "./print";
import { Stack, errorsOf } from "./stack";
import { Standing, standingOf } from "./standing";
import { brief, closes, row } from "./words";

/** What of a stack `status` speaks of. */
export type Shown = Pick<Stack, "name" | "file" | "text" | "settings" | "opened" | "deployment"> &
  Readonly<{ lock?: Judged | undefined }>;

/** The same facts for people and for programs. */
export function facts(stack: Shown & Pick<Stack, "exists">): Readonly<Record<string, unknown>> {
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
    locked: lockOf(stack)?.say ?? null,
    findings: errorsOf(stack),
  };
  if (!carried) return base;
  const standing = standingOf(carried, settings, deployment);
  const index = nextOf(carried, standing);
  const stage = index === undefined ? undefined : withRisk(carried)[index - 1];
  return {
    ...base,
    state: standing.state,
    agents: herdOf(carried, deployment),
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

const lockOf = ({ lock }: Shown): Judged | undefined => (lock?.lock === "none" ? undefined : lock);

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

/** What `status` says of one stack; alone, with its stages. Never more than one can read at a glance. */
export function statusText(stack: Shown, alone: boolean): string {
  const { opened, name } = stack;
  const carried = carriedIn(opened);
  const findings = errorsOf(stack);
  if (!carried) return `${unreadable(stack)}\n\n${showAll(findings, opened.problem?.pack.rules)}`;
  const standing = standingOf(carried, stack.settings, stack.deployment);
  const lines = [
    folded(
      `${pc.bold(name)}   ${carried.problem.model.title}   plan ${carried.revision} ${carried.lock.plan.slice(0, 8)}   ${place(stack, carried, standing)}`,
    ),
    ...rows(stack, carried, standing),
  ];
  if (findings.length > 0) lines.push("", showAll(findings, opened.problem?.pack.rules));
  if (!alone || standing.state === "other plan") return lines.join("\n");
  return [...lines, "", stageLines(carried, standing)].join("\n");
}

/** A stack whose plan cannot be carried out as the documents are: its state still says where it stands. */
function unreadable({ name, file, text, settings, opened, deployment: { completed, intent } }: Shown): string {
  const stands = completed === "" ? "has not adopted yet" : `${completed} is complete`;
  const way = intent && intent.to !== completed && completed !== "" ? `, and the way to ${intent.to} has begun` : "";
  const plan = opened.lock ? `   plan ${opened.lock.revision} ${opened.lock.plan.slice(0, 8)}` : "";
  return [
    folded(`${pc.bold(name)}   ${opened.problem?.model.title ?? opened.folder}${plan}   ${stands}${way}`),
    row("told", text === undefined ? `nothing: ${file} does not exist` : `${file} says ${settings?.stage ?? "no stage"}`),
    row("next", "first mend what is found below"),
  ].join("\n");
}

function place({ deployment }: Shown, carried: Carried, { state, completed, intended }: Standing): string {
  switch (state) {
    case "fresh":
      return "has not adopted yet";
    case "other plan":
      return joinsOf(carried.lock, deployment) ? `${deployment.completed} is complete` : "follows another plan";
    case "resting":
      return `stage ${completed} of ${carried.stages.length}: ${stageName(carried, completed)} is complete`;
    case "forward":
      return `stage ${intended} of ${carried.stages.length}: ${stageName(carried, intended)} ${under(deployment)}`;
    case "back":
      return `on the way back from ${stageName(carried, completed)} to ${stageName(carried, intended)}`;
  }
}

/** Whether a stage that has begun waits, is stuck, or is merely not finished. */
function under({ unfinished }: Deployment): string {
  if (unfinished.length === 0) return "is under way";
  return unfinished.every(isWaiting) ? "waits" : "is stuck";
}

function rows(stack: Shown, carried: Carried, standing: Standing): readonly string[] {
  const { deployment, name, file } = stack;
  const { unfinished, pending } = deployment;
  const final = lastFinal(carried, standing);
  const index = nextOf(carried, standing);
  return [
    row("told", told(stack, carried, standing)),
    ...[lockOf(stack)].flatMap((lock) => (lock ? [row("locked", lock.say.replace(`${name} is locked by `, "by "))] : [])),
    ...some(unfinished.map((one) => shortly(carried, one))).map((line, i) => row(i === 0 ? "now" : "", line)),
    ...progressRows(carried, standing, deployment),
    ...agentRows(herdOf(carried, deployment)),
    ...(pending.length > 0
      ? [row("cut", `${plural(pending.length, "operation")} cut off by a killed pulumi${cutNames(deployment)} — drover resume ${name}`)]
      : []),
    ...(standing.state === "other plan" ? [row("plan", joinsNext(stack, carried) ?? noLockOf(file, carried))] : []),
    ...(final > 0 ? [row("back", `not behind ${stageName(carried, final)}, a point of no return`)] : []),
    ...(index === undefined
      ? end(carried, standing)
      : [row("next", brief(carried, index)), row("", whatToType(stack, carried, standing))]),
  ];
}

const cutNames = (deployment: Deployment): string => {
  const names = cutIn(deployment);
  return names.length === 0 ? "" : ` (${listed(names)})`;
};

/** How far a stage came that has begun: what failed before it did anything stands in no state, and is among what comes next. */
function progressRows(carried: Carried, { state }: Standing, deployment: Deployment): readonly string[] {
  const { intent } = deployment;
  if ((state !== "forward" && state !== "back") || !intent) return [];
  const outcome = outcomeOf(carried, { from: intent.from, stage: intent.to }, deployment, { done: [], failures: [] });
  const all = carried.stages[outcome.stage - 1]?.operations.length ?? 0;
  if (all === 0) return [];
  const next = nextIn(carried, outcome);
  const first = next.length === 0 ? "" : `; what can begin: ${listed(next)}`;
  return [row("done", `${outcome.done} of ${plural(all, "operation")}${state === "back" ? " taken back" : ""}${first}`)];
}

/** What a finished plan is followed by. */
function joinsNext({ deployment, name, settings, opened }: Shown, { lock }: Carried): string | undefined {
  if (!joinsOf(lock, deployment)) return undefined;
  const mend = opened.findings.some(({ severity }) => severity === "error") ? "first mend what is found below; then " : "";
  const promoted = settings?.plan === lock.plan;
  return `${lock.revision} begins where ${name} is — ${mend}drover ${promoted ? "apply" : "promote"} ${name} goes over to it`;
}

const noLockOf = (file: string, { folder }: Carried): string =>
  `${file} and the stack follow a plan that ${folder}/plan.lock.yaml does not hold — restore that lock, or plan again from where the stack is`;

/** The first line of a reason, without the stage: that stands above. */
function shortly(carried: Carried, { reasons }: Unfinished): string {
  const line = (reasons[0] ?? "").split("\n")[0] ?? "";
  return carried.stages.reduce((text, _stage, i) => text.replace(`${stageName(carried, i + 1)}/`, ""), line);
}

/** So many lines of a sort are read. */
const MOST = 4;
const some = (lines: readonly string[]): readonly string[] =>
  lines.length <= MOST ? lines : [...lines.slice(0, MOST - 1), `and ${lines.length - MOST + 1} more: drover status --json`];

function agentRows({ agents, arrived, waves, stragglers, needed }: Herd): readonly string[] {
  if (waves.every(({ phase, moved, counts }) => !moved && counts === undefined && phase === "waiting")) return [];
  const moved = waves.filter((wave) => wave.moved).length;
  const said = `${grouped(arrived)} of ${plural(agents, "agent")} have come over, ${moved} of ${plural(waves.length, "wave")}`;
  const behind = stragglers.map(
    ({ server, left, waves: of }) => `${grouped(left)} of ${called(server)} (${of.map(called).join(", ")})`,
  );
  const old = needed.map(({ server, agents: left }) => `${called(server)} (${grouped(left)})`);
  return [
    row("agents", said),
    ...(behind.length > 0 ? [row("behind", `${some(behind).join("; ")}: stragglers, until they come or are let go`)] : []),
    ...(old.length > 0 ? [row("old", `agents still report to ${some(old).join(", ")}: must stay on`)] : []),
  ];
}

/** The stages around where the stack is: a line each, and how many there are before and behind. */
function stageLines(carried: Carried, { completed, intended, state }: Standing): string {
  const under = state === "forward" || state === "back" ? Math.max(intended, completed) : -1;
  const mark = (index: number): string =>
    index <= completed ? "✔" : index === under ? "…" : index === completed + 1 ? "→" : " ";
  const rows = withRisk(carried).map(({ name, operations, risk, ends }, i): readonly string[] => [
    `${mark(i + 1)}${String(i + 1).padStart(3)}`,
    name,
    String(operations.length),
    risk === 0 ? "-" : grouped(risk),
    finalOperations(carried, i + 1).length > 0 ? "no" : "yes",
    ends === "signed-off" ? "signature" : "promote",
  ]);
  const adopt = [`${mark(0)}  0`, "adopt", "-", "-", "yes", "promote"];
  const all = [["", "stage", "operations", "risk", "back", "ends"], adopt, ...rows];
  const [head = "", ...lines] = table(all, new Set([2, 3])).split("\n");
  const first = Math.max(0, Math.min(completed - 1, lines.length - SHOWN));
  const last = Math.min(lines.length, first + SHOWN);
  return [
    pc.bold(head),
    ...(first > 0 ? [pc.dim(`✔  0-${first - 1} ${first > 1 ? "are" : "is"} complete`)] : []),
    ...lines.slice(first, last),
    ...(last < lines.length ? [pc.dim(`   ${last}-${lines.length - 1} follow`)] : []),
  ].join("\n");
}

/** So many stages are shown around the one at hand. */
const SHOWN = 12;

const end = (carried: Carried, { completed, state }: Standing): readonly string[] =>
  state !== "other plan" && completed === carried.stages.length ? [row("next", "nothing: the new estate is the estate"), row("", closes(carried))] : [];

function told(
  { name, file, text, settings, deployment }: Shown,
  carried: Carried,
  { told: at, intended, completed, state }: Standing,
): string {
  if (text === undefined) return `nothing: ${file} does not exist`;
  const says = `${file} says ${settings?.stage ?? "no stage"}`;
  if (joinsOf(carried.lock, deployment)) return says;
  if (settings?.plan !== undefined && settings.plan !== carried.lock.plan)
    return `${says} of plan ${settings.plan.slice(0, 8)}, which is not the lock's`;
  if (state !== "other plan" && Math.abs(at - completed) > 1 && at !== intended) {
    const skipped = at > completed ? completed + 1 : completed - 1;
    return `${says}, which skips ${stageName(carried, skipped)}: that is refused — drover promote ${name} writes the next stage`;
  }
  if (state === "resting" && at === completed - 1)
    return saysFrom(settings, carried, completed)
      ? `${says}: the way back, which nothing has begun yet`
      : `${says} without drover:from ${stageName(carried, completed)}: that is refused, since it does not say that something is taken back`;
  return state !== "fresh" && at !== intended ? `${says}, which nothing has begun yet` : says;
}

function whatToType(stack: Shown, carried: Carried, standing: Standing): string {
  const lock = lockOf(stack);
  if (lock?.lock === "held") return lock.fix;
  if (lock !== undefined) return `drover resume ${stack.name} removes the dead process's lock and goes on`;
  const type = toType(stack, carried, standing);
  const blocked = stack.opened.findings.some(({ severity }) => severity === "error");
  return blocked ? `first mend what is found below; then ${type}` : type;
}

/** Whether the settings name where the stack is as what the way begins with: a way back has to be told from a way forth. */
const saysFrom = (settings: Shown["settings"], carried: Carried, index: number): boolean =>
  settings?.from === stageName(carried, index);

function toType({ name, settings }: Shown, carried: Carried, { state, told: at, completed, intended }: Standing): string {
  if (state === "fresh") return at === 0 ? `drover apply ${name}` : `drover promote ${name} && drover apply ${name}`;
  if (state === "forward")
    return finalOperations(carried, intended).length > 0
      ? `drover apply ${name} goes on`
      : `drover apply ${name} goes on; drover promote ${name} --back takes ${stageName(carried, intended)} back`;
  if (state === "back") return `drover apply ${name} finishes the way back`;
  if (at === completed - 1 && completed > 0)
    return `${saysFrom(settings, carried, completed) ? "" : `drover promote ${name} --back && `}drover apply ${name} takes ${stageName(carried, completed)} back; drover promote ${name} goes forth`;
  return at === completed + 1 ? `drover apply ${name}` : `drover promote ${name} && drover apply ${name}`;
}
