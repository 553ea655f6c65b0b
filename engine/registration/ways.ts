import type { Ref } from "../model/entity";
import { Course, Transition, awaits, neighbouring, stageIndex, stageName, startOf } from "../stages";

/** What the stack is told, as its settings write it: `r1/beaumont-pilot`. */
export type Told = Readonly<{ from: string; to: string }>;

/** One way between two neighbouring stages, as the program registers it: with what the stack is told, in full. */
export type Way = Transition & Readonly<{ told: Told }>;

/** The way that a stack is told to go; nothing where its stage is none of the lock's, which the provider then refuses. */
export function wayOf(plan: Course, told: Told): Way | undefined {
  const to = stageIndex(plan, told.to);
  const from = to === undefined ? undefined : startOf(plan, told.from, to);
  if (from === undefined || to === undefined || !plan.states[to]) return undefined;
  return { ...neighbouring(plan, from, to), told: { from: stageName(plan, from), to: told.to } };
}

/** What each entity waits for in this stage; reversed on the way back. */
export function waits(way: Transition): ReadonlyMap<Ref, readonly Ref[]> {
  const all = new Map<Ref, Ref[]>();
  const entityOf = new Map(way.stage?.operations.map(({ id, entity }) => [id, entity] as const));
  for (const { first, then } of (way.stage?.edges ?? []).map((edge) => awaits(way, edge))) {
    const [before, after] = [entityOf.get(first), entityOf.get(then)];
    if (before === undefined || after === undefined || all.get(after)?.includes(before)) continue;
    all.set(after, [...(all.get(after) ?? []), before]);
  }
  return all;
}

/** What nothing in the stage waits for: when all of it is over, the stage is. */
export function lastOf(way: Transition): readonly Ref[] {
  const awaited = new Set([...waits(way).values()].flat());
  return (way.stage?.operations ?? []).map(({ entity }) => entity).filter((ref) => !awaited.has(ref));
}
