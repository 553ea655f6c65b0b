import * as assert from "node:assert/strict";
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Journal, JournalDamaged } from "../../../lab/store/journal";
import { readSnapshot, writeSnapshot } from "../../../lab/store/snapshot";
import { newFolder, removeFolders } from "../estate";

type Note = Readonly<{ seq: number; say: string }>;
const note = (seq: number): Note => ({ seq, say: `note ${seq}, ümlaut and\nline break` });

const journalOf = (...notes: readonly Note[]): string => {
  const file = join(newFolder(), "journal.ndjson");
  const journal = Journal.open<Note>(file, { write: true });
  for (const one of notes) journal.append(one);
  journal.close();
  return file;
};

const read = (file: string, write = false): readonly Note[] => {
  const journal = Journal.open<Note>(file, { write });
  const notes = journal.catchUp();
  journal.close();
  return notes;
};

describe("the journal", () => {
  after(removeFolders);

  it("that is not there is empty for a reader, and comes into being for a writer", () => {
    const file = join(newFolder(), "deep", "journal.ndjson");
    assert.deepEqual(read(file), []);
    assert.deepEqual(read(file, true), []);
    assert.equal(readFileSync(file, "utf8"), "");
  });

  it("gives back what was written, in order", () => {
    assert.deepEqual(read(journalOf(note(1), note(2), note(3))), [note(1), note(2), note(3)]);
  });

  it("drops a last record that is torn, wherever it is torn, and goes on behind the last whole one", () => {
    const file = journalOf(note(1), note(2), note(3));
    const bytes = readFileSync(file);
    const lines = bytes.toString("utf8").split("\n");
    const whole = Buffer.byteLength(`${lines[0]}\n${lines[1]}\n`);
    for (let length = whole; length < bytes.length; length++) {
      writeFileSync(file, bytes.subarray(0, length));
      assert.deepEqual(read(file), [note(1), note(2)], `a reader, cut at byte ${length}`);
      const journal = Journal.open<Note>(file, { write: true });
      assert.deepEqual(journal.catchUp(), [note(1), note(2)], `a writer, cut at byte ${length}`);
      journal.append(note(3));
      journal.close();
      assert.deepEqual(readFileSync(file), bytes, `written again, cut at byte ${length}`);
    }
  });

  it("drops a last line whose bytes never reached the disk", () => {
    const file = journalOf(note(1), note(2));
    appendFileSync(file, `${"\0".repeat(40)}\n`);
    assert.deepEqual(read(file, true), [note(1), note(2)]);
  });

  it("names a record that was whole and is damaged", () => {
    const file = journalOf(note(1), note(2), note(3));
    const text = readFileSync(file, "utf8");
    const offset = readFileSync(file).indexOf("\n") + 1;
    writeFileSync(file, text.replace("note 2", "note 7"));
    assert.throws(() => read(file), {
      name: "JournalDamaged",
      message:
        `${file}: record 2 (byte ${offset}) is damaged: its checksum does not fit. ` +
        "Put the file back from a copy, or start a new estate.",
    });
  });

  it("names a record that is missing", () => {
    const file = journalOf(note(1), note(2), note(3));
    const lines = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, [lines[0], lines[2], lines[3]].join("\n"));
    assert.throws(
      () => read(file),
      (error) => error instanceof JournalDamaged && error.message.includes("it says it is record 3"),
    );
  });

  it("refuses a record out of turn, and writing through a reader", () => {
    const file = journalOf(note(1));
    const writer = Journal.open<Note>(file, { write: true });
    writer.catchUp();
    assert.throws(() => writer.append(note(3)), { message: `${file}: record 3 cannot follow record 1` });
    writer.close();
    assert.throws(() => writer.append(note(2)), { message: `${file} was opened for reading` });
  });

  it("shows a reader what comes while it looks, whole records only", () => {
    const file = journalOf(note(1));
    const reader = Journal.open<Note>(file, { write: false });
    assert.deepEqual(reader.catchUp(), [note(1)]);
    const bytes = readFileSync(journalOf(note(1), note(2)));
    const more = bytes.subarray(readFileSync(file).length);
    appendFileSync(file, more.subarray(0, 30));
    assert.deepEqual(reader.catchUp(), []);
    appendFileSync(file, more.subarray(30));
    assert.deepEqual(reader.catchUp(), [note(2)]);
    reader.close();
  });
});

describe("the snapshot", () => {
  after(removeFolders);

  it("is nothing where there is none, or only a part of one", () => {
    const file = join(newFolder(), "snapshot");
    assert.equal(readSnapshot(file), undefined);
    writeSnapshot(file, { seq: 3, offset: 99, state: { things: ["a"] } });
    assert.deepEqual(readSnapshot(file), { seq: 3, offset: 99, state: { things: ["a"] } });
    const { length } = readFileSync(file);
    for (const cut of [length - 1, length >> 1, 5, 0]) {
      truncateSync(file, cut);
      assert.equal(readSnapshot(file), undefined, `cut at byte ${cut}`);
    }
  });
});
