import type { Opened } from "../documents/open";
import type { Ref, State } from "../engine/model/entity";
import type { Edge, Stage } from "../engine/model/plan";

/** What the stack is told, as its settings write it: `r1/beaumont-pilot`. */
export type Told = Readonly<{ from: string; to: string }>;

/** One way between two neighbouring stages, as the program registers it. */
export type Way = Readonly<{
  /** How many stages have been carried out when it is over. */
  index: number;
  to: string;
  from: string;
  target: State;
  stage?: Stage;
  back: boolean;
}>;

type Planned = Pick<Opened, "stages" | "states"> & Readonly<{ revision: string }>;

/** The settings' names of all stages, adopt first. */
export const stageNames = ({ revision, stages }: Pick<Planned, "revision" | "stages">): readonly string[] =>
  ["adopt", ...stages.map(({ name }) => name)].map((name) => `${revision}/${name}`);

/** The way that a stack is told to go; nothing where its stage is none of the lock's, which the provider then refuses. */
export function wayOf(planned: Planned, { from, to }: Told): Way | undefined {
  const names = stageNames(planned);
  const index = names.indexOf(to);
  const start = from === "" ? Math.max(0, index - 1) : names.indexOf(from);
  const target = planned.states[index];
  if (!target || start === -1) return undefined;
  const stage = Math.abs(start - index) === 1 ? planned.stages[Math.max(start, index) - 1] : undefined;
  return { index, to, from: names[start] as string, target, ...(stage ? { stage } : {}), back: index < start };
}

/** What each entity waits for in this stage; reversed on the way back. */
export function waits({ stage, back }: Way): ReadonlyMap<Ref, readonly Ref[]> {
  const all = new Map<Ref, Ref[]>();
  const entityOf = new Map(stage?.operations.map(({ id, entity }) => [id, entity] as const));
  for (const [first, then] of (stage?.edges ?? []).map((edge) => ends(edge, back))) {
    const [before, after] = [entityOf.get(first), entityOf.get(then)];
    if (before === undefined || after === undefined || all.get(after)?.includes(before)) continue;
    all.set(after, [...(all.get(after) ?? []), before]);
  }
  return all;
}

const ends = ({ first, then }: Edge, back: boolean): readonly [string, string] => (back ? [then, first] : [first, then]);

/** What nothing in the stage waits for: when all of it is over, the stage is. */
export function lastOf(way: Way): readonly Ref[] {
  const awaited = new Set([...waits(way).values()].flat());
  return (way.stage?.operations ?? []).map(({ entity }) => entity).filter((ref) => !awaited.has(ref));
}
