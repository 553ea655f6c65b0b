import assert from "node:assert/strict";
import { alg } from "@dagrejs/graphlib";
import * as fc from "fast-check";
import { Edge, topological } from "../../../engine/graph";
import { anyGraph, acyclicGraph, asGraphlib, chain, numbers } from "./graphs";

describe("topological order", () => {
  const cases: Record<string, { n: number; edges: readonly Edge[]; want: readonly number[] | undefined }> = {
    "no nodes": { n: 0, edges: [], want: [] },
    "no edges: by number": { n: 3, edges: [], want: [0, 1, 2] },
    "the smallest free node first": {
      n: 4,
      edges: [
        [3, 0],
        [2, 1],
      ],
      want: [2, 1, 3, 0],
    },
    "an edge given twice counts once": {
      n: 2,
      edges: [
        [1, 0],
        [1, 0],
      ],
      want: [1, 0],
    },
    "a node that waits for itself": { n: 2, edges: [[1, 1]], want: undefined },
    "two that wait for each other": {
      n: 3,
      edges: [
        [0, 1],
        [1, 0],
      ],
      want: undefined,
    },
  };
  for (const [name, { n, edges, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(topological(n, edges), want));

  it("is the smallest order there is", () => {
    fc.assert(
      fc.property(acyclicGraph(), ({ n, edges }) => {
        const want: number[] = [];
        while (want.length < n)
          want.push(numbers(n).find((v) => !want.includes(v) && edges.every(([a, b]) => b !== v || want.includes(a)))!);
        assert.deepEqual(topological(n, edges), want);
      }),
    );
  });

  it("exists where graphlib finds the graph acyclic", () => {
    fc.assert(
      fc.property(anyGraph(), (graph) => {
        assert.equal(topological(graph.n, graph.edges) !== undefined, alg.isAcyclic(asGraphlib(graph)));
      }),
    );
  });

  it("takes a chain of 50,000", () => assert.deepEqual(topological(50_000, chain(50_000)), numbers(50_000)));
});
