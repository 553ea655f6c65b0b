import { stageName } from "../engine/stages";
import { plural } from "../engine/text";
import { mkdtempSync, readFileSync, existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pc from "picocolors";
import { ensureStack, lockOn, readStack } from "./backend";
import { Carried, indexOf } from "./carried";
import { exit } from "./command";
import { Happened, readEvents } from "./events";
import { Outcome, onlyRefused, onlyWaits, outcomeOf, outcomeText } from "./outcome";
import { err, out } from "./print";
import { runPulumi } from "./pulumi";
import type { Settings } from "./settings";
import { Stack, Stopped, carriedOf, stopped, unknownStack } from "./stack";
import { afterLast, brief, row } from "./words";

/** A stack whose settings say what to do and that nobody holds. */
export type Runnable = Readonly<{ stack: Stack; carried: Carried; settings: Settings }>;

/** All that can be known to stand in the way before Pulumi is started. */
export function runnable(stack: Stack): Runnable | Stopped {
  const { settings, file, name } = stack;
  if (!settings) return unknownStack(stack);
  const missing = (["migration", "plan", "stage"] as const).filter((key) => settings[key] === undefined);
  if (missing.length > 0)
    return {
      say: `${file} says no ${missing.map((key) => `drover:${key}`).join(", ")} — drover promote ${name} writes the next stage`,
      status: exit.findings,
    };
  const carried = carriedOf(stack);
  return stopped(carried) ? carried : { stack, carried, settings };
}

/** What a stack that is locked has to hear; nothing where it is free, or where the backend keeps no files here. */
export function locked(stack: Stack): Stopped | undefined {
  const judged = lockOn(stack);
  if (judged.lock === "none") return undefined;
  const fix = judged.lock === "held" ? judged.fix : `drover resume ${stack.name} removes the lock and goes on`;
  return { say: `${judged.say} — ${fix}`, status: exit.broken };
}

/** Two that begin in the same moment both see a free stack, and Pulumi lets one through: the other hears who has it. */
function heldByAnother(stack: Stack): string | undefined {
  const judged = lockOn(stack);
  return judged.lock === "held" ? `${judged.say}: this command has changed nothing — ${judged.fix}` : undefined;
}

/** The real preview; where it is refused, in the words in which `drover apply` is. */
export async function preview({ stack, carried, settings }: Runnable): Promise<number> {
  const { name, pulumi, project, deployment } = stack;
  const made = await ensureStack(pulumi, project, name);
  if ("say" in made) return complain(made.say);
  const { status, happened } = await logged(stack, ["preview"], {});
  if (status === 0) return exit.done;
  const outcome = outcomeOf(carried, settings, deployment, happened);
  const named = happened.failures.length;
  if (named > 0) out(`\n${outcomeText(carried, { ...outcome, waiting: [], stuck: [] })}`);
  out(
    `next: ${named > 0 ? "mend what is named" : `Pulumi ended with status ${status} and said why above`}, then drover apply ${name} --preview`,
  );
  return onlyRefused({ ...outcome, waiting: [], stuck: [] }) ? exit.findings : exit.broken;
}

type Logged = Readonly<{ status: number; interrupted: boolean; happened: Happened }>;

/** Runs the CLI on the user's terminal, and reads what its engine reported. */
async function logged({ pulumi, name }: Stack, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Logged> {
  const folder = mkdtempSync(join(tmpdir(), "drover-apply-"));
  try {
    const log = join(folder, "events.json");
    let interrupted = false;
    const status = await runPulumi(pulumi, [...args, "--stack", name, "--event-log", log], {
      env: { ...LOGS, ...env },
      interrupted: () => (interrupted = true),
    });
    const happened = existsSync(log) ? readEvents(readFileSync(log, "utf8")) : { done: [], failures: [] };
    return { status, interrupted, happened };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The CLI writes an event log only for those who ask so. */
const LOGS = { PULUMI_DEBUG_COMMANDS: "true" };

/**
 * `pulumi up` to the end, or until something has to wait. Every partial state of a stage is proved safe, so what can go on does,
 * beside what waits. Without a preview of its own: the provider's first check reads all that the stage touches before anything is
 * changed, and a preview would read it twice.
 */
export async function carryOut({ stack, carried, settings }: Runnable): Promise<number> {
  const { name, pulumi, project } = stack;
  const made = await ensureStack(pulumi, project, name);
  if ("say" in made) return complain(made.say);
  // outputs are shown as gone where a stage is refused, though the stack keeps them
  const args = ["up", "--yes", "--skip-preview", "--continue-on-error", "--suppress-outputs"];
  const ended = await logged(stack, args, upEnvironment(stack, carried, settings));
  const holder = ended.status === 0 ? undefined : heldByAnother(stack);
  if (holder !== undefined) return complain(holder);
  const stored = await readStack(pulumi, project, name);
  if ("say" in stored) return complain(stored.say);
  return report({ stack, carried, settings }, { ...ended, deployment: stored.deployment });
}

/** Adopting changes nothing: its state may be written once, at the end. */
export function upEnvironment(
  { deployment }: Pick<Stack, "deployment">,
  carried: Carried,
  settings: Settings,
): NodeJS.ProcessEnv {
  const adopts = deployment.phases.size === 0 && indexOf(carried, settings.stage ?? "") === 0;
  return adopts ? { PULUMI_SKIP_CHECKPOINTS: "true" } : {};
}

function complain(say: string): number {
  err(say);
  return exit.broken;
}

type Ended = Logged & Readonly<{ deployment: Stack["deployment"] }>;

function report({ stack, carried, settings }: Runnable, { deployment, happened, ...how }: Ended): number {
  const { name } = stack;
  const outcome = outcomeOf(carried, settings, deployment, happened);
  out();
  if (how.status === 0 && outcome.complete) {
    const was = happened.done.length === 0 && rests(stack.deployment, settings);
    out(complete(carried, name, outcome, was));
    return exit.done;
  }
  out(outcomeText(carried, outcome));
  if (!how.interrupted && onlyWaits(outcome)) {
    out(`next: do what they wait for, then drover apply ${name}; what is done is not done twice        exit ${exit.waiting}`);
    return exit.waiting;
  }
  const refused = onlyRefused(outcome);
  const ended = { ...how, refused, named: outcome.failures.length + outcome.stuck.length, locked: locked(stack) !== undefined };
  out(`next: ${afterEnding(name, ended)}; drover status ${name} shows where it stands`);
  return how.interrupted ? exit.interrupted : refused ? exit.findings : exit.broken;
}

/** What to do after a run that did not get to the stage's end. */
export function afterEnding(
  name: string,
  {
    status,
    interrupted,
    named,
    refused = false,
    locked: left,
  }: Readonly<{ status: number; interrupted: boolean; named: number; refused?: boolean; locked: boolean }>,
): string {
  const goOn = left ? `drover resume ${name}` : `drover apply ${name}`;
  if (interrupted) return `interrupted by Ctrl-C, nothing new was begun: ${goOn} goes on where it stopped`;
  if (refused) return `mend what is named, then ${goOn}`;
  if (named > 0) return `mend what is named, then ${goOn} goes on where it stopped`;
  if (status > 128) return `Pulumi was ended from outside (status ${status}); drover resume ${name} goes on where it stopped`;
  return `Pulumi ended with status ${status} and said why above; ${goOn} goes on where it stopped`;
}

/** Whether a stack was where it is told to be before anything was begun. */
const rests = ({ completed, intent, unfinished, pending }: Stack["deployment"], { stage }: Settings): boolean =>
  completed === stage && intent?.to === stage && unfinished.length + pending.length === 0;

/** `was`: it was so before. */
export function complete(carried: Carried, name: string, { stage, back, done }: Outcome, was: boolean): string {
  const at = back ? stage - 1 : stage;
  if (was)
    return [
      `${pc.green("✔")} there was nothing to do: ${name} is at ${stageName(carried, at)}, which is complete`,
      ...nextLines(carried, name, at),
    ].join("\n");
  const what = back
    ? `${stageName(carried, stage)} is taken back: ${name} is at ${stageName(carried, at)} again`
    : `${stageName(carried, stage)} is complete`;
  const count = done > 0 ? ` (${plural(done, "operation")})` : "";
  return [`${pc.green("✔")} ${what}${count}`, ...nextLines(carried, name, at)].join("\n");
}

/** What comes after a completed stage. */
export function nextLines(carried: Carried, name: string, completed: number): readonly string[] {
  if (completed === carried.stages.length)
    return [afterLast(carried, completed)];
  return [row("next", brief(carried, completed + 1)), row("", `drover promote ${name}`)];
}
