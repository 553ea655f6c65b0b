import assert from "node:assert/strict";
import * as fc from "fast-check";
import { Edge, reach } from "../../../engine/graph";
import { anyGraph, chain, closure, numbers } from "./graphs";

describe("reach", () => {
  const cases: Record<string, { n: number; edges: readonly Edge[]; successors: readonly (readonly number[])[] }> = {
    "no edges: nobody comes before anybody": { n: 2, edges: [], successors: [[], []] },
    "over several edges": {
      n: 4,
      edges: [
        [2, 1],
        [1, 0],
      ],
      successors: [[], [0], [0, 1], []],
    },
    "a ring: everyone comes before everyone, itself too": {
      n: 3,
      edges: [
        [0, 1],
        [1, 0],
        [1, 2],
      ],
      successors: [[0, 1, 2], [0, 1, 2], []],
    },
    "a loop": { n: 2, edges: [[1, 1]], successors: [[], [1]] },
  };
  for (const [name, { n, edges, successors }] of Object.entries(cases))
    it(name, () => {
      const found = reach(n, edges);
      assert.deepEqual(
        numbers(n).map((v) => found.successors(v)),
        successors,
      );
    });

  it("is what trying every node in between gives", () => {
    fc.assert(
      fc.property(anyGraph(12, 20), (graph) => {
        const found = reach(graph.n, graph.edges);
        const want = closure(graph);
        assert.deepEqual(
          numbers(graph.n).map((a) => numbers(graph.n).map((b) => found.before(a, b))),
          want,
        );
        assert.deepEqual(
          numbers(graph.n).map((a) => found.successors(a)),
          want.map((row) => numbers(graph.n).filter((b) => row[b])),
        );
      }),
    );
  });

  it("rows are longer than a word where they must be", () => {
    assert.deepEqual(reach(100, chain(100)).successors(30), numbers(69, 31));
  });
});
