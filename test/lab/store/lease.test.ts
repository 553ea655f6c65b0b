import * as assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { openLab, openLabWhenFree } from "../../../lab";
import { Lease, LeaseHeld } from "../../../lab/store/lease";
import { newFolder, removeFolders } from "../estate";
import { ended, firstLine, kill, start } from "./children";

const since = "2026-11-21T10:00:00.000Z";
const at = new Date(since);

/** A lease that somebody left behind. */
const leaseOf = (holder: Readonly<Record<string, unknown>>): string => {
  const folder = newFolder();
  mkdirSync(join(folder, "lease"));
  writeFileSync(
    join(folder, "lease", "000000007.json"),
    JSON.stringify({ pid: 1, host: hostname(), started: "", since, ...holder }),
  );
  return folder;
};

describe("the lease", () => {
  after(removeFolders);

  it("is free where nobody has been", () => {
    const folder = newFolder();
    assert.equal(Lease.holder(folder), undefined);
    const lease = Lease.acquireNow(folder, at);
    assert.equal(Lease.holder(folder)?.pid, process.pid);
    lease.release();
    assert.equal(Lease.holder(folder), undefined);
  });

  it("is one process's at a time, and says whose", () => {
    const folder = newFolder();
    Lease.acquireNow(folder, at);
    assert.throws(() => Lease.acquireNow(folder), {
      name: "LeaseHeld",
      message:
        `${folder} is being written by process ${process.pid} on ${hostname()} since ${since}. ` +
        "Wait until it ends, or end that process; what it has done so far is kept.",
    });
  });

  it("is waited for, with a word to whoever waits, and had when it is free", async () => {
    const folder = newFolder();
    const first = Lease.acquireNow(folder, at);
    const told: number[] = [];
    const second = Lease.acquire(folder, { waitMs: 10_000, onWait: ({ pid }) => told.push(pid) });
    setTimeout(() => first.release(), 60);
    (await second).release();
    assert.deepEqual(told, [process.pid]);
  });

  it("is waited for so long and no longer", async () => {
    const folder = newFolder();
    Lease.acquireNow(folder, at);
    let now = 0;
    const clock = { now: () => new Date(now), sleep: (ms: number) => Promise.resolve(void (now += ms)) };
    await assert.rejects(Lease.acquire(folder, { waitMs: 1_000, ...clock }), LeaseHeld);
    assert.equal(now, 1_000);
  });

  const dead: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    "a process that is gone": { pid: 2 ** 22 + 1 },
    "a process whose number is another's now": { pid: process.pid, started: "another boot:1" },
  };
  for (const [name, holder] of Object.entries(dead))
    it(`is taken over from ${name}`, function () {
      if (holder["started"] !== undefined && process.platform !== "linux") this.skip();
      const folder = leaseOf(holder);
      const lease = Lease.acquireNow(folder, at);
      assert.deepEqual(readdirSync(join(folder, "lease")), ["000000008.json"]);
      lease.release();
    });

  it("is not taken over from another host, of whose processes nothing is known", () => {
    assert.throws(() => Lease.acquireNow(leaseOf({ pid: 2 ** 22 + 1, host: "elsewhere" })), /process 4194305 on elsewhere since/);
  });

  it("is not lost to a claim that was never written to its end", () => {
    const folder = newFolder();
    mkdirSync(join(folder, "lease"));
    writeFileSync(join(folder, "lease", "000000003.json"), '{"pid":');
    Lease.acquireNow(folder, at);
    assert.deepEqual(readdirSync(join(folder, "lease")), ["000000004.json"]);
  });

  it("stops a holder that was succeeded", () => {
    const folder = newFolder();
    const lease = Lease.acquireNow(folder, at);
    writeFileSync(join(folder, "lease", "000000002.json"), JSON.stringify({ pid: 1, host: "elsewhere", started: "", since }));
    assert.throws(() => lease.mustHold(), LeaseHeld);
  });

  it("is taken over from a process that was killed with it, at once", async () => {
    const folder = newFolder();
    const child = start("lease-holder.ts", "hold", folder);
    assert.equal(await firstLine(child), "held");
    assert.throws(() => Lease.acquireNow(folder), LeaseHeld);
    await kill(child);
    Lease.acquireNow(folder).release();
  }).timeout(20_000);

  it("is never two processes' at once, whoever comes, goes or dies", async () => {
    const folder = newFolder();
    const log = join(folder, "log");
    const children = Array.from({ length: 5 }, () => start("lease-holder.ts", "turns", folder, log, "12"));
    await Promise.all(children.map(ended));
    const lines = readFileSync(log, "utf8").trim().split("\n");
    const turns = Array.from({ length: lines.length / 2 }, (_, i) => lines.slice(2 * i, 2 * i + 2));
    assert.equal(turns.length, 5 * 12);
    for (const [first = "", second] of turns) assert.equal(second, first.replace("in", "out"));
  }).timeout(30_000);
});

describe("an estate's folder", () => {
  after(removeFolders);

  it("has one writer and any number of readers", () => {
    const folder = newFolder();
    const writer = openLab(folder, { write: true });
    writer.seed([{ ref: "site/houston", phase: "there" }]);
    assert.throws(() => openLab(folder, { write: true }), LeaseHeld);
    const reader = openLab(folder, { write: false });
    assert.deepEqual(reader.look("site/houston"), { ref: "site/houston", phase: "there" });
    writer.meddle("site/houston", { phase: "gone" });
    assert.deepEqual(reader.look("site/houston"), { ref: "site/houston", phase: "gone" });
    assert.throws(() => reader.meddle("site/houston", {}), {
      message: `${folder} was opened for reading (or closed): open it with write: true to act`,
    });
  });

  it("is free again when its writer closes it, and shows the old one what the next one does", async () => {
    const folder = newFolder();
    const first = openLab(folder, { write: true });
    first.seed([{ ref: "site/houston", phase: "there" }]);
    const waiting = openLabWhenFree(folder, { waitMs: 10_000 });
    first.close();
    const second = await waiting;
    second.meddle("site/houston");
    assert.equal(first.look("site/houston"), undefined);
    second.close();
  });

  it("is taken up again by whoever closed it, with all that came meanwhile; acts beside one another share one lease", async () => {
    const folder = newFolder();
    const first = openLab(folder, { write: true });
    first.seed([{ ref: "site/houston", phase: "there" }]);
    first.close();
    const second = openLab(folder, { write: true });
    second.meddle("site/houston", { phase: "moved" });
    setTimeout(() => second.close(), 30);
    await Promise.all([first.hold({ waitMs: 10_000 }), first.hold({ waitMs: 10_000 })]);
    first.meddle("site/houston", { seen: first.look("site/houston")?.["phase"] });
    assert.deepEqual(second.look("site/houston"), { ref: "site/houston", phase: "moved", seen: "moved" });
    first.close();
  });

  it("is one of several: estates know nothing of one another", () => {
    const [one, other] = [openLab(newFolder(), { write: true }), openLab(newFolder(), { write: true })];
    one.seed([{ ref: "site/houston", phase: "there" }]);
    assert.deepEqual([one.exists(), other.exists(), other.lookAll()], [true, false, []]);
  });
});
