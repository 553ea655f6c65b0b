import assert from "node:assert/strict";
import { reasons } from "../../../engine/registration/because";
import { lastOf, waits, wayOf } from "../../../engine/registration/ways";
import { carried } from "../../provider/tiny";

const plan = carried();

describe("the way that a program registers", () => {
  const told = (from: string, to: string) => {
    const way = wayOf(plan, { from: from && `r1/${from}`, to: `r1/${to}` });
    if (!way) return undefined;
    const state = plan.states.indexOf(way.target);
    const waiting = Object.fromEntries(waits(way));
    return { from: way.told.from, stage: way.stage?.name, back: way.back, state, waits: waiting, last: lastOf(way) };
  };
  const cases = {
    "adopting does nothing": { from: "", to: "adopt", want: { from: "r1/adopt", stage: undefined, back: false, state: 0, waits: {}, last: [] } },
    "a stage forward": {
      from: "adopt", to: "separate",
      want: { from: "r1/adopt", stage: "separate", back: false, state: 1, waits: { "server/bea@7.0": ["task/bea/document"] }, last: ["server/bea@7.0"] },
    },
    "where from is not said it is the stage before": {
      from: "", to: "separate",
      want: { from: "r1/adopt", stage: "separate", back: false, state: 1, waits: { "server/bea@7.0": ["task/bea/document"] }, last: ["server/bea@7.0"] },
    },
    "a stage back, in the other order": {
      from: "separate", to: "adopt",
      want: { from: "r1/separate", stage: "separate", back: true, state: 0, waits: { "task/bea/document": ["server/bea@7.0"] }, last: ["task/bea/document"] },
    },
    "a stage that is none": { from: "", to: "other", want: undefined },
    "from a stage that is none": { from: "other", to: "separate", want: undefined },
  } as const;
  for (const [name, { from, to, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(told(from, to), want));
});

describe("why an entity is as it is", () => {
  const why = (index: number) => Object.fromEntries(reasons(plan, index));
  it("before any stage: where it is declared", () => {
    assert.deepEqual(why(0), {
      "gate/bea/idle": "a task of the procedure separate for bea", "server/bea@7.0": "declared in migrations/tiny/old.yaml:5",
      "settings/bea@7.0": "follows from the documents", "task/bea/document": "a task of the procedure separate for bea", "wave/pilot": "follows from the documents",
    });
  });
  it("after a stage: its last operation, the rules, and what it waited for", () => {
    const { "server/bea@7.0": server, "task/bea/document": task, "wave/pilot": wave } = why(2);
    assert.deepEqual([server, task, wave], [
      "r1/separate separate: the new estate declares it; after task/bea/document (TNY-100)",
      "r1/separate do: TNY-100 a link is written down before it is removed",
      "r1/pilot move: the new estate declares it; after settings/bea@7.0 (TNY-235)",
    ]);
  });
});
