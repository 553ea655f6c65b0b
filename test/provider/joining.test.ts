import assert from "node:assert/strict";
import type { Joins } from "../../engine/join";
import { Failure, Intent, judge } from "../../provider/intent";
import { carried } from "./tiny";

const { lock, table, stages, states } = carried();
const [first, second] = ["1".repeat(64), "2".repeat(64)];
const joins: Joins = { revision: "r1", plan: first, completed: "r1/houston", intended: "r1/houston", state: "" };
const told = (plan: string, from: string, to: string): Intent => ({ plan, from, to });

type Case = Readonly<{ was: Intent; wants: Intent; completed: string; joins?: Partial<Joins>; want: readonly Failure[] }>;

const here = told(first, "r1/adopt", "r1/houston");
const adopt = told(second, "r2/adopt", "r2/adopt");
const replan = "run `drover replan m --stack <stack>`, which plans from there";

const cases: Readonly<Record<string, Case>> = {
  "where both plans meet, it comes to the second one": { was: here, wants: adopt, completed: "r1/houston", want: [] },
  "while it is on its way there, it goes on with that": { was: adopt, wants: adopt, completed: "r1/houston", want: [] },
  "when it is there, the second plan's first stage is next": {
    was: adopt,
    wants: told(second, "r2/adopt", "r2/separate"),
    completed: "r2/adopt",
    want: [],
  },
  "where it is half-way in the stage that the plan was made in": {
    was: told(first, "r1/houston", "r1/beaumont"),
    wants: adopt,
    completed: "r1/houston",
    joins: { intended: "r1/beaumont" },
    want: [],
  },
  "from another stage": {
    was: told(first, "", "r1/adopt"),
    wants: adopt,
    completed: "r1/adopt",
    want: [{ property: "plan", reason: `INT-010 r2/adopt is r1/houston, and this stack has completed r1/adopt — ${replan}` }],
  },
  "after it has begun the next stage": {
    was: told(first, "r1/houston", "r1/beaumont"),
    wants: adopt,
    completed: "r1/houston",
    want: [
      {
        property: "plan",
        reason: `INT-010 r2/adopt is r1/houston, and this stack has completed r1/houston, on the way to r1/beaumont — ${replan}`,
      },
    ],
  },
  "past the place where both meet": {
    was: here,
    wants: told(second, "r2/adopt", "r2/separate"),
    completed: "r1/houston",
    want: [
      {
        property: "to",
        reason:
          "INT-004 r2/separate skips r2/adopt, where this stack comes from r1/houston — set drover:stage to r2/adopt, as `drover promote <stack>` does",
      },
    ],
  },
  "from a third plan": {
    was: told("3".repeat(64), "", "r1/houston"),
    wants: adopt,
    completed: "r1/houston",
    want: [
      {
        property: "plan",
        reason: `INT-002 this stack follows the plan 333333333333; m/plan.r2.lock.yaml holds 222222222222 — restore the lock that the stack follows; or, while it has adopted only, \`pulumi destroy\` (it forgets, the estate stays as it is) and adopt under the new plan`,
      },
    ],
  },
  "on from there before it has come there": {
    was: adopt,
    wants: told(second, "r2/adopt", "r2/separate"),
    completed: "r1/houston",
    want: [
      {
        property: "to",
        reason:
          "INT-005 r2/adopt is under way and not completed; drover:stage is r2/separate — set drover:stage to r2/adopt and run `pulumi up`, then promote",
      },
    ],
  },
};

describe("a stack and a plan that was made on its way", () => {
  for (const [name, { want, joins: more, ...facts }] of Object.entries(cases))
    it(name, () => {
      const plan = { ...lock, revision: "r2", plan: second, joins: { ...joins, ...more } };
      assert.deepEqual(judge({ ...facts, lock: plan, lockFile: "m/plan.r2.lock.yaml", stages, states, table }).failures, want);
    });
});
