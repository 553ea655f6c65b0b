import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { Thing } from "../../lab";
import { firstDispute, firstMeeting } from "../../lab/addresses";
import { invariants } from "../../lab/altiris/monitor";
import { watch } from "../../lab/monitor";
import type { Entry } from "../../lab/record";

const seed = (...things: readonly Thing[]): Entry => ({
  seq: 1,
  at: 0,
  what: "seed",
  id: "",
  ref: "",
  verb: "",
  changes: things.map(({ ref, ...set }) => ({ ref, set })),
});
const change = (seq: number, ref: string, set: Entry["args"]): Entry => ({
  seq,
  at: seq,
  what: "step",
  id: "x",
  ref,
  verb: "x",
  changes: [{ ref, ...(set ? { set } : {}) }],
});
const old: Thing = { ref: "server/a@7.0", version: "7.0" };
const next: Thing = { ref: "server/a@7.1", version: "7.1" };
const served: readonly Thing[] = [
  { ref: "siteServer/p", phase: "old", on: ["server/a@7.0"] },
  { ref: "siteServer/q", phase: "new", on: ["server/a@7.1"] },
];

const cases: Readonly<Record<string, Readonly<{ journal: readonly Entry[]; want: ReturnType<typeof watch> }>>> = {
  "a sound estate": {
    journal: [seed(old, next, ...served, { ref: "wave/w", agents: 5000, phase: "moving", at: ["server/a@7.0", "server/a@7.1"] })],
    want: [],
  },
  "a server without site server, for three records": {
    journal: [
      seed(old, ...served, { ref: "wave/w", agents: 1, phase: "waiting", at: ["server/a@7.0"] }),
      change(2, "siteServer/p", { phase: "taking-over" }),
      change(3, "siteServer/p", { on: [] }),
      change(4, "siteServer/p", { phase: "up", on: ["server/a@7.0"] }),
    ],
    want: [{ invariant: "site server", ref: "server/a@7.0", say: "server/a@7.0 has agents and no site server", from: 2, to: 4 }],
  },
  "stragglers without site server": {
    journal: [seed(old, { ref: "stragglers/a", server: "server/a@7.0", left: 1, phase: "open" })],
    want: [{ invariant: "site server", ref: "server/a@7.0", say: "server/a@7.0 has agents and no site server", from: 1 }],
  },
  "a link across versions, and one to nowhere": {
    journal: [
      seed(
        old,
        next,
        { ref: "link/x", phase: "linking", ends: ["server/a@7.0", "server/a@7.1"] },
        { ref: "link/y", phase: "linked", ends: ["server/a@7.0", "server/b@7.0"] },
      ),
    ],
    want: [
      { invariant: "link", ref: "link/x", say: "link/x joins versions 7.0 and 7.1", from: 1 },
      { invariant: "link", ref: "link/y", say: "link/y joins versions 7.0 and none", from: 1 },
    ],
  },
  "5,001 agents on their way to one server": {
    journal: [
      seed(
        old,
        next,
        ...served,
        { ref: "wave/v", agents: 5000, phase: "moving", at: ["server/a@7.0", "server/a@7.1"] },
        { ref: "wave/w", agents: 1, phase: "waiting", at: ["server/a@7.0"] },
      ),
      change(2, "wave/w", { phase: "moving", at: ["server/a@7.0", "server/a@7.1"] }),
      change(3, "wave/v", { phase: "moved", at: ["server/a@7.1"] }),
    ],
    want: [
      { invariant: "at once", ref: "server/a@7.1", say: "5,001 agents move to server/a@7.1, 5,000 are the most", from: 2, to: 3 },
    ],
  },
  "an address with two owners in one book; two books do not meet, nor does what was inherited; a narrower subnet within is none": {
    journal: [
      seed(
        { ref: "boundaries/x@7.0", server: "server/a@7.0", phase: "held", addresses: ["10.1.0.0/16"] },
        { ref: "boundaries/x@7.1", server: "server/a@7.1", phase: "held", addresses: ["10.1.0.0/16"] },
        { ref: "boundaries/y@7.1", server: "server/a@7.1", phase: "inherited", addresses: ["10.1.255.0-10.2.0.9"] },
        { ref: "boundaries/z@7.1", server: "server/a@7.1", phase: "held", addresses: ["10.1.2.0/24"] },
      ),
      change(2, "boundaries/y@7.1", { phase: "held" }),
    ],
    want: [
      {
        invariant: "owner",
        ref: "server/a@7.1",
        from: 2,
        say: "server/a@7.1 has two owners of an address: 10.1.0.0/16 of boundaries/x@7.1 and 10.1.255.0-10.2.0.9 of boundaries/y@7.1",
      },
    ],
  },
  "a site server on two servers": {
    journal: [seed({ ref: "siteServer/p", phase: "taking-over", on: ["server/a@7.0", "server/a@7.1"] })],
    want: [
      {
        invariant: "registration",
        ref: "siteServer/p",
        say: "siteServer/p is registered on server/a@7.0 and server/a@7.1",
        from: 1,
      },
    ],
  },
};

