import fc from "fast-check";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { documentCodes } from "../../documents/codes";
import { isDate } from "../../documents/dates";
import { didYouMean, distance, nearest } from "../../documents/near";
import { quantity, readings, Unit, units } from "../../documents/units";

describe("a number with a unit", () => {
  const cases: readonly (readonly [string, Unit, number | undefined])[] = [
    ["0 B", "bytes", 0],
    ["42 GB", "bytes", 42e9],
    ["42GB", "bytes", 42e9],
    ["1.5 GiB", "bytes", 1.5 * 2 ** 30],
    ["42", "bytes", undefined],
    ["42 gb", "bytes", undefined],
    ["-1 GB", "bytes", undefined],
    ["042 GB", "bytes", undefined],
    ["1e9 GB", "bytes", undefined],
    ["99999999999 TB", "bytes", undefined],
    ["42 toString", "bytes", undefined],
    ["45 min", "minutes", 45],
    ["4 h", "minutes", 240],
    ["3 d", "minutes", 4320],
    ["36 h", "days", 1.5],
    ["95 %", "percent", 95],
    ["99.5%", "percent", 99.5],
    ["101 %", "percent", undefined],
    ["2 Mbit/s", "bits per second", 2e6],
    ["512 kbit/s", "bits per second", 512e3],
  ];
  for (const [text, unit, value] of cases) it(`${text} in ${unit} is ${value}`, () => assert.equal(quantity(text, unit), value));

  it("without a unit has readings that are numbers with one", () => {
    for (const unit of Object.keys(units) as Unit[]) {
      for (const reading of readings(42, unit).split(" or ")) assert.notEqual(quantity(reading, unit), undefined);
    }
  });
});

describe("a day", () => {
  const cases = {
    "2026-11-02": true,
    "2024-02-29": true,
    "2026-02-29": false,
    "2026-13-01": false,
    "2026-1-1": false,
    "": false,
  };
  for (const [text, is] of Object.entries(cases))
    it(`${JSON.stringify(text)} is ${is ? "one" : "none"}`, () => assert.equal(isDate(text), is));
});

describe("a name that was meant", () => {
  it("is the nearest of those there are", () => {
    assert.equal(nearest("houton", ["boston", "houston"]), "houston");
    assert.equal(nearest("HOUSTON", ["boston", "houston"]), "houston");
    assert.equal(nearest("hosuton", ["houston"]), "houston");
    assert.equal(nearest("dallas", ["boston", "houston"]), undefined);
    assert.equal(nearest("b", ["a"]), "a");
  });

  it("is offered, or else what there is", () => {
    assert.equal(didYouMean("houton", ["houston"]), "did you mean houston?");
    assert.equal(didYouMean("dallas", ["houston"]), "there is: houston");
    assert.equal(didYouMean("dallas", []), undefined);
    const many = Array.from({ length: 14 }, (_, index) => `site-${String.fromCharCode(97 + index)}`);
    assert.equal(didYouMean("x".repeat(20), many), `there are: ${many.slice(0, 12).join(", ")} and 2 more`);
  });

  it("is as far away in both directions, and nowhere but at itself", () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        assert.equal(distance(a, b, 99), distance(b, a, 99));
        assert.equal(distance(a, b, 99) === 0, a === b);
        assert.ok(distance(a, b, 99) <= Math.max(a.length, b.length));
      }),
    );
  });
});

describe("the rules of documents", () => {
  it("are those that the code speaks of, no more and no fewer", () => {
    const folder = join(__dirname, "../../documents");
    const text = readdirSync(folder)
      .filter((name) => name.endsWith(".ts") && name !== "codes.ts")
      .map((name) => readFileSync(join(folder, name), "utf8"))
      .join("");
    assert.deepEqual([...new Set(text.match(/DOC-\d{3}/g))].sort(), Object.keys(documentCodes).sort());
  });
});
