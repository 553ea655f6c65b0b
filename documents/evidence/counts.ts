import { Entity, Value, called, text } from "../../engine/model/entity";
import type { Migration } from "../../engine/model/migration";
import { grouped } from "../../engine/text";

/** Why a wave that is said to have moved is not done: too few of its agents are where they belong, or nobody has counted. */
export type Short = Readonly<{ is: "few" | "uncounted"; say: string }>;

/** What somebody has counted of a wave: `agents`, `seen` (lately), `arrived`, `upgraded`. */
type Counted = Readonly<Record<string, Value>>;

export const counted = (seen: Counted, prop: string): number | undefined => {
  const value = seen[prop];
  return typeof value === "number" ? value : undefined;
};

/** How many of a wave can be waited for: those seen lately, where somebody counts them. */
function expected(wave: Entity, seen: Counted): number {
  const agents = counted(seen, "agents") ?? Number(wave.agents ?? 0);
  return Math.min(agents, counted(seen, "seen") ?? agents);
}

const reporting = (wave: Entity): string => `report to ${called(text(wave, "to"))}`;
const UPGRADED = "are upgraded";

/** Held against the shares that the migration document asks for. Where it asks for none, none need be counted. */
export function shortOf(done: Migration["done"], wave: Entity, seen: Counted, take = Infinity): Short | undefined {
  const all = Math.min(expected(wave, seen), take);
  const share = (prop: string, percent: number, what: string): Short | undefined => {
    const reached = counted(seen, prop);
    const wanted = Math.ceil((all * percent) / 100);
    if (wanted === 0 || (reached !== undefined && reached >= wanted)) return undefined;
    const wants = `${grouped(wanted)} are wanted`;
    if (reached === undefined)
      return { is: "uncounted", say: `nobody has counted how many of ${grouped(all)} agents ${what}; ${wants}` };
    return { is: "few", say: `${grouped(reached)} of ${grouped(all)} agents ${what}; ${wants}` };
  };
  return share("arrived", done.arrivedPercent, reporting(wave)) ?? share("upgraded", done.upgradedPercent, UPGRADED);
}

/** What people count who move a wave, in their words: drivers are asked for the same (provider/drivers/driver.ts). */
export function toCount(entity: Entity): Readonly<Record<"arrived" | "upgraded", string>> | undefined {
  if (entity.kind !== "wave") return undefined;
  const of = `how many of ${grouped(Number(entity.agents ?? 0))} agents`;
  return { arrived: `${of} ${reporting(entity)}`, upgraded: `${of} ${UPGRADED}` };
}

/** What people have counted, as a driver would have observed it. */
export function countsIn(entity: Entity, fields: Readonly<Record<string, string>>): Counted {
  const found = Object.keys(toCount(entity) ?? {}).flatMap((name): [string, number][] => {
    const value = Object.hasOwn(fields, name) ? fields[name]?.trim() : undefined;
    return value !== undefined && /^\d{1,15}$/.test(value) ? [[name, Number(value)]] : [];
  });
  return Object.fromEntries(found);
}
