import assert from "node:assert/strict";
import { incoming, outgoing } from "../../../engine/graph/edges";

describe("edges by node", () => {
  it("no edges: every row is empty", () => {
    assert.deepEqual(outgoing(2, []), { start: new Int32Array(3), edge: new Int32Array(0), node: new Int32Array(0) });
  });

  it("the edges that leave a node, by rising index", () => {
    const edges = [
      [1, 2],
      [0, 2],
      [1, 0],
      [1, 2],
    ] as const;
    assert.deepEqual(outgoing(3, edges), {
      start: Int32Array.of(0, 1, 4, 4),
      edge: Int32Array.of(1, 0, 2, 3),
      node: Int32Array.of(2, 2, 0, 2),
    });
    assert.deepEqual(incoming(3, edges), {
      start: Int32Array.of(0, 1, 1, 4),
      edge: Int32Array.of(2, 0, 1, 3),
      node: Int32Array.of(1, 1, 0, 1),
    });
  });

  const strangers: Record<string, { edge: readonly [number, number]; message: string }> = {
    "a node past the last": { edge: [0, 3], message: "edge 0 → 3: 3 is not one of 3 nodes" },
    "a node before the first": { edge: [-1, 0], message: "edge -1 → 0: -1 is not one of 3 nodes" },
    "no number at all": { edge: [0, NaN], message: "edge 0 → NaN: NaN is not one of 3 nodes" },
  };
  for (const [name, { edge, message }] of Object.entries(strangers))
    it(`refuses ${name}`, () => assert.throws(() => outgoing(3, [edge]), { name: "RangeError", message }));
});
