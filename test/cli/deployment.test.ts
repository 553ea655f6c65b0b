import assert from "node:assert/strict";
import { Deployment, nothingYet, readDeployment } from "../../cli/deployment";

const gate = {
  urn: "urn:pulumi:lab::gulf::drover:estate:NotificationServer$drover:index:Gate::bea-ns1/idle",
  type: "drover:index:Gate", outputs: { phase: "closed" }, initErrors: ["WAITING r1/separate/gate/bea-ns1/idle: 2 jobs run"],
};
const wave = {
  urn: "urn:pulumi:lab::gulf::drover:estate:Site$drover:index:Wave::beaumont",
  type: "drover:index:Wave", inputs: { phase: "moved", agents: 350 }, outputs: { phase: "moved", arrived: 340, left: 10 },
};
const estate = {
  urn: "urn:pulumi:lab::gulf::pulumi:providers:drover::estate", type: "pulumi:providers:drover",
  inputs: { plan: "aa", from: "r1/adopt", to: "r1/separate", completed: "r1/adopt", migration: "migrations/gulf" },
};
const completion = { urn: "urn:pulumi:lab::gulf::drover:index:Completion::completed", type: "drover:index:Completion", outputs: { stage: "r1/adopt" } };
/** The stack's own output may already name what is only intended: the resource decides. */
const root = { urn: "urn:pulumi:lab::gulf::pulumi:pulumi:Stack::gulf-lab", type: "pulumi:pulumi:Stack", outputs: { completed: "r1/separate" } };

describe("a stack's state, as `pulumi stack export` prints it", () => {
  const cases: Record<string, { exported: unknown; want: Deployment }> = {
    "a stack that was only made": { exported: { version: 3, deployment: { manifest: {} } }, want: nothingYet },
    "under way: completed is what the completion resource says": {
      exported: { version: 3, deployment: { resources: [root, estate, gate, wave, completion] } },
      want: {
        completed: "r1/adopt", intent: { plan: "aa", from: "r1/adopt", to: "r1/separate" }, 
        phases: new Map([["gate/bea-ns1/idle", "closed"], ["wave/beaumont", "moved"]]),
        inputs: new Map([["gate/bea-ns1/idle", {}], ["wave/beaumont", { phase: "moved", agents: 350 }]]), counts: new Map([["wave/beaumont", { arrived: 340, left: 10 }]]),
        unfinished: [{ entity: "gate/bea-ns1/idle", reasons: ["WAITING r1/separate/gate/bea-ns1/idle: 2 jobs run"] }], pending: [],
      },
    },
    "cut off by a killed CLI": {
      exported: { version: 3, deployment: { resources: [estate], pending_operations: [{ type: "creating", resource: { urn: gate.urn } }] } },
      want: { ...nothingYet, intent: { plan: "aa", from: "r1/adopt", to: "r1/separate" }, pending: [{ urn: gate.urn, operation: "creating" }] },
    },
  };
  for (const [name, { exported, want }] of Object.entries(cases))
    it(name, () => assert.deepEqual(readDeployment(exported), want));
});
