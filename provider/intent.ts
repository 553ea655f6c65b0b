import type { Lock } from "../engine/lock";
import type { Stage } from "../engine/model/plan";
import type { PhaseTable } from "../engine/model/phases";
import type { State } from "../engine/model/entity";
import { byPlace, Finding } from "../engine/model/finding";
import { finalOperations } from "../engine/passes/stages";
import { printable } from "../engine/text";
import { Course, stageIndex, stageName, stageNames, startOf } from "../engine/stages";
import { Code, refusal } from "./codes";

/** What a stack was told: the plan it follows, and the stages it goes from and to (`r1/beaumont-pilot`). */
export type Intent = Readonly<{ plan: string; from: string; to: string }>;

/** Why an intent is refused, and the setting at fault; empty where it is none in particular. */
export type Failure = Readonly<{ property: string; reason: string }>;

export type IntentFacts = Readonly<{
  /** What the stack was told before; absent for a fresh one. */
  was?: Intent;
  wants: Intent;
  /** The last stage that the stack completed; empty where none. */
  completed: string;
  lock: Pick<Lock, "plan" | "revision" | "joins">;
  lockFile: string;
  stages: readonly Stage[];
  states: readonly State[];
  table: PhaseTable;
}>;

type Ends = Readonly<{ from: number; to: number }>;

export type Judged = Readonly<{ failures: readonly Failure[]; from?: number; to?: number; was?: Ends }>;

const fail = (property: string, code: Code, say: string, fix?: string): Failure => ({
  property,
  reason: refusal(code, say, fix),
});

/** The commands that a reason proposes are typed with a stack's name: the one it is about, where it is known. */
export const addressed = (failures: readonly Failure[], stack: string | undefined): readonly Failure[] =>
  stack === undefined
    ? failures
    : failures.map(({ property, reason }) => ({ property, reason: reason.replaceAll("<stack>", stack) }));

/** The command that writes such settings. */
const writes = (forward: boolean): string => `drover promote <stack>${forward ? "" : " --back"}`;
const folderOf = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf("/"))) || ".";
const short = (hash: string): string => hash.slice(0, 12);

/** Whether a stack may be told this, decided from facts alone; every reason against it at once. */
export function judge(facts: IntentFacts): Judged {
  const { wants, was, lock, lockFile } = facts;
  const plan: Course = { ...facts, revision: lock.revision };
  const failures: Failure[] = [];
  if (wants.plan !== lock.plan)
    failures.push(
      fail(
        "plan",
        "INT-001",
        `${lockFile} holds the plan ${short(lock.plan)}, and drover:plan says ${short(wants.plan) || "nothing"}`,
      ),
    );
  const joining = was !== undefined && was.plan !== lock.plan && was.plan !== "" && was.plan === lock.joins?.plan;
  if (was && was.plan !== lock.plan && was.plan !== "" && !joining)
    failures.push(
      fail("plan", "INT-002", `this stack follows the plan ${short(was.plan)}; ${lockFile} holds ${short(lock.plan)}`),
    );
  const to = stageIndex(plan, wants.to);
  if (to === undefined) failures.push(unknown("to", "drover:stage", wants.to, plan));
  const from = to === undefined ? stageIndex(plan, wants.from) : startOf(plan, wants.from, to);
  if (from === undefined && wants.from !== "") failures.push(unknown("from", "drover:from", wants.from, plan));
  if (from === undefined || to === undefined || failures.length > 0) return { failures };
  if (was && joining) return joined(facts, was, { from, to });
  const intended = was && indices(plan, was);
  const steps = step({ from, to, said: wants.from !== "", was: intended, completed: stageIndex(plan, facts.completed), plan });
  const under = intended !== undefined && stageIndex(plan, facts.completed) !== intended.to;
  const noWayBack = steps.length === 0 && to < from ? pointsOfNoReturn(facts, from, under) : [];
  return { failures: [...steps, ...noWayBack], from, to, ...(intended ? { was: intended } : {}) };
}

/** A stack comes to a plan that was made on the way in one place only: where both plans meet, at its beginning. */
function joined({ wants, completed, lock, lockFile, stages }: IntentFacts, was: Intent, ends: Ends): Judged {
  const { revision, joins } = lock;
  if (!joins) throw new Error(`${lockFile} joins no plan`);
  const begin = stageName({ revision, stages }, 0);
  const here = completed === was.to ? completed : `${completed || "nothing"}, on the way to ${was.to}`;
  const there = joins.completed === joins.intended ? joins.completed : `${joins.completed}, on the way to ${joins.intended}`;
  if (completed !== joins.completed || was.to !== joins.intended)
    return {
      failures: [
        fail(
          "plan",
          "INT-010",
          `${begin} is ${there}, and this stack has completed ${here}`,
          `run \`drover replan ${folderOf(lockFile)} --stack <stack>\`, which plans from there`,
        ),
      ],
    };
  if (ends.to !== 0 || ends.from !== 0)
    return {
      failures: [
        fail(
          "to",
          "INT-004",
          `${wants.to} skips ${begin}, where this stack comes from ${there}`,
          `set drover:stage to ${begin}, as \`${writes(true)}\` does`,
        ),
      ],
    };
  return { failures: [], from: 0, to: 0 };
}

const indices = (plan: Course, { from, to }: Intent): Readonly<{ from: number; to: number }> | undefined => {
  const reached = stageIndex(plan, to);
  return reached === undefined ? undefined : { from: stageIndex(plan, from) ?? Math.max(0, reached - 1), to: reached };
};

