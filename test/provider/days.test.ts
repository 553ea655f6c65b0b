import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { carriedIn } from "../../cli/carried";
import { closed } from "../../cli/commands/finish";
import { openMigration } from "../../documents/open";
import type { State } from "../../engine/model/entity";
import { Checked } from "../../provider/drivers/checked";
import { LabDriver } from "../../provider/drivers/lab";
import { surveyAll } from "../../provider/survey";
import { runHere } from "../cli/here";
import { locked } from "../platforms/altiris/restructure/locked";
import { Carrying } from "./carrying";

type Days = Readonly<{ first: () => string; edits: readonly (readonly [string, string])[]; again: readonly string[] }>;

const copied = (sample: string): string => {
  const folder = join(mkdtempSync(join(tmpdir(), "drover-days-")), "estate");
  cpSync(sample, folder, { recursive: true });
  return folder;
};

/** What an estate's second plan does again: the same names, and other acts. */
const estates: Readonly<Record<string, Days>> = {
  "a hierarchy of ConfigMgr": {
    first: () => copied("migrations/restructure"),
    edits: [
      ["[ 10.30.0.0-10.30.7.255 ]", "[ 10.30.0.0-10.30.5.255 ]"],
      ["[ 10.30.8.0-10.30.15.255 ]", "[ 10.30.6.0-10.30.15.255 ]"],
      ["clients: 1500", "clients: 1400"],
      ["clients: 650", "clients: 750"],
      ["gal-cm9", "gal-cm1"],
    ],
    again: ["gate/GAL/verified", "settings/HOU", "site/GAL", "task/GAL/backup", "wave/HOU-HO2"],
  },
  "an estate of Altiris": {
    first: locked,
    edits: [["orange:\n    server: dal-smp1", "orange:\n    server: bea-smp1"]],
    again: ["boundaries/orange@7.1", "siteServer/ora-ps1"],
  },
  "an estate that a migration has left": {
    first: () => copied("migrations/gulf"),
    edits: [["orange:\n    server: bea-smp1", "orange:\n    server: lak-smp1"]],
    again: ["boundaries/orange@7.1", "siteServer/ora-ps1"],
  },
};

for (const [name, { first, edits, again }] of Object.entries(estates))
  describe(`${name}: a second plan on the estate that the first has left`, () => {
    const folder = first();
    const one = new Carrying(folder);
    let two: Carrying;

    before(async () => {
      await one.adopt();
      assert.equal(await one.from(1), undefined);
      const carried = carriedIn(openMigration(folder));
      assert.ok(carried?.documents);
      const home = carried.documents.form === "estate" ? folder : join(folder, "..", "days");
      closed(carried.documents, carried, home);
      const estate = join(home, "estate.yaml");
      const wanted = edits.reduce(
        (text, [from, to]) => {
          assert.equal(text.split(from).length, 2, `the estate says "${from}" once`);
          return text.replace(from, to);
        },
        readFileSync(estate, "utf8"),
      );
      writeFileSync(estate, wanted);
      const ran = await runHere(["plan", home, "--quiet"], { cwd: process.cwd() });
      assert.equal(ran.status, 0, ran.errors);
      two = new Carrying(home, one.folder);
    });
    after(() => {
      one.remove();
      rmSync(join(folder, ".."), { recursive: true });
    });

    const start = (): State => two.plan.states[0] ?? new Map();
    const found = async (name = two.plan.lock.plan): Promise<readonly string[]> => {
      const planned = { name, table: two.plan.table };
      const lab = new LabDriver(two.folder, start(), { platform: two.plan.problem.pack.name, planned });
      const driver = new Checked(lab, two.plan.table);
      const failures = surveyAll(start(), await driver.readAll([...start().keys()]), () => undefined, two.plan.tolerance);
      return failures.map(({ reason }) => reason);
    };

    it("finds nothing wrong in it, before the estate is told of the plan and after", async () => {
      assert.notDeepEqual(await found(one.plan.lock.plan), [], "were it the same plan, what is done would be in the way");
      const records = one.look((lab) => lab.journal().length);
      assert.deepEqual(await found(), []);
      assert.equal(
        one.look((lab) => lab.journal().length),
        records,
        "looking changes nothing",
      );
      await two.adopt();
      await two.adopt();
      assert.deepEqual(await found(), []);
      const entries = one.look((lab) =>
        lab
          .journal()
          .slice(records)
          .map(({ what }) => what),
      );
      assert.deepEqual(entries, ["plan"]);
    });

    it("goes to its end, does again what it has to, and harms nobody", async () => {
      assert.equal(await two.from(1), undefined);
      const acts = two.look((lab) => lab.journal().filter(({ what }) => what === "end"));
      const times = (ref: string): number => acts.filter((act) => act.ref === ref).length;
      assert.deepEqual(
        again.filter((ref) => times(ref) < 2),
        [],
      );
      assert.deepEqual(
        two.look((lab) => [lab.damages(), lab.violations()]),
        [[], []],
      );
    });
  });
