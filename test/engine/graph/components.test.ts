import assert from "node:assert/strict";
import { alg } from "@dagrejs/graphlib";
import * as fc from "fast-check";
import { components, Edge, strongComponents } from "../../../engine/graph";
import { anyGraph, asGraphlib, chain, numbers } from "./graphs";

type Sets = readonly (readonly number[])[];
const byFirst = (sets: Sets): Sets => [...sets].sort((a, b) => a[0]! - b[0]!);
const asNumbers = (sets: readonly (readonly string[])[]): Sets =>
  byFirst(sets.map((set) => set.map(Number).sort((a, b) => a - b)));

describe("components", () => {
  const cases: Record<string, { n: number; edges: readonly Edge[]; weak: Sets; strong: Sets }> = {
    "no nodes": { n: 0, edges: [], weak: [], strong: [] },
    "no edges: each alone": { n: 2, edges: [], weak: [[0], [1]], strong: [[0], [1]] },
    "against the edge's direction too": {
      n: 4,
      edges: [
        [3, 0],
        [3, 2],
      ],
      weak: [[0, 2, 3], [1]],
      strong: [[0], [1], [2], [3]],
    },
    "a ring with a tail: the tail's end comes first": {
      n: 4,
      edges: [
        [2, 0],
        [0, 1],
        [1, 2],
        [1, 3],
      ],
      weak: [[0, 1, 2, 3]],
      strong: [[3], [0, 1, 2]],
    },
    "two rings, one after the other": {
      n: 4,
      edges: [
        [0, 1],
        [1, 0],
        [0, 3],
        [2, 3],
        [3, 2],
      ],
      weak: [[0, 1, 2, 3]],
      strong: [
        [2, 3],
        [0, 1],
      ],
    },
  };
  for (const [name, { n, edges, weak, strong }] of Object.entries(cases))
    it(name, () => {
      assert.deepEqual(components(n, edges), weak);
      assert.deepEqual(strongComponents(n, edges), strong);
    });

  it("are those that graphlib finds", () => {
    fc.assert(
      fc.property(anyGraph(), (graph) => {
        assert.deepEqual(components(graph.n, graph.edges), asNumbers(alg.components(asGraphlib(graph))));
        assert.deepEqual(byFirst(strongComponents(graph.n, graph.edges)), asNumbers(alg.tarjan(asGraphlib(graph))));
      }),
    );
  });

  it("strong ones come last first", () => {
    fc.assert(
      fc.property(anyGraph(), ({ n, edges }) => {
        const found = strongComponents(n, edges);
        const place = (v: number): number => found.findIndex((nodes) => nodes.includes(v));
        assert.deepEqual(
          edges.filter(([a, b]) => place(a) < place(b)),
          [],
        );
      }),
    );
  });

  it("take a ring of 50,000 without running out of stack", () => {
    const ring = [...chain(50_000), [49_999, 0] as const];
    assert.deepEqual(strongComponents(50_000, ring), [numbers(50_000)]);
    assert.deepEqual(components(50_000, ring), [numbers(50_000)]);
  });
});
