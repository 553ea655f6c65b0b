import assert from "node:assert/strict";
import { Failure, Intent, addressed, capped, failuresOf, judge, onTheWay } from "../../provider/intent";
import type { Finding } from "../../engine/model/finding";
import { carried, planHash } from "./tiny";

const other = "f".repeat(64);
const short = planHash.slice(0, 12);
const told = (from: string, to: string, plan = planHash): Intent => ({ plan, from: from && `r1/${from}`, to: to && `r1/${to}` });

type Case = Readonly<{ was?: Intent; wants: Intent; completed?: string; want: readonly Failure[] }>;

const cases: Readonly<Record<string, Case>> = {
  "a fresh stack adopts": { wants: told("", "adopt"), want: [] },
  "the same stage again is nothing": { was: told("adopt", "separate"), wants: told("adopt", "separate"), completed: "r1/separate", want: [] },
  "the next stage": { was: told("", "adopt"), wants: told("adopt", "separate"), completed: "r1/adopt", want: [] },
  "where from is not said it is the stage before": { was: told("", "adopt"), wants: told("", "separate"), completed: "r1/adopt", want: [] },
  "a stage that was not finished goes on": { was: told("adopt", "separate"), wants: told("adopt", "separate"), completed: "r1/adopt", want: [] },
  "a stage that was not finished is taken back": { was: told("adopt", "separate"), wants: told("separate", "adopt"), completed: "r1/adopt", want: [] },
  "a finished stage is taken back": { was: told("adopt", "separate"), wants: told("separate", "adopt"), completed: "r1/separate", want: [] },
  "a way back that was not finished goes on": { was: told("separate", "adopt"), wants: told("separate", "adopt"), completed: "r1/separate", want: [] },
  "a way back that was not finished is given up": { was: told("separate", "adopt"), wants: told("adopt", "separate"), completed: "r1/separate", want: [] },

  "settings of another plan": {
    wants: told("", "adopt", other),
    want: [{ property: "plan", reason: `INT-001 migrations/tiny/plan.lock.yaml holds the plan ${short}, and drover:plan says ffffffffffff — run \`drover promote <stack>\`, which writes the lock's plan, and commit it` }],
  },
  "a stack that follows another plan": {
    was: told("", "adopt", other), wants: told("adopt", "separate"), completed: "r1/adopt",
    want: [{ property: "plan", reason: `INT-002 this stack follows the plan ffffffffffff; migrations/tiny/plan.lock.yaml holds ${short} — restore the lock that the stack follows; or, while it has adopted only, \`pulumi destroy\` (it forgets, the estate stays as it is) and adopt under the new plan` }],
  },
  "a stage that the lock does not have": {
    wants: told("", "seperate"),
    want: [{ property: "to", reason: "INT-003 drover:stage is \"r1/seperate\", which is no stage of the lock; it has r1/adopt, r1/separate, r1/pilot, r1/finish — run `drover promote <stack>`, which writes the next stage's name" }],
  },
  "all that can be said at once": {
    was: told("", "adopt", other), wants: { plan: other, from: "r1/adpot", to: "" }, completed: "r1/adopt",
    want: [
      { property: "plan", reason: `INT-001 migrations/tiny/plan.lock.yaml holds the plan ${short}, and drover:plan says ffffffffffff — run \`drover promote <stack>\`, which writes the lock's plan, and commit it` },
      { property: "plan", reason: `INT-002 this stack follows the plan ffffffffffff; migrations/tiny/plan.lock.yaml holds ${short} — restore the lock that the stack follows; or, while it has adopted only, \`pulumi destroy\` (it forgets, the estate stays as it is) and adopt under the new plan` },
      { property: "to", reason: "INT-003 drover:stage is not set; the lock has r1/adopt, r1/separate, r1/pilot, r1/finish — run `drover promote <stack>`, which writes the next stage's name" },
      { property: "from", reason: "INT-003 drover:from is \"r1/adpot\", which is no stage of the lock; it has r1/adopt, r1/separate, r1/pilot, r1/finish — run `drover promote <stack>`, which writes the next stage's name" },
    ],
  },
  "a fresh stack that begins later": {
    wants: told("adopt", "separate"),
    want: [{ property: "to", reason: "INT-007 this stack has adopted nothing yet, so it begins with r1/adopt; drover:stage is r1/separate — begin with it: `drover promote <stack>` writes it, `drover apply <stack>` carries it out" }],
  },
  "a skipped stage": {
    was: told("", "adopt"), wants: told("separate", "pilot"), completed: "r1/adopt",
    want: [{ property: "to", reason: "INT-004 r1/pilot skips r1/separate: this stack has completed r1/adopt — carry out r1/separate first: `drover promote <stack>` writes it" }],
  },
  "two stages back at once": {
    was: told("pilot", "finish"), wants: told("pilot", "separate"), completed: "r1/finish",
    want: [{ property: "to", reason: "INT-004 r1/separate skips r1/pilot: this stack has completed r1/finish — carry out r1/pilot first: `drover promote <stack> --back` writes it" }],
  },
  "another stage while one is under way": {
    was: told("adopt", "separate"), wants: told("separate", "pilot"), completed: "r1/adopt",
    want: [{ property: "to", reason: "INT-005 r1/separate is under way and not completed; drover:stage is r1/pilot — set drover:stage to r1/separate (finish it) or to r1/adopt (take it back)" }],
  },
  "another stage while a way back is under way": {
    was: told("separate", "adopt"), wants: told("separate", "pilot"), completed: "r1/separate",
    want: [{ property: "to", reason: "INT-005 the way back from r1/separate to r1/adopt is under way and not completed; drover:stage is r1/pilot — set drover:stage to r1/adopt (finish it) or to r1/separate (take it back)" }],
  },
  "a stage before adopting is over": {
    was: told("", "adopt"), wants: told("adopt", "separate"),
    want: [{ property: "to", reason: "INT-005 r1/adopt is under way and not completed; drover:stage is r1/separate — set drover:stage to r1/adopt and run `pulumi up`, then promote" }],
  },
  "a finished point of no return": {
    was: told("separate", "pilot"), wants: told("pilot", "separate"), completed: "r1/pilot",
    want: [{ property: "to", reason: "INT-006 r1/pilot is a point of no return and this stack has entered it: there is no way back from wave/pilot move — go on to the next stage; to change what is still ahead, change the documents and plan the rest: `drover replan`" }],
  },
  "a point of no return that was only begun": {
    was: told("separate", "pilot"), wants: told("pilot", "separate"), completed: "r1/separate",
    want: [{ property: "to", reason: "INT-006 r1/pilot is a point of no return and this stack has entered it: there is no way back from wave/pilot move — finish it: `drover promote <stack> --to r1/pilot`, then `drover apply <stack>`; to change what is still ahead, change the documents and plan the rest: `drover replan`" }],
  },
  "taking a finished stage back without saying so": {
    was: told("adopt", "separate"), wants: told("", "adopt"), completed: "r1/separate",
    want: [{ property: "from", reason: "INT-008 drover:from is not set, and the way to r1/adopt begins at r1/separate — set drover:from to r1/separate, as `drover promote <stack> --back` does" }],
  },
  "coming from where the stack is not": {
    was: told("adopt", "separate"), wants: told("finish", "pilot"), completed: "r1/separate",
    want: [{ property: "from", reason: "INT-008 drover:from is r1/finish, and the way to r1/pilot begins at r1/separate — set drover:from to r1/separate, as `drover promote <stack>` does" }],
  },
  "taking a half-done stage back without saying so": {
    was: told("separate", "pilot"), wants: told("adopt", "separate"), completed: "r1/separate",
    want: [{ property: "from", reason: "INT-008 drover:from is r1/adopt, and the way to r1/separate begins at r1/pilot — set drover:from to r1/pilot, as `drover promote <stack> --back` does" }],
  },
};

