import assert from "node:assert/strict";
import type { Ref } from "../../engine/model/entity";
import { checkEntity, inputsOf, outputsOf } from "../../provider/entity";
import type { Properties } from "../../provider/codec";
import { transition } from "../../engine/stages";
import { carried } from "./tiny";

const plan = carried();
const at = (index: number, ref: Ref): Properties => {
  const entity = plan.states[index]?.get(ref);
  assert.ok(entity);
  return { ...inputsOf(entity), because: "x" };
};
const server: Ref = "server/bea@7.0";

type Case = Readonly<{ from: number; to: number; ref?: Ref; olds?: Properties; news: Properties; want: readonly string[] }>;

const cases: Readonly<Record<string, Case>> = {
  "adopted as declared": { from: 0, to: 0, news: at(0, server), want: [] },
  "from before to after": { from: 0, to: 1, olds: at(0, server), news: at(1, server), want: [] },
  "again, after it was done": { from: 0, to: 1, olds: at(1, server), news: at(1, server), want: [] },
  "half-way, as a refresh found it": { from: 0, to: 1, olds: { ...at(0, server), phase: "separating" }, news: at(1, server), want: [] },
  "back again": { from: 1, to: 0, olds: at(1, server), news: at(0, server), want: [] },
  "untouched by a stage": { from: 1, to: 2, olds: at(1, server), news: at(2, server), want: [] },
  "a phase that the stage does not begin with": {
    from: 1, to: 2, olds: at(0, server), news: at(2, server),
    want: ["phase: ACT-002 server/bea@7.0 is running in the stack; the lock allows separated (r1/pilot does nothing with it) — run `pulumi refresh`, or restore the stack's state"],
  },
  "a phase that is none of the operation's": {
    from: 0, to: 1, olds: { ...at(0, server), phase: "kept" }, news: at(1, server),
    want: ["phase: ACT-002 server/bea@7.0 is kept in the stack; the lock allows running, separating, separated (r1/separate does separate) — run `pulumi refresh`, or restore the stack's state"],
  },
  "another phase than the lock's": {
    from: 0, to: 1, olds: at(0, server), news: at(0, server),
    want: ["phase: ACT-003 server/bea@7.0 phase is not what r1/separate says in the lock — leave its properties to the lock, or change the documents and plan again"],
  },
  "another value and one too many": {
    from: 0, to: 0, news: { ...at(0, server), os: "other", more: true },
    want: [
      "more: ACT-003 server/bea@7.0 more is not what r1/adopt says in the lock — leave its properties to the lock, or change the documents and plan again",
      "os: ACT-003 server/bea@7.0 os is not what r1/adopt says in the lock — leave its properties to the lock, or change the documents and plan again",
    ],
  },
  "an entity of nobody's": {
    from: 0, to: 0, ref: "server/other", news: {},
    want: [": ACT-001 server/other is in no state of this plan — register what the plan has, as registerMigration does, or plan again"],
  },
  "an entity that is new after adopt": {
    from: 0, to: 1, news: at(1, server),
    want: [": ACT-004 server/bea@7.0 is not in the stack, and r1/separate is not where it begins — every entity is registered from adopt on: restore the stack's state"],
  },
};

describe("what an entity may be told", () => {
  for (const [name, { from, to, ref = server, olds, news, want }] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(checkEntity(plan, transition(plan, from, to), ref, olds, news).map(({ property, reason }) => `${property}: ${reason}`), want));
  }
});

describe("an entity and its resource", () => {
  it("outputs are small: of boundaries hash and count", () => {
    const boundaries = { ref: "boundaries/a", kind: "boundaries", phase: "held", addresses: ["10.0.0.0/8"] } as never;
    assert.deepEqual(outputsOf(boundaries, "held"), { phase: "held", hash: "5bc5de142484", count: 1 });
  });
});
