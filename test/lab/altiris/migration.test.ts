import * as assert from "node:assert/strict";
import { Estate, migrated, moved, removeFolders, separated } from "../estate";

describe("a whole small migration by hand", () => {
  after(removeFolders);

  const whole = async (): Promise<Estate> =>
    new Estate().do(
      ...separated,
      ...migrated("bea"),
      ["boundaries/beaumont@7.1", "confirm", { addresses: ["10.20.0.0/16", "10.30.0.10-10.30.0.99"] }],
      ...moved("bea", "beaumont"),
      ...migrated("hou"),
      ["boundaries/houston@7.1", "confirm", { addresses: ["10.10.0.0/16"] }],
      ...moved("hou", "houston"),
      ["link/hou--bea@7.1", "link", { ends: ["server/hou@7.1", "server/bea@7.1"] }],
      ["server/hou@7.1", "join"],
      ["server/bea@7.1", "join"],
      ["stragglers/bea", "settle", { server: "server/bea@7.0" }],
      ["stragglers/hou", "settle", { server: "server/hou@7.0" }],
      ["siteServer/bea-tmp", "remove"],
      ["siteServer/hou-tmp", "remove"],
      ["server/bea@7.0", "retire"],
      ["server/hou@7.0", "retire"],
    );

  it("harms nothing, and no invariant is ever broken", async () => {
    const { lab } = await whole();
    assert.deepEqual(lab.damages(), []);
    assert.deepEqual(lab.violations(), []);
  });

  it("leaves the new estate", async () => {
    const { lab } = await whole();
    const phases = Object.fromEntries(
      lab
        .lookAll()
        .filter(({ ref }) => !/^(task|gate|backup|settings)\//.test(ref))
        .map((thing) => [thing.ref, thing["phase"]]),
    );
    assert.deepEqual(phases, {
      "boundaries/beaumont@7.0": "held",
      "boundaries/beaumont@7.1": "held",
      "boundaries/houston@7.0": "held",
      "boundaries/houston@7.1": "held",
      "database/bea@7.0": "attached",
      "database/bea@7.1": "restored",
      "database/hou@7.0": "attached",
      "database/hou@7.1": "restored",
      "link/hou--bea@7.0": "detached",
      "link/hou--bea@7.1": "linked",
      "server/bea@7.0": "kept",
      "server/bea@7.1": "joined",
      "server/hou@7.0": "kept",
      "server/hou@7.1": "joined",
      "siteServer/bea-ps1": "new",
      "siteServer/bea-tmp": "gone",
      "siteServer/hou-ps1": "new",
      "siteServer/hou-tmp": "gone",
      "stragglers/bea": "settled",
      "stragglers/hou": "settled",
      "wave/beaumont": "moved",
      "wave/houston": "moved",
    });
    assert.equal(lab.ask("agents", "server/hou@7.1"), 5000);
    assert.equal(lab.ask("agents", "server/bea@7.0"), 0);
  });

  it("is the same after the folder is opened again", async () => {
    const estate = await whole();
    const before = { seen: estate.lab.lookAll(), minutes: estate.lab.minutes, journal: estate.lab.journal() };
    estate.reopen();
    assert.deepEqual({ seen: estate.lab.lookAll(), minutes: estate.lab.minutes, journal: estate.lab.journal() }, before);
    assert.equal(estate.lab.did("op-1"), "yes");
  });
});

describe("what a restored database brings along", () => {
  after(removeFolders);

  it("is the subnets of its backup, inherited until somebody confirms them", async () => {
    const { lab } = await new Estate().do(["task/bea/backup-1", "do"], ["database/bea@7.1", "restore"]);
    assert.deepEqual(lab.look("boundaries/beaumont@7.1"), {
      ref: "boundaries/beaumont@7.1",
      phase: "inherited",
      site: "beaumont",
      addresses: ["10.20.0.0/16", "10.30.0.10-10.30.0.99"],
    });
  });

  it("goes with it", async () => {
    const { lab } = await new Estate().do(
      ["task/bea/backup-1", "do"],
      ["database/bea@7.1", "restore"],
      ["database/bea@7.1", "drop"],
    );
    assert.equal(lab.look("boundaries/beaumont@7.1"), undefined);
    assert.equal(lab.look("database/bea@7.1"), undefined);
  });

  it("is confirmed as declared, and reset to what it was", async () => {
    const estate = await new Estate().do(...separated, ...migrated("bea"), [
      "boundaries/beaumont@7.1",
      "confirm",
      { addresses: ["10.20.0.0/17"] },
    ]);
    const confirmed = estate.lab.look("boundaries/beaumont@7.1");
    await estate.do(["boundaries/beaumont@7.1", "unconfirm"]);
    const reset = estate.lab.look("boundaries/beaumont@7.1");
    assert.deepEqual(
      [confirmed?.["phase"], confirmed?.["server"], confirmed?.["addresses"]],
      ["held", "server/bea@7.1", ["10.20.0.0/17"]],
    );
    assert.deepEqual([reset?.["phase"], reset?.["addresses"]], ["inherited", ["10.20.0.0/16", "10.30.0.10-10.30.0.99"]]);
  });
});

describe("agents that are switched off", () => {
  after(removeFolders);

  const withSomeOff = async (): Promise<Estate> => {
    const estate = await new Estate().do(...separated, ...migrated("bea"));
    estate.lab.faults = [{ ref: "wave/beaumont", does: "off", share: 0.05 }];
    return estate.do(...moved("bea", "beaumont"));
  };
  const left = ({ lab }: Estate): unknown => [
    lab.look("wave/beaumont")?.["arrived"],
    lab.look("stragglers/bea")?.["left"],
    lab.ask("stragglers", "server/bea@7.0"),
    lab.ask("agents", "server/bea@7.0"),
  ];

  it("become stragglers of the old server", async () => {
    const estate = await withSomeOff();
    estate.lab.faults = [];
    // four of forty came during the three hours of the wave's last steps
    assert.deepEqual(left(estate), [764, 36, 36, 36]);
  });

  it("come by and by, and as many at once or a minute at a time", async () => {
    const [atOnce, slowly] = [await withSomeOff(), await withSomeOff()];
    atOnce.lab.advance(1440);
    for (let minute = 0; minute < 1440; minute += 60) slowly.lab.advance(60);
    assert.deepEqual(left(atOnce), [782, 18, 18, 18]);
    assert.deepEqual(left(slowly), left(atOnce));
  });

  it("keep the old server from being settled until few are left", async () => {
    const estate = await withSomeOff();
    const settle = (): Promise<unknown> => estate.do(["stragglers/bea", "settle", { server: "server/bea@7.0" }]);
    await assert.rejects(settle, {
      message:
        "36 of 800 agents of bea have not come; 8 may be missing. Wait for them, or sign off that they are let go. [not yet]",
    });
    estate.lab.advance(3 * 1440);
    await settle();
    assert.equal(estate.lab.look("stragglers/bea")?.["phase"], "settled");
  });

  it("are let go where that is signed off, and not where the sign-off is withheld", async () => {
    const estate = await withSomeOff();
    const settle = (): Promise<unknown> => estate.do(["stragglers/bea", "settle", { signedOff: true }]);
    estate.lab.faults = [{ ref: "stragglers/bea", does: "unsigned" }];
    await assert.rejects(settle, /not yet/);
    estate.lab.faults = [];
    await settle();
    assert.deepEqual([estate.lab.look("stragglers/bea")?.["left"], estate.lab.look("stragglers/bea")?.["letGo"]], [0, 35]);
  });

  const moving = async (share: number, more: Readonly<Record<string, number>> = {}): Promise<Estate> => {
    const estate = await new Estate().do(...separated, ...migrated("bea"), ...moved("bea", "beaumont").slice(0, -1));
    estate.lab.meddle("wave/beaumont", more);
    estate.lab.faults = [{ ref: "wave/beaumont", does: "off", share }];
    return estate;
  };
  const move = ({ lab }: Estate, args: Readonly<Record<string, number>>): Promise<unknown> =>
    lab.act({ id: "move", ref: "wave/beaumont", verb: "move", args });

  it("hold up a wave as long as their share is asked for, and it goes on when they have come", async () => {
    const estate = await moving(0.1);
    await assert.rejects(move(estate, { arrivedPercent: 95 }), {
      message: "720 of 800 agents report to bea; 760 are wanted [not yet]",
    });
    assert.deepEqual([estate.lab.did("move"), estate.lab.look("wave/beaumont")?.["phase"]], ["unknown", "moving"]);
    estate.lab.advance(1440);
    await move(estate, { arrivedPercent: 95 });
    assert.deepEqual([estate.lab.did("move"), estate.lab.look("wave/beaumont")?.["phase"]], ["yes", "moved"]);
  });

  it("hold up no wave that asks for fewer: the others are its stragglers", async () => {
    const estate = await moving(0.03);
    await move(estate, { arrivedPercent: 95, upgradedPercent: 90 });
    const wave = estate.lab.look("wave/beaumont");
    assert.deepEqual([wave?.["phase"], wave?.["arrived"], wave?.["upgraded"]], ["moved", 778, 778]);
    assert.equal(estate.lab.look("stragglers/bea")?.["left"], 22);
  });

  it("are counted as often as it is asked for, so far apart", async () => {
    const estate = await moving(0.03);
    const before = estate.lab.minutes;
    await move(estate, { arrivedPercent: 95, readings: 3, minutesApart: 240 });
    const steps = estate.lab.journal().filter(({ id, what }) => id === "move" && what === "step");
    assert.deepEqual(
      steps.map(({ step, at }) => [step, at - before]),
      [
        ["redirect", 10],
        ["report", 250],
        ["read", 250],
        ["read-again", 730],
        ["upgrade-agent", 850],
        ["upgrade-plug-ins", 910],
      ],
    );
  });

  it("that nobody has seen lately are not waited for, and never come", async () => {
    const estate = await moving(0, { seen: 700 });
    await move(estate, { arrivedPercent: 100 });
    estate.lab.advance(60 * 1440);
    assert.deepEqual([estate.lab.look("wave/beaumont")?.["arrived"], estate.lab.look("stragglers/bea")?.["left"]], [700, 100]);
  });

  it("that an order does not take follow by and by", async () => {
    const estate = await moving(0, { agents: 820 });
    await move(estate, { arrivedPercent: 95, take: 800 });
    const counts = (): unknown => [estate.lab.look("wave/beaumont")?.["arrived"], estate.lab.look("stragglers/bea")?.["left"]];
    assert.deepEqual(counts(), [802, 18]);
    estate.lab.advance(10 * 1440);
    assert.deepEqual(counts(), [820, 0]);
  });

  it("are let go so many days after the last wave, if the order says so", async () => {
    const estate = await moving(0, { seen: 700 });
    await move(estate, {});
    const settle = (id: string): Promise<unknown> =>
      estate.lab.act({
        id,
        ref: "stragglers/bea",
        verb: "settle",
        args: { server: "server/bea@7.0", belowPercent: 1, afterDays: 30 },
      });
    await assert.rejects(settle("early"), {
      message:
        "100 of 800 agents of bea have not come; 8 may be missing; they are let go 30 d after the last wave. Wait for them, or sign off " +
        "that they are let go. [not yet]",
    });
    estate.lab.advance(30 * 1440);
    await settle("late");
    assert.deepEqual(
      [estate.lab.look("stragglers/bea")?.["phase"], estate.lab.look("stragglers/bea")?.["letGo"]],
      ["settled", 100],
    );
  });
});