describe("what a stack may be told", () => {
  for (const [name, { was, wants, completed = "", want }] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(judge({ ...carried(), ...(was ? { was } : {}), wants, completed }).failures, want));
  }
});

describe("the stack that a remedy names", () => {
  const failures = [{ property: "to", reason: "INT-003 no such stage — run `drover promote <stack>`" }];
  it("is the one it is about", () => assert.deepEqual(addressed(failures, "lab"), [{ property: "to", reason: "INT-003 no such stage — run `drover promote lab`" }]));
  it("is left open where nobody knows it", () => assert.deepEqual(addressed(failures, undefined), failures));
});

describe("findings as failures", () => {
  it("none are none", () => assert.deepEqual(failuresOf([]), []));
  it("errors alone, in the documents' order, with place and remedy", () => {
    const at = (line: number) => ({ file: "old.yaml", line, column: 3 });
    assert.deepEqual(
      failuresOf([
        { rule: "B-2", severity: "error", say: "second", at: at(9) },
        { rule: "W-1", severity: "warning", say: "no failure" },
        { rule: "B-1", severity: "error", say: "first", at: at(2), fix: "do this" },
        { rule: "B-0", severity: "error", say: "nowhere" },
      ]),
      [
        { property: "", reason: "B-0 nowhere" },
        { property: "", reason: "old.yaml:2:3 B-1 first — do this" },
        { property: "", reason: "old.yaml:9:3 B-2 second" },
      ],
    );
  });
  it("of edited documents, for a stack that has begun: the rest is planned from where it is", () => {
    const findings: readonly Finding[] = [{ rule: "LOCK-003", severity: "error", say: "a stage has x", fix: "run drover plan" }, { rule: "DOC-1", severity: "error", say: "y" }];
    assert.deepEqual(onTheWay(findings, "migrations/tiny", ""), findings);
    assert.deepEqual(failuresOf(onTheWay(findings, "migrations/tiny", "r1/adopt")).map(({ reason }) => reason), [
      "DOC-1 y",
      "LOCK-003 a stage has x — take back the change of the documents; or plan the rest from where the stack is: drover replan migrations/tiny --stack <stack>",
    ]);
  });
  it("as many as can be read", () => {
    const failures = (n: number): Failure[] => Array.from({ length: n }, (_, i) => ({ property: "", reason: `${i}` }));
    assert.deepEqual(capped(failures(50)), failures(50));
    assert.deepEqual(capped(failures(262)), [...failures(50), { property: "", reason: "… and 212 more" }]);
  });
});
