import assert from "node:assert/strict";
import { against } from "../../../cli/commands/replan";
import { Deployment, nothingYet } from "../../../cli/deployment";

const adopted: Deployment = {
  ...nothingYet,
  completed: "r1/adopt",
  intent: { plan: "1".repeat(64), from: "r1/adopt", to: "r1/adopt" },
};
const none = "lab has not adopted yet: there is nothing to go on from — drover plan plans from the beginning";

const cases: Readonly<Record<string, readonly [Deployment | undefined, string | undefined]>> = {
  "a stack that rests": [adopted, undefined],
  "one that is half-way": [{ ...adopted, unfinished: [{ entity: "site/HO2", reasons: ["HALF-DONE"] }] }, undefined],
  "no stack": [undefined, none],
  "one that has not adopted": [{ ...adopted, completed: "" }, none],
  "one whose acts a killed pulumi left open": [
    { ...adopted, pending: [{ urn: "u", operation: "updating" }] },
    "lab holds acts that a killed pulumi left open, so its state does not say how far they came — drover resume lab first",
  ],
};

describe("from where a rest can be planned", () => {
  for (const [name, [deployment, want]] of Object.entries(cases))
    it(name, () => assert.equal(against("lab", deployment), want));
});
