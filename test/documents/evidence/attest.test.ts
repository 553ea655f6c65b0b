import assert from "node:assert/strict";
import type { Said } from "../../../documents/evidence/attest";
import type { Ref } from "../../../engine/model/entity";
import type { DriverEntry, Migration } from "../../../engine/model/migration";
import { Book, backedUp, backup, idle, server, signed } from "./book";

type Case = Readonly<{
  entity: Ref | string;
  fields?: Said["fields"];
  more?: Partial<Said>;
  teams?: Migration["teams"];
  drivers?: Readonly<Record<string, DriverEntry>>;
  /** What was attested before. */
  before?: (book: Book) => void;
  says: readonly string[];
}>;

const done = (book: Book): void => void book.attested(backup, backedUp);
const { set: _set, size: _size, ...short } = backedUp;

const cases: Readonly<Record<string, Case>> = {
  "all that is asked for": { entity: backup, fields: backedUp, says: [] },
  "a thing that has no task of its own": { entity: server, before: done, says: [] },
  "values that are missing, with the whole command": {
    entity: backup, fields: short, more: { by: undefined as never },
    says: [
      "EVI-007 missing for task/a/backup: --by: who did it; set: text; size: a whole number → run drover attest m task/a/backup --stage separate " +
        '--by "<who>" --field type=Full --field "set=<text>" --field "size=<a whole number>" --field log=backup.log ' +
        '--field "products=patch, inventory, monitor" --field "path=D:\\Altiris"',
    ],
  },
  "another value than the declared one": {
    entity: backup, fields: { ...backedUp, path: "C:\\Program Files" },
    says: ["EVI-007 task/a/backup: path is \"C:\\\\Program Files\"; it must be D:\\Altiris → record what the task asks for"],
  },
  "fewer products than the declared ones": {
    entity: backup, fields: { ...backedUp, products: "patch" },
    says: ["EVI-007 task/a/backup: products is \"patch\"; it must hold inventory, patch → record what the task asks for"],
  },
  "a value that nobody asks for": {
    entity: backup, fields: { ...backedUp, tpye: "Full" }, says: ["EVI-007 task/a/backup asks for no tpye → did you mean type?"],
  },
  "what the command has where a person is to write": {
    entity: backup, fields: { ...backedUp, set: "<text>" }, more: { by: " <who>" },
    says: [
      'EVI-007 task/a/backup: --by is " <who>", which is only where it is to be written → write it in the place of the angle brackets and what is between them',
      'EVI-007 task/a/backup: set is "<text>", which is only where it is to be written → write it in the place of the angle brackets and what is between them',
    ],
  },
  "an answer that opens no gate": {
    entity: idle, fields: { "running-jobs": "2" }, before: (book) => { done(book); book.attested(server); },
    says: ["EVI-007 gate/a/idle: running-jobs is \"2\": jobs still run → record what the task asks for"],
  },
  "something whose first step nobody attested": {
    entity: server, says: ["EVI-009 server/a: task/a/backup comes first (separate), and nobody has attested it → attest what comes first"],
  },
  "something whose first step lies in an earlier stage": {
    entity: signed, fields: { "signed-off": "yes" },
    says: ["EVI-009 gate/a/signed: gate/a/idle comes first (separate), and nobody has attested it → attest what comes first"],
  },
  "something that rests on what is broken": {
    entity: server, before: (book) => book.edit(book.attested(backup, backedUp), "nightly", "weekly"),
    says: [
      "EVI-002 m/evidence/r1/separate/task__a__backup.yaml has been edited: its content is not what its seal was made of → " +
        "restore the file from version control; or revoke it and attest again: what was written down once is not corrected",
    ],
  },
  "what was attested already": {
    entity: backup, fields: backedUp, before: done,
    says: [
      "EVI-010 task/a/backup was attested by dba-1 on 2026-11-20T21:02Z (evidence/r1/separate/task__a__backup.yaml) → " +
        "nothing to do; if it was wrong: drover attest m task/a/backup --revoke --by \"<who>\" --why \"<why>\"",
    ],
  },
  "a name misspelt": { entity: "task/a/bakcup", says: ["EVI-008 m has nothing to do with task/a/bakcup → did you mean task/a/backup?"] },
  "a stage that has nothing to do with it": {
    entity: backup, more: { stage: "r1/install" }, says: ["EVI-008 the stage install does nothing with task/a/backup → write --stage separate"],
  },
  "what a driver carries out": {
    entity: server, drivers: { default: "runbook", "replication-off": "exec:./off.js" },
    says: [
      "EVI-008 server/a is not for people: its driver carries it out (separate: exec:./off.js) → " +
        "let drover apply do it; or name runbook for it under drivers in migration.yaml",
    ],
  },
  "something that a driver does first": { entity: server, drivers: { default: "runbook", backup: "lab" }, says: [] },
  "a stranger to the team": {
    entity: backup, fields: backedUp, teams: { sql: { people: ["dba-2", "dba-3"], does: ["database"] } },
    says: ["EVI-011 dba-1 is not in the team sql, which does this (database) → let one of dba-2, dba-3 attest it, or add dba-1 to the team in migration.yaml"],
  },
  "a member of the team": { entity: backup, fields: backedUp, teams: { sql: { people: ["dba-1"], does: ["database"] } }, says: [] },
  "a time that has not come": {
    entity: backup, fields: backedUp, more: { at: "2026-11-22T12:00Z" }, says: ["EVI-011 --at 2026-11-22T12:00Z has not come yet → attest it when it is done"],
  },
  "no time": {
    entity: backup, fields: backedUp, more: { at: "yesterday" },
    says: ["EVI-011 --at yesterday is no time → write date, time and offset: 2026-11-14T21:02-06:00"],
  },
  "a way back that there is not": {
    entity: "server/b", more: { back: true }, says: ["EVI-008 install of server/b has no way back → go on; what is done stays done"],
  },
  "a way back behind what still stands on it": {
    entity: backup, more: { back: true }, before: (book) => { done(book); book.attested(server); },
    says: ["EVI-009 task/a/backup: server/a is to be taken back first → attest what comes first"],
  },
  "a way back": { entity: server, more: { back: true }, before: (book) => { done(book); book.attested(server); }, says: [] },
};

describe("attesting", () => {
  for (const [name, { entity, fields = {}, more = {}, teams = {}, drivers, before, says }] of Object.entries(cases)) {
    it(name, () => {
      const book = new Book(drivers);
      try {
        before?.(book);
        const made = book.attest(entity as Ref, fields, more, teams);
        const said = "findings" in made ? made.findings.map(({ rule, say, fix }) => `${rule} ${say} → ${fix}`) : [];
        assert.deepEqual(said.map((line) => line.replaceAll(book.folder, "m")), says);
      } finally {
        book.remove();
      }
    });
  }

  it("says what was held against the declaration", () => {
    const book = new Book();
    const made = book.attest(backup, backedUp);
    book.remove();
    assert.deepEqual("findings" in made ? made.findings : made.checked, [
      "type must be Full", "size a whole number", "products must hold inventory, patch", "path must be D:\\Altiris",
    ]);
  });

  it("rests on what people did in earlier stages too", () => {
    const book = new Book();
    done(book);
    book.attested(server);
    book.attested(idle, { "running-jobs": "0" });
    const made = book.attest(signed, { "signed-off": "yes" });
    book.remove();
    assert.deepEqual("findings" in made ? made.findings : Object.keys(made.evidence.parents), ["evidence/r1/separate/gate__a__idle.yaml"]);
  });
});
