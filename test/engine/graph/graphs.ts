import * as fc from "fast-check";
import { Graph } from "@dagrejs/graphlib";
import { Edge } from "../../../engine/graph";

export type Drawn = { readonly n: number; readonly edges: readonly Edge[] };

/** Any graph: loops, several edges between two nodes, cycles and lone nodes included. */
export const anyGraph = (nodes = 8, edges = 16): fc.Arbitrary<Drawn> =>
  fc.integer({ min: 1, max: nodes }).chain((n) => {
    const node = fc.integer({ min: 0, max: n - 1 });
    return fc.record({ n: fc.constant(n), edges: fc.array(fc.tuple(node, node), { maxLength: edges }) });
  });

/** An acyclic graph whose numbering says nothing about its order. */
export const acyclicGraph = (nodes = 8, edges = 16): fc.Arbitrary<Drawn> =>
  anyGraph(nodes, edges).chain(({ n, edges: drawn }) =>
    fc.shuffledSubarray([...Array(n).keys()], { minLength: n }).map((name) => ({
      n,
      edges: drawn.filter(([a, b]) => a !== b).map(([a, b]): Edge => [name[Math.min(a, b)]!, name[Math.max(a, b)]!]),
    })),
  );

/** The distances of at least one edge, by trying every node in between: n³, and too plain to be wrong. */
export function distances({ n, edges }: Drawn): readonly (readonly number[])[] {
  const far = Array.from({ length: n }, () => new Array<number>(n).fill(Infinity));
  for (const [a, b] of edges) far[a]![b] = 1;
  for (let k = 0; k < n; k++)
    for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) far[a]![b] = Math.min(far[a]![b]!, far[a]![k]! + far[k]![b]!);
  return far;
}

/** Which nodes come before which. */
export const closure = (graph: Drawn): readonly (readonly boolean[])[] =>
  distances(graph).map((row) => row.map((far) => far < Infinity));

/** The same graph for the library that serves as a second opinion; it keeps one edge between two nodes. */
export function asGraphlib({ n, edges }: Drawn): Graph {
  const graph = new Graph();
  for (let v = 0; v < n; v++) graph.setNode(String(v));
  for (const [a, b] of edges) graph.setEdge(String(a), String(b));
  return graph;
}

/** 0 → 1 → … → n - 1. */
export const chain = (n: number): readonly Edge[] => Array.from({ length: n - 1 }, (_, v) => [v, v + 1] as const);

/** The numbers from `first`, `count` of them. */
export const numbers = (count: number, first = 0): readonly number[] => Array.from({ length: count }, (_, v) => first + v);
