import * as assert from "node:assert/strict";
import { Fault, openLab } from "../../lab";
import { Estate, gulf, newFolder, ready, removeFolders, separated, takeOver, told } from "./estate";

describe("faults on demand", () => {
  after(removeFolders);

  const cases: Readonly<
    Record<string, Readonly<{ fault: Fault; says: string; half: readonly string[]; whole: readonly string[] }>>
  > = {
    "a plain failure does nothing": {
      fault: { ref: takeOver.ref, verb: "take-over", does: "fail", times: 1 },
      says: "siteServer/bea-ps1: take-over failed before it did anything (a fault that was set in the lab)",
      half: ["fault"],
      whole: ["fault", "begin", "step redirect", "step drop-from-old", "step upgrade", "end"],
    },
    "half of an act is done and taken up": {
      fault: { ref: "siteServer/*", does: "half", times: 1 },
      says: "siteServer/bea-ps1: take-over failed half-way, after redirect (a fault that was set in the lab)",
      half: ["begin", "step redirect", "fault"],
      whole: ["begin", "step redirect", "fault", "step drop-from-old", "step upgrade", "end"],
    },
    "all steps, and not the end": {
      fault: { ref: takeOver.ref, does: "half", times: 1, after: 3 },
      says: "siteServer/bea-ps1: take-over failed half-way, after redirect, drop-from-old, upgrade (a fault that was set in the lab)",
      half: ["begin", "step redirect", "step drop-from-old", "step upgrade", "fault"],
      whole: ["begin", "step redirect", "step drop-from-old", "step upgrade", "fault", "end"],
    },
  };
  for (const [name, { fault, says, half, whole }] of Object.entries(cases))
    it(`${name}, also in another process`, async () => {
      const estate = await ready();
      estate.lab.faults = [fault];
      estate.reopen();
      await assert.rejects(estate.lab.act(takeOver), { name: "Failure", message: says });
      assert.deepEqual([told(estate.lab, "take-over"), estate.lab.faults], [half, []]);
      estate.reopen();
      await estate.lab.act(takeOver);
      assert.deepEqual([told(estate.lab, "take-over"), estate.lab.damages()], [whole, []]);
    });

  it("happen as often as they were ordered", async () => {
    const { lab } = new Estate();
    lab.faults = [{ ref: "task/hou/*", does: "fail", times: 2 }];
    const act = (): Promise<unknown> => lab.act({ id: "backup", ref: "task/hou/backup-1", verb: "do" });
    await assert.rejects(act);
    await assert.rejects(act);
    await act();
    assert.equal(lab.did("backup"), "yes");
  });

  it("meet their verb and no other, their ref and no other", async () => {
    const { lab } = new Estate();
    lab.faults = [
      { ref: "server/hou@7.0", verb: "retire", does: "fail", times: 1 },
      { ref: "server/bea@7.0", does: "fail", times: 1 },
    ];
    await lab.act({ id: "separate", ref: "server/hou@7.0", verb: "separate" });
    assert.equal(lab.faults.length, 2);
  });

  it("take real time where they are told to: a hang once, a delay at each step", async () => {
    const folder = newFolder();
    const slept: number[] = [];
    const clock = { now: () => new Date(0), sleep: (ms: number) => Promise.resolve(void slept.push(ms)) };
    const lab = openLab(folder, { write: true, clock });
    lab.seed(gulf);
    lab.faults = [
      { ref: "server/*", does: "hang", ms: 700 },
      { ref: "server/*", does: "delay", ms: 30 },
    ];
    await lab.act({ id: "x", ref: "server/hou@7.0", verb: "retire" });
    assert.deepEqual(slept, [700, 30]);
  });

  it("keep a gate shut: a sign-off withheld, jobs that do not end", async () => {
    const { lab } = await new Estate().do(...separated);
    lab.faults = [
      { ref: "gate/bea/validated", does: "unsigned" },
      { ref: "server/bea@7.0", does: "busy", jobs: 4 },
    ];
    const pass = (name: string, args = {}) => lab.act({ id: name, ref: `gate/bea/${name}`, verb: "pass", args });
    await assert.rejects(pass("validated"), {
      message: "gate/bea/validated does not open: nobody has signed off gate/bea/validated. Have it signed. [not yet]",
    });
    await assert.rejects(pass("quiet", { question: "running-replication-jobs", server: "server/bea@7.0" }), {
      message:
        "gate/bea/quiet does not open: running-replication-jobs of server/bea@7.0 is 4, at most 0 is asked for. Wait until it is. [not yet]",
    });
    lab.faults = [];
    assert.deepEqual(
      [
        (await pass("validated")).evidence,
        (await pass("quiet", { question: "running-replication-jobs", server: "server/bea@7.0" })).evidence,
      ],
      [{ "signed-off": "true" }, { "running-replication-jobs": "0" }],
    );
  });
});
