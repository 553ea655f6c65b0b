import { longestTail } from "../graph";
import { Entity, Ref, State } from "../model/entity";
import type { Operation, Stage } from "../model/plan";
import type { PlacedTask, Problem } from "../model/problem";
import { Gap, exchangeBoundaries } from "./exchange";
import { expand } from "./expand";
import { diff } from "./diff";
import { walk } from "./walk";

type Timed = Pick<Problem, "table" | "tasks">;

/** How long a stage takes if nobody waits for a person: its longest way through the edges, by the minutes of tables and tasks. */
export function minutesOf({ table, tasks }: Timed, before: State, stage: Pick<Stage, "operations" | "edges">): number {
  const placed = new Map(tasks.flatMap((task) => task.operations.map((id) => [id, task] as const)));
  const minutes = stage.operations.map((operation) => lasts(table, before, operation, placed.get(operation.id)));
  const at = new Map(stage.operations.map((operation, i) => [operation.id, i]));
  const edges = stage.edges.map((edge) => {
    const first = at.get(edge.first) as number;
    return [first, at.get(edge.then) as number, minutes[at.get(edge.then) as number] as number] as const;
  });
  const tails = longestTail(stage.operations.length, edges);
  return Math.max(0, ...minutes.map((own, i) => own + (tails[i] as number)));
}

const lasts = (...of: Parameters<typeof durations>): number => {
  const { minutes, rests } = durations(...of);
  return minutes + rests;
};

/** How long an operation takes, and what passes before anything may follow: others have to hear of it, or people look on. */
export function durations(
  table: Problem["table"],
  before: State,
  operation: Operation,
  placed: PlacedTask | undefined,
): Readonly<{ minutes: number; rests: number }> {
  const entity = before.get(operation.entity);
  if (!entity) return { minutes: 0, rests: 0 };
  const days = placed?.task.days === undefined ? 0 : Number(placed.subject.is[placed.task.days] ?? 0);
  const minutes = table.move(entity.kind, operation.move).minutes ?? placed?.task.minutes ?? 0;
  return { minutes, rests: waits(table, entity, operation) + days * 24 * 60 };
}

/** Who lets go of addresses waits until all others know. */
function waits(table: Problem["table"], entity: Entity, operation: Operation): number {
  const claims = table.of(entity.kind).claims;
  if (!claims) return 0;
  const path = walk(table, entity, operation);
  const [had, has] = [claims(entity), claims(path[path.length - 1] as Entity)];
  return had.addresses.some((address) => !has.addresses.includes(address)) ? (had.minutes ?? 0) : 0;
}

/**
 * How long addresses belong to nobody, and how many agents can meet that; some of them until a later stage is carried out. `who`
 * they are, in the platform's word.
 */
export type Unowned = Readonly<{ minutes: number; agents: number; parted: number; who: string }>;

/**
 * Nothing where nobody meets it. `minutes` is the longest of what passes within a stage. `of`: only the gaps that begin in this
 * stage.
 */
export function gapOf(
  { table, start, goal }: Pick<Problem, "table" | "start" | "goal">,
  stages: readonly Pick<Stage, "operations">[],
  of?: Pick<Stage, "operations">,
): Unowned | undefined {
  const { gaps } = exchangeBoundaries(table, expand(table, diff(start, goal), start, goal), start, goal);
  const on =
    (ref: Ref) =>
    (stage: Pick<Stage, "operations">): boolean =>
      stage.operations.some(({ entity }) => entity === ref);
  const begins = ({ owner }: Gap): boolean => of === undefined || stages.find(on(owner)) === of;
  const felt = gaps.filter((gap) => gap.minutes !== undefined && gap.agents > 0 && begins(gap));
  if (felt.length === 0) return undefined;
  const parted = felt.filter(({ owner, to }) => stages.findLastIndex(on(to)) > stages.findIndex(on(owner)));
  const { who = "agents" } = felt[0] as Gap;
  return { minutes: Math.max(...felt.map(({ minutes }) => minutes as number)), agents: met(felt), parted: met(parted), who };
}

/** Each owner's agents count once, however many its addresses go to. */
const met = (gaps: readonly Gap[]): number =>
  [...new Map(gaps.map(({ owner, agents }) => [owner, agents])).values()].reduce((sum, count) => sum + count, 0);
