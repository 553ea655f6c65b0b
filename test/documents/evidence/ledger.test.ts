import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Book, backedUp, backup, idle, server } from "./book";

const FIRST = "evidence/r1/separate/task__a__backup.yaml";
const SECOND = "evidence/r1/separate/server__a.yaml";

/** What is done to a book whose backup and separation were attested, and what its second act is then refused for. */
const cases: Readonly<Record<string, Readonly<{ does: (book: Book) => void; of?: "backup"; says: readonly string[] }>>> = {
  "nothing": { does: () => undefined, says: [] },
  "laid out anew, with the line breaks of another system": {
    does: ({ folder }) => {
      const path = join(folder, SECOND);
      writeFileSync(path, readFileSync(path, "utf8").replaceAll("\n", "\r\n"));
    },
    says: [],
  },
  "edited": {
    of: "backup", does: (book) => book.edit(FIRST, "nightly", "weekly"),
    says: [`EVI-002 m/${FIRST} has been edited: its content is not what its seal was made of`],
  },
  "edited, and sealed again": {
    does: (book) => {
      const { evidence } = book.thread(backup).last ?? assert.fail();
      book.forge(FIRST, evidence, { fields: { ...evidence.fields, set: "weekly" } });
    },
    says: [`EVI-004 m/${SECOND} rests on ${FIRST}, which has changed since`],
  },
  "left dangling": {
    does: ({ folder }) => rmSync(join(folder, FIRST)), says: [`EVI-004 m/${SECOND} rests on ${FIRST}, which is missing`],
  },
  "resting on what was revoked": {
    does: (book) => book.revokeLast(backup), says: [`EVI-004 m/${SECOND} rests on ${FIRST}, which was revoked and not attested again`],
  },
  "resting on what was revoked and attested again": {
    does: (book) => {
      book.revokeLast(backup);
      book.attested(backup, { ...backedUp, set: "second" });
    },
    says: [],
  },
  "of another plan": {
    does: (book) => book.forge(SECOND, (book.thread(server).last ?? assert.fail()).evidence, { plan: "f".repeat(64) }),
    says: [`EVI-005 m/${SECOND} belongs to the plan ffffffffffff; this one is PLAN`],
  },
  "of another stage": {
    does: (book) => book.forge(SECOND, (book.thread(server).last ?? assert.fail()).evidence, { stage: "r1/install" }),
    says: [`EVI-005 m/${SECOND} belongs to the stage r1/install, and lies in that of r1/separate`],
  },
  "of another entity": {
    does: (book) => book.forge(SECOND, (book.thread(backup).last ?? assert.fail()).evidence, {}),
    says: [`EVI-005 m/${SECOND} is about task/a/backup, and lies where server/a belongs`],
  },
  "of another act": {
    does: (book) => book.forge(SECOND, (book.thread(server).last ?? assert.fail()).evidence, { move: "install" }),
    says: [`EVI-005 m/${SECOND} is about the act PLAN/separate/server/a (install), not PLAN/separate/server/a`],
  },
  "not what was declared": {
    of: "backup",
    does: (book) => {
      const { evidence } = book.thread(backup).last ?? assert.fail();
      book.forge(FIRST, evidence, { fields: { ...evidence.fields, path: "C:\\Altiris", size: "much" } });
    },
    says: [
      `EVI-007 m/${FIRST} size is "much", which is no whole number`,
      `EVI-007 m/${FIRST} path is "C:\\\\Altiris"; it must be D:\\Altiris`,
    ],
  },
  "without a value that is asked for": {
    of: "backup", does: (book) => book.forge(FIRST, (book.thread(backup).last ?? assert.fail()).evidence, { fields: { ...backedUp, set: "" } }),
    says: [`EVI-007 m/${FIRST} set is empty`],
  },
  "no YAML": {
    of: "backup", does: (book) => book.edit(FIRST, "by: dba-1", "by: [dba-1"),
    says: [`EVI-001 m/${FIRST} cannot be read as evidence: YAML cannot be read here: Flow sequence in block collection must be sufficiently indented and end with a ]`],
  },
  "of no known form": {
    of: "backup", does: (book) => book.edit(FIRST, "by: dba-1", "who: dba-1"),
    says: [
      `EVI-001 m/${FIRST} cannot be read as evidence: the document has no by`,
      `EVI-001 m/${FIRST} cannot be read as evidence: the document has an unknown property who`,
    ],
  },
};

describe("evidence on every look", () => {
  let book: Book;
  beforeEach(() => {
    book = new Book();
    book.attested(backup, backedUp);
    book.attested(server);
  });
  afterEach(() => book.remove());

  for (const [name, { does, of, says }] of Object.entries(cases)) {
    it(name, () => {
      does(book);
      const { complaints } = book.thread(of === "backup" ? backup : server);
      const plan = book.planned.lock.plan.slice(0, 12);
      const said = complaints.map(({ rule, say }) => `${rule} ${say.replaceAll(book.folder, "m").replaceAll(plan, "PLAN")}`);
      assert.deepEqual(said.map((line) => line.replace(/, did you mean.*/, "")).sort(), [...says].sort());
      assert.ok(complaints.every(({ fix, at }) => fix !== undefined && fix !== "" && at !== undefined));
    });
  }

  it("names the acts that it rests on, each with its seal", () => {
    const { evidence } = book.thread(server).last ?? assert.fail();
    assert.deepEqual(evidence.parents, { [FIRST]: book.thread(backup).last?.evidence.seal });
  });

  it("is a graph that merges do not fork: two branches write two files, and both have the same parents", () => {
    book.attested(idle, { "running-jobs": "0" });
    assert.deepEqual(Object.keys(book.thread(idle).last?.evidence.parents ?? {}), [SECOND]);
    assert.deepEqual(book.thread(idle).complaints, []);
  });

  it("that was revoked does not count, and stays", () => {
    book.revokeLast(server);
    const { last, revoked, entries } = book.thread(server);
    assert.deepEqual([last, revoked?.by, revoked?.why, entries.length], [undefined, "dba-2", "another server's backup", 1]);
    book.attested(server);
    assert.equal(book.thread(server).last?.file, "evidence/r1/separate/server__a~2.yaml");
  });

  it("that changed after it was revoked is not revoked", () => {
    book.revokeLast(server);
    book.edit(SECOND, "dba-1", "dba-3");
    assert.deepEqual(book.thread(server).complaints.map(({ rule }) => rule), ["EVI-002", "EVI-002"]);
  });

  it("of an act that was taken back says so, and the act can be done again", () => {
    const back = book.attested(server, {}, { back: true });
    assert.equal(back, "evidence/r1/separate/server__a~2.yaml");
    assert.equal(book.thread(server).last?.back, true);
    book.attested(server);
    assert.deepEqual([book.thread(server).last?.back, book.thread(server).entries.length], [false, 3]);
    assert.deepEqual(book.thread(server).complaints, []);
  });
});
