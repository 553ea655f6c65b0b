import assert from "node:assert/strict";
import { grouped, printable } from "../../engine/text";

describe("a count as people read it", () => {
  const cases: Readonly<Record<string, number>> = { "0": 0, "999": 999, "1,000": 1000, "350,000": 350000, "1,000,000": 1000000 };
  for (const [want, n] of Object.entries(cases)) it(want, () => assert.equal(grouped(n), want));
});

describe("text of others as it may be shown", () => {
  const cases: Readonly<Record<string, readonly [string, string]>> = {
    "a sentence stays": ["ora-tmp70 — “Oñate”, 100 %\n\tsecond line", "ora-tmp70 — “Oñate”, 100 %\n\tsecond line"],
    "what steers a terminal": ["\u001b[2Jgone\u0007\r", "\ufffd[2Jgone\ufffd\ufffd"],
    "what turns round what follows": ["\u202egnp.exe", "\ufffdgnp.exe"],
    "half of a character; a whole one stays": ["\ud83d \ud83d\ude00", "\ufffd \ud83d\ude00"],
    "what nobody reads to its end": ["x".repeat(8_001), `${"x".repeat(8_000)} … (1 more characters)`],
  };
  for (const [name, [given, want]] of Object.entries(cases)) it(name, () => assert.equal(printable(given), want));
});
