import assert from "node:assert/strict";
import { grouped } from "../../engine/text";

describe("a count as people read it", () => {
  const cases: Readonly<Record<string, number>> = { "0": 0, "999": 999, "1,000": 1000, "350,000": 350000, "1,000,000": 1000000 };
  for (const [want, n] of Object.entries(cases)) it(want, () => assert.equal(grouped(n), want));
});
