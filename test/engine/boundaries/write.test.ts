import assert from "node:assert/strict";
import { writeNetworks, writeRange, writeSpans } from "../../../engine/boundaries/write";
import { spansOf } from "./helpers";

type Case = Record<"spans" | "fewest" | "networks" | "ranges", readonly string[]>;

const cases: Record<string, Case> = {
  "nothing": { spans: [], fewest: [], networks: [], ranges: [] },
  "one address": { spans: ["10.0.0.1"], fewest: ["10.0.0.1"], networks: ["10.0.0.1/32"], ranges: ["10.0.0.1-10.0.0.1"] },
  "a subnet given as a range": {
    spans: ["10.0.0.0-10.0.0.255"],
    fewest: ["10.0.0.0/24"],
    networks: ["10.0.0.0/24"],
    ranges: ["10.0.0.0-10.0.0.255"],
  },
  "a range that is no subnet": {
    spans: ["10.1.0.1-10.1.0.6"],
    fewest: ["10.1.0.1-10.1.0.6"],
    networks: ["10.1.0.1/32", "10.1.0.2/31", "10.1.0.4/31", "10.1.0.6/32"],
    ranges: ["10.1.0.1-10.1.0.6"],
  },
  "as long as a subnet, but not on its border": {
    spans: ["10.0.0.128-10.0.1.127"],
    fewest: ["10.0.0.128-10.0.1.127"],
    networks: ["10.0.0.128/25", "10.0.1.0/25"],
    ranges: ["10.0.0.128-10.0.1.127"],
  },
  "everything": {
    spans: ["0.0.0.0/0", "::/0"],
    fewest: ["0.0.0.0/0", "::/0"],
    networks: ["0.0.0.0/0", "::/0"],
    ranges: ["0.0.0.0-255.255.255.255", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  },
};

describe("writing spans", () => {
  for (const [name, { spans, fewest, networks, ranges }] of Object.entries(cases)) {
    it(name, () => {
      const read = spansOf(...spans);
      assert.deepEqual(writeSpans(read), fewest);
      assert.deepEqual(writeNetworks(read), networks);
      assert.deepEqual(read.map(writeRange), ranges);
    });
  }
});
