import { Boundary, exchange, intersect, parseBoundary, writeNetworks, writeSpans } from "../boundaries";
import { feedbackVertices, strongComponents } from "../graph";
import { Entity, Ref, State, byText, list, number } from "../model/entity";
import type { Finding } from "../model/finding";
import type { Claims, PhaseTable } from "../model/phases";
import type { Edge, OpId, Operation } from "../model/plan";
import type { PlacedTask } from "../model/problem";
import type { Expanded } from "./expand";

/**
 * A gap: addresses that nobody owns between a release and its claim, and the agents who wait for it; with its length in a realm
 * whose claims must wait until the release is known everywhere.
 */
export type Gap = Readonly<{
  owner: Ref;
  to: Ref;
  addresses: readonly string[];
  agents: number;
  who?: string;
  minutes?: number;
}>;

export type Exchanged = Readonly<{
  expanded: Expanded;
  edges: readonly Edge[];
  gaps: readonly Gap[];
  /** What became two operations, by the one that it was: what speaks of the one speaks of both. */
  split: ReadonlyMap<OpId, readonly OpId[]>;
}>;

/**
 * Who gives addresses to whom decides the order: the giver lets go before the taker takes. Where they give in a ring, no order
 * inside one stage is safe, and two stages always suffice: some owners release first and take last, chosen so that the fewest
 * agents wait meanwhile.
 */
export function exchangeBoundaries(table: PhaseTable, expanded: Expanded, start: State, goal: State): Exchanged {
  const moving = expanded.operations.filter((operation) => start.get(operation.entity)?.kind === "boundaries");
  const byEntity = new Map<Ref, Operation>();
  for (const operation of moving) byEntity.set(operation.entity, operation);
  const realms = new Map<string, Mover[]>();
  for (const [ref, operation] of [...byEntity].sort(([a], [b]) => byText(a, b))) {
    const [before, after] = [start.get(ref), goal.get(ref)];
    if (!before || !after) continue;
    const [was, is] = [claimed(table, before), claimed(table, after)];
    if (was.realm !== is.realm) continue;
    const mover = {
      ref,
      operation,
      entity: before,
      goal: after,
      was: was.addresses.filter((one) => !is.addresses.includes(one)),
      is: is.addresses.filter((one) => !was.addresses.includes(one)),
    };
    const movers = realms.get(was.realm);
    if (movers) movers.push(mover);
    else realms.set(was.realm, [mover]);
  }
  const results = [...realms].sort(([a], [b]) => byText(a, b)).map(([, movers]) => exchangeRealm(table, movers));
  const split = new Map(results.flatMap((result) => [...result.split]));
  return {
    expanded: {
      ...expanded,
      operations: expanded.operations.flatMap((operation) => split.get(operation.id) ?? [operation]),
      chains: expanded.chains.map((chain) => chain.flatMap((id) => split.get(id)?.map((operation) => operation.id) ?? [id])),
    },
    edges: results.flatMap((result) => result.edges),
    gaps: results.flatMap((result) => result.gaps),
    split: new Map([...split].map(([id, two]) => [id, two.map((operation) => operation.id)])),
  };
}

/** Tasks whose operations became two each, with both: whatever waits for the task waits for the last of them. */
export const following = (tasks: readonly PlacedTask[], split: Exchanged["split"]): readonly PlacedTask[] =>
  split.size === 0
    ? tasks
    : tasks.map((placed) => ({ ...placed, operations: placed.operations.flatMap((id) => split.get(id) ?? [id]) }));

/** An owner whose addresses change, with what it lets go and what it takes. */
type Mover = Readonly<{
  ref: Ref;
  operation: Operation;
  entity: Entity;
  goal: Entity;
  was: readonly string[];
  is: readonly string[];
}>;

type Realm = Readonly<{ split: ReadonlyMap<string, readonly Operation[]>; edges: readonly Edge[]; gaps: readonly Gap[] }>;

const claimed = (table: PhaseTable, entity: Entity): Omit<Claims, "addresses"> & Readonly<{ addresses: readonly string[] }> => {
  const claims = table.of("boundaries").claims?.(entity);
  return claims ? { ...claims, addresses: claims.addresses.map(String) } : { realm: "", addresses: [] };
};

const parsed = (texts: readonly string[]): readonly Boundary[] =>
  texts.flatMap((text) => {
    const read = parseBoundary(text);
    return read.ok ? [read.value] : [];
  });

