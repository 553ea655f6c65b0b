import { BoundarySet, NO_DIRECTORY, boundarySet, sweep, writeSpan } from "../boundaries";
import { Reach, reach } from "../graph";
import { Entity, Ref, State, byText } from "../model/entity";
import type { PhaseTable } from "../model/phases";
import type { OpId } from "../model/plan";
import { paths } from "../passes/walk";
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
 * At most one owner per address, in every interruptible state of a stage. Only pairs that overlap in the union of all that they
 * may hold can ever conflict, and a pair is two operations at most: so one sweep and a handful of positions are exact.
 */
export function conflicts(
  table: PhaseTable,
  before: State,
  steps: Steps,
  walked = paths(table, before, steps),
): readonly Conflict[] {
  const positions = new Map<Ref, readonly Entity[]>();
  const numbers = new Map<Ref, number>();
  walked.forEach((path, i) => {
    const { ref, kind } = path[0] as Entity;
    if (kind !== "boundaries") return;
    positions.set(ref, path);
    numbers.set(ref, i);
  });
  const touched = new Set([...positions.values()].flatMap((path) => grownIn(path.map((entity) => claimsOf(table, entity)))));
  if (touched.size === 0) return [];
  const order = orderOf(steps);
  return booksOf(table, before, positions, touched).flatMap((book) => conflictsIn(book, steps, order, numbers));
}

/** Who owns what in a state in which nothing is under way: each address of it is read once. */
export class AtRest {
  private readonly books: readonly Book[];

  constructor(table: PhaseTable, state: State) {
    this.books = booksOf(table, state);
  }

  conflicts(name: string): readonly Conflict[] {
    const steps = { name, operations: [], edges: [] };
    return this.books.flatMap((book) => conflictsIn(book, steps, orderOf(steps), new Map()));
  }

  /** What is no boundary at all. */
  get unreadable(): readonly Readonly<{ owner: Ref; entry: string }>[] {
    return this.books.flatMap(({ owners, texts, set }) =>
      set.refused.map(({ entry }) => ({ owner: owners[entry] as Ref, entry: texts[entry] as string })),
    );
  }

  /** Directory sites cannot be held against addresses without the directory's subnets. */
  get unjudged(): readonly Unjudged[] {
    const all = this.books.flatMap(({ owners, texts, set }) =>
      set.notEvaluated.map(({ entry, why }) => ({ owner: owners[entry] as Ref, entry: texts[entry] as string, why })),
    );
    return [...new Map(all.map((one) => [`${one.owner} ${one.entry}`, one])).values()];
  }
}

const atRest = new WeakMap<State, AtRest>();

/** The same for a state that nobody changes any more, such as a plan's first: made once. */
export function ownersOf(table: PhaseTable, state: State): AtRest {
  const known = atRest.get(state) ?? new AtRest(table, state);
  atRest.set(state, known);
  return known;
}

/** What is claimed in one realm, in any position of those who move. */
type Book = Readonly<{
  realm: string;
  holders: readonly Holder[];
  texts: readonly string[];
  owners: readonly Ref[];
  set: BoundarySet;
}>;

/** `wanted`: of these realms; without it, of all. */
function booksOf(
  table: PhaseTable,
  state: State,
  positions: ReadonlyMap<Ref, readonly Entity[]> = new Map(),
  wanted?: ReadonlySet<string>,
): readonly Book[] {
  const realms = new Map<string, Holder[]>();
  for (const entity of state.values()) {
    if (entity.kind !== "boundaries") continue;
    const path = (positions.get(entity.ref) ?? [entity]).map((one) => claimsOf(table, one));
    for (const realm of new Set(path.flatMap((one) => one.realms)))
      if (!wanted || wanted.has(realm)) {
        const holder = {
          ref: entity.ref,
          path: path.map((one) => (one.realms.includes(realm) ? one.addresses : [])),
          nested: path.some((one) => one.nested),
        };
        const holders = realms.get(realm);
        if (holders) holders.push(holder);
        else realms.set(realm, [holder]);
      }
  }
  return [...realms].sort(([a], [b]) => byText(a, b)).map(([realm, holders]) => bookOf(realm, holders));
}

function bookOf(realm: string, holders: readonly Holder[]): Book {
  const texts: string[] = [];
  const owners: Ref[] = [];
  for (const { ref, path } of holders)
    for (const claim of path.length === 1 ? (path[0] ?? []) : new Set(path.flat())) {
      texts.push(claim);
      owners.push(ref);
    }
  return { realm, holders, texts, owners, set: boundarySet(texts, owners, NO_DIRECTORY) };
}

/** The realms in which an owner comes to hold what it did not hold before: nowhere else can a stage bring two together. */
function grownIn([before, ...later]: readonly Claimed[]): readonly string[] {
  const had = new Set(before?.addresses);
  return later.flatMap(({ realms, addresses }) =>
    realms.filter((realm) => !before?.realms.includes(realm) || addresses.some((address) => !had.has(address))),
  );
}

type Claimed = Readonly<{ realms: readonly string[]; addresses: readonly string[]; nested: boolean }>;

/** One owner, and the addresses it may hold at each position of its path. */
type Holder = Readonly<{ ref: Ref; path: readonly (readonly string[])[]; nested: boolean }>;

function claimsOf(table: PhaseTable, entity: Entity): Claimed {
  const claims = table.of("boundaries").claims;
  if (!claims) throw new Error("boundaries without a realm: their table of phases must say what they claim");
  const { realm, also = [], addresses, nested } = claims(entity);
  return { realms: [realm, ...also], addresses: addresses.map(String), nested: nested === "allowed" };
}

function orderOf(steps: Steps): Reach {
  const at = new Map(steps.operations.map((operation, i) => [operation.id, i]));
  return reach(
    steps.operations.length,
    steps.edges.map((edge) => [at.get(edge.first) as number, at.get(edge.then) as number]),
  );
}

function conflictsIn(
  { realm, holders, texts, set }: Book,
  steps: Steps,
  order: Reach,
  numbers: ReadonlyMap<Ref, number>,
): readonly Conflict[] {
  const swept = sweep(set);
  const byRef = new Map(holders.map((holder) => [holder.ref, holder]));
  const nested = holders.some((holder) => holder.nested);
  const pairs = [
    ...swept.between.overlaps
      .filter((one) => !(one.relation === "contains" && nested))
      .map((one) => ({ entries: one.entries, owners: one.owners, shared: writeSpan(one.shared) })),
    ...swept.sites.between.map((one) => ({ entries: one.entries, owners: one.owners, shared: `ad:${one.site}` })),
  ];
  return pairs.flatMap(({ entries, owners: [a, b], shared }): readonly Conflict[] => {
    const [first, second] = [byRef.get(a as Ref) as Holder, byRef.get(b as Ref) as Holder];
    const said: readonly [string, string] = [texts[entries[0]] as string, texts[entries[1]] as string];
    const witness = together(first, second, said, steps, order, numbers);
    return witness ? [{ realm, owners: [a as Ref, b as Ref], entries: said, shared, stage: steps.name, witness }] : [];
  });
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
