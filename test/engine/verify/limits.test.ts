import assert from "node:assert/strict";
import * as fc from "fast-check";
import { excesses } from "../../../engine/verify/limits";
import * as brute from "../../support/brute";
import { runs } from "../../support/runs";
import { limitForm, ruled, toyTable, toys } from "../../support/toys";

describe("limits", () => {
  it("are passed exactly where some interrupted state passes them, by as much", () => {
    fc.assert(
      fc.property(toys, limitForm, ({ start, stages: [stage] }, form) => {
        if (!stage) return;
        const found = excesses(toyTable, [ruled("L", form)], start, stage, { most: 3 });
        assert.deepEqual(
          new Set(found.map(({ target, sum }) => `${target} ${sum}`)),
          brute.excesses(form, toyTable, start, stage, { most: 3 }),
        );
      }),
      { numRuns: runs(600, 5) },
    );
  });
});
