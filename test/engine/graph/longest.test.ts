import assert from "node:assert/strict";
import * as fc from "fast-check";
import { longestHead, longestTail, WeightedEdge } from "../../../engine/graph";
import { acyclicGraph, numbers } from "./graphs";

describe("longest ways", () => {
  const cases: Record<string, { n: number; edges: readonly WeightedEdge[]; tail: readonly number[]; head: readonly number[] }> = {
    "no edges": { n: 2, edges: [], tail: [0, 0], head: [0, 0] },
    "the weights along a chain add up": {
      n: 3,
      edges: [
        [2, 1, 5],
        [1, 0, 1],
      ],
      tail: [0, 1, 6],
      head: [6, 5, 0],
    },
    "the heavier of two ways": {
      n: 4,
      edges: [
        [0, 1, 1],
        [1, 3, 1],
        [0, 2, 0],
        [2, 3, 3],
      ],
      tail: [3, 1, 3, 0],
      head: [0, 1, 0, 3],
    },
    "edges without length order, and count nothing": { n: 2, edges: [[0, 1, 0]], tail: [0, 0], head: [0, 0] },
    "less than nothing is nothing": { n: 2, edges: [[0, 1, -2]], tail: [0, 0], head: [0, 0] },
  };
  for (const [name, { n, edges, tail, head }] of Object.entries(cases))
    it(name, () => {
      assert.deepEqual(longestTail(n, edges), tail);
      assert.deepEqual(longestHead(n, edges), head);
    });

  it("refuse a cycle", () => {
    const message = (who: string): string => `${who} needs an acyclic graph; ask shortestCycle what to report`;
    assert.throws(() => longestTail(1, [[0, 0, 1]]), { name: "RangeError", message: message("longestTail") });
    assert.throws(() => longestHead(1, [[0, 0, 1]]), { name: "RangeError", message: message("longestHead") });
  });

  it("are what walking every way gives", () => {
    fc.assert(
      fc.property(acyclicGraph(7, 10), fc.infiniteStream(fc.integer({ min: 0, max: 9 })), ({ n, edges }, weights) => {
        const weighted = edges.map(([a, b]): WeightedEdge => [a, b, weights.next().value!]);
        const tail = (v: number): number => Math.max(0, ...weighted.filter(([a]) => a === v).map(([, b, w]) => w + tail(b)));
        const head = (v: number): number => Math.max(0, ...weighted.filter(([, b]) => b === v).map(([a, , w]) => w + head(a)));
        assert.deepEqual(longestTail(n, weighted), numbers(n).map(tail));
        assert.deepEqual(longestHead(n, weighted), numbers(n).map(head));
      }),
    );
  });
});
