import type { Change } from "../engine/model/change";
import { Ref, State, kindOf, nameOf } from "../engine/model/entity";
import type { PhaseTable } from "../engine/model/phases";
import type { Plan } from "../engine/model/plan";
import type { Problem } from "../engine/model/problem";
import { Unowned, gapOf, minutesOf } from "../engine/passes/duration";
import { states } from "../engine/passes/walk";
import { grouped, plural } from "../engine/text";

/** What differs between two estates, a line a change, in the order of what it is about. */
export const changeLines = (table: PhaseTable, changes: readonly Change[]): readonly string[] =>
  changes.map((change) => `${change.change.padEnd(11)} ${sentence(table, change)}`);

function sentence(table: PhaseTable, change: Change): string {
  const named = (ref: Ref): string => `${table.has(kindOf(ref)) ? table.of(kindOf(ref)).word : kindOf(ref)} ${nameOf(ref)}`;
  const all = (refs: readonly Ref[]): string => refs.map(nameOf).join(" and ") || "nowhere";
  switch (change.change) {
    case "added":
    case "removed":
      return named(change.what);
    case "changed":
      return `${named(change.what)}: ${change.props.join(", ")}`;
    case "moved":
      return `${change.what === undefined ? change.addresses.join(", ") : named(change.what)} from ${all(change.from)} to ${all(change.to)}`;
    case "renamed":
      return `${named(change.from)} is ${nameOf(change.to)} now`;
    case "split":
      return `${named(change.from)}: a part of it is ${all(change.into)} now`;
    case "merged":
      return `${all(change.from)} into ${named(change.into)}`;
    case "replaced":
      return `${named(change.what)} on ${change.to} instead of ${change.from}`;
    case "re-parented":
      return `${named(change.what)} from ${change.from === undefined ? "nobody" : nameOf(change.from)} to ${change.to === undefined ? "nobody" : nameOf(change.to)}`;
    default:
      return assertNever(change);
  }
}

function assertNever(change: never): never {
  throw new Error(`no words for ${JSON.stringify(change)}`);
}

/** What a change costs, in the line that a pull request is read by: `3 stages, 25 min, gap 10 min for 212 clients`. */
export function effort(problem: Problem, { stages, start }: Pick<Plan, "stages" | "start">): string {
  const before = states(problem.table, start, stages);
  const minutes = stages.reduce((sum, stage, i) => sum + minutesOf(problem, before[i] as State, stage), 0);
  const gap = gapOf(problem, stages);
  return [plural(stages.length, "stage"), spelt(minutes), ...(gap ? [gapText(gap)] : [])].join(", ");
}

/** In a ring of boundaries, somebody waits until the stage after. */
export const gapText = ({ minutes, agents, parted, who }: Unowned): string =>
  `gap ${spelt(minutes)} for ${plural(agents, who.replace(/s$/, ""))}${parted > 0 ? ` (${parted === agents ? "all" : grouped(parted)} of them until a later stage)` : ""}`;

/** Minutes as people say them: 25 min, 3 h, 26 h 20 min. */
export function spelt(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  if (hours < 2) return `${minutes} min`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
