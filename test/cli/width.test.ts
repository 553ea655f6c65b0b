import assert from "node:assert/strict";
import { fitTo, width } from "../../cli/width";

/** COLUMNS, the terminal's own width, and how wide lines are. */
const cases: Readonly<Record<string, readonly [columns: string | undefined, terminal: number | undefined, wide: number]>> = {
  "nobody says": [undefined, undefined, 110],
  "the terminal says": [undefined, 80, 80],
  "COLUMNS says otherwise": ["100", 80, 100],
  "too narrow to read": ["20", undefined, 60],
  "too wide to read": [undefined, 240, 120],
  "COLUMNS is no number": ["wide", 90, 90],
};

describe("how wide lines are", () => {
  after(() => fitTo({}, {}));
  for (const [name, [COLUMNS, columns, wide]] of Object.entries(cases))
    it(name, () => {
      const terminal = columns === undefined ? { isTTY: false, columns: 7 } : { isTTY: true, columns };
      fitTo(COLUMNS === undefined ? {} : { COLUMNS }, terminal);
      assert.equal(width(), wide);
    });
});
