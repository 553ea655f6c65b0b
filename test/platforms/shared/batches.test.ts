import assert from "node:assert/strict";
import { batchNames, batches } from "../../../platforms/shared/batches";

const cases: Record<string, Readonly<{ of: Parameters<typeof batches>; want: readonly number[] }>> = {
  "nobody is one empty batch": { of: [0, 10], want: [0] },
  "exactly the most is one": { of: [10, 10], want: [10] },
  "one more is two, as even as may be": { of: [11, 10], want: [6, 5] },
  "the larger ones first": { of: [2350, 1000], want: [784, 783, 783] },
  "a pilot is cut off before": { of: [25, 10, 4], want: [4, 7, 7, 7] },
  "a pilot of all is no cut": { of: [8, 10, 8], want: [8] },
};

describe("batches", () => {
  for (const [name, { of, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(batches(...of), want));

  it("are called as their place where there is one, and numbered where there are more", () =>
    assert.deepEqual([batchNames("HOU", 1), batchNames("HOU", 3)], [["HOU"], ["HOU-1", "HOU-2", "HOU-3"]]));
});
