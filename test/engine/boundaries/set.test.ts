import assert from "node:assert/strict";
import { directoryOf } from "../../../engine/boundaries/directory";
import { boundarySet } from "../../../engine/boundaries/set";
import { Rows, spanAt } from "../../../engine/boundaries/rows";
import { writeSpan } from "../../../engine/boundaries/write";

/** A set's rows as people write them: owner, span, entry. */
const shown = (owners: readonly string[], rows: Rows): readonly string[] =>
  Array.from({ length: rows.size }, (_, row) => `${owners[rows.owner[row]!]} ${writeSpan(spanAt(rows, row))} ${rows.entry[row]}`);

describe("boundarySet", () => {
  it("is empty for nothing", () => {
    const set = boundarySet([], []);
    assert.deepEqual([set.owners, set.four.size, set.six.size, set.sites, set.refused, set.notEvaluated], [[], 0, 0, [], [], []]);
  });

  it("sorts owners, keeps both families and the strict reader's finds, and collects what is refused", () => {
    const texts = ["10.0.0.0/8", "64:ff9b::1.2.3.4", "2001:db8::/32", "ad:Houston", "10.1", "10.1.2.3/16"];
    const set = boundarySet(texts, ["lak", "bea", "hou", "bea", "hou", "lak"]);
    assert.deepEqual(set.owners, ["bea", "hou", "lak"]);
    assert.deepEqual(shown(set.owners, set.four), ["lak 10.0.0.0/8 0"]);
    assert.deepEqual(shown(set.owners, set.six), ["bea 64:ff9b::102:304 1", "hou 2001:db8::/32 2"]);
    assert.deepEqual(set.sites, [{ entry: 3, owner: 0, site: "Houston", key: "houston" }]);
    assert.deepEqual(set.refused, [
      {
        entry: 4,
        say: '"10.1" has 2 parts and an IPv4 address has 4 (did a spreadsheet make a number or a date of it?): write all four',
      },
      {
        entry: 5,
        say: '"10.1.2.3/16" has bits set behind its prefix of 16 (10.1.2.3 would be that address alone): write 10.1.0.0/16',
        fix: "10.1.0.0/16",
      },
    ]);
    assert.deepEqual(set.notEvaluated, [{ entry: 3, owner: "bea", site: "Houston", why: "there is no directory inventory" }]);
  });

  it("holds a directory site as the addresses that its directory knows", () => {
    const directory = directoryOf(new Map([["Houston", ["10.1.0.0/16", "10.1.7.0/24", "2001:db8::/32"]]]));
    const set = boundarySet(["ad:houston"], ["hou"], directory);
    assert.deepEqual(shown(set.owners, set.four), ["hou 10.1.0.0/16 0"]);
    assert.deepEqual(shown(set.owners, set.six), ["hou 2001:db8::/32 0"]);
    assert.deepEqual([set.sites, set.notEvaluated], [[], []]);
  });

  it("grows with what comes", () => {
    const texts = Array.from({ length: 1000 }, (_, at) => `2001:db8::${at.toString(16)}`);
    const set = boundarySet(texts, texts.map(() => "hou"));
    const want = texts.map((text, at) => `hou ${at === 0 ? "2001:db8::" : text} ${at}`);
    assert.deepEqual(shown(set.owners, set.six), want);
  });

  it("wants an owner for each boundary", () => {
    assert.throws(() => boundarySet(["10.0.0.1"], []), { message: "1 boundaries and 0 owners: each boundary has one" });
  });
});
