import assert from "node:assert/strict";
import { Entity, State, stateOf } from "../../../engine/model/entity";
import { diff } from "../../../engine/passes/diff";
import { expand } from "../../../engine/passes/expand";
import { altiris } from "../../../platforms/altiris";
import { PhaseTable } from "../../../engine/model/phases";

const table = new PhaseTable(altiris.phases);
type Props = Readonly<Record<string, string | boolean | readonly string[]>>;
const state = (ref: string, phase: string, props: Props): State =>
  stateOf([table.at({ ref, kind: ref.slice(0, ref.indexOf("/")), ...props } as unknown as Entity, phase)]);

describe("expand", () => {
  const cases: Record<
    string,
    {
      ref: string;
      from: readonly [string, Props];
      to: readonly [string, Props];
      want: readonly string[];
      says?: readonly string[];
    }
  > = {
    "nothing to do": { ref: "wave/x", from: ["moved", {}], to: ["moved", {}], want: [] },
    "one move": { ref: "wave/x", from: ["waiting", {}], to: ["moved", {}], want: ["wave/x:move"] },
    "a move that was interrupted is finished": { ref: "wave/x", from: ["moving", {}], to: ["moved", {}], want: ["wave/x:move"] },
    "two moves, the first of them interrupted": {
      ref: "server/a@7.0",
      from: ["separating", {}],
      to: ["kept", {}],
      want: ["server/a@7.0:separate", "server/a@7.0:retire"],
    },
    "a shared site server goes down and up": {
      ref: "siteServer/ps",
      from: ["old", { way: "rebuild" }],
      to: ["new", { way: "rebuild" }],
      want: ["siteServer/ps:drop", "siteServer/ps:create"],
    },
    "… and from where it was killed": {
      ref: "siteServer/ps",
      from: ["creating", { way: "rebuild" }],
      to: ["new", { way: "rebuild" }],
      want: ["siteServer/ps:create"],
    },
    "a filter grows by each element": {
      ref: "settings/a",
      from: ["ready", { targets: [] }],
      to: ["ready", { targets: ["wave/x", "wave/y"] }],
      want: ["settings/a:target+wave/x", "settings/a:target+wave/y"],
    },
    "a filter grows by what is missing": {
      ref: "settings/a",
      from: ["ready", { targets: ["wave/x"] }],
      to: ["ready", { targets: ["wave/x", "wave/y"] }],
      want: ["settings/a:target+wave/y"],
    },
    "a filter that was killed while growing grows by everything again": {
      ref: "settings/a",
      from: ["targeting", { targets: ["wave/x"] }],
      to: ["ready", { targets: ["wave/x", "wave/y"] }],
      want: ["settings/a:target+wave/x", "settings/a:target+wave/y"],
    },
    "no way": {
      ref: "wave/x",
      from: ["moved", {}],
      to: ["waiting", {}],
      want: [],
      says: ["no move leads wave/x from moved to waiting"],
    },
    "no way to change a value": {
      ref: "wave/x",
      from: ["moved", { site: "a" }],
      to: ["moved", { site: "b" }],
      want: [],
      says: ["wave/x cannot change its site while it is moved: no move does that"],
    },
  };
  for (const [name, { ref, from, to, want, says = [] }] of Object.entries(cases))
    it(name, () => {
      const [start, goal] = [state(ref, ...from), state(ref, ...to)];
      const { operations, chains, findings } = expand(table, diff(start, goal), start, goal);
      assert.deepEqual(
        operations.map((operation) => operation.id),
        want,
      );
      assert.deepEqual(chains, want.length === 0 && says.length > 0 ? [] : want.length === 0 ? [] : [want]);
      assert.deepEqual(
        findings.map((finding) => finding.say),
        says,
      );
    });
});