function exchangeRealm(table: PhaseTable, movers: readonly Mover[]): Realm {
  // Where nobody lets go of anything, or nobody takes anything, nothing changes hands: so it is in most realms.
  if (movers.every(({ was }) => was.length === 0) || movers.every(({ is }) => is.length === 0))
    return { split: new Map(), edges: [], gaps: [] };
  const at = new Map(movers.map((mover, i) => [mover.ref as string, i]));
  const { gives } = exchange(
    new Map(movers.map((mover) => [mover.ref, parsed(mover.was)])),
    new Map(movers.map((mover) => [mover.ref, parsed(mover.is)])),
  );
  const arcs = gives.map((give) => [at.get(give.from) as number, at.get(give.to) as number] as const);
  const ringed = new Set(
    strongComponents(movers.length, arcs)
      .filter((component) => component.length > 1)
      .flat(),
  );
  // of roaming boundaries nobody's assignment hangs: there it is who finds content by them
  const weights = movers.map(({ entity }) => Math.max(1, number(entity, "agents"), number(entity, "clients")));
  const first = ringed.size === 0 ? new Set<number>() : new Set(feedbackVertices(movers.length, arcs, weights).nodes);
  const splits = new Map([...first].map((i) => [i, releaseAndClaim(table, movers[i] as Mover)]));
  const giving = (i: number): string => (splits.get(i)?.[0] ?? (movers[i] as Mover).operation).id;
  const taking = (i: number): string => (splits.get(i)?.[1] ?? (movers[i] as Mover).operation).id;
  return {
    split: new Map([...splits].map(([i, two]) => [(movers[i] as Mover).operation.id, two])),
    edges: arcs.map(([from, to]) => ({ first: giving(from), then: taking(to), rule: "BND-001", how: "before" })),
    gaps: gives.flatMap((give): readonly Gap[] => {
      const [from, to] = [at.get(give.from) as number, at.get(give.to) as number];
      const giver = movers[from] as Mover;
      const { who } = claimed(table, giver.entity);
      const minutes = gapMinutes(table, giver, movers[to] as Mover);
      if (minutes === undefined && !first.has(from) && !first.has(to)) return [];
      const addresses = [...writeSpans(give.spans), ...give.sites];
      return [
        {
          owner: giver.ref,
          to: give.to as Ref,
          addresses,
          agents: number(giver.entity, "agents"),
          ...(who === undefined ? {} : { who }),
          ...(minutes === undefined ? {} : { minutes }),
        },
      ];
    }),
  };
}

/** From the release's beginning to the claim's end, where the realm has a wait between them. */
function gapMinutes(table: PhaseTable, from: Mover, to: Mover): number | undefined {
  const wait = claimed(table, from.entity).minutes;
  const lasts = ({ operation }: Mover): number => table.move("boundaries", operation.move).minutes ?? 0;
  return wait === undefined ? undefined : lasts(from) + wait + lasts(to);
}

/** What the plan says of gaps that have a length: who waits, and how long. */
export const gapsFound = (gaps: readonly Gap[]): readonly Finding[] =>
  gaps
    .filter((gap) => gap.minutes !== undefined && gap.agents > 0)
    .map(({ owner, to, addresses, agents, who = "agents", minutes }) => ({
      rule: "BND-004",
      severity: "info",
      say: `${addresses.join(", ")} belong to nobody for about ${minutes} min, between ${owner} and ${to}: up to ${agents} ${who} find no site there`,
      entity: to,
    }));

/** First only what is to go goes; what stays, stays. The claim brings the rest, a stage later. */
function releaseAndClaim(table: PhaseTable, mover: Mover): readonly [Operation, Operation] {
  const property = table.move("boundaries", mover.operation.move).changes?.[0] ?? "addresses";
  const all = list(mover.entity, property).map(String);
  const next = list(mover.goal, property).map(String);
  const kept = all.filter((one) => next.includes(one));
  const partly = intersect(spansOf(mover.was), spansOf(mover.is));
  const base = { entity: mover.ref, move: mover.operation.move };
  return [
    {
      ...base,
      id: `${mover.operation.id}+release`,
      because: ["BND-001"],
      set: { [property]: [...kept, ...writeNetworks(partly)].sort(byText) },
    },
    {
      ...base,
      id: `${mover.operation.id}+claim`,
      because: mover.operation.because,
      set: { ...mover.operation.set, [property]: next },
    },
  ];
}

const spansOf = (texts: readonly string[]): Parameters<typeof intersect>[0] =>
  parsed(texts).flatMap((one) => ("first" in one ? [one] : []));
