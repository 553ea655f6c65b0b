import assert from "node:assert/strict";
import { Inherited } from "../../../engine/verify/inherited";
import type { Conflict } from "../../../engine/verify/owners";

const conflict = (a: string, b: string, shared: string, realm = "r"): Conflict => ({
  realm,
  owners: [`boundaries/${a}`, `boundaries/${b}`],
  entries: [shared, shared],
  shared,
  stage: "s",
  witness: {},
});
const before = [conflict("a", "b", "10.0.0.0/24"), conflict("a", "b", "10.0.1.0/24"), conflict("a", "c", "ad:Dallas")];

const cases: Readonly<Record<string, readonly [Conflict, boolean]>> = {
  "the very same": [conflict("a", "b", "10.0.0.0/24"), false],
  "the same, with its owners the other way round": [conflict("b", "a", "10.0.0.0/24"), false],
  "a part of it": [conflict("a", "b", "10.0.0.128-10.0.0.200"), false],
  "two of them as one": [conflict("a", "b", "10.0.0.0/23"), false],
  "a directory site": [conflict("a", "c", "ad:Dallas"), false],
  "one address more": [conflict("a", "b", "10.0.0.0-10.0.2.0"), true],
  "another directory site": [conflict("a", "c", "ad:Houston"), true],
  "the same of another pair": [conflict("b", "c", "10.0.0.0/24"), true],
  "the same in another realm": [conflict("a", "b", "10.0.0.0/24", "q"), true],
};

describe("what was shared before a plan begins", () => {
  for (const [name, [found, worse]] of Object.entries(cases))
    it(`${worse ? "is worse with" : "goes on with"} ${name}`, () => assert.equal(new Inherited(before).isWorse(found), worse));

  it("does not come back once it is over", () => {
    const shared = new Inherited(before);
    shared.after([conflict("a", "b", "10.0.1.0/24")]);
    assert.deepEqual(
      [shared.isOver, shared.isWorse(conflict("a", "b", "10.0.1.0/24")), shared.isWorse(conflict("a", "b", "10.0.0.0/24"))],
      [false, false, true],
    );
    shared.after([]);
    assert.deepEqual([shared.isOver, shared.isWorse(conflict("a", "b", "10.0.1.0/24"))], [true, true]);
  });

  it("is nothing where nothing was shared", () => assert.ok(new Inherited([]).isOver));
});
