import assert from "node:assert/strict";
import { collidingIds, IdCollision } from "../../../engine/boundaries/ids";
import { boundary } from "./helpers";

const cases: Record<string, { texts: readonly string[]; want: readonly IdCollision[] }> = {
  "nothing": { texts: [], want: [] },
  "subnets that begin apart": { texts: ["10.1.0.0/16", "10.1.1.0/24"], want: [] },
  "equal subnets are duplicates, not a collision": { texts: ["10.1.0.0/16", "10.1.0.0/255.255.0.0"], want: [] },
  "what is stored whole does not collide": {
    texts: ["10.1.0.0/16", "10.1.0.0", "10.1.0.0-10.1.0.255", "2001:db8::/32", "2001:db8::/48", "ad:Houston"],
    want: [],
  },
  "one address and two lengths": {
    texts: ["10.9.0.0/24", "10.1.0.0/16", "10.1.0.0/24", "10.9.0.0/20"],
    want: [
      {
        id: "10.1.0.0",
        members: [
          { entry: 1, text: "10.1.0.0/16", range: "10.1.0.0-10.1.255.255" },
          { entry: 2, text: "10.1.0.0/24", range: "10.1.0.0-10.1.0.255" },
        ],
      },
      {
        id: "10.9.0.0",
        members: [
          { entry: 0, text: "10.9.0.0/24", range: "10.9.0.0-10.9.0.255" },
          { entry: 3, text: "10.9.0.0/20", range: "10.9.0.0-10.9.15.255" },
        ],
      },
    ],
  },
};

describe("collidingIds", () => {
  for (const [name, { texts, want }] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(collidingIds(texts.map(boundary)), want));
  }
});
