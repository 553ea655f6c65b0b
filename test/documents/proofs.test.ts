import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMigration } from "../../documents/open";
import type { Proofs } from "../../documents/proofs";
import { readLock } from "../../documents/lock";
import { Lock, planHash, printLock } from "../../engine/lock";
import { KeptProofs } from "../../provider/proofs";

const home = mkdtempSync(join(tmpdir(), "drover-proofs-"));
after(() => rmSync(home, { recursive: true }));

let copies = 0;
/** The small sample, changed as somebody changes it who knows how a lock's hash is made. */
function sample(change: (lock: Lock) => Lock = (lock) => lock): string {
  const folder = join(home, `bayou-${copies++}`);
  cpSync("test/support/bayou", folder, { recursive: true });
  const file = join(folder, "plan.lock.yaml");
  const changed = change(readLock(file).lock ?? assert.fail("the sample has a lock"));
  writeFileSync(file, printLock({ ...changed, plan: planHash(changed) }));
  return folder;
}

/** The last stage's operations before those of the first one: the old server goes before the new one is there. */
const backwards = (lock: Lock): Lock => {
  const names = Object.keys(lock.stages);
  return {
    ...lock,
    stages: Object.fromEntries([...names].reverse().map((name) => [name, lock.stages[name] as Lock["stages"][string]])),
  };
};

class Remembered implements Proofs {
  readonly asked: string[] = [];
  readonly added: string[] = [];
  has(key: string): boolean {
    this.asked.push(key);
    return this.added.includes(key);
  }
  add(key: string): void {
    this.added.push(key);
  }
}

const errors = (folder: string, proofs: Proofs): readonly string[] => [
  ...new Set(
    openMigration(folder, "2026-11-21", undefined, proofs).findings.flatMap(({ rule, severity }) =>
      severity === "error" ? rule : [],
    ),
  ),
];

describe("a lock that was proved", () => {
  it("is proved once, and not again while nothing differs", () => {
    const proofs = new Remembered();
    const folder = sample();
    assert.deepEqual([errors(folder, proofs), errors(folder, proofs), errors(sample(), proofs)], [[], [], []]);
    assert.equal(new Set(proofs.asked).size, 1);
    assert.deepEqual(proofs.added, proofs.asked.slice(0, 1));
  });

  it("is another one when it is made anew in another order, and nothing is remembered of one that is not safe", () => {
    const proofs = new Remembered();
    assert.deepEqual(errors(sample(), proofs), []);
    const found = errors(sample(backwards), proofs);
    // the backups come after what they are for, and the old server goes first
    for (const rule of ["ALT-069", "ALT-083", "ALT-084", "PLAN-002"]) assert.ok(found.includes(rule), found.join(" "));
    assert.deepEqual([new Set(proofs.asked).size, proofs.added.length], [2, 1]);
  });

  it("is proved anew for a waiver", () => {
    const proofs = new Remembered();
    const folder = sample();
    errors(folder, proofs);
    const file = join(folder, "migration.yaml");
    const waiver = "waivers: [{ rule: ALT-076, reason: to see proofs, by: approver-1, until: 2099-01-31 }]";
    writeFileSync(file, `${readFileSync(file, "utf8")}${waiver}\n`);
    errors(folder, proofs);
    assert.equal(new Set(proofs.asked).size, 2);
    assert.equal(proofs.added.length, 2);
  });
});

describe("proofs that a machine keeps", () => {
  const folder = join(home, "kept");

  it("are nothing at first, and there for whoever comes after", () => {
    assert.equal(new KeptProofs(folder).has("a"), false);
    new KeptProofs(folder).add("a");
    assert.deepEqual([new KeptProofs(folder).has("a"), new KeptProofs(folder).has("b")], [true, false]);
  });

  it("do not grow for ever", () => {
    const proofs = new KeptProofs(folder);
    for (let i = 0; i < 130; i++) proofs.add(String(i));
    assert.ok(readdirSync(folder).length <= 100);
    assert.ok(proofs.has("129"));
  });

  it("are done without where nothing can be written", () => {
    const file = join(home, "a file");
    writeFileSync(file, "");
    const proofs = new KeptProofs(join(file, "below"));
    proofs.add("a");
    assert.deepEqual([proofs.has("a"), existsSync(join(file, "below"))], [false, false]);
  });
});
