import * as assert from "node:assert/strict";
import { Fault, Lab, Thing, openLab } from "../../lab";
import { Estate, Ordered, gulf, migrated, moved, newFolder, removeFolders, separated } from "./estate";

const detach = { id: "detach", ref: "link/hou--bea@7.0", verb: "detach" } as const;
const takeOver = { id: "take-over", ref: "siteServer/bea-ps1", verb: "take-over" } as const;

/** What the journal tells of one act, after the seed. */
const told = (lab: Lab, id: string): readonly string[] =>
  lab
    .journal()
    .filter((entry) => entry.id === id)
    .map(({ what, step }) => (step === undefined ? what : `${what} ${step}`));

const ready = async (): Promise<Estate> =>
  new Estate().do(...separated, ...migrated("bea"), ...moved("bea", "beaumont").slice(0, 2));

describe("an act", () => {
  after(removeFolders);

  it("that is asked for again changes nothing and gives the same answer", async () => {
    const { lab } = await new Estate().do(...separated.slice(0, 6));
    const first = await lab.act(detach);
    const before = { seen: lab.lookAll(), journal: lab.journal() };
    assert.deepEqual(await lab.act(detach), first);
    assert.deepEqual({ seen: lab.lookAll(), journal: lab.journal() }, before);
    assert.deepEqual(first, {
      observed: { ref: "link/hou--bea@7.0", ends: ["server/hou@7.0", "server/bea@7.0"], phase: "detached" },
      evidence: {},
    });
  });

  it("begins, takes its steps and ends, each a record with all its effect", async () => {
    const { lab } = await ready();
    const lines: string[] = [];
    await lab.act(takeOver, (line) => lines.push(line));
    assert.deepEqual(told(lab, "take-over"), ["begin", "step redirect", "step drop-from-old", "step upgrade", "end"]);
    assert.deepEqual(lines, [
      "siteServer/bea-ps1: redirect (step 1 of 3)",
      "siteServer/bea-ps1: drop-from-old (step 2 of 3)",
      "siteServer/bea-ps1: upgrade (step 3 of 3)",
    ]);
  });

  it("tells how many agents have come while it waits for them", async () => {
    const { lab } = await new Estate().do(...separated, ...migrated("bea"), ...moved("bea", "beaumont").slice(0, -1));
    const lines: string[] = [];
    await lab.act({ id: "move", ref: "wave/beaumont", verb: "move" }, (line) => lines.push(line));
    assert.deepEqual(
      lines.filter((line) => line.includes("report to")),
      ["200", "400", "600", "800"].map((n) => `${n} of 800 agents report to server/bea@7.1`),
    );
  });

  it("is known by its id: yes, no, unknown", async () => {
    const { lab } = await ready();
    lab.faults = [{ ref: takeOver.ref, does: "half", times: 1, after: 2 }];
    const before = lab.did("take-over");
    await assert.rejects(lab.act(takeOver), { name: "Failure" });
    const half = lab.did("take-over");
    await lab.act(takeOver);
    assert.deepEqual([before, half, lab.did("take-over")], ["no", "unknown", "yes"]);
  });

  it("cannot be another act under the same id", async () => {
    const { lab } = await new Estate().do(["server/hou@7.0", "separate"]);
    await assert.rejects(lab.act({ id: "op-1", ref: "server/bea@7.0", verb: "separate" }), {
      message: "act op-1 is separate of server/hou@7.0 and cannot be separate of server/bea@7.0 as well",
    });
  });

  it("must be one that the lab knows", async () => {
    const { lab } = new Estate();
    await assert.rejects(lab.act({ id: "x", ref: "wave/beaumont", verb: "redirect" }), {
      message: 'wave/beaumont: the lab cannot "redirect" it: it knows move',
    });
    await assert.rejects(lab.act({ id: "x", ref: "site/beaumont", verb: "toString" }), {
      message: 'site/beaumont: the lab cannot "toString" it: it knows no such kind of thing',
    });
    assert.deepEqual(told(lab, "x"), []);
  });

  it("begins anew under its id when another one has undone it, for instance in a roll back", async () => {
    const { lab } = await new Estate().do(...separated.slice(0, 6));
    await lab.act(detach);
    await lab.act({ id: "back", ref: detach.ref, verb: "attach" });
    assert.equal(lab.did("detach"), "no");
    await lab.act(detach);
    assert.deepEqual([lab.look(detach.ref)?.["phase"], lab.did("detach"), lab.did("back")], ["detached", "yes", "no"]);
    assert.deepEqual(told(lab, "detach"), ["begin", "step remove", "end", "begin", "step remove", "end"]);
  });

  it("shares time with the acts beside it", async () => {
    const { lab } = new Estate();
    lab.faults = [{ ref: "server/*", does: "delay", ms: 1 }];
    await Promise.all(["hou", "bea"].map((name) => lab.act({ id: name, ref: `server/${name}@7.0`, verb: "separate" })));
    assert.equal(lab.minutes, 2);
  });

  it("that the platform refuses leaves everything as it was, and a record", async () => {
    const { lab } = new Estate();
    const before = lab.lookAll();
    await assert.rejects(lab.act({ id: "early", ref: "database/bea@7.1", verb: "restore" }), {
      name: "Refusal",
      law: "LAW-BACKUP",
    });
    assert.deepEqual([lab.lookAll(), lab.did("early"), told(lab, "early")], [before, "no", ["refused"]]);
  });

  it("that is refused half-way goes on when what was missing is there", async () => {
    const { lab } = await new Estate().do(...separated, ...migrated("bea").slice(0, 2));
    const install = {
      id: "install",
      ref: "server/bea@7.1",
      verb: "install",
      args: { was: "server/bea@7.0", products: ["inventory", "patch"], installPath: "D:\\Program Files" },
    };
    await assert.rejects(lab.act(install), { law: "LAW-OWNER" });
    assert.equal(lab.look("server/bea@7.1")?.["phase"], "installing");
    await lab.act({ id: "own", ref: "task/bea/permissions", verb: "do" });
    await lab.act(install);
    assert.deepEqual(told(lab, "install"), [
      "begin",
      "step prepare",
      "step installer",
      "step products",
      "refused connect-database",
      "step connect-database",
      "end",
    ]);
  });
});

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

