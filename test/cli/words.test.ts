import assert from "node:assert/strict";
import { carriedIn, indexOf } from "../../cli/carried";
import { aboutBack, brief, riskOf } from "../../cli/words";
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

describe("how a stage is said that leaves clients without a site for a while", () => {
  const carried = carriedIn(openMigration("migrations/restructure")) ?? assert.fail();
  const cases: Readonly<Record<string, readonly [risk: string, brief: RegExp]>> = {
    "gal-ho2-hou-boundaries": ["gap 50 min for 650 clients, who find no site meanwhile", /, gap 50 min for 650 clients, can be taken back$/],
    "bea-and-6-more-boundaries": [
      "gap 50 min for 1,155 clients (310 of them until a later stage), who find no site meanwhile",
      /, gap 50 min for 1,155 clients \(310 of them until a later stage\), can be taken back$/,
    ],
    "ho2-join": ["none: no agent depends on what it changes", /, no risk, can be taken back$/],
  };
  for (const [stage, [risk, line]] of Object.entries(cases))
    it(stage, () => {
      assert.equal(riskOf(carried, indexOf(carried, stage)), risk);
      assert.match(brief(carried, indexOf(carried, stage)), line);
    });
});

describe("what taking a stage back is said to be", () => {
  const carried = carriedIn(openMigration("migrations/gulf")) ?? assert.fail();
  const said = (stage: string): readonly string[] => aboutBack(carried, indexOf(carried, stage), "lab").map((line) => line.replace(/\n +/g, " "));

  it("without a risk", () =>
    assert.deepEqual(said("separate"), [
      "  undoes attach hierarchy link hou-ns1--bea-ns1@7.0, hou-ns1--lak-ns1@7.0; rejoin Notification Server bea-ns1@7.0, hou-ns1@7.0, lak-ns1@7.0; close 3 gates: bea-ns1/idle, hou-ns1/idle, lak-ns1/idle; reopen 17 tasks",
      "  risk   none: no agent depends on what it changes",
      "  back   yes, it can be carried out again: drover promote lab --to r1/separate",
      "  ends   where r1/adopt is complete again",
    ]));

  it("with one", () =>
    assert.deepEqual(said("bea-smp1-lak-smp1").slice(1), [
      "  risk   the service of 7,150 agents could fail while it is taken back",
      "  back   yes, it can be carried out again: drover promote lab --to r1/bea-smp1-lak-smp1",
      "  ends   where r1/separate is complete again",
    ]));
});
