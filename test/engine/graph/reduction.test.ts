import assert from "node:assert/strict";
import * as fc from "fast-check";
import { Edge, transitiveReduction } from "../../../engine/graph";
import { acyclicGraph, closure, numbers } from "./graphs";

describe("transitive reduction", () => {
  const cases: Record<string, { n: number; edges: readonly Edge[]; want: readonly number[] }> = {
    "nothing to leave out": {
      n: 3,
      edges: [
        [0, 1],
        [1, 2],
      ],
      want: [0, 1],
    },
    "a short cut goes": {
      n: 3,
      edges: [
        [0, 2],
        [0, 1],
        [1, 2],
      ],
      want: [1, 2],
    },
    "of equal edges the first stays": {
      n: 2,
      edges: [
        [1, 0],
        [1, 0],
      ],
      want: [0],
    },
    "two layers all to all stay whole": {
      n: 4,
      edges: [
        [0, 2],
        [0, 3],
        [1, 2],
        [1, 3],
      ],
      want: [0, 1, 2, 3],
    },
  };
  for (const [name, { n, edges, want }] of Object.entries(cases))
    it(name, () => assert.deepEqual(transitiveReduction(n, edges), want));

  it("refuses a cycle", () =>
    assert.throws(
      () =>
        transitiveReduction(2, [
          [0, 1],
          [1, 0],
        ]),
      {
        name: "RangeError",
        message: "transitiveReduction needs an acyclic graph; ask shortestCycle what to report",
      },
    ));

  it("keeps the order, and no edge that could go as well", () => {
    fc.assert(
      fc.property(acyclicGraph(10, 24), ({ n, edges }) => {
        const kept = transitiveReduction(n, edges);
        const order = (indices: readonly number[]) => closure({ n, edges: indices.map((index) => edges[index]!) });
        assert.deepEqual(order(kept), order(numbers(edges.length)));
        for (const index of kept) assert.notDeepEqual(order(kept.filter((other) => other !== index)), order(kept));
      }),
    );
  });
});
