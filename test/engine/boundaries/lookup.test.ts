import assert from "node:assert/strict";
import fc from "fast-check";
import { readAddress } from "../../../engine/boundaries/address";
import { Choice, ownerLookup } from "../../../engine/boundaries/lookup";
import { boundarySet } from "../../../engine/boundaries/set";

type Entry = readonly [owner: string, text: string];

function ask(entries: readonly Entry[], text: string, choice?: Choice): readonly string[] {
  const address = readAddress(text);
  assert.ok(address);
  return ownerLookup(boundarySet(entries.map(([, boundary]) => boundary), entries.map(([owner]) => owner)))(address, choice);
}

const nested: readonly Entry[] = [
  ["galveston", "10.10.7.0/24"],
  ["houston", "10.10.0.0/16"],
  ["houston", "10.10.0.0/15"],
  ["lake", "2001:db8::/64"],
];

type Case = { entries: readonly Entry[]; address: string; all: readonly string[]; narrowest: readonly string[] };

const cases: Record<string, Case> = {
  "nobody has anything": { entries: [], address: "10.0.0.1", all: [], narrowest: [] },
  "before the first": { entries: nested, address: "10.9.255.255", all: [], narrowest: [] },
  "the first address": { entries: nested, address: "10.10.0.0", all: ["houston"], narrowest: ["houston"] },
  "the last address": { entries: nested, address: "10.11.255.255", all: ["houston"], narrowest: ["houston"] },
  "behind the last": { entries: nested, address: "10.12.0.0", all: [], narrowest: [] },
  "inside the narrowest": { entries: nested, address: "10.10.7.9", all: ["galveston", "houston"], narrowest: ["galveston"] },
  "IPv6": { entries: nested, address: "2001:db8::ffff:ffff:ffff:ffff", all: ["lake"], narrowest: ["lake"] },
  "IPv6 behind the last": { entries: nested, address: "2001:db8:0:1::", all: [], narrowest: [] },
  "two owners alike": {
    entries: [["b", "10.0.0.0/24"], ["a", "10.0.0.0/24"]],
    address: "10.0.0.1",
    all: ["a", "b"],
    narrowest: ["a", "b"],
  },
};

const entry = fc
  .tuple(fc.constantFrom("a", "b", "c", "d"), fc.integer({ min: 0, max: 31 }), fc.integer({ min: 0, max: 31 }))
  .map(([owner, one, other]): Entry => [owner, `10.0.0.${Math.min(one, other)}-10.0.0.${Math.max(one, other)}`]);

describe("ownerLookup", () => {
  for (const [name, { entries, address, all, narrowest }] of Object.entries(cases)) {
    it(name, () => {
      assert.deepEqual(ask(entries, address), all);
      assert.deepEqual(ask(entries, address, "most specific"), narrowest);
    });
  }

  it("answers as a look at every entry does", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 20 }), fc.integer({ min: 0, max: 33 }), (entries, value) => {
        const holding = entries
          .map(([owner, text]) => ({ owner, ends: text.split("-").map((end) => Number(end.split(".")[3])) }))
          .filter(({ ends: [first = 0, last = 0] }) => first <= value && value <= last)
          .map(({ owner, ends: [first = 0, last = 0] }) => ({ owner, size: last - first }));
        const least = Math.min(...holding.map(({ size }) => size));
        const names = (list: typeof holding): readonly string[] => [...new Set(list.map(({ owner }) => owner))].sort();
        assert.deepEqual(ask(entries, `10.0.0.${value}`), names(holding));
        assert.deepEqual(ask(entries, `10.0.0.${value}`, "most specific"), names(holding.filter(({ size }) => size === least)));
      }),
      { numRuns: 300 },
    );
  });
});
