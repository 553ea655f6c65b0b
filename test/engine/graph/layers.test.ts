import assert from "node:assert/strict";
import * as fc from "fast-check";
import { Edge, layersWithBarriers } from "../../../engine/graph";
import { anyGraph, closure, Drawn, numbers } from "./graphs";

const allToAll = (before: readonly number[], after: readonly number[]): readonly Edge[] =>
  before.flatMap((a) => after.map((b): Edge => [a, b]));

/** Graphs in which blocks are common: a few layers all to all, with other edges among them. */
const layered: fc.Arbitrary<Drawn> = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 }),
    fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 }),
  )
  .map(([sizes, more]) => {
    const n = sizes.reduce((a, b) => a + b);
    const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((a, b) => a + b, 0));
    const blocks = sizes
      .slice(1)
      .flatMap((size, index) => allToAll(numbers(sizes[index]!, starts[index]), numbers(size, starts[index + 1])));
    return { n, edges: [...blocks, ...more.map(([a, b]): Edge => [a % n, b % n])] };
  });

describe("layers with barriers", () => {
  const cases: Record<string, { n: number; edges: readonly Edge[]; want: { barriers: number; edges: readonly Edge[] } }> = {
    "no edges": { n: 3, edges: [], want: { barriers: 0, edges: [] } },
    "two by two gains nothing": {
      n: 4,
      edges: allToAll([0, 1], [2, 3]),
      want: {
        barriers: 0,
        edges: [
          [0, 2],
          [0, 3],
          [1, 2],
          [1, 3],
        ],
      },
    },
    "two by three": {
      n: 5,
      edges: allToAll([0, 1], [2, 3, 4]),
      want: {
        barriers: 1,
        edges: [
          [0, 5],
          [1, 5],
          [5, 2],
          [5, 3],
          [5, 4],
        ],
      },
    },
    "the later layer has edges of its own": {
      n: 9,
      edges: [...allToAll([0, 1, 2], [3, 4, 5]), [6, 3], [7, 4], [8, 5]],
      want: {
        barriers: 1,
        edges: [
          [6, 3],
          [7, 4],
          [8, 5],
          [0, 9],
          [1, 9],
          [2, 9],
          [9, 3],
          [9, 4],
          [9, 5],
        ],
      },
    },
  };
  for (const [name, { n, edges, want }] of Object.entries(cases))
    it(name, () => assert.deepEqual(layersWithBarriers(n, edges), want));

  it("three layers of 300 need 1,200 edges instead of 180,000", () => {
    const edges = [...allToAll(numbers(300), numbers(300, 300)), ...allToAll(numbers(300, 300), numbers(300, 600))];
    const found = layersWithBarriers(900, edges);
    assert.deepEqual([found.barriers, found.edges.length], [2, 1200]);
  });

  for (const [name, graphs] of Object.entries({ layers: layered, "any graph": anyGraph() }))
    it(`who reaches whom stays, and edges only become fewer: ${name}`, () => {
      fc.assert(
        fc.property(graphs, ({ n, edges }) => {
          const found = layersWithBarriers(n, edges);
          const among = closure({ n: n + found.barriers, edges: found.edges })
            .slice(0, n)
            .map((row) => row.slice(0, n));
          assert.deepEqual(among, closure({ n, edges }));
          assert.ok(found.edges.length + found.barriers <= new Set(edges.map(String)).size);
        }),
      );
    });
});
