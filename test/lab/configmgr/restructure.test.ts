import assert from "node:assert/strict";
import type { Entry } from "../../../lab";
import { differences } from "../../../provider/drivers/compare";
import { LabDriver } from "../../../provider/drivers/lab";
import { Carrying } from "../../provider/carrying";
import { judgeDaily } from "./daily";

const sample = "migrations/restructure";

describe("the restructuring sample, carried out on the lab", () => {
  const carrying = new Carrying(sample);
  let journal: readonly Entry[] = [];

  before(async () => {
    await carrying.adopt();
    assert.equal(await carrying.from(1), undefined);
    journal = carrying.look((lab) => lab.journal());
  });
  after(() => carrying.remove());

  it("ends as the estate says, and harms nobody on the way", () =>
    assert.deepEqual(
      carrying.look((lab) => [lab.damages(), lab.violations()]),
      [[], []],
    ));

  it("is what the plan says at its end", async () => {
    const driver = new LabDriver(carrying.folder, new Map(), { platform: "configmgr" });
    const end = carrying.plan.states.at(-1) ?? new Map();
    const found = await driver.readAll([...end.keys()]);
    const differ = [...end.values()].flatMap((entity) =>
      differences(entity, found.get(entity.ref) ?? { phase: "absent" }, { countDriftPercent: 0 }).map(
        ({ prop, say }) => `${entity.ref} ${prop}: ${say}`,
      ),
    );
    assert.deepEqual(differ, []);
  });

  it("is found right by a judge who knows the two documents and the record alone", () =>
    assert.deepEqual(judgeDaily(journal, sample), []));

  it("the judge is not blind: with the record of one act left out, or put in the wrong place, it speaks", () => {
    const without = (ref: string, verb: string): readonly Entry[] =>
      journal.filter((one) => one.ref !== ref || one.verb !== verb);
    const early = (ref: string, verb: string, before: string): readonly Entry[] => {
      const moved = journal.filter((one) => one.ref === ref && one.verb === verb);
      const rest = without(ref, verb);
      const index = rest.findIndex((one) => one.ref === before);
      return [...rest.slice(0, index), ...moved, ...rest.slice(index)];
    };
    const first = (record: readonly Entry[]): string => judgeDaily(record, sample)[0] ?? "nothing";
    assert.deepEqual(
      [
        first(without("site/ORA", "re-parent")),
        first(without("site/PAS", "retire")),
        first(early("boundaries/HO2.fast", "claim", "boundaries/BEA.fast")),
        first(early("siteServer/bea-dp1", "change", "boundaries/BEA.fast")),
        first(early("site/PAS", "retire", "boundaries/BEA.fast")),
      ],
      [
        'ORA is {"server":"ora-cm1","parent":"CEN","clients":310}, and should be {"server":"ora-cm1","parent":"HOU","clients":310}',
        "PAS was retired under wave/PAS-BEA",
        "boundaries/HO2.fast and boundaries/HOU.fast both had an address after step boundaries/HO2.fast claim",
        "BEA had no dp after step siteServer/bea-dp1 change",
        "PAS was retired under wave/PAS-BEA",
      ],
    );
  });
});
