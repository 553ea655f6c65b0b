import assert from "node:assert/strict";
import { Properties, Unknown } from "../../provider/codec";
import { Diff, diffOf } from "../../provider/diff";

const cases: Readonly<Record<string, Readonly<{ olds: Properties; news: Properties; want: Diff }>>> = {
  "the same is no difference": { olds: { phase: "todo", on: ["a"] }, news: { on: ["a"], phase: "todo" }, want: { properties: [], detail: {} } },
  "a reason alone is no difference": { olds: { phase: "todo", because: "a" }, news: { phase: "todo", because: "b" }, want: { properties: [], detail: {} } },
  "a reason is shown beside a difference": {
    olds: { phase: "todo", because: "a" }, news: { phase: "done", because: "b" },
    want: { properties: ["because", "phase"], detail: { because: "update", phase: "update" } },
  },
  "what comes and what goes": { olds: { a: 1 }, news: { b: 1 }, want: { properties: ["a", "b"], detail: { a: "delete", b: "add" } } },
  "of a list, what left and what joined": {
    olds: { addresses: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"] }, news: { addresses: ["10.0.1.0/24", "10.0.3.0/24", "10.0.4.0/24", "10.0.5.0/24"] },
    want: { properties: ["addresses"], detail: { "addresses[1]": "delete", "addresses[2]": "add", "addresses[3]": "add" } },
  },
  "an element replaced in its place": {
    olds: { at: ["server/a"] }, news: { at: ["server/b"] }, want: { properties: ["at"], detail: { "at[0]": "update" } },
  },
  "a list in another order": { olds: { steps: ["a", "b"] }, news: { steps: ["b", "a"] }, want: { properties: ["steps"], detail: { steps: "update" } } },
  "what a preview does not know yet": { olds: { phase: "todo" }, news: { phase: Unknown.value }, want: { properties: ["phase"], detail: { phase: "update" } } },
};

describe("what differs between old and new inputs", () => {
  for (const [name, { olds, news, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(diffOf(olds, news), want));

  it("two of ten thousand boundaries are two lines", () => {
    const all = Array.from({ length: 10_000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);
    const { detail } = diffOf({ addresses: all }, { addresses: [...all.slice(0, 5), ...all.slice(6), "192.168.0.0/16"] });
    assert.deepEqual(detail, { "addresses[5]": "delete", "addresses[9999]": "add" });
  });
});
