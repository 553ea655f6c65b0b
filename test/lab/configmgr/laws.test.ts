import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../../../lab";
import { LawId, laws } from "../../../lab/configmgr/laws";
import type { Law } from "../../../lab/law";
import { removeFolders } from "../estate";
import { Hierarchy, Ordered, central, claimed, dallas } from "./hierarchy";

type Broken = Readonly<{
  law: LawId;
  changes?: ConstructorParameters<typeof Hierarchy>[0];
  before?: readonly Ordered[];
  order: Ordered;
  says: string;
}>;

const refused: Record<string, Broken> = {
  "an upgrade that is done": { law: "LAW-PHASE", before: central, order: ["site/CEN", "upgrade"], says: "site/CEN is upgraded; upgrade needs it to be running or detached. Look at it again before ordering." },
  "SP 1 straight to ConfigMgr": {
    law: "LAW-SERVICE-PACK", changes: { "site/CEN": { version: "2003-sp1" } }, order: ["site/CEN", "upgrade"],
    says: "site/CEN runs 2003-sp1: Setup wants SMS 2003 SP 2 or SP 3. Install the service pack first.",
  },
  "a primary before its central site": { law: "LAW-PARENT", order: ["site/HOU", "upgrade"], says: "site/HOU cannot go to ConfigMgr: its parent site/CEN is sms. Upgrade that one first." },
  "a secondary before its primary": { law: "LAW-SECONDARY", before: central, order: ["site/BEA", "upgrade"], says: "site/BEA cannot go to ConfigMgr: its primary site/HOU is sms. Upgrade that one first." },
  "a new site under an SMS one": {
    law: "LAW-PARENT", before: [["site/DA7", "install", { code: "DA7", role: "primary", parent: "site/CEN", way: "side-by-side" }]], order: ["site/DA7", "attach"],
    says: "site/DA7 cannot go to ConfigMgr: its parent site/CEN is sms. Upgrade that one first.",
  },
  "a code that is taken": {
    law: "LAW-CODE", order: ["site/DAL@new", "install", { code: "DAL", role: "primary" }], says: "site/DAL@new cannot be installed: site/DAL has the code DAL already. Take another one.",
  },
  "an upgrade after a trial on the site database": {
    law: "LAW-DATABASE", before: [["task/CEN/test-database", "do", { site: "site/CEN", testDatabase: "sms_cen", database: "SMS_CEN" }]], order: ["site/CEN", "upgrade"],
    says: "site/CEN cannot be upgraded: its database was spoilt by a trial. Restore it from a backup.",
  },
  "an edit of what SMS left behind": {
    law: "LAW-READ-ONLY", before: central, order: ["boundaries/CEN.fast", "narrow", { addresses: ["10.1.0.0/17"] }],
    says: "boundaries/CEN.fast came from SMS and is read-only. Delete it, and create it again.",
  },
  "boundaries of a site that is not there": { law: "LAW-NO-SITE", order: claimed(["10.30.0.0/16"]), says: "boundaries/DA7.fast cannot be changed: site/DA7 is not there. Bring it up first." },
  "clients newer than their site": { law: "LAW-CLIENT-NEWER", order: ["wave/CEN", "upgrade"], says: "wave/CEN cannot be upgraded: site/CEN is sms. Its site goes first." },
  "clients that no package reaches": {
    law: "LAW-REMOTE", before: [...dallas, ["boundaries/DAL.fast", "release"]], order: ["wave/DAL", "reassign"],
    says: "wave/DAL gets no package: site/DAL has no boundaries left, and its advertisements do not run from remote distribution points. Allow that first.",
  },
  "another server without a backup": { law: "LAW-SITE-BACKUP", order: ["site/HOU", "re-home", { server: "hou9" }], says: "site/HOU has no backup to be restored from. Back it up first." },
  "a gate while legacy clients are left": {
    law: "not yet", changes: { "site/CEN": { legacy: 12 } }, order: ["gate/CEN/no-legacy", "pass", { question: "legacy-clients", site: "site/CEN" }],
    says: "gate/CEN/no-legacy does not open: legacy-clients of site/CEN is 12. Convert them, or let them go.",
  },
};

const harmed: Record<string, Broken> = {
  "legacy clients under an upgrade": { law: "LAW-LEGACY", changes: { "site/CEN": { legacy: 12 } }, order: ["site/CEN", "upgrade"], says: "12 legacy clients of site/CEN have no site that serves them" },
  "a secondary that nobody checked": {
    law: "LAW-CHECKER", before: [...central, ["site/HOU", "upgrade"]], order: ["site/BEA", "upgrade"],
    says: "site/BEA follows unchecked: nobody ran the prerequisite checker for all secondary sites on site/HOU",
  },
  "a trial on the site database": {
    law: "LAW-TEST-DATABASE", order: ["task/CEN/test-database", "do", { site: "site/CEN", testDatabase: "sms_cen", database: "SMS_CEN" }],
    says: "the trial ran on SMS_CEN, the database of site/CEN itself: SMS 2003 can no longer use it",
  },
  "two sites for one address": {
    law: "LAW-OVERLAP", before: dallas, order: claimed(["10.20.3.0-10.20.3.99"]),
    says: "10.20.0.0/16 of boundaries/DAL.fast and 10.20.3.0-10.20.3.99 of boundaries/DA7.fast overlap in small for roaming: clients there cannot know their site",
  },
  "a directory site is its subnets": {
    law: "LAW-OVERLAP", before: dallas, order: claimed(["10.21.7.0/24"]),
    says: "10.21.0.0/16 of boundaries/DAL.fast and 10.21.7.0/24 of boundaries/DA7.fast overlap in small for roaming: clients there cannot know their site",
  },
  "a role that nobody serves any more": {
    law: "LAW-ROLE", changes: { "site/HOU": { services: ["dp"] } }, before: [["siteServer/hou-dp1", "set-up", { sites: ["HOU"], services: ["dp"] }]], order: ["siteServer/hou-dp1", "remove"],
    says: "site/HOU has no dp when siteServer/hou-dp1 leaves",
  },
  "a site that goes under its clients": { law: "LAW-RETIRE", order: ["site/DAL", "retire"], says: "2,350 clients are assigned to site/DAL, which goes" },
};

