import assert from "node:assert/strict";
import { Wanted, todos } from "../../../documents/evidence/todo";
import type { DriverEntry } from "../../../engine/model/migration";
import { Book, backedUp, backup } from "./book";

type Case = Readonly<{
  drivers?: Readonly<Record<string, DriverEntry>>;
  does?: (book: Book) => void;
  wanted?: Partial<Wanted>;
  want: readonly string[];
}>;

/** What people are asked for, each with how far it is and what comes before it. */
const cases: Readonly<Record<string, Case>> = {
  "nothing attested": {
    want: [
      "later gate/a/idle: people server/a", "later server/a: people task/a/backup", "now task/a/backup",
      "later gate/a/signed: people gate/a/idle", "later server/b: people gate/a/signed",
    ],
  },
  "something attested": {
    does: (book) => void book.attested(backup, backedUp),
    want: ["later gate/a/idle: people server/a", "now server/a", "later gate/a/signed: people gate/a/idle", "later server/b: people gate/a/signed"],
  },
  "something revoked": {
    does: (book) => { book.attested(backup, backedUp); book.revokeLast(backup); }, wanted: { stage: "r1/separate" },
    want: ["later gate/a/idle: people server/a", "later server/a: people task/a/backup", "now task/a/backup"],
  },
  "something broken": {
    does: (book) => book.edit(book.attested(backup, backedUp), "nightly", "weekly"), wanted: { stage: "separate" },
    want: ["later gate/a/idle: people server/a", "later server/a: people task/a/backup", "broken task/a/backup"],
  },
  "what drivers carry out is not for people, and comes first": {
    drivers: { default: "runbook", server: "lab" }, want: ["later gate/a/idle: drivers server/a", "now task/a/backup", "later gate/a/signed: people gate/a/idle"],
  },
  "behind the stack": {
    drivers: { default: "lab", signed: "runbook" }, wanted: { completed: 1 }, want: ["now gate/a/signed"],
  },
  "one team": { wanted: { team: "database" }, want: ["now task/a/backup"] },
  "nothing for people": { drivers: { default: "lab" }, want: [] },
};

describe("what people do", () => {
  for (const [name, { drivers, does, wanted, want }] of Object.entries(cases)) {
    it(name, () => {
      const book = new Book(drivers);
      does?.(book);
      const all = todos(book.office(), { completed: 0, ...wanted });
      book.remove();
      const line = (what: string, names: readonly string[]): string => (names.length > 0 ? `: ${what} ${names.join(", ")}` : "");
      assert.deepEqual(all.map(({ is, entity, people, drivers: first }) => `${is} ${entity}${line("people", people)}${line("drivers", first)}`), want);
    });
  }

  it("comes with steps and names filled in", () => {
    const book = new Book();
    const [first] = todos(book.office({ sql: { people: ["dba-1"], does: ["database"] } }), { completed: 0, team: "sql" });
    book.remove();
    const { do: what, team, steps, fields, because } = first ?? assert.fail();
    assert.deepEqual({ what, team, steps, because, fields: fields.map((field) => `${field.name}: ${field.what}`) }, {
      what: "Back up CMDB", team: "sql", steps: ["Open the console of server/a", "Start the backup"], because: ["BK-1"],
      fields: ["type: must be Full", "set: text", "size: a whole number", "log: file", "products: must hold inventory, patch", "path: must be D:\\Altiris"],
    });
  });
});
