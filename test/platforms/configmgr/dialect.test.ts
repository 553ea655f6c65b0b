import assert from "node:assert/strict";
import type { Entity } from "../../../engine/model/entity";
import { meeting } from "../../../platforms/configmgr/overlap";
import { inPlace, posed, Small } from "./small";

type Both = Readonly<{ start: Entity | undefined; goal: Entity | undefined }>;

function entity(small: Small, ref: string): Both {
  const { problem, said } = posed(small);
  assert.deepEqual(said.filter((say) => !/ (info|warning) /.test(say)), []);
  return { start: problem?.model.start.get(ref as Entity["ref"]), goal: problem?.model.goal.get(ref as Entity["ref"]) };
}

const beside: Small = {
  sites: "  CEN: { inPlace: true }\n  HO7: { from: HOU, sideBySide: true, server: hou7 }\n  BE7: { from: BEA, sideBySide: true, server: bea7 }",
};

describe("the dialect of SMS and ConfigMgr", () => {
  it("in place: one entity a site, with the product that it shows", () => {
    const site = {
      ref: "site/HOU", kind: "site", code: "HOU", role: "primary", server: "hou1", version: "2003-sp3", side: "old", oldProduct: "sms", way: "in-place",
      parent: "site/CEN", clients: 50, legacy: 0, database: "SMS_HOU", testDatabase: "SMS_HOU_TEST", reports: "site/CEN",
    };
    assert.deepEqual(entity({ sites: inPlace }, "site/HOU"), {
      start: { ...site, phase: "running", product: "sms" },
      goal: { ...site, phase: "upgraded", product: "configmgr" },
    });
  });

  it("side by side: the old site is replaced, the new one is planned and reports to nobody yet", () => {
    const { start, goal } = entity(beside, "site/HO7");
    assert.deepEqual([start?.phase, start?.["product"], start?.["reports"]], ["planned", "none", ""]);
    assert.deepEqual([goal?.phase, goal?.["product"], goal?.["reports"]], ["attached", "configmgr", "site/CEN"]);
    const old = entity(beside, "site/HOU");
    assert.deepEqual([old.start?.phase, old.goal?.phase, old.goal?.["way"], old.goal?.["heir"]], ["running", "retired", "replaced", "site/HO7"]);
  });

  it("boundaries are one entity a site and use, in one realm a use for both products", () => {
    const { problem } = posed(beside);
    const realms = [...(problem?.model.start.values() ?? [])].filter(({ kind }) => kind === "boundaries").map((one) => `${one.ref.slice(11)}: ${String(one["realm"])}, ${one.phase}`);
    assert.deepEqual(realms, [
      "BE7.fast: small for roaming, planned", "BE7.slow: small for roaming, planned", "BEA.fast: small for roaming, held", "BEA.slow: small for roaming, held",
      "CEN.assignment: small for assignment, held", "CEN.fast: small for roaming, held", "HO7.assignment: small for assignment, planned",
      "HO7.fast: small for roaming, planned", "HOU.assignment: small for assignment, held", "HOU.fast: small for roaming, held",
    ]);
  });

  it("a claim knows who still has a part of it, and which gate it waits for", () => {
    const { goal } = entity(beside, "boundaries/HO7.fast");
    assert.deepEqual([goal?.["from"], goal?.["handOver"]], [["boundaries/HOU.fast"], "gate/HOU-HO7/replicated"]);
  });

  it("a directory site stands for its subnets, without narrower ones of other sites", () => {
    const known = "directory: { Houston: [10.2.0.0/16], Pier: [10.2.128.0/17] }\nsites:";
    const before = (old: string): string => old.replace("[10.2.0.0/16]", '["ad:Houston"]').replace("sites:", known);
    const { start } = entity({ sites: inPlace, before }, "boundaries/HOU.fast");
    assert.deepEqual([start?.["addresses"], start?.["directory"]], [["ad:Houston"], ["ad:Houston 10.2.0.0/17"]]);
  });

  it("without the directory's subnets, a directory site is not evaluated", () => {
    const { said } = posed({ sites: inPlace, before: (old) => old.replace("[10.2.0.0/16]", '["ad:Houston"]') });
    assert.deepEqual(said, [
      "old.yaml:6 BND-002 info not evaluated: ad:Houston of boundaries/HOU.assignment, ad:Houston of boundaries/HOU.fast: there is no directory inventory",
    ]);
  });

  it("says where the directory itself cannot be right", () => {
    const { said } = posed({ sites: inPlace, before: (old) => old.replace("sites:", "directory: { Houston: [10.8.0.0/16], Pier: [10.8.0.0/16] }\nsites:") });
    assert.deepEqual(said, [
      "old.yaml:4 BND-003 warning 10.8.0.0/16 stands under the sites Houston and Pier: the directory gives a subnet to one site, keep it under that one",
    ]);
  });

  const unplanned: Record<string, Readonly<{ small: Small; says: readonly string[] }>> = {
    "a site of another role": {
      small: { sites: inPlace.replace("CEN: { inPlace: true }", "CEN: { inPlace: true, role: primary }") },
      says: ["new.yaml:6 DIA-001 CEN is to become a primary site: Setup changes no role → build a site beside it"],
    },
    "a site with another parent": {
      small: { sites: inPlace.replace("BEA: { inPlace: true }", "BEA: { inPlace: true, parent: CEN }") },
      says: ["new.yaml:8 DIA-001 BEA is to report to CEN instead of HOU: a site that stays where it is gets no new parent yet → parent: HOU"],
    },
    "a wholly new site": {
      small: { sites: `${inPlace}\n  NEW: { sideBySide: true, role: primary, parent: CEN, server: new1 }` },
      says: ["new.yaml:9 DIA-001 NEW takes over from no old site: a wholly new site is not planned yet → say from:, or add it after the migration"],
    },
    "an upgrade of nothing": {
      small: { sites: `${inPlace}\n  NEW: { inPlace: true, role: primary, parent: CEN, server: new1 }` },
      says: ["new.yaml:9 DIA-001 NEW is not in the old estate: it can be neither upgraded nor kept → write sideBySide: true and from:, or correct the code"],
    },
  };
  for (const [name, { small, says }] of Object.entries(unplanned))
    it(`does not plan ${name}, and says so`, () => {
      const { plan, said } = posed(small);
      assert.deepEqual([said.filter((say) => say.includes("DIA-001")), plan], [says, undefined]);
    });
});

describe("what two boundaries share", () => {
  const cases: Record<string, Readonly<{ a: readonly string[]; b: readonly string[]; want: string | undefined }>> = {
    "nothing, being neighbours": { a: ["10.1.0.0/24"], b: ["10.1.1.0/24"], want: undefined },
    "a part of a range": { a: ["10.1.0.0/24"], b: ["10.1.0.200-10.1.1.9"], want: "10.1.0.200-10.1.0.255" },
    "a directory site, however it is written": { a: ["ad:Dallas"], b: ["ad:dallas"], want: "ad:Dallas" },
    "nothing with what cannot be read": { a: ["10.1.0.0/24"], b: ["10.1"], want: undefined },
  };
  for (const [name, { a, b, want }] of Object.entries(cases)) it(name, () => assert.equal(meeting(a, b), want));
});
