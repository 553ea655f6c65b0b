import assert from "node:assert/strict";
import * as fc from "fast-check";
import { Verifier } from "../../../engine/verify/verifier";
import { fold } from "../../../engine/passes/walk";
import { breaches, broken } from "../../support/brute";
import { runs } from "../../support/runs";
import { toyTable, toys } from "../../support/toys";

const without = (all: Iterable<string>, known: ReadonlySet<string>): readonly string[] =>
  [...new Set(all)].filter((one) => !known.has(one)).sort();

describe("the verifier", () => {
  it("finds what plain enumeration of every interrupted state finds, stage after stage", () => {
    fc.assert(
      fc.property(toys, ({ start, stages, rules }) => {
        const verifier = new Verifier(toyTable, rules, start, {});
        const named = (found: ReturnType<Verifier["rest"]>): readonly string[] =>
          found.map(({ rule, focus }) => `${rule} ${focus}`);
        let state = start;
        // At the start all questions are asked; later only those that a stage can have changed.
        assert.deepEqual(
          without(named(verifier.rest("S0")), new Set()),
          without(broken(rules, state, {}, ["every", "rest"]), new Set()),
        );
        for (const stage of stages) {
          const before = broken(rules, state, {}, ["every", "rest"]);
          const wanted = breaches(rules, toyTable, state, stage, {});
          const found = named(verifier.stage(stage));
          assert.deepEqual(without(found, wanted), [], "says what is not so");
          assert.deepEqual(without(found, before), without(wanted, before), "and all that is so");
          state = fold(toyTable, state, stage);
          assert.deepEqual(new Map([...verifier.state].sort()), new Map([...state].sort()));
        }
        assert.deepEqual(
          without(named(verifier.rest("end")), new Set()),
          without(broken(rules, state, {}, ["every", "rest"]), new Set()),
        );
      }),
      { numRuns: runs(600, 5) },
    );
  });
});
