import assert from "node:assert/strict";
import { follows } from "../follows";
import { inPlace, posed } from "./small";

/** Estates that lack what a rule hangs on: what the source asks of them must not vanish with it. */
describe("corners of SMS and ConfigMgr hierarchies", () => {
  it("clients go to a new site that has no boundaries when it is signed off, and the old one stays until then (CM-153)", () => {
    const made = posed({
      sites:
        "  CEN: { inPlace: true }\n  HO7: { from: HOU, sideBySide: true, server: hou7, boundaries: { assignment: [] } }\n" +
        "  BE7: { from: BEA, sideBySide: true, server: bea7, boundaries: { roaming: { local: [], remote: [] } } }",
      before: (old) => old.replace("{ assignment: [10.2.0.0/16] }", "{ assignment: [] }").replace("roaming: { local: [10.3.0.0/16], remote: [10.4.0.0/16] }", "assignment: []"),
    });
    assert.ok(follows(made, "gate/HO7/verified:pass", "wave/HOU:reassign"));
    assert.ok(follows(made, "gate/HO7/verified:pass", "site/HOU:retire"));
    assert.ok(follows(made, "task/BE7/verified:do", "site/BEA:retire"));
  });

  it("a secondary site that is too old gets its service pack before it is checked (CM-011, CM-012)", () => {
    const made = posed({ sites: inPlace, before: (old) => old.replace("{ role: secondary,", '{ role: secondary, version: "2003-sp1",') });
    assert.ok(follows(made, "task/BEA/service-pack:do", "task/HOU/all-secondaries:do"));
    assert.ok(follows(made, "task/BEA/service-pack:do", "site/BEA:upgrade"));
  });

  it("a secondary site's boundaries change when its upgrade is seen to have succeeded (CM-131)", () => {
    const made = posed({ sites: inPlace.replace("BEA: { inPlace: true }", "BEA: { inPlace: true, boundaries: { roaming: { local: [10.3.0.0/17] } } }") });
    assert.ok(follows(made, "task/BEA/verified:do", "boundaries/BEA.fast:re-create"));
  });

  it("what a third site gives to a new one has replicated as well before it is claimed (CM-160)", () => {
    const made = posed({
      sites:
        "  CEN: { inPlace: true, boundaries: { assignment: [10.1.0.0/17] } }\n  BEA: { inPlace: true }\n" +
        "  HO7: { from: HOU, sideBySide: true, server: hou7, boundaries: { assignment: [10.2.0.0/16, 10.1.128.0/17] } }",
      before: (old) => old.replace("parent: HOU", "parent: CEN"),
    });
    assert.ok(follows(made, "boundaries/CEN.assignment:re-create", "gate/HOU-HO7/replicated:pass"));
    assert.ok(follows(made, "gate/HOU-HO7/replicated:pass", "boundaries/HO7.assignment:claim"));
  });

  it("converted clients go along, and are converted before (CM-040, CM-153)", () => {
    const made = posed({
      sites: "  CEN: { inPlace: true }\n  BEA: { inPlace: true }\n  HO7: { from: HOU, sideBySide: true, server: hou7, boundaries: { assignment: [10.2.0.0/16] } }",
      before: (old) => old.replace("parent: HOU", "parent: CEN").replace("{ advanced: 50 }", "{ advanced: 50, legacy: 12 }"),
      migration: "decisions: { legacyClients: { HOU: { choose: convert, why: They are new enough. } } }",
    });
    assert.equal(made.problem?.start.get("wave/HOU")?.agents, 62);
    assert.ok(follows(made, "task/HOU/convert-legacy:do", "wave/HOU:reassign"));
  });
});
