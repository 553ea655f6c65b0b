import { reach, shortestCycle, strongComponents } from "../graph";
import { byText } from "../model/entity";
import type { Edge, OpId, Operation } from "../model/plan";

/** Operations that must be in one stage: because a rule says "together", or because they stand between two that must. */
export type Units = Readonly<{
  of: ReadonlyMap<OpId, number>;
  members: readonly (readonly Operation[])[];
  /** Between units: how many stages apart at least (0: the same stage will do). */
  edges: readonly (readonly [first: number, then: number, apart: number])[];
}>;

/** The shortest way round: each edge comes before the next, and the last before the first. */
export type Cycle = Readonly<{ cycle: readonly Edge[] }>;

/** Units are numbered by their operations' names, whatever order those come in. */
export function gather(given: readonly Operation[], edges: readonly Edge[]): Units | Cycle {
  const operations = [...given].sort((a, b) => byText(a.id, b.id));
  const index = new Map(operations.map((operation, i) => [operation.id, i]));
  const ends = edges.map((edge) => [index.get(edge.first) as number, index.get(edge.then) as number] as const);
  const directed = edges.flatMap((edge, i) => (edge.how === "together" ? [] : [i]));
  const cycle = shortestCycle(
    operations.length,
    directed.map((i) => ends[i] as readonly [number, number]),
  );
  if (cycle) return { cycle: cycle.map((i) => edges[directed[i] as number] as Edge) };

  const both = edges.flatMap((edge, i) => {
    const [a, b] = ends[i] as readonly [number, number];
    return edge.how === "together" ? [[a, b] as const, [b, a] as const] : [[a, b] as const];
  });
  const components = [...strongComponents(operations.length, both)].map((nodes) => [...nodes].sort((a, b) => a - b));
  components.sort(([a], [b]) => (a as number) - (b as number));
  const unitOf = new Map<number, number>();
  components.forEach((nodes, unit) => nodes.forEach((node) => unitOf.set(node, unit)));
  const torn = edges.find((edge, i) => edge.how === "later" && same(unitOf, ends[i]));
  if (torn) return { cycle: tornBy(torn, edges, operations.length, index) };
  return {
    of: new Map(operations.map((operation, i) => [operation.id, unitOf.get(i) as number])),
    members: components.map((nodes) => nodes.map((node) => operations[node] as Operation)),
    edges: unitEdges(edges, ends, unitOf),
  };
}

/**
 * Growing operations of one entity are one operation in their stage. Where something comes between two of them that would go
 * round in a circle, so they are in different stages.
 */
export function parted(operations: readonly Operation[], edges: readonly Edge[]): readonly Edge[] {
  const index = new Map(operations.map((operation, i) => [operation.id, i]));
  const growing = new Map<string, number[]>();
  operations.forEach(({ entity, move, add }, i) => {
    if (add) growing.set(`${entity}:${move}`, [...(growing.get(`${entity}:${move}`) ?? []), i]);
  });
  const directed = edges.filter((edge) => edge.how !== "together");
  const order = reach(
    operations.length,
    directed.map((edge) => [index.get(edge.first) as number, index.get(edge.then) as number]),
  );
  return [...growing.values()].flatMap((same) =>
    same.flatMap((a) =>
      same
        .filter((b) => a !== b && order.before(a, b))
        .map(
          (b): Edge => ({
            first: (operations[a] as Operation).id,
            then: (operations[b] as Operation).id,
            rule: "PLAN-002",
            how: "later",
          }),
        ),
    ),
  );
}

const same = (unitOf: ReadonlyMap<number, number>, ends: readonly [number, number] | undefined): boolean =>
  ends !== undefined && unitOf.get(ends[0]) === unitOf.get(ends[1]);

/** "Together" and "in a later stage" at once: the way back from the later one to the earlier, through what ties them together. */
function tornBy(torn: Edge, edges: readonly Edge[], n: number, index: ReadonlyMap<OpId, number>): readonly Edge[] {
  const both = edges.flatMap((edge) =>
    edge.how === "together" ? [edge, { ...edge, first: edge.then, then: edge.first }] : [edge],
  );
  const from = new Map<number, Edge>();
  const open = [index.get(torn.then) as number];
  const goal = index.get(torn.first) as number;
  for (let head = 0; head < open.length && !from.has(goal) && head <= n; head++)
    for (const edge of both) {
      const to = index.get(edge.then) as number;
      if (index.get(edge.first) !== open[head] || from.has(to)) continue;
      from.set(to, edge);
      open.push(to);
    }
  const way: Edge[] = [];
  for (let at = goal; from.has(at) && way.length <= n; at = index.get((from.get(at) as Edge).first) as number) {
    way.unshift(from.get(at) as Edge);
    if ((from.get(at) as Edge).first === torn.then) break;
  }
  return [torn, ...way];
}

function unitEdges(
  edges: readonly Edge[],
  ends: readonly (readonly [number, number])[],
  unitOf: ReadonlyMap<number, number>,
): readonly (readonly [number, number, number])[] {
  const apart = new Map<string, readonly [number, number, number]>();
  edges.forEach((edge, i) => {
    const [a, b] = (ends[i] as readonly [number, number]).map((node) => unitOf.get(node) as number) as [number, number];
    if (a === b) return;
    const key = `${a} ${b}`;
    const gap = edge.how === "later" ? 1 : 0;
    if ((apart.get(key)?.[2] ?? -1) < gap) apart.set(key, [a, b, gap]);
  });
  return [...apart.values()];
}
