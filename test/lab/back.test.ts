import * as assert from "node:assert/strict";
import { Lab, Thing } from "../../lab";
import { Estate, Ordered, moved, ready, removeFolders, separated } from "./estate";

describe("a way back", () => {
  after(removeFolders);

  const ways: Readonly<
    Record<string, Readonly<{ before: readonly Ordered[]; there: Ordered; back: Ordered; phase: string | undefined }>>
  > = {
    separate: { before: [], there: ["server/hou@7.0", "separate"], back: ["server/hou@7.0", "rejoin"], phase: "running" },
    retire: { before: [], there: ["server/hou@7.0", "retire"], back: ["server/hou@7.0", "recommission"], phase: "running" },
    detach: {
      before: separated.slice(0, 6),
      there: ["link/hou--bea@7.0", "detach"],
      back: ["link/hou--bea@7.0", "attach"],
      phase: "linked",
    },
    restore: {
      before: [["task/bea/backup-1", "do"]],
      there: ["database/bea@7.1", "restore"],
      back: ["database/bea@7.1", "drop"],
      phase: undefined,
    },
    drop: { before: [], there: ["siteServer/bea-ps1", "drop"], back: ["siteServer/bea-ps1", "undrop"], phase: "old" },
    "set-up": {
      before: [],
      there: ["siteServer/t", "set-up", { side: "server/bea@7.0" }],
      back: ["siteServer/t", "dismantle"],
      phase: undefined,
    },
    remove: {
      before: [["siteServer/t", "set-up", { side: "server/bea@7.0" }]],
      there: ["siteServer/t", "remove"],
      back: ["siteServer/t", "bring-back"],
      phase: "up",
    },
    target: {
      before: [],
      there: ["settings/bea@7.0", "target", { add: "wave/beaumont" }],
      back: ["settings/bea@7.0", "untarget", { remove: "wave/beaumont" }],
      phase: "ready",
    },
    "licence copy": { before: [], there: ["licence/bea", "copy"], back: ["licence/bea", "uncopy"], phase: undefined },
    "licence apply": {
      before: [["licence/bea", "copy"]],
      there: ["licence/bea", "apply"],
      back: ["licence/bea", "unapply"],
      phase: "copied",
    },
    object: { before: [], there: ["object/bea/monitor", "install"], back: ["object/bea/monitor", "uninstall"], phase: undefined },
    task: { before: [], there: ["task/bea/accounts", "do"], back: ["task/bea/accounts", "reopen"], phase: "todo" },
    gate: { before: [], there: ["gate/bea/agreed", "pass"], back: ["gate/bea/agreed", "close"], phase: "closed" },
    settle: { before: [], there: ["stragglers/bea", "settle"], back: ["stragglers/bea", "unsettle"], phase: "open" },
  };
  const seen = (lab: Lab, ref: string): unknown => {
    const { doneAt: _doneAt, passedAt: _passedAt, ...rest } = lab.look(ref) ?? ({} as Partial<Thing>);
    return rest;
  };

  for (const [name, { before, there, back, phase }] of Object.entries(ways)) {
    it(`from the end: ${name}`, async () => {
      const estate = await new Estate().do(...before, there, back);
      assert.equal(estate.lab.look(there[0])?.["phase"], phase);
    });

    it(`from half-way: ${name}`, async () => {
      const estate = await new Estate().do(...before);
      const was = seen(estate.lab, there[0]);
      estate.lab.faults = [{ ref: there[0], verb: there[1], does: "half", times: 1, after: 0 }];
      await assert.rejects(estate.do(there), { name: "Failure" });
      await estate.do(back);
      if (Object.keys(was as object).length > 0 && phase !== "todo") {
        const now = seen(estate.lab, there[0]) as Record<string, unknown>;
        assert.deepEqual(Object.fromEntries(Object.keys(was as object).map((key) => [key, now[key]])), was);
      } else assert.equal(estate.lab.look(there[0])?.["phase"], phase);
    });
  }

  it("is not there for agents that have been upgraded", async () => {
    const { lab } = await (await ready()).do(...moved("bea", "beaumont").slice(2));
    await assert.rejects(lab.act({ id: "x", ref: "siteServer/bea-ps1", verb: "undrop" }), { law: "LAW-PHASE" });
  });
});
