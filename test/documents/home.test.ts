import assert from "node:assert/strict";
import { labFolder } from "../../documents/home";

describe("where a stack's simulated estate is", () => {
  const cases: Record<string, { env: Readonly<Record<string, string>>; want: string }> = {
    "in the project": { env: {}, want: ".drover/lab/production" },
    "where DROVER_HOME moves home and state": { env: { DROVER_HOME: "/data/drover" }, want: "/data/drover/lab/production" },
    "a slash at its end says nothing": { env: { DROVER_HOME: "/data/drover/" }, want: "/data/drover/lab/production" },
    "an empty one is none": { env: { DROVER_HOME: "" }, want: ".drover/lab/production" },
  };
  for (const [name, { env, want }] of Object.entries(cases)) it(name, () => assert.equal(labFolder("production", env), want));
});
