import assert from "node:assert/strict";
import type { Change } from "../../../engine/model/change";
import type { Ref } from "../../../engine/model/entity";
import { Part, compare } from "../../../engine/passes/compare";

type Props = Omit<Part, "ref" | "props"> & Readonly<{ props?: Part["props"] }>;

const site = (name: string, more: Props | readonly string[] = {}): Part => {
  const props = "length" in more ? { holds: { assignment: more } } : (more as Props);
  return { ref: `site/${name}`, props: {}, ...props };
};

const [low, high, far] = ["10.0.0.0/24", "10.0.1.0/24", "10.9.0.0/24"];
const ref = (name: string): Ref => `site/${name}`;

const cases: Readonly<Record<string, readonly [before: readonly Part[], after: readonly Part[], want: readonly Change[]]>> = {
  "the same estate twice": [[site("A", [low])], [site("A", [low])], []],
  "the same addresses, written otherwise": [
    [site("A", ["10.0.0.0/23"])],
    [site("A", [high, low])],
    [{ change: "changed", what: ref("A"), props: ["assignment"] }],
  ],
  "something new": [[], [site("A")], [{ change: "added", what: ref("A") }]],
  "something that is no more": [[site("A")], [], [{ change: "removed", what: ref("A") }]],
  "another value": [
    [site("A", { props: { role: "primary" } })],
    [site("A", { props: { role: "central" } })],
    [{ change: "changed", what: ref("A"), props: ["role"] }],
  ],
  "addresses that nobody had": [
    [site("A", [low])],
    [site("A", [low, far])],
    [{ change: "changed", what: ref("A"), props: ["assignment"] }],
  ],
  "addresses between two that stay": [
    [site("A", [low, high]), site("B", [far])],
    [site("A", [low]), site("B", [high, far])],
    [{ change: "moved", addresses: [high], from: [ref("A")], to: [ref("B")] }],
  ],
  "a ring": [
    [site("A", [low]), site("B", [high]), site("C", [far])],
    [site("A", [far]), site("B", [low]), site("C", [high])],
    [
      { change: "moved", addresses: [low], from: [ref("A")], to: [ref("B")] },
      { change: "moved", addresses: [high], from: [ref("B")], to: [ref("C")] },
      { change: "moved", addresses: [far], from: [ref("C")], to: [ref("A")] },
    ],
  ],
  "a machine that stands elsewhere": [
    [{ ref: "siteServer/m", at: [ref("A")], props: {} }],
    [{ ref: "siteServer/m", at: [ref("B")], props: {} }],
    [{ change: "moved", what: "siteServer/m", addresses: [], from: [ref("A")], to: [ref("B")] }],
  ],
  "another name": [
    [site("A", [low])],
    [site("B", { from: ref("A"), holds: { assignment: [low] } })],
    [{ change: "renamed", from: ref("A"), to: ref("B") }],
  ],
  "another name, and what refers to it": [
    [site("A"), site("C", { parent: ref("A") })],
    [site("B", { from: ref("A") }), site("C", { parent: ref("B") })],
    [{ change: "renamed", from: ref("A"), to: ref("B") }],
  ],
  "one that is split": [
    [site("A", [low, high])],
    [site("A", [low]), site("B", [high])],
    [{ change: "split", from: ref("A"), into: [ref("B")] }],
  ],
  "one that is split in three": [
    [site("A", [low, high, far])],
    [site("A", [low]), site("B", [high]), site("C", [far])],
    [{ change: "split", from: ref("A"), into: [ref("B"), ref("C")] }],
  ],
  "two that are merged into a third": [
    [site("A", [low]), site("B", [high]), site("C", [far])],
    [site("C", [low, high, far])],
    [{ change: "merged", from: [ref("A"), ref("B")], into: ref("C") }],
  ],
  "one that is dissolved: its parts go to two": [
    [site("A", [low, high]), site("B"), site("C")],
    [site("B", [low]), site("C", [high])],
    [
      { change: "moved", addresses: [low], from: [ref("A")], to: [ref("B")] },
      { change: "moved", addresses: [high], from: [ref("A")], to: [ref("C")] },
      { change: "removed", what: ref("A") },
    ],
  ],
  "another machine under the same name": [
    [site("A", { machine: "m1" })],
    [site("A", { machine: "m2" })],
    [{ change: "replaced", what: ref("A"), from: "m1", to: "m2" }],
  ],
  "another parent": [
    [site("A", { parent: ref("P") }), site("P"), site("Q")],
    [site("A", { parent: ref("Q") }), site("P"), site("Q")],
    [{ change: "re-parented", what: ref("A"), from: ref("P"), to: ref("Q") }],
  ],
  "no parent any more": [
    [site("A", { parent: ref("P") }), site("P")],
    [site("A"), site("P")],
    [{ change: "re-parented", what: ref("A"), from: ref("P") }],
  ],
};

describe("two estates compared, in the words of people", () => {
  for (const [name, [before, after, want]] of Object.entries(cases))
    it(name, () => assert.deepEqual(compare(before, after), want));

  it("every kind of change is in some case above", () => {
    const kinds: Readonly<Record<Change["change"], true>> = {
      added: true,
      removed: true,
      changed: true,
      moved: true,
      renamed: true,
      split: true,
      merged: true,
      replaced: true,
      "re-parented": true,
    };
    const seen = new Set(Object.values(cases).flatMap(([, , want]) => want.map(({ change }) => change)));
    assert.deepEqual([...seen].sort(), Object.keys(kinds).sort());
  });
});
