import assert from "node:assert/strict";
import { carriedIn, indexOf } from "../../cli/carried";
import { brief, riskOf } from "../../cli/words";
import { openMigration } from "../../documents/open";

/** Risk is a number of agents only where none of them is counted twice: Beaumont has 350. */
const cases: Record<string, Readonly<{ risk: string; brief: RegExp }>> = {
  separate: { risk: "none: no agent depends on what it changes", brief: /, no risk, can be taken back$/ },
  "bea-smp1-lak-smp1": { risk: "the service of 7,150 agents could fail while it runs", brief: /, risk 7,150, can be taken back$/ },
  "beaumont-pilot": {
    risk: "700: agents whose service could fail while it runs, doubled where there is no way back", brief: /, risk 700, no way back$/,
  },
};

describe("how the risk of a stage is said", () => {
  const carried = carriedIn(openMigration("migrations/gulf"));
  for (const [stage, want] of Object.entries(cases))
    it(stage, () => {
      assert.ok(carried);
      const index = indexOf(carried, stage);
      assert.equal(riskOf(carried, index), want.risk);
      assert.match(brief(carried, index), want.brief);
    });
});
