import { counted } from "../documents/evidence/counts";
import { Entity, Ref, Value, called, list, text } from "../engine/model/entity";
import type { LimitForm, Rule } from "../engine/model/rule";
import type { Transition } from "../engine/stages";
import { grouped } from "../engine/text";
import { ceiling } from "../engine/verify/limits";
import type { Properties } from "./codec";
import type { Observed } from "./drivers/driver";
import { operationOn } from "./transition";

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
