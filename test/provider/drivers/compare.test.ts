import assert from "node:assert/strict";
import type { Entity } from "../../../engine/model/entity";
import { differences, standsAt } from "../../../provider/drivers/compare";
import { ABSENT, Observed } from "../../../provider/drivers/driver";

const tolerance = { countDriftPercent: 5 };
const server = { ref: "server/a", kind: "server", phase: "running", os: "2003", on: ["x", "y"], agents: 100 } as unknown as Entity;
const planned = { ref: "server/a", kind: "server", phase: "planned", os: "2003" } as unknown as Entity;

const cases: Readonly<Record<string, Readonly<{ declared?: Entity; observed: Observed; want: readonly string[] }>>> = {
  "what is as declared": { observed: { phase: "running", os: "2003", on: ["x", "y"], agents: 100 }, want: [] },
  "what the observer does not see, or sees besides": { observed: { phase: "running", colour: "grey" }, want: [] },
  "another value": { observed: { phase: "running", os: "2008" }, want: ["os: declared \"2003\", found \"2008\""] },
  "another phase says all": { observed: { phase: "gone", os: "2008" }, want: ["phase: declared \"running\", found \"gone\""] },
  "a list in another order is the same list": { observed: { phase: "running", on: ["y", "x"] }, want: [] },
  "a list that lacks and has more": { observed: { phase: "running", on: ["x", "z"] }, want: ["on: declared and not found: y; found and not declared: z"] },
  "a long list names five": {
    observed: { phase: "running", on: ["x", "y", "1", "2", "3", "4", "5", "6", "7"] }, want: ["on: found and not declared: 1, 2, 3, 4, 5 and 2 more"],
  },
  "a count within its limit": { observed: { phase: "running", agents: 105 }, want: [] },
  "a count beyond its limit": { observed: { phase: "running", agents: 94 }, want: ["agents: declared 100, found 94"] },
  "what is planned is not there": { declared: planned, observed: { phase: ABSENT }, want: [] },
  "what is planned is there": { declared: planned, observed: { phase: "installed" }, want: ["phase: declared \"planned\", found \"installed\""] },
  "what should be there is not": { observed: { phase: ABSENT }, want: ["phase: declared \"running\", found \"absent\""] },
};

describe("declared against observed", () => {
  for (const [name, { declared = server, observed, want }] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(differences(declared, observed, tolerance).map(({ prop, say }) => `${prop}: ${say}`), want));
  }
});

describe("where an entity stands on its path", () => {
  const settings = (phase: string, targets: readonly string[]): Entity => ({ ref: "settings/a", kind: "settings", phase, targets }) as unknown as Entity;
  const path = [settings("ready", ["a"]), settings("targeting", ["a", "b"]), settings("ready", ["a", "b"])];
  const places: Readonly<Record<string, Readonly<{ observed: Observed; want: number }>>> = {
    before: { observed: { phase: "ready", targets: ["a"] }, want: 0 },
    "half-way, whatever it holds": { observed: { phase: "targeting", targets: ["a"] }, want: 1 },
    after: { observed: { phase: "ready", targets: ["b", "a"] }, want: 2 },
    nowhere: { observed: { phase: "ready", targets: ["c"] }, want: -1 },
  };
  for (const [name, { observed, want }] of Object.entries(places)) {
    it(name, () => assert.equal(standsAt(path, observed, tolerance), want));
  }
});
