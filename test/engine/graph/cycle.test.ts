import assert from "node:assert/strict";
import * as fc from "fast-check";
import { Edge, shortestCycle } from "../../../engine/graph";
import { anyGraph, chain, distances, Drawn, numbers } from "./graphs";

/** The definition, tried out: the shortest length, its smallest node, and of all walks from there and back the first by edges. */
function byTrying(graph: Drawn): readonly number[] | undefined {
  const round = distances(graph).map((row, v) => row[v]!);
  const length = Math.min(...round);
  if (length === Infinity) return undefined;
  const home = round.indexOf(length);
  const walk = (at: number, left: number): readonly number[] | undefined => {
    if (left === 0) return at === home ? [] : undefined;
    for (const [index, [from, to]] of graph.edges.entries()) {
      const rest = from === at ? walk(to, left - 1) : undefined;
      if (rest !== undefined) return [index, ...rest];
    }
    return undefined;
  };
  return walk(home, length);
}

describe("shortest cycle", () => {
  const cases: Record<string, { n: number; edges: readonly Edge[]; want: readonly number[] | undefined }> = {
    "no edges": { n: 2, edges: [], want: undefined },
    "no cycle": {
      n: 3,
      edges: [
        [0, 1],
        [0, 2],
        [1, 2],
      ],
      want: undefined,
    },
    "a loop is the shortest of all": {
      n: 3,
      edges: [
        [0, 1],
        [1, 0],
        [2, 2],
      ],
      want: [2],
    },
    "the shorter of two": {
      n: 5,
      edges: [
        [0, 1],
        [1, 2],
        [2, 0],
        [3, 4],
        [4, 3],
      ],
      want: [3, 4],
    },
    "of two as short the one through the smallest node": {
      n: 4,
      edges: [
        [3, 2],
        [2, 3],
        [1, 0],
        [0, 1],
      ],
      want: [3, 2],
    },
    "of two ways the smallest edges": {
      n: 4,
      edges: [
        [0, 2],
        [0, 1],
        [1, 3],
        [2, 3],
        [3, 0],
      ],
      want: [0, 3, 4],
    },
    "a wish against a chain": { n: 100, edges: [...chain(100), [90, 20]], want: [...numbers(70, 20), 99] },
  };
  for (const [name, { n, edges, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(shortestCycle(n, edges), want));

  it("is the one that trying all of them gives", () => {
    fc.assert(
      fc.property(anyGraph(9, 14), (graph) => assert.deepEqual(shortestCycle(graph.n, graph.edges), byTrying(graph))),
      { numRuns: 400 },
    );
  });

  it("in wide graphs too, where more than 32 searches are needed", () => {
    const width = 40;
    const layer = (at: number): readonly Edge[] =>
      numbers(width).flatMap((v): Edge[] =>
        [0, 1, 7].map((step) => [at * width + v, ((at + 1) % 5) * width + ((v + step) % width)]),
      );
    const graph = { n: 5 * width, edges: numbers(5).flatMap(layer) };
    assert.deepEqual(shortestCycle(graph.n, graph.edges), byTrying(graph));
  });

  it("3,000 nodes and 12,000 edges with one wish against them", () => {
    const order = numbers(3000)
      .flatMap((v): Edge[] => [1, 2, 3, 5].map((step) => [v, Math.min(v + step, 2999)]))
      .filter(([a, b]) => a !== b);
    const cycle = shortestCycle(3000, [...order, [2500, 0]])!;
    assert.equal(cycle.length, 501);
    assert.deepEqual(cycle.slice(0, 2), [3, 23]);
    assert.equal(cycle[500], order.length);
  });
});
