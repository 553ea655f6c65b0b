import assert from "node:assert/strict";
import { alg } from "@dagrejs/graphlib";
import * as fc from "fast-check";
import { Edge, Feedback, feedbackVertices } from "../../../engine/graph";
import { anyGraph, asGraphlib, chain, Drawn, numbers } from "./graphs";

const breaks = ({ n, edges }: Drawn, nodes: readonly number[]): boolean =>
  alg.isAcyclic(asGraphlib({ n, edges: edges.filter(([a, b]) => !nodes.includes(a) && !nodes.includes(b)) }));
const sum = (nodes: readonly number[], weight: readonly number[]): number => nodes.reduce((total, v) => total + weight[v]!, 0);
const complete = (n: number): readonly Edge[] =>
  numbers(n).flatMap((a) =>
    numbers(n)
      .filter((b) => a !== b)
      .map((b): Edge => [a, b]),
  );

describe("feedback vertices", () => {
  const cases: Record<string, { n: number; edges: readonly Edge[]; weight: readonly number[]; want: Feedback }> = {
    "no cycle": { n: 3, edges: chain(3), weight: [1, 1, 1], want: { nodes: [], exact: true } },
    "a swap: the lighter site waits": {
      n: 2,
      edges: [
        [0, 1],
        [1, 0],
      ],
      weight: [800, 300],
      want: { nodes: [1], exact: true },
    },
    "a ring of forty is exact": {
      n: 40,
      edges: [...chain(40), [39, 0]],
      weight: numbers(40).map((v) => (v === 23 ? 5 : 9)),
      want: { nodes: [23], exact: true },
    },
    "one heavy node in two swaps, or two light ones": {
      n: 3,
      edges: [
        [0, 1],
        [1, 0],
        [1, 2],
        [2, 1],
      ],
      weight: [4, 9, 4],
      want: { nodes: [0, 2], exact: true },
    },
    "one node in two swaps, as cheap as one of the others": {
      n: 3,
      edges: [
        [0, 1],
        [1, 0],
        [1, 2],
        [2, 1],
      ],
      weight: [4, 4, 4],
      want: { nodes: [1], exact: true },
    },
    "of two sets as light the smaller": {
      n: 3,
      edges: [
        [0, 2],
        [2, 0],
        [1, 2],
        [2, 1],
      ],
      weight: [1, 1, 2],
      want: { nodes: [2], exact: true },
    },
    "who waits for itself always": {
      n: 2,
      edges: [
        [0, 0],
        [0, 1],
        [1, 0],
      ],
      weight: [99, 1],
      want: { nodes: [0], exact: true },
    },
    "apart: each by itself": {
      n: 4,
      edges: [
        [0, 1],
        [1, 0],
        [2, 3],
        [3, 2],
      ],
      weight: [1, 2, 2, 1],
      want: { nodes: [0, 3], exact: true },
    },
    "fifteen all against all: one may stay": {
      n: 15,
      edges: complete(15),
      weight: numbers(15, 1),
      want: { nodes: numbers(14), exact: true },
    },
    "sixteen: no longer promised": {
      n: 16,
      edges: complete(16),
      weight: numbers(16, 1),
      want: { nodes: numbers(15), exact: false },
    },
  };
  for (const [name, { n, edges, weight, want }] of Object.entries(cases))
    it(name, () => assert.deepEqual(feedbackVertices(n, edges, weight), want));

  for (const [name, { weight, message }] of Object.entries({
    "a negative weight": { weight: [1, -1], message: "node 1 weighs -1; a weight is at least 0" },
    "a missing weight": { weight: [1], message: "node 1 weighs undefined; a weight is at least 0" },
  }))
    it(`refuses ${name}`, () => assert.throws(() => feedbackVertices(2, [], weight), { name: "RangeError", message }));

  it("no lighter set exists", () => {
    fc.assert(
      fc.property(anyGraph(7, 20), fc.array(fc.nat({ max: 9 }), { minLength: 7, maxLength: 7 }), (graph, weight) => {
        const subsets = numbers(1 << graph.n).map((mask) => numbers(graph.n).filter((v) => (mask >> v) & 1));
        const lightest = Math.min(...subsets.filter((nodes) => breaks(graph, nodes)).map((nodes) => sum(nodes, weight)));
        const found = feedbackVertices(graph.n, graph.edges, weight);
        assert.ok(breaks(graph, found.nodes));
        assert.deepEqual({ weight: sum(found.nodes, weight), exact: found.exact }, { weight: lightest, exact: true });
      }),
      { numRuns: 60 },
    );
  });

  it("large ones: every cycle broken, and no node for nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 39 }), fc.nat({ max: 39 })), { minLength: 120, maxLength: 160 }), (edges) => {
        const graph = { n: 40, edges };
        const { nodes } = feedbackVertices(40, edges, numbers(40, 1));
        assert.ok(breaks(graph, nodes));
        assert.deepEqual(
          nodes.filter((one) =>
            breaks(
              graph,
              nodes.filter((other) => other !== one),
            ),
          ),
          [],
        );
      }),
      { numRuns: 30 },
    );
  });
});
