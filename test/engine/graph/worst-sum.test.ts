import assert from "node:assert/strict";
import * as fc from "fast-check";
import { Sum, Worst, worstSum } from "../../../engine/graph";
import { acyclicGraph, closure, numbers } from "./graphs";

const total = ({ values }: Sum, positions: readonly number[]): number =>
  positions.reduce((sum, at, v) => sum + values[v]![at]!, 0);

/** Every state that an interruption can leave: who has left the start has let all that come before it end. */
function states({ values, edges }: Sum): readonly (readonly number[])[] {
  const before = closure({ n: values.length, edges });
  const combinations = values.reduce<readonly (readonly number[])[]>(
    (all, path) => all.flatMap((one) => path.map((_, at) => [...one, at])),
    [[]],
  );
  const ended = (positions: readonly number[], v: number): boolean => positions[v] === values[v]!.length - 1;
  return combinations.filter((positions) =>
    positions.every((at, b) => at === 0 || numbers(values.length).every((a) => !before[a]![b] || ended(positions, a))),
  );
}

const sums: fc.Arbitrary<Sum> = acyclicGraph(5, 8).chain(({ n, edges }) =>
  fc.record({
    values: fc.array(fc.array(fc.integer({ min: -3, max: 9 }), { minLength: 1, maxLength: 4 }), { minLength: n, maxLength: n }),
    edges: fc.constant(edges),
  }),
);

describe("worst sum", () => {
  const cases: Record<string, { sum: Sum; want: Worst }> = {
    "no operations": { sum: { values: [], edges: [] }, want: { worst: 0, positions: [] } },
    "one that never moves": { sum: { values: [[7]], edges: [] }, want: { worst: 7, positions: [0] } },
    "half-way is the worst": { sum: { values: [[0, 5, 2]], edges: [] }, want: { worst: 5, positions: [1] } },
    "without an order all at once": {
      sum: {
        values: [
          [0, 5, 2],
          [0, 4, 0],
        ],
        edges: [],
      },
      want: { worst: 9, positions: [1, 1] },
    },
    "one after the other": {
      sum: {
        values: [
          [0, 5, 2],
          [0, 4, 0],
        ],
        edges: [[0, 1]],
      },
      want: { worst: 6, positions: [2, 1] },
    },
    "room is made before it is filled": {
      sum: {
        values: [
          [6, 6, 0],
          [0, 6, 6],
        ],
        edges: [[0, 1]],
      },
      want: { worst: 6, positions: [0, 0] },
    },
    "room is filled before it is made": {
      sum: {
        values: [
          [6, 6, 0],
          [0, 6, 6],
        ],
        edges: [[1, 0]],
      },
      want: { worst: 12, positions: [0, 2] },
    },
    "it pays to pass through a low": {
      sum: {
        values: [
          [5, 0, 1],
          [0, 9, 0],
        ],
        edges: [[0, 1]],
      },
      want: { worst: 10, positions: [2, 1] },
    },
    "it does not pay": {
      sum: {
        values: [
          [5, 0, 1],
          [0, 3, 0],
        ],
        edges: [[0, 1]],
      },
      want: { worst: 5, positions: [0, 0] },
    },
  };
  for (const [name, { sum, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(worstSum(sum), want));

  it("refuses an operation without a position", () =>
    assert.throws(() => worstSum({ values: [[1], []], edges: [] }), {
      name: "RangeError",
      message: "operation 1 has no position",
    }));

  it("is the greatest over all states, and its witness is one of them", () => {
    fc.assert(
      fc.property(sums, (sum) => {
        const all = states(sum);
        const { worst, positions } = worstSum(sum);
        assert.equal(worst, Math.max(...all.map((state) => total(sum, state))));
        assert.equal(total(sum, positions), worst);
        assert.ok(
          all.some((state) => String(state) === String(positions)),
          `${positions} is no state`,
        );
      }),
      { numRuns: 300 },
    );
  });

  it("order passes through an operation of one position", () => {
    const sum = {
      values: [[5, 0, 0], [0], [0, 4, 0]],
      edges: [
        [0, 1],
        [1, 2],
      ],
    } as const;
    assert.deepEqual(worstSum(sum), { worst: 5, positions: [0, 0, 0] });
  });

  it("a chain of 2,000 that must all pass to gain in the end", () => {
    const values = numbers(2000).map((v) => (v === 1999 ? [0, 5000, 0] : [1, 0, 0]));
    const edges = numbers(1999).map((v) => [v, v + 1] as const);
    assert.deepEqual(worstSum({ values, edges }), { worst: 5000, positions: numbers(2000).map((v) => (v === 1999 ? 1 : 2)) });
  });
});
