import { BoundarySet, NO_DIRECTORY, boundarySet, sweep, writeSpan } from "../boundaries";
import { Reach, reach } from "../graph";
import { Entity, Ref, State, byText } from "../model/entity";
import type { Claims, PhaseTable } from "../model/phases";
import type { OpId } from "../model/plan";
import { walk } from "../passes/walk";
import type { Steps } from "./question";

/** Two owners of one address in one realm and use, in some state that the plan passes through. */
export type Conflict = Readonly<{
  realm: string;
  owners: readonly [Ref, Ref];
  entries: readonly [string, string];
  shared: string;
  stage: string;
  witness: Readonly<Record<OpId, "before" | "during" | "after">>;
}>;

/** What is not judged, and why: never to be shown as fine. */
export type Unjudged = Readonly<{ owner: Ref; entry: string; why: string }>;

/**
 * At most one owner per address, in every interruptible state. Only pairs that overlap in the union of all that they may hold can
 * ever conflict, and a pair is two operations at most: so one sweep and a handful of positions are exact.
 */
export function conflicts(table: PhaseTable, before: State, steps: Steps): readonly Conflict[] {
  const positions = new Map<Ref, readonly Entity[]>();
  const numbers = new Map<Ref, number>();
  steps.operations.forEach((operation, i) => {
    const entity = before.get(operation.entity);
    if (entity?.kind !== "boundaries") return;
    positions.set(entity.ref, walk(table, entity, operation));
    numbers.set(entity.ref, i);
  });
  if (steps.operations.length > 0 && positions.size === 0) return [];
  const claimed = (entity: Entity): Claimed => claimsOf(table, entity);
  const touched = new Set([...positions.values()].flat().flatMap((entity) => claimed(entity).realms));
  const realms = new Map<string, Holder[]>();
  for (const entity of before.values()) {
    if (entity.kind !== "boundaries") continue;
    const path = (positions.get(entity.ref) ?? [entity]).map(claimed);
    for (const realm of new Set(path.flatMap((one) => one.realms)))
      if (steps.operations.length === 0 || touched.has(realm)) {
        const holder = {
          ref: entity.ref,
          path: path.map((one) => (one.realms.includes(realm) ? one.addresses.map(String) : [])),
          nested: path.some((one) => one.nested),
        };
        const holders = realms.get(realm);
        if (holders) holders.push(holder);
        else realms.set(realm, [holder]);
      }
  }
  const order = orderOf(steps);
  return [...realms]
    .sort(([a], [b]) => byText(a, b))
    .flatMap(([realm, holders]) => realmConflicts(realm, holders, steps, order, numbers));
}

type Claimed = Readonly<{ realms: readonly string[]; addresses: Claims["addresses"]; nested: boolean }>;

/** One owner, and the addresses it may hold at each position of its path. */
type Holder = Readonly<{ ref: Ref; path: readonly (readonly string[])[]; nested: boolean }>;

function claimsOf(table: PhaseTable, entity: Entity): Claimed {
  const claims = table.of("boundaries").claims;
  if (!claims) throw new Error("boundaries without a realm: their table of phases must say what they claim");
  const { realm, also = [], addresses, nested } = claims(entity);
  return { realms: [realm, ...also], addresses, nested: nested === "allowed" };
}

function orderOf(steps: Steps): Reach {
  const at = new Map(steps.operations.map((operation, i) => [operation.id, i]));
  return reach(
    steps.operations.length,
    steps.edges.map((edge) => [at.get(edge.first) as number, at.get(edge.then) as number]),
  );
}

function realmConflicts(
  realm: string,
  holders: readonly Holder[],
  steps: Steps,
  order: Reach,
  numbers: ReadonlyMap<Ref, number>,
): readonly Conflict[] {
  const texts: string[] = [];
  const owners: string[] = [];
  for (const { ref, path } of holders)
    for (const claim of new Set(path.flat())) {
      texts.push(claim);
      owners.push(ref);
    }
  const swept = sweep(boundarySet(texts, owners, NO_DIRECTORY));
  const byRef = new Map(holders.map((holder) => [holder.ref, holder]));
  const nested = holders.some((holder) => holder.nested);
  const pairs = [
    ...swept.between.overlaps
      .filter((one) => !(one.relation === "contains" && nested))
      .map((one) => ({ entries: one.entries, owners: one.owners, shared: writeSpan(one.shared) })),
    ...swept.sites.between.map((one) => ({ entries: one.entries, owners: one.owners, shared: `ad:${one.site}` })),
  ];
  const found = pairs.flatMap(({ entries, owners: [a, b], shared }): readonly Conflict[] => {
    const [first, second] = [byRef.get(a as Ref) as Holder, byRef.get(b as Ref) as Holder];
    const said: readonly [string, string] = [texts[entries[0]] as string, texts[entries[1]] as string];
    const witness = together(first, second, said, steps, order, numbers);
    return witness ? [{ realm, owners: [a as Ref, b as Ref], entries: said, shared, stage: steps.name, witness }] : [];
  });
  return found;
}

/** A state in which both hold their entry: nobody's position contradicts the other's. */
function together(
  a: Holder,
  b: Holder,
  entries: readonly [string, string],
  steps: Steps,
  order: Reach,
  numbers: ReadonlyMap<Ref, number>,
): Conflict["witness"] | undefined {
  const [m, n] = [numbers.get(a.ref), numbers.get(b.ref)];
  for (const [i, x] of a.path.entries()) {
    if (!x.includes(entries[0])) continue;
    for (const [j, y] of b.path.entries()) {
      if (!y.includes(entries[1])) continue;
      const lasts = [a.path.length - 1, b.path.length - 1] as const;
      if (
        m !== undefined &&
        n !== undefined &&
        ((order.before(m, n) && j > 0 && i < lasts[0]) || (order.before(n, m) && i > 0 && j < lasts[1]))
      )
        continue;
      const where = (position: number, last: number): "before" | "during" | "after" =>
        position === 0 ? "before" : position === last ? "after" : "during";
      return {
        ...(m === undefined ? {} : { [steps.operations[m]?.id as string]: where(i, lasts[0]) }),
        ...(n === undefined ? {} : { [steps.operations[n]?.id as string]: where(j, lasts[1]) }),
      };
    }
  }
  return undefined;
}

/** What is no boundary at all, with what it should have been. */
export function unreadable(
  table: PhaseTable,
  state: State,
): readonly Readonly<{ owner: Ref; entry: string; say: string; fix?: string }>[] {
  const { owners, texts, set } = allClaimed(table, state);
  return set.refused.map(({ entry, say, fix }) => ({
    owner: owners[entry] as Ref,
    entry: texts[entry] as string,
    say,
    ...(fix === undefined ? {} : { fix }),
  }));
}

/** Directory sites cannot be held against addresses without the directory's subnets. */
export function unjudged(table: PhaseTable, state: State): readonly Unjudged[] {
  const { owners, texts, set } = allClaimed(table, state);
  return set.notEvaluated.map(({ entry, why }) => ({ owner: owners[entry] as Ref, entry: texts[entry] as string, why }));
}

/** All that anybody claims, holder after holder. */
function allClaimed(
  table: PhaseTable,
  state: State,
): Readonly<{ owners: readonly Ref[]; texts: readonly string[]; set: BoundarySet }> {
  const owners: Ref[] = [];
  const texts: string[] = [];
  for (const holder of state.values())
    for (const address of holder.kind === "boundaries" ? claimsOf(table, holder).addresses : []) {
      owners.push(holder.ref);
      texts.push(String(address));
    }
  return { owners, texts, set: boundarySet(texts, owners, NO_DIRECTORY) };
}
