import * as assert from "node:assert/strict";
import { removeFolders } from "../estate";
import { Hierarchy, central } from "./hierarchy";

describe("clients of a hierarchy that are switched off", () => {
  after(removeFolders);

  const upgrade = ({ lab }: Hierarchy): Promise<unknown> =>
    lab.act({ id: "upgrade", ref: "wave/CEN", verb: "upgrade", args: { arrivedPercent: 95, readings: 2, minutesApart: 240 } });
  const withShareOff = async (share: number): Promise<Hierarchy> => {
    const hierarchy = await new Hierarchy({ "wave/CEN": { agents: 200 } }).do(...central);
    hierarchy.lab.faults = [{ ref: "wave/CEN", does: "off", share }];
    return hierarchy;
  };
  const wave = ({ lab }: Hierarchy): unknown => {
    const { phase, arrived, assigned } = lab.look("wave/CEN") ?? assert.fail();
    return { phase, arrived, assigned };
  };

  it("are not missed where few are", async () => {
    const hierarchy = await withShareOff(0.03);
    await upgrade(hierarchy);
    assert.deepEqual(wave(hierarchy), { phase: "moved", arrived: 195, assigned: "site/CEN" });
  });

  it("hold their wave up where many are, until they come", async () => {
    const hierarchy = await withShareOff(0.1);
    await assert.rejects(upgrade(hierarchy), {
      message: "180 of 200 clients have the ConfigMgr client and belong to CEN; 190 are wanted [not yet]",
    });
    assert.deepEqual(wave(hierarchy), { phase: "moving", arrived: 181, assigned: ["site/CEN", "site/CEN"] });
    hierarchy.lab.advance(1440);
    await upgrade(hierarchy);
    assert.deepEqual(wave(hierarchy), { phase: "moved", arrived: 192, assigned: "site/CEN" });
  });
});