describe("the monitor finds", () => {
  for (const [name, { journal, want }] of Object.entries(cases))
    it(name, () => assert.deepEqual(watch(journal, invariants), want));
});

describe("addresses of two owners", () => {
  const asked =
    (find: typeof firstMeeting) =>
    (x: readonly string[], y: readonly string[]): boolean =>
      find([...x.map((address) => ({ owner: "x", address })), ...y.map((address) => ({ owner: "y", address }))]) !== undefined;
  const [meet, dispute] = [asked(firstMeeting), asked(firstDispute)];
  type Pair = Readonly<{ x: readonly string[]; y: readonly string[]; meet: boolean; dispute: boolean }>;
  const pairs: Readonly<Record<string, Pair>> = {
    "neighbours do not meet": { x: ["10.0.0.0/24"], y: ["10.0.1.0/24", "10.0.2.0-10.0.2.9"], meet: false, dispute: false },
    "one inside the other": { x: ["10.0.0.0/8"], y: ["10.9.9.9"], meet: true, dispute: false },
    "one at the beginning of the other": { x: ["10.0.0.0/8"], y: ["10.0.0.0/24"], meet: true, dispute: false },
    "one at the end of the other": { x: ["10.0.0.0/8"], y: ["10.255.255.0/24"], meet: true, dispute: false },
    "the same": { x: ["10.0.0.0/24"], y: ["10.0.0.0-10.0.0.255"], meet: true, dispute: true },
    "the same inside of one's own": { x: ["10.0.0.0/8", "10.1.0.0/24"], y: ["10.1.0.0/24"], meet: true, dispute: true },
    "the last address of a range": { x: ["10.0.0.1-10.0.0.9"], y: ["10.0.0.9-10.0.0.20"], meet: true, dispute: true },
    "a part of a narrower one, inside of a wider one": {
      x: ["10.0.0.0/8", "10.1.0.0/24"],
      y: ["10.1.0.9-10.1.1.9"],
      meet: true,
      dispute: true,
    },
    "a wide one that began long before": { x: ["10.0.0.0/8", "11.0.0.0/24"], y: ["10.200.0.0/16"], meet: true, dispute: false },
    "hidden behind one's own": { x: ["10.0.0.0/8", "10.1.0.0/16"], y: ["10.2.0.0/16"], meet: true, dispute: false },
    "one's own may overlap": { x: ["10.0.0.0/8", "10.1.0.0/16", "10.1.0.9-10.2.0.9"], y: [], meet: false, dispute: false },
    "a directory site by its name": { x: ["ad:Houston"], y: ["ad:Houston"], meet: true, dispute: true },
    "another directory site": { x: ["ad:Houston"], y: ["ad:Dallas"], meet: false, dispute: false },
  };
  for (const [name, { x, y, ...want }] of Object.entries(pairs))
    it(name, () =>
      assert.deepEqual(
        [meet(x, y), meet(y, x), dispute(x, y), dispute(y, x)],
        [want.meet, want.meet, want.dispute, want.dispute],
      ),
    );

  it("are in dispute where any pair of them is, one by one", () => {
    const range = fc
      .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 12 }))
      .map(([from, more]) => [from, from + more] as const);
    const entry = fc.tuple(fc.constantFrom("x", "y", "z"), range);
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), (entries) => {
        const pair = entries.some(([owner, [a, b]]) =>
          entries.some(([other, [c, d]]) => {
            const within = (c >= a && d <= b) || (a >= c && b <= d);
            return owner !== other && a <= d && c <= b && (!within || (a === c && b === d));
          }),
        );
        const found = firstDispute(entries.map(([owner, [a, b]]) => ({ owner, address: `10.0.0.${a}-10.0.0.${b}` })));
        assert.equal(found !== undefined, pair);
      }),
    );
  });
});
