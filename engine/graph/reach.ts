import { components, strongComponents } from "./components";
import { Edge, outgoing } from "./edges";

/** Who comes before whom, over any number of edges. */
export type Reach = Readonly<{
  /** Whether a way of at least one edge leads from a to b; so before(a, a) says that a lies on a cycle. */
  before(a: number, b: number): boolean;
  /** Every node that a comes before, ascending. */
  successors(a: number): readonly number[];
}>;

/**
 * The closure as rows of bits. A row has a bit for each node of its own component only (`local` is a node's place in it): a stage
 * is many small components, and one square of all nodes would be mostly empty.
 */
export type ReachRows = Readonly<{
  members: readonly (readonly number[])[];
  component: Int32Array;
  local: Int32Array;
  row: readonly Uint32Array[];
}>;

/** The transitive closure. Every graph has one; cycles are no error here. */
export function reach(n: number, edges: readonly Edge[]): Reach {
  const { members, component, local, row } = reachRows(n, edges);
  return {
    before: (a, b) => component[a] === component[b] && bit(row[a]!, local[b]!),
    successors: (a) => members[component[a]!]!.filter((b) => bit(row[a]!, local[b]!)),
  };
}

/** Strong components come last first, so whatever a node leads to has its row already: each edge costs one union. */
export function reachRows(n: number, edges: readonly Edge[]): ReachRows {
  const members = components(n, edges);
  const component = new Int32Array(n);
  const local = new Int32Array(n);
  members.forEach((nodes, index) =>
    nodes.forEach((node, place) => {
      component[node] = index;
      local[node] = place;
    }),
  );
  const out = outgoing(n, edges);
  const row = new Array<Uint32Array>(n);
  for (const strong of strongComponents(n, edges)) {
    const bits = new Uint32Array((members[component[strong[0]!]!]!.length + 31) >>> 5);
    // All that can reach one another share one row, so while it fills, edges inside need no union.
    for (const v of strong) row[v] = bits;
    for (const v of strong)
      for (let i = out.start[v]!; i < out.start[v + 1]!; i++) {
        const to = out.node[i]!;
        bits[local[to]! >>> 5]! |= 1 << (local[to]! & 31);
        if (row[to] !== bits) unite(bits, row[to]!);
      }
  }
  return { members, component, local, row };
}

/** Whether a row has a node, given by its place in the component. */
export const bit = (row: Uint32Array, place: number): boolean => ((row[place >>> 5]! >>> (place & 31)) & 1) === 1;

/** Adds the nodes of one row to another of the same component. */
export function unite(into: Uint32Array, from: Uint32Array): void {
  for (let word = 0; word < into.length; word++) into[word]! |= from[word]!;
}