const staged = ({ changes, before = [] }: Broken): Promise<Hierarchy> => new Hierarchy(changes).do(...before);

describe("what an SMS hierarchy refuses", () => {
  after(removeFolders);

  for (const [name, broken] of Object.entries(refused))
    it(`${name} (${broken.law})`, async () => {
      const hierarchy = await staged(broken);
      const before = hierarchy.harm().length;
      await assert.rejects(
        hierarchy.do(broken.order),
        (error) => error instanceof Refusal && (assert.equal(error.message, `${broken.says} [${broken.law}]`), true),
      );
      assert.equal(hierarchy.harm().length, before);
    });
});

describe("what an SMS hierarchy lets happen, and what it costs", () => {
  after(removeFolders);

  for (const [name, broken] of Object.entries(harmed))
    it(`${name} (${broken.law})`, async () => {
      const hierarchy = await staged(broken);
      const before = hierarchy.harm().length;
      await hierarchy.do(broken.order);
      assert.equal(hierarchy.harm()[before], `${broken.says} [${broken.law}]`);
    });

  it("a claim while the release is on its way (LAW-REPLICATION)", async () => {
    const hierarchy = await new Hierarchy().do(...dallas);
    hierarchy.lab.faults = [{ ref: "boundaries/DAL.fast", verb: "release", does: "half", after: 1, times: 1 }];
    await assert.rejects(hierarchy.do(["boundaries/DAL.fast", "release"]));
    await hierarchy.do(claimed(["10.20.0.0/17"]));
    assert.deepEqual(hierarchy.harm(), ["10.20.0.0/17 is claimed by boundaries/DA7.fast while other sites still know it as boundaries/DAL.fast's [LAW-REPLICATION]"]);
  });

  it("nothing, in the right order", async () => {
    const hierarchy = await new Hierarchy().do(
      ...dallas,
      ["settings/DAL", "allow-remote"],
      ["boundaries/DAL.fast", "release"],
      ["gate/DAL-DA7/replicated", "pass", { question: "boundaries-replicated", released: ["boundaries/DAL.fast"], narrowed: [] }],
      claimed(["10.20.0.0/16"]),
      ["wave/DAL", "reassign"],
      ["site/DAL", "retire"],
      ["site/HOU", "upgrade"],
      ["task/HOU/all-secondaries", "do"],
      ["site/BEA", "upgrade"],
    );
    assert.deepEqual([hierarchy.harm(), hierarchy.lab.violations()], [[], []]);
  });
});

describe("the ways back", () => {
  after(removeFolders);

  it("leave the hierarchy as it was", async () => {
    const hierarchy = await new Hierarchy().do(...central);
    const before = hierarchy.lab.lookAll();
    await hierarchy.do(
      ["site/DA7", "install", { code: "DA7", role: "primary", parent: "site/CEN", way: "side-by-side" }],
      ["site/DA7", "attach"], ["settings/DAL", "allow-remote"], ["boundaries/DAL.fast", "release"], claimed(["10.20.0.0/16"]),
      ["boundaries/DA7.fast", "give-back"], ["boundaries/DAL.fast", "take-back"], ["settings/DAL", "disallow"], ["site/DA7", "part"], ["site/DA7", "uninstall"],
    );
    assert.deepEqual(hierarchy.lab.lookAll(), before);
    assert.deepEqual(hierarchy.harm(), []);
  });
});

describe("the laws of the simulated SMS and ConfigMgr", () => {
  it("are each broken by some case above", () => {
    const cases = new Set<string>([...Object.values(refused), ...Object.values(harmed)].map(({ law }) => law).concat("LAW-REPLICATION"));
    assert.deepEqual(Object.keys(laws).filter((law) => !cases.has(law)), []);
  });

  it("stand in README.md, in the same words", () => {
    const text = readFileSync(join(__dirname, "../../../lab/configmgr/README.md"), "utf8");
    const rows = Object.entries<Law>(laws).map(([id, { title, then, line, obligation }]) =>
      `| ${id} | ${title} | ${then} | ${line === undefined ? "guessed" : `line ${line}`} | ${obligation ?? ""} |`,
    );
    assert.deepEqual(rows.filter((row) => !text.includes(row)), []);
    assert.equal(text.split("\n").filter((one) => /^\| (LAW-|not yet)/.test(one)).length, rows.length);
  });
});
