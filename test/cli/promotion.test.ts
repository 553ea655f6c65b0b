import assert from "node:assert/strict";
import type { Deployment } from "../../cli/deployment";
import { Promotion, Wish, promotion } from "../../cli/promotion";
import type { Settings } from "../../cli/settings";
import { carried, stackAt } from "./tiny";

const { plan } = carried().lock;
const file = "stacks/Pulumi.lab.yaml";
const migration = "migrations/tiny";
const settings = (stage: string, from?: string): Settings =>
  ({ migration, plan, stage, ...(from === undefined ? {} : { from }) });
const refuse = (...say: readonly string[]): Promotion => ({ do: "refuse", say });
const unknown = (say: string): Promotion => ({ do: "refuse", say: [say], usage: true });
const write = (index: number, stage: string, from: string, more: Settings = {}): Promotion => ({
  do: "write", index, back: carriedIndex(from) > index, changes: { plan, from, stage, ...more },
});
const carriedIndex = (name: string): number => ["r1/adopt", "r1/separate", "r1/pilot", "r1/finish"].indexOf(name);

const adopted = stackAt({ completed: "r1/adopt", to: "r1/adopt" });
const separated = stackAt({ completed: "r1/separate", from: "r1/adopt", to: "r1/separate" });
const separating = stackAt({ completed: "r1/adopt", from: "r1/adopt", to: "r1/separate" });
const joining = stackAt({ completed: "r1/separate", from: "r1/separate", to: "r1/adopt" });
const piloting = stackAt({ completed: "r1/separate", from: "r1/separate", to: "r1/pilot" });
const piloted = stackAt({ completed: "r1/pilot", from: "r1/separate", to: "r1/pilot" });
const finished = stackAt({ completed: "r1/finish", from: "r1/pilot", to: "r1/finish" });

type Case = Readonly<{ wish?: Partial<Wish>; told?: Settings; deployment: Deployment; want: Promotion }>;

