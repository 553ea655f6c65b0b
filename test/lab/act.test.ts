import * as assert from "node:assert/strict";
import { Estate, migrated, moved, ready, removeFolders, separated, takeOver, told } from "./estate";

const detach = { id: "detach", ref: "link/hou--bea@7.0", verb: "detach" } as const;

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
      ["200", "400", "600", "800", "800", "800"].map((n) => `${n} of 800 agents report to bea`),
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

  it("that is asked for twice at the same time is done once", async () => {
    const { lab } = await ready();
    lab.faults = [{ ref: takeOver.ref, does: "delay", ms: 2 }];
    const [first, second] = await Promise.all([lab.act(takeOver), lab.act(takeOver)]);
    assert.deepEqual(second, first);
    assert.deepEqual(told(lab, "take-over"), ["begin", "step redirect", "step drop-from-old", "step upgrade", "end"]);
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
      message: 'wave/beaumont: the lab cannot "redirect" it: it knows move, move-back',
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
