import assert from "node:assert/strict";
import { judgeRecord } from "./pulumi/record";
import { Carrying } from "./carrying";

const migration = "migrations/gulf";

/** The stage of the lock that moves a wave. */
const stageOf = ({ plan }: Carrying, wave: string): number =>
  1 + plan.stages.findIndex(({ operations }) => operations.some(({ entity, move }) => entity === wave && move === "move"));

describe("the sample migration with agents that are switched off", function () {
  this.timeout(60_000);
  let carrying: Carrying;
  beforeEach(async () => {
    carrying = new Carrying(migration);
    await carrying.adopt();
  });
  afterEach(() => carrying.remove());

  const off = (share: number): void =>
    carrying.change((lab) => {
      lab.faults = [{ ref: "wave/*", does: "off", share }];
    });
  const sound = (): void => {
    assert.deepEqual(
      carrying.look((lab) => [lab.damages(), lab.violations()]),
      [[], []],
    );
    assert.deepEqual(
      judgeRecord(
        carrying.look((lab) => lab.journal()),
        migration,
      ),
      [],
    );
  };

  it("goes to its end where none is", async () => {
    assert.equal(await carrying.from(1), undefined);
    assert.deepEqual(carrying.outputs.get("wave/houston"), { phase: "moved", arrived: 4900, left: 0 });
    sound();
  });

  const left = (): unknown =>
    carrying.look((lab) => ["hou", "bea", "lak"].map((name) => lab.look(`stragglers/${name}-ns1`)?.["left"]));

  it("goes to its end where three in a hundred are, and says who was left behind", async () => {
    off(0.03);
    const last = carrying.plan.stages.length;
    assert.equal(await carrying.from(1, last - 1), undefined);
    assert.deepEqual(carrying.outputs.get("wave/houston"), { phase: "moved", arrived: 4780, left: 120 });
    assert.deepEqual(left(), [110, 4, 46]);
    assert.equal(await carrying.from(last), undefined);
    assert.deepEqual(left(), [0, 0, 0]);
    sound();
  });

  it("keeps old servers and their last site servers for those who have not come, until they have or are let go", async () => {
    off(0.045);
    const last = carrying.plan.stages.length;
    assert.equal(await carrying.from(1, last - 1), undefined);
    const way = "they are let go 30 d after the last wave. Wait for them, or sign off that they are let go.";
    assert.deepEqual(await carrying.stage(last), [
      `WAITING r1/clean-up/stragglers/hou-ns1: 160 of 11,800 agents of hou-ns1 have not come; 118 may be missing; ${way}`,
      `WAITING r1/clean-up/stragglers/lak-ns1: 65 of 6,100 agents of lak-ns1 have not come; 61 may be missing; ${way}`,
    ]);
    assert.deepEqual(
      carrying.look((lab) =>
        ["server/hou-ns1@7.0", "siteServer/hou-tmp70", "server/bea-ns1@7.0"].map((ref) => lab.look(ref)?.["phase"]),
      ),
      ["separated", "up", "kept"],
    );
    carrying.change((lab) => lab.advance(1440));
    assert.equal(await carrying.from(last), undefined);
    sound();
  });

  it("waits where one in ten is, says how many are there and wanted, and goes on when they have come", async () => {
    off(0.1);
    const pilot = stageOf(carrying, "wave/beaumont");
    assert.deepEqual(await carrying.from(1), {
      stage: "r1/beaumont-pilot",
      waits: ["WAITING r1/beaumont-pilot/wave/beaumont: 315 of 350 agents report to bea-smp1; 333 are wanted"],
    });
    carrying.change((lab) => lab.advance(1440));
    assert.equal(await carrying.from(pilot, pilot), undefined);
    assert.deepEqual(carrying.outputs.get("wave/beaumont"), { phase: "moved", arrived: 337, left: 13 });
  });

  it("takes as many as are there now, but no more at once than the rules allow", async () => {
    const stage = stageOf(carrying, "wave/houston");
    assert.equal(await carrying.from(1, stage - 1), undefined);
    carrying.change((lab) => {
      lab.meddle("wave/houston", { agents: 5100 });
      lab.meddle("wave/orange", { agents: 720 });
    });
    assert.deepEqual(await carrying.stage(stage), []);
    assert.deepEqual(carrying.outputs.get("wave/orange"), { phase: "moved", arrived: 720, left: 0 });
    assert.deepEqual(carrying.outputs.get("wave/houston"), { phase: "moved", arrived: 4937, left: 163 });
    assert.deepEqual(
      carrying.lines.filter((line) => line.includes("takes")),
      [
        "wave/houston takes 4,900 of the 5,100 agents that are there: with all of them hou-smp1 would have 5,100, and 5,000 are the most (ALT-076)",
      ],
    );
    carrying.change((lab) => lab.advance(10 * 1440));
    assert.equal(await carrying.from(stage + 1), undefined);
    sound();
  });
});
