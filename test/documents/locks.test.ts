import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readLock } from "../../documents/lock";
import { planHash, printLock } from "../../engine/lock";
import { openMigration } from "../../documents/open";
import type { Finding } from "../../engine/model/finding";

type Edit = readonly [file: string, from: string, to: string];

/** As if an older Drover had planned what stands there. */
function reseal(file: string): void {
  const { lock } = readLock(file);
  assert.ok(lock);
  writeFileSync(file, printLock({ ...lock, plan: planHash(lock) }));
}

/** What is said of the sample's lock after an edit, with the folder's name left out. */
function said([file, from, to]: Edit, resealed = false): readonly Finding[] {
  const folder = mkdtempSync(join(tmpdir(), "drover-lock-"));
  try {
    cpSync("migrations/contoso", folder, { recursive: true });
    const text = readFileSync(join(folder, file), "utf8");
    assert.ok(text.includes(from), `${file} holds ${from}`);
    writeFileSync(join(folder, file), text.replace(from, to));
    if (resealed) reseal(join(folder, file));
    const found = openMigration(folder).findings.filter(({ rule }) => /^(?:LOCK|DOC)/.test(rule));
    return JSON.parse(JSON.stringify(found).replaceAll(`${folder}/`, "")) as readonly Finding[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const lockText = readFileSync("migrations/contoso/plan.lock.yaml", "utf8");
const hash = /^plan: "?([0-9a-f]{8})/m.exec(lockText)?.[1] ?? "";
const at = (line: number, column: number): Finding["at"] => ({ file: "plan.lock.yaml", line, column });
const changed = (say: string): Finding => ({
  rule: "LOCK-002",
  severity: "error",
  at: at(1, 1),
  say,
  fix: "take back the change; or run drover plan (on the way: drover replan) and have the new lock reviewed",
});
const edited = (line: number, column: number, was?: string): Finding => ({
  rule: "LOCK-001",
  severity: "error",
  at: at(line, column),
  say: `plan.lock.yaml has been edited: its content is not what its plan hash ${hash} was made of`,
  fix: "take back the edit (git checkout), or say what you want in the documents and run drover plan",
  ...(was === undefined ? {} : { related: [{ at: { file: "plan.lock.yaml", line, column }, say: `planned was: ${was}` }] }),
});
const unreadable = (say: string, line: number, column: number): Finding => ({
  rule: "LOCK-004",
  severity: "error",
  say,
  fix: "run drover plan, or take the file from git again",
  at: at(line, column),
});

const unknown = (say: string): Finding => ({
  rule: "LOCK-003",
  severity: "error",
  say,
  fix: "run drover plan, review the new lock and commit it",
});

/** A hash like the lock's that is another one. */
const another = `${hash.startsWith("0") ? "1" : "0"}${hash.slice(1)}`;

describe("a lock and its documents", () => {
  const cases: Record<string, { edit: Edit; says: readonly Finding[] }> = {
    "a comment is no change": { edit: ["old.yaml", "# The estate", "# An estate"], says: [] },
    "one edit in the old estate, which the new one is like": {
      edit: ["old.yaml", "advanced: 2350", "advanced: 2300"],
      says: [
        changed("old.yaml (or ad-subnets.csv) changed after plan.lock.yaml was planned, and with it new.yaml, which is like it"),
      ],
    },
    "the new estate alone": {
      edit: ["new.yaml", "10.15.4.0", "10.15.5.0"],
      says: [changed("new.yaml changed after plan.lock.yaml was planned")],
    },
    "the migration": {
      edit: ["migration.yaml", "pace: steady", "pace: careful"],
      says: [changed("migration.yaml changed after plan.lock.yaml was planned")],
    },
    "an edited lock": { edit: ["plan.lock.yaml", "ends: promote", "ends: signed-off"], says: [edited(26, 11, "ends: promote")] },
    "a lock whose plan hash is edited": {
      edit: ["plan.lock.yaml", `plan: "${hash}`, `plan: "${another}`],
      says: [
        {
          ...edited(11, 8, /^plan: .*$/m.exec(lockText)?.[0]),
          say: `plan.lock.yaml has been edited: its content is not what its plan hash ${another} was made of`,
        },
      ],
    },
    "an edited lock of other documents": {
      edit: ["plan.lock.yaml", "lock: contoso-2007", "lock: fabrikam"],
      says: [edited(3, 7, "lock: contoso-2007")],
    },
    "a lock that git could not merge": {
      edit: ["plan.lock.yaml", "lock: contoso-2007", "<<<<<<< HEAD\nlock: contoso-2007\n=======\n>>>>>>> other"],
      says: [
        {
          rule: "DOC-008",
          severity: "error",
          say: "plan.lock.yaml holds both sides of a merge from here on",
          at: at(3, 1),
          fix: "merge the documents first; then run drover plan, which writes the lock anew, and have it reviewed",
        },
      ],
    },
    "a lock that is no YAML": {
      edit: ["plan.lock.yaml", "lock: contoso-2007", "lock: [contoso-2007"],
      says: [unreadable("no YAML: Flow sequence in block collection must be sufficiently indented and end with a ]", 4, 1)],
    },
    "a lock without stages": {
      edit: ["plan.lock.yaml", "\nstages:", "\nstage:"],
      says: [unreadable("not a lock: a header or the stages are missing", 1, 1)],
    },
    "a lock about somebody else": {
      edit: ["plan.lock.yaml", "      task/CEN/copy-database:", "      task/CEN/copied-database:"],
      says: [edited(22, 19, "task/CEN/copy-database: { move: do, for: [CM-080] }")],
    },
  };
  it("there is none", () => {
    const folder = mkdtempSync(join(tmpdir(), "drover-lock-"));
    cpSync("migrations/contoso", folder, { recursive: true });
    rmSync(join(folder, "plan.lock.yaml"));
    const found = openMigration(folder).findings.filter(({ rule }) => rule.startsWith("LOCK"));
    rmSync(folder, { recursive: true });
    assert.deepEqual(found, [
      {
        rule: "LOCK-005",
        severity: "error",
        say: `${folder}/plan.lock.yaml does not exist: nothing has been planned`,
        fix: `run drover plan ${folder}, review it and commit it`,
      },
    ]);
  });

  it("a lock that was planned by a Drover with other tasks", () => {
    assert.deepEqual(said(["plan.lock.yaml", "      task/CEN/copy-database:", "      task/CEN/copied-database:"], true), [
      unknown("plan.lock.yaml: stage cen has task/CEN/copied-database: do, which these documents do not have"),
      unknown(
        "plan.lock.yaml: stage cen: task/CEN/test-database waits for task/CEN/copy-database, which the stage does not have",
      ),
    ]);
  });

  it("the lock of another migration", () => {
    const folder = mkdtempSync(join(tmpdir(), "drover-lock-"));
    cpSync("migrations/contoso", folder, { recursive: true });
    cpSync("migrations/gulf/plan.lock.yaml", join(folder, "plan.lock.yaml"));
    const found = openMigration(folder).findings.filter(({ rule }) => rule.startsWith("LOCK"));
    rmSync(folder, { recursive: true });
    assert.deepEqual(found, [
      {
        rule: "LOCK-006",
        severity: "error",
        at: { file: `${folder}/plan.lock.yaml`, line: 1, column: 1 },
        say: `${folder}/plan.lock.yaml is the plan of gulf-7.1, and the documents beside it are contoso-2007`,
        fix: "put back the lock of these documents (git checkout); or remove this one and run drover plan",
      },
    ]);
  });

  for (const [name, { edit, says }] of Object.entries(cases)) it(name, () => assert.deepEqual(said(edit), says));
});
