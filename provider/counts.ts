import { Entity, Ref, Value, list, nameOf, text } from "../engine/model/entity";
import type { Migration } from "../engine/model/migration";
import type { LimitForm, Rule } from "../engine/model/rule";
import type { Transition } from "../engine/stages";
import { grouped } from "../engine/text";
import { ceiling } from "../engine/verify/limits";
import type { Properties } from "./codec";
import type { Observed } from "./drivers/driver";
import { operationOn } from "./transition";

const counted = (observed: Observed, prop: string): number | undefined => {
  const value = observed[prop];
  return typeof value === "number" ? value : undefined;
};

/** `server/bea-smp1@7.1` as people call it. */
const called = (ref: string): string => nameOf(ref).replace(/@[^@/]*$/, "");

/** How many of a wave can be waited for: those seen lately, where somebody counts them. */
const expected = (wave: Entity, observed: Observed): number => {
  const agents = counted(observed, "agents") ?? Number(wave.agents ?? 0);
  return Math.min(agents, counted(observed, "seen") ?? agents);
};

/** Why a wave that is said to have moved is not done: too few of its agents are seen where they belong. */
export function shortOf(done: Migration["done"], wave: Entity, observed: Observed, take = Infinity): string | undefined {
  const all = Math.min(expected(wave, observed), take);
  const share = (prop: string, percent: number, what: string): string | undefined => {
    const reached = counted(observed, prop);
    const wanted = Math.ceil((all * percent) / 100);
    if (reached === undefined || reached >= wanted) return undefined;
    return `${grouped(reached)} of ${grouped(all)} agents ${what}; ${grouped(wanted)} are wanted`;
  };
  return (
    share("arrived", done.arrivedPercent, `report to ${called(text(wave, "to"))}`) ??
    share("upgraded", done.upgradedPercent, "are upgraded")
  );
}

/** What a stack keeps of a wave's counts: who has come, and who was left behind. */
export function countsOf(wave: Entity, observed: Observed): Properties {
  const arrived = wave.kind === "wave" ? counted(observed, "arrived") : undefined;
  if (arrived === undefined || wave.phase === "waiting") return {};
  return { arrived, left: Math.max(0, (counted(observed, "agents") ?? Number(wave.agents ?? 0)) - arrived) };
}

/** Counts are of the stage that made them: stragglers that come later are no drift. */
export const keptCounts = (outputs: Properties): Properties =>
  Object.fromEntries(Object.entries(outputs).filter(([name]) => name === "arrived" || name === "left"));

/** What became of an entity, for its finished row. */
export function resultOf(ref: Ref, wanted: Entity | undefined, outputs: Properties): string {
  const { phase, arrived, left } = outputs;
  const said = `${ref} is ${String(phase)}`;
  if (wanted?.kind !== "wave") return said;
  if (typeof arrived !== "number" || typeof left !== "number") return `${said}; its driver does not count its agents`;
  const behind = left === 0 ? "" : `, ${grouped(left)} are stragglers`;
  return `${said}: ${grouped(arrived)} of ${grouped(arrived + left)} agents report to ${called(text(wanted, "to"))}${behind}`;
}

export type Taken = Readonly<{ agents: number; say?: string }>;

/**
 * How many agents a wave takes: all that are found now, which may be a few more than were planned; but no more than were
 * planned where a limit of the rules would be passed by what is found.
 */
export function takenBy(
  way: Transition,
  rules: readonly Rule[],
  options: Readonly<Record<string, Value>>,
  wave: Entity,
  seen: ReadonlyMap<Ref, Observed>,
): Taken | undefined {
  const found = counted(seen.get(wave.ref) ?? { phase: "" }, "agents");
  const planned = Number(wave.agents ?? 0);
  if (found === undefined) return undefined;
  if (found <= planned) return { agents: found };
  for (const rule of rules)
    for (const form of rule.is) {
      if (form.form !== "limit" || form.of !== wave.kind || form.weigh !== "agents") continue;
      const [target, sum] = worst(way, form, wave, seen);
      const most = ceiling(form, options);
      if (sum <= most) continue;
      const say =
        `takes ${grouped(planned)} of the ${grouped(found)} agents that are there: with all of them ${called(target)} would have ` +
        `${grouped(sum)}, and ${grouped(most)} are the most (${rule.id})`;
      return { agents: planned, say };
    }
  return { agents: found };
}

/** The largest sum that a limit speaks of, of what this wave is part of, by what is found now. */
function worst(way: Transition, form: LimitForm, wave: Entity, seen: ReadonlyMap<Ref, Observed>): readonly [string, number] {
  const standing = form.span === "state";
  const keysOf = (entity: Entity): readonly string[] => (form.by === "ref" ? [entity.ref] : list(entity, form.by).map(String));
  const at = (ref: Ref): Entity | undefined => (standing ? way.target : way.before).get(ref);
  const own = keysOf(at(wave.ref) ?? wave);
  const sums = new Map(own.map((key) => [key, 0]));
  for (const { ref, kind } of way.before.values()) {
    const entity = kind === form.of ? at(ref) : undefined;
    if (!entity || (!standing && !moves(way, form, ref))) continue;
    const agents = counted(seen.get(ref) ?? { phase: "" }, "agents") ?? Number(entity.agents ?? 0);
    for (const key of keysOf(entity)) if (sums.has(key)) sums.set(key, (sums.get(key) as number) + agents);
  }
  return [...sums].reduce((most, one) => (one[1] > most[1] ? one : most), ["", 0] as readonly [string, number]);
}

const moves = (way: Transition, form: LimitForm, ref: Ref): boolean => {
  const operation = operationOn(way, ref);
  return operation !== undefined && (form.moves === undefined || form.moves.includes(operation.move));
};