const cases: Record<string, Case> = {
  "told and done: the same stage by name changes nothing": {
    wish: { to: "separate" }, told: settings("r1/separate", "r1/adopt"), deployment: separated, want: { do: "nothing", say: `${file} says r1/separate already` },
  },
  "a fresh stack without settings begins with adopt, and learns its migration": {
    deployment: stackAt({}), want: write(0, "r1/adopt", "r1/adopt", { migration }),
  },
  "a fresh stack that was told another plan adopts under the lock's": {
    told: { ...settings("r1/adopt"), plan: "old" }, deployment: stackAt({}), want: write(0, "r1/adopt", "r1/adopt"),
  },
  "a fresh stack that is told to adopt has to do it first": {
    told: settings("r1/adopt"), deployment: stackAt({}),
    want: refuse(`${file} says r1/adopt already, and lab has not adopted yet — carry it out: drover apply lab`),
  },
  "a fresh stack cannot begin later": {
    wish: { to: "separate" }, deployment: stackAt({}),
    want: refuse("INT-007 this stack has adopted nothing yet, so it begins with r1/adopt; drover:stage is r1/separate — begin with it: `drover promote lab` writes it, `drover apply lab` carries it out"),
  },
  "a fresh stack has nothing to take back": {
    wish: { back: true }, told: settings("r1/adopt"), deployment: stackAt({}), want: refuse("lab has not adopted yet: there is nothing to take back"),
  },
  "the next stage, and where it comes from": { told: settings("r1/adopt"), deployment: adopted, want: write(1, "r1/separate", "r1/adopt") },
  "the next stage by its whole name": { wish: { to: "r1/separate" }, told: settings("r1/adopt"), deployment: adopted, want: write(1, "r1/separate", "r1/adopt") },
  "a stage that is skipped": {
    wish: { to: "pilot" }, told: settings("r1/adopt"), deployment: adopted,
    want: refuse("INT-004 r1/pilot skips r1/separate: this stack has completed r1/adopt — carry out r1/separate first: `drover promote lab` writes it"),
  },
  "a stage that there is not": { wish: { to: "seprate" }, told: settings("r1/adopt"), deployment: adopted, want: unknown("the lock has no stage seprate — did you mean separate?") },
  "a stage that nothing is like: all that there are, in the plan's order": {
    wish: { to: "nosuch" }, told: settings("r1/adopt"), deployment: adopted, want: unknown("the lock has no stage nosuch — there are: adopt, separate, pilot, finish"),
  },
  "written and not begun: carry it out first": {
    told: settings("r1/separate", "r1/adopt"), deployment: adopted,
    want: refuse(`${file} says r1/separate already, and nothing of it has been carried out — preview it: drover apply lab --preview; or carry it out: drover apply lab`),
  },
  "written and not begun can be taken back by writing": {
    wish: { back: true }, told: settings("r1/separate", "r1/adopt"), deployment: adopted, want: write(0, "r1/adopt", "r1/adopt"),
  },
  "under way: finish it or take it back": {
    told: settings("r1/separate", "r1/adopt"), deployment: separating,
    want: refuse("r1/separate is not complete — finish it: drover apply lab; or take back what was done: drover promote lab --back"),
  },
  "under way where there is no way back: finish it": {
    told: settings("r1/pilot", "r1/separate"), deployment: piloting,
    want: refuse("r1/pilot is not complete — finish it: drover apply lab; it is a point of no return"),
  },
  "under way, and a dead process holds the stack: only resume goes on": {
    wish: { dead: true }, told: settings("r1/separate", "r1/adopt"), deployment: separating,
    want: refuse("r1/separate is not complete — finish it: drover resume lab; or take back what was done: drover promote lab --back"),
  },
  "under way and taken back": { wish: { back: true }, told: settings("r1/separate", "r1/adopt"), deployment: separating, want: write(0, "r1/adopt", "r1/separate") },
  "on the way back: finish it or go forth again": {
    told: settings("r1/adopt", "r1/separate"), deployment: joining,
    want: refuse("the way back from r1/separate to r1/adopt is not complete — finish it: drover apply lab; or go forth again: drover promote lab --to r1/separate"),
  },
  "on the way back, back again": {
    wish: { back: true }, told: settings("r1/adopt", "r1/separate"), deployment: joining,
    want: refuse(`${file} is on the way back to r1/adopt already — finish it: drover apply lab`),
  },
  "on the way back and forth again": { wish: { to: "separate" }, told: settings("r1/adopt", "r1/separate"), deployment: joining, want: write(1, "r1/separate", "r1/adopt") },
  "a completed stage is taken back": { wish: { back: true }, told: settings("r1/separate"), deployment: separated, want: write(0, "r1/adopt", "r1/separate") },
  "told to be at the stage before, without where it comes from: back writes that": {
    wish: { back: true }, told: settings("r1/adopt"), deployment: separated, want: write(0, "r1/adopt", "r1/separate"),
  },
  "told to be at the stage before, with where it comes from: that is the way back": {
    wish: { back: true }, told: settings("r1/adopt", "r1/separate"), deployment: separated, want: { do: "nothing", say: `${file} says r1/adopt already` },
  },
  "adopt is where it began": {
    wish: { back: true }, told: settings("r1/adopt"), deployment: adopted,
    want: refuse("r1/adopt is where lab began: there is nothing to take back — `drover pulumi destroy --stack lab` makes Pulumi forget the estate, which stays as it is"),
  },
  "no way back over a point of no return": {
    wish: { back: true }, told: settings("r1/pilot", "r1/separate"), deployment: piloted,
    want: refuse("INT-006 r1/pilot is a point of no return and this stack has entered it: there is no way back from wave/pilot move — go on to the next stage; to change what is still ahead, change the documents and plan the rest: `drover replan`"),
  },
  "nor once it has been entered": {
    wish: { back: true }, told: settings("r1/pilot", "r1/separate"), deployment: piloting,
    want: refuse("INT-006 r1/pilot is a point of no return and this stack has entered it: there is no way back from wave/pilot move — finish it: `drover promote lab --to r1/pilot`, then `drover apply lab`; to change what is still ahead, change the documents and plan the rest: `drover replan`"),
  },
  "after the last stage there is none": { told: settings("r1/finish"), deployment: finished, want: refuse("r1/finish was the last stage: the new estate is the estate — drover finish migrations/tiny closes the plan, and the estate's days begin") },
  "a stack that follows another plan": {
    told: settings("r1/separate"), deployment: stackAt({ completed: "r1/separate", to: "r1/separate", plan: "0123456789abcdef" }),
    want: refuse(`INT-002 this stack follows the plan 0123456789ab; migrations/tiny/plan.lock.yaml holds ${plan.slice(0, 12)} — restore the lock that the stack follows; or, while it has adopted only, \`pulumi destroy\` (it forgets, the estate stays as it is) and adopt under the new plan`),
  },
};

describe("what drover promote writes", () => {
  for (const [name, { wish = {}, told, deployment, want }] of Object.entries(cases))
    it(name, () => assert.deepEqual(promotion({ carried: carried(), file, deployment, ...(told ? { settings: told } : {}) }, { stack: "lab", ...wish }), want));
});
