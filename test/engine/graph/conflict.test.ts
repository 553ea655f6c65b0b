import assert from "node:assert/strict";
import * as fc from "fast-check";
import { conflictSet } from "../../../engine/graph";
import { numbers } from "./graphs";

const holds = (group: readonly number[], on: readonly number[]): boolean => group.every((one) => on.includes(one));
const failsBy = (groups: readonly (readonly number[])[]) => (on: readonly number[]) => groups.some((group) => holds(group, on));

describe("conflict set", () => {
  const cases: Record<string, { groups: readonly (readonly number[])[]; of?: readonly number[]; want: readonly number[] }> = {
    "nothing fails": { groups: [], want: [] },
    "no constraints, nothing to blame": { groups: [[0]], of: [], want: [] },
    "it fails without any": { groups: [[]], want: [] },
    "one alone": { groups: [[3]], want: [3] },
    "two that only conflict together": { groups: [[1, 6]], want: [1, 6] },
    "all of them": { groups: [numbers(8)], want: numbers(8) },
    "of two groups the earlier": {
      groups: [
        [5, 7],
        [0, 2],
      ],
      want: [0, 2],
    },
    "the given order is kept": { groups: [[2, 5]], of: [7, 5, 3, 2], want: [5, 2] },
  };
  for (const [name, { groups, of = numbers(8), want }] of Object.entries(cases))
    it(name, () => assert.deepEqual(conflictSet(of, failsBy(groups)), want));

  it("fails, and without any one of it no longer", () => {
    const group = fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 5 }), (groups) => {
        const found = conflictSet(numbers(12), failsBy(groups));
        assert.ok(failsBy(groups)(found));
        assert.deepEqual(
          found.filter((one) => failsBy(groups)(found.filter((other) => other !== one))),
          [],
        );
        assert.deepEqual(
          found,
          [...found].sort((a, b) => a - b),
        );
      }),
    );
  });

  it("asks far less often than once a constraint", () => {
    let asked = 0;
    const fails = failsBy([[17, 100, 203]]);
    const found = conflictSet(numbers(240), (on) => (asked++, fails(on)));
    assert.deepEqual(found, [17, 100, 203]);
    assert.ok(asked <= 60, `asked ${asked} times`);
  });
});