describe("a hand at the console", () => {
  after(removeFolders);

  it("changes, takes away and removes, and is in the journal", () => {
    const { lab } = new Estate();
    lab.meddle("server/hou@7.0", { replication: "off", host: undefined });
    lab.meddle("siteServer/hou-ps1");
    const { replication, host } = lab.look("server/hou@7.0") ?? ({} as Partial<Thing>);
    assert.deepEqual([replication, host, lab.look("siteServer/hou-ps1")], ["off", undefined, undefined]);
    assert.deepEqual(
      lab.journal().map(({ what, ref }) => `${what} ${ref}`),
      ["seed ", "meddled server/hou@7.0", "meddled siteServer/hou-ps1"],
    );
  });

  it("can do harm as well", () => {
    const estate = new Estate();
    estate.lab.meddle("siteServer/hou-ps1");
    assert.deepEqual(estate.harm(), [
      "server/hou@7.0 has agents and no site server: up to 5,000 agents lose service [LAW-NO-SITE-SERVER]",
    ]);
  });
});

describe("a seed", () => {
  after(removeFolders);

  it("is planted once, and names each thing once", () => {
    const { lab, folder } = new Estate();
    assert.throws(() => lab.seed(gulf), { message: `${folder} holds an estate already; take another folder for another one` });
    const other = openLab(newFolder(), { write: true });
    assert.throws(() => other.seed([...gulf, ...gulf]), { message: "server/hou@7.0 is twice in the seed" });
    assert.equal(other.exists(), false);
  });
});

describe("questions", () => {
  after(removeFolders);

  it("are answered from the world", async () => {
    const { lab } = new Estate();
    const asked = ["running-replication-jobs", "signed-off", "stragglers", "agents", "site-servers", "outstanding-tasks"].map(
      (question) => [question, lab.ask(question, "server/hou@7.0")],
    );
    assert.deepEqual(Object.fromEntries(asked), {
      "running-replication-jobs": 1,
      "signed-off": true,
      stragglers: 0,
      agents: 5000,
      "site-servers": 1,
      "outstanding-tasks": 0,
    });
    assert.equal(lab.ask("arrived", "wave/houston"), 0);
  });

  it("that nobody knows are named", () => {
    assert.throws(() => new Estate().lab.ask("weather", "server/hou@7.0"), {
      message:
        'the lab has no answer to "weather" about server/hou@7.0: it knows running-replication-jobs, signed-off, stragglers, agents, ' +
        "site-servers, outstanding-tasks, arrived",
    });
  });
});