function unknown(property: string, setting: string, name: string, plan: Course): Failure {
  const names = stageNames(plan);
  const known = names.length <= 6 ? names.join(", ") : `${names.slice(0, 5).join(", ")} … ${names[names.length - 1]}`;
  return fail(
    property,
    "INT-003",
    name === ""
      ? `${setting} is not set; the lock has ${known}`
      : `${setting} is "${name}", which is no stage of the lock; it has ${known}`,
  );
}

/** `said`: whether the settings name where the stack comes from. */
type Step = Ends & Readonly<{ said: boolean; was?: Ends | undefined; completed: number | undefined; plan: Course }>;

/** One stage at a time: from what is completed to its neighbours, and while a stage is under way to its two ends only. */
function step({ from, to, said, was, completed, plan }: Step): readonly Failure[] {
  const name = (index: number): string => stageName(plan, index);
  if (!was) {
    if (to === 0) return [];
    return [
      fail("to", "INT-007", `this stack has adopted nothing yet, so it begins with ${name(0)}; drover:stage is ${name(to)}`),
    ];
  }
  if (completed === undefined) {
    if (to === 0) return [];
    return [
      fail(
        "to",
        "INT-005",
        `${name(0)} is under way and not completed; drover:stage is ${name(to)}`,
        `set drover:stage to ${name(0)} and run \`pulumi up\`, then promote`,
      ),
    ];
  }
  if (was.to !== completed && to !== was.to && to !== completed)
    return [
      fail(
        "to",
        "INT-005",
        `${underWay(was, completed, name)}; drover:stage is ${name(to)}`,
        `set drover:stage to ${name(was.to)} (finish it) or to ${name(completed)} (take it back)`,
      ),
    ];
  if (was.to === completed && Math.abs(to - completed) > 1) {
    const next = to > completed ? completed + 1 : completed - 1;
    return [
      fail(
        "to",
        "INT-004",
        `${name(to)} skips ${name(next)}: this stack has completed ${name(completed)}`,
        `carry out ${name(next)} first: \`${writes(to > completed)}\` writes it`,
      ),
    ];
  }
  return comesFrom({ from, to, said, was, completed, plan });
}

const underWay = (was: { from: number; to: number }, completed: number, name: (index: number) => string): string =>
  was.to > completed
    ? `${name(was.to)} is under way and not completed`
    : `the way back from ${name(completed)} to ${name(was.to)} is under way and not completed`;

function comesFrom({ from, to, said, was, completed, plan }: Required<Step>): readonly Failure[] {
  const name = (index: number): string => stageName(plan, index);
  const start = completed as number;
  const intended = was as Ends;
  // the other end of what is under way, or where a new stage begins
  const settled = intended.to === start && Math.abs(from - to) <= 1;
  const fits = to === start ? settled || from === intended.to : from === start;
  if (fits) return [];
  const right = to === start ? intended.to : start;
  return [
    fail(
      "from",
      "INT-008",
      `drover:from is ${said ? name(from) : "not set"}, and the way to ${name(to)} begins at ${name(right)}`,
      `set drover:from to ${name(right)}, as \`${writes(to > right)}\` does`,
    ),
  ];
}

/** The stage being taken back counts from the moment it was intended: what cannot be undone may have been done. */
function pointsOfNoReturn(
  { stages, states, table, lock: { revision } }: IntentFacts,
  from: number,
  under: boolean,
): readonly Failure[] {
  const stage = stages[from - 1];
  const before = states[from - 1];
  if (!stage || !before) return [];
  const final = finalOperations(stage, table, before);
  if (final.length === 0) return [];
  const named = final.map(({ entity, move }) => `${entity} ${move}`).join(", ");
  const name = stageName({ revision, stages }, from);
  const way = under
    ? `finish it: \`drover promote <stack> --to ${name}\`, then \`drover apply <stack>\``
    : "go on to the next stage";
  return [
    fail(
      "to",
      "INT-006",
      `${name} is a point of no return and this stack has entered it: there is no way back from ${named}`,
      `${way}; to change what is still ahead, change the documents and plan the rest: \`drover replan\``,
    ),
  ];
}

/** What a lock has against documents that were edited. */
const edited: ReadonlySet<string> = new Set(["LOCK-002", "LOCK-003"]);

/**
 * What documents and lock have against being carried out, for a stack that has begun: another plan from the beginning would
 * strand it, so that the rest is planned from where it is.
 */
export const onTheWay = (findings: readonly Finding[], folder: string, completed: string): readonly Finding[] =>
  completed === ""
    ? findings
    : findings.map((finding) =>
        edited.has(finding.rule)
          ? {
              ...finding,
              fix: `take back the change of the documents; or plan the rest from where the stack is: drover replan ${folder} --stack <stack>`,
            }
          : finding,
      );

/** What documents and lock have against being carried out, as failures: errors only, each with place and remedy. */
export const failuresOf = (findings: readonly Finding[]): readonly Failure[] =>
  findings
    .filter((finding) => finding.severity === "error")
    .sort(byPlace)
    .map(({ rule, say, at, fix }) => ({
      property: "",
      reason: printable(
        `${at ? `${at.file}:${at.line}:${at.column} ` : ""}${rule} ${say}${fix === undefined ? "" : ` — ${fix}`}`,
      ),
    }));

/** More than this is no longer read. */
const MOST = 50;

/** Sorted as given, and not more than one can read. */
export function capped(failures: readonly Failure[]): readonly Failure[] {
  if (failures.length <= MOST) return failures;
  return [...failures.slice(0, MOST), { property: "", reason: `… and ${failures.length - MOST} more` }];
}
