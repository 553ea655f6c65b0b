import { stageName } from "../engine/stages";
import { stageMeant } from "./carried";
import { lockFile } from "../documents/revisions";
import { judge } from "../provider/intent";
import { Carried, finalOperations, indexOf } from "./carried";
import { sameFolder } from "./folder";
import type { Deployment } from "./deployment";
import type { Settings } from "./settings";
import { Standing, standingOf } from "./standing";
import { afterLast } from "./words";

/** What a person wants of `drover promote`. */
export type Wish = Readonly<{
  stack: string;
  to?: string;
  back?: boolean;
  /** A process that runs no more holds the stack. */
  dead?: boolean;
}>;

/** What carries out what is written. */
export const goesOn = ({ stack, dead }: Pick<Wish, "stack" | "dead">): string => `drover ${dead ? "resume" : "apply"} ${stack}`;

export type Facts = Readonly<{ carried: Carried; file: string; settings?: Settings; deployment: Deployment }>;

/** The settings to write; or that they say it already; or why not, each with what to do instead. */
export type Promotion = Readonly<
  | { do: "write"; changes: Settings; index: number; back: boolean }
  | { do: "nothing"; say: string }
  /** `usage`: what was asked for there is not. */
  | { do: "refuse"; say: readonly string[]; usage?: true }
>;

const refuse = (...say: readonly string[]): Promotion => ({ do: "refuse", say });

type Target = Readonly<{ index: number; from: number }>;

/** The next stage, the one before, or the one that is named: never more than one step from what is completed. */
export function promotion(facts: Facts, wish: Wish): Promotion {
  const made = decided(facts, wish);
  return made.do === "refuse" ? { ...made, say: made.say.map((line) => line.replaceAll("<stack>", wish.stack)) } : made;
}

function decided(facts: Facts, wish: Wish): Promotion {
  const standing = standingOf(facts.carried, facts.settings, facts.deployment);
  if (standing.state === "other plan") return against(facts, { index: 0, from: 0 });
  const target = wish.to !== undefined ? named(facts, standing, wish.to) : (wish.back ? before : next)(facts, standing, wish);
  return "do" in target ? target : against(facts, target);
}

function next({ carried, file, settings }: Facts, standing: Standing, wish: Wish): Target | Promotion {
  const { state, completed, intended, told } = standing;
  const { stack } = wish;
  const goOn = goesOn(wish);
  const current = settings?.plan === carried.lock.plan;
  if (state === "fresh") {
    if (current && told === 0)
      return refuse(`${file} says ${stageName(carried, 0)} already, and ${stack} has not adopted yet — carry it out: ${goOn}`);
    return { index: 0, from: 0 };
  }
  if (state === "forward") {
    const final = finalOperations(carried, intended).length > 0;
    const otherwise = final ? "it is a point of no return" : `or take back what was done: drover promote ${stack} --back`;
    return refuse(`${stageName(carried, intended)} is not complete — finish it: ${goOn}; ${otherwise}`);
  }
  if (state === "back") {
    const forth = `or go forth again: drover promote ${stack} --to ${stageName(carried, completed)}`;
    return refuse(
      `the way back from ${stageName(carried, completed)} to ${stageName(carried, intended)} is not complete — finish it: ${goOn}; ${forth}`,
    );
  }
  if (current && told === completed + 1)
    return refuse(
      `${file} says ${stageName(carried, told)} already, and nothing of it has been carried out — preview it: drover apply ${stack} --preview; or carry it out: ${goOn}`,
    );
  if (completed === carried.stages.length)
    return refuse(afterLast(carried, completed));
  return { index: completed + 1, from: completed };
}

function before({ carried, file, settings }: Facts, standing: Standing, wish: Wish): Target | Promotion {
  const { state, completed, intended, from, told } = standing;
  const { stack } = wish;
  if (state === "fresh") return refuse(`${stack} has not adopted yet: there is nothing to take back`);
  if (state === "forward" && completed === -1)
    return refuse(
      `${stageName(carried, 0)} only reads and compares: there is nothing to take back — finish it: ${goesOn(wish)}`,
    );
  if (state === "forward") return { index: completed, from: intended };
  if (state === "back")
    return refuse(`${file} is on the way back to ${stageName(carried, intended)} already — finish it: ${goesOn(wish)}`);
  if (settings?.plan === carried.lock.plan && told === completed + 1) return { index: completed, from };
  if (completed === 0)
    return refuse(
      `${stageName(carried, 0)} is where ${stack} began: there is nothing to take back — \`drover pulumi destroy --stack ${stack}\` makes Pulumi forget the estate, which stays as it is`,
    );
  return { index: completed - 1, from: completed };
}

function named({ carried }: Facts, { state, completed, intended, from }: Standing, name: string): Target | Promotion {
  const index = indexOf(carried, name);
  if (index === -1) {
    return { do: "refuse", say: [`the lock has no stage ${name} — ${stageMeant(carried, name)}`], usage: true };
  }
  if (state === "fresh") return { index, from: Math.max(0, index - 1) };
  if (index !== completed) return { index, from: Math.max(0, completed) };
  return { index, from: state === "resting" ? from : intended };
}

/** The provider judges by the same function, in preview: what is written here will not be refused there. */
function against({ carried, file, settings, deployment }: Facts, { index, from }: Target): Promotion {
  const wants = { plan: carried.lock.plan, from: stageName(carried, from), to: stageName(carried, index) };
  const { lock, stages, states, problem, folder } = carried;
  const was = deployment.intent;
  const plan = { lock, lockFile: lockFile(folder, lock.revision), stages, states, table: problem.table };
  const { failures } = judge({ ...(was ? { was } : {}), wants, completed: deployment.completed, ...plan });
  if (failures.length > 0) return refuse(...failures.map(({ reason }) => reason));
  const own = settings?.migration !== undefined && sameFolder(settings.migration, folder) ? {} : { migration: folder };
  const changes: Settings = { ...own, plan: wants.plan, from: wants.from, stage: wants.to };
  // where it is not said a way begins at the stage before, as the provider reads it
  const said = settings && { ...settings, from: settings.from ?? stageName(carried, Math.max(0, index - 1)) };
  if (said && said.plan === changes.plan && said.stage === changes.stage && said.from === changes.from)
    return { do: "nothing", say: `${file} says ${wants.to} already` };
  return { do: "write", changes, index, back: index < from };
}
