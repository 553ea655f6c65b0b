import assert from "node:assert/strict";
import fc from "fast-check";
import { Span } from "../../../engine/boundaries/boundary";
import { directoryOf } from "../../../engine/boundaries/directory";
import { boundarySet } from "../../../engine/boundaries/set";
import { Overlap, sweep, Sweep } from "../../../engine/boundaries/sweep";
import { writeSpan } from "../../../engine/boundaries/write";

type Entry = readonly [owner: string, text: string];

const NONE: Sweep = {
  between: { total: 0, overlaps: [] },
  within: { total: 0, overlaps: [] },
  sites: { between: [], within: [] },
  notEvaluated: [],
};

const swept = (entries: readonly Entry[], inventory?: Record<string, readonly string[]>, atMost?: number): Sweep =>
  sweep(
    boundarySet(
      entries.map(([, text]) => text),
      entries.map(([owner]) => owner),
      inventory === undefined ? undefined : directoryOf(new Map(Object.entries(inventory))),
    ),
    atMost,
  );

const four = (first: number, last: number): Span => ({ family: 4, first: BigInt(first), last: BigInt(last) });

type Case = { entries: readonly Entry[]; inventory?: Record<string, readonly string[]>; want: Partial<Sweep> };

const cases: Record<string, Case> = {
  "nothing": { entries: [], want: {} },
  "neighbours do not overlap": { entries: [["hou", "10.0.0.0/25"], ["bea", "10.0.0.128/25"], ["lak", "10.0.1.0"]], want: {} },
  "IPv4 and IPv6 never overlap": { entries: [["hou", "0.0.0.0/0"], ["bea", "::/0"]], want: {} },
  "two owners of one address": {
    entries: [["hou", "10.0.0.1"], ["bea", "10.0.0.1"]],
    want: {
      between: {
        total: 1,
        overlaps: [{ entries: [1, 0], owners: ["bea", "hou"], relation: "equal", shared: four(0x0a000001, 0x0a000001) }],
      },
    },
  },
  "one owner's subnet inside another's": {
    entries: [["galveston", "10.10.7.0/24"], ["houston", "10.10.0.0/16"]],
    want: {
      between: {
        total: 1,
        overlaps: [
          { entries: [1, 0], owners: ["houston", "galveston"], relation: "contains", shared: four(0x0a0a0700, 0x0a0a07ff) },
        ],
      },
    },
  },
  "ranges that cross": {
    entries: [["DA7", "10.20.0.0-10.20.15.255"], ["HOU", "10.20.8.0-10.20.31.255"]],
    want: {
      between: {
        total: 1,
        overlaps: [{ entries: [0, 1], owners: ["DA7", "HOU"], relation: "partial", shared: four(0x0a140800, 0x0a140fff) }],
      },
    },
  },
  "a duplicate of one owner": {
    entries: [["hou", "10.0.0.0/24"], ["hou", "10.0.0.0-10.0.0.255"]],
    want: {
      within: {
        total: 1,
        overlaps: [{ entries: [0, 1], owners: ["hou", "hou"], relation: "equal", shared: four(0x0a000000, 0x0a0000ff) }],
      },
    },
  },
  "IPv6 ends that differ in the last bit alone": {
    entries: [["hou", "2001:db8::/64"], ["bea", "2001:db8::-2001:db8::ffff:ffff:ffff:fffe"]],
    want: {
      between: {
        total: 1,
        overlaps: [
          {
            entries: [0, 1],
            owners: ["hou", "bea"],
            relation: "contains",
            shared: { family: 6, first: 0x20010db8n << 96n, last: (0x20010db8n << 96n) + 0xffff_ffff_ffff_fffen },
          },
        ],
      },
    },
  },
  "directory sites without a directory": {
    entries: [["hou", "ad:Houston"], ["bea", "10.0.0.0/8"]],
    want: { notEvaluated: [{ entry: 0, owner: "hou", site: "Houston", why: "there is no directory inventory" }] },
  },
  "one directory site with two owners, known or not": {
    entries: [["hou", "ad:Houston"], ["bea", "ad:HOUSTON"], ["hou", "ad:houston"]],
    want: {
      sites: {
        between: [
          { entries: [1, 0], owners: ["bea", "hou"], site: "Houston" },
          { entries: [1, 2], owners: ["bea", "hou"], site: "houston" },
        ],
        within: [],
      },
      notEvaluated: [
        { entry: 0, owner: "hou", site: "Houston", why: "there is no directory inventory" },
        { entry: 1, owner: "bea", site: "HOUSTON", why: "there is no directory inventory" },
        { entry: 2, owner: "hou", site: "houston", why: "there is no directory inventory" },
      ],
    },
  },
  "one owner that names a directory site twice": {
    entries: [["hou", "ad:Houston"], ["hou", "ad:houston"]],
    want: {
      sites: { between: [], within: [{ entries: [0, 1], owners: ["hou", "hou"], site: "houston" }] },
      notEvaluated: [
        { entry: 0, owner: "hou", site: "Houston", why: "there is no directory inventory" },
        { entry: 1, owner: "hou", site: "houston", why: "there is no directory inventory" },
      ],
    },
  },
  "a directory site that the inventory does not have": {
    entries: [["hou", "ad:Houston"]],
    inventory: { Beaumont: ["10.1.0.0/16"] },
    want: { notEvaluated: [{ entry: 0, owner: "hou", site: "Houston", why: "the directory inventory has no site Houston" }] },
  },
  "a directory site against addresses, with its inventory": {
    entries: [["hou", "ad:Houston"], ["bea", "10.1.2.0/24"]],
    inventory: { Houston: ["10.1.0.0/16", "10.9.0.0/16"] },
    want: {
      between: {
        total: 1,
        overlaps: [{ entries: [0, 1], owners: ["hou", "bea"], relation: "contains", shared: four(0x0a010200, 0x0a0102ff) }],
      },
    },
  },
};

/** A small world: the sixteen addresses of a /28 and a few owners, in IPv4 or at the top of an IPv6 prefix. */
const worldEntry = fc
  .tuple(fc.constantFrom("a", "b", "c"), fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 15 }), fc.constantFrom(4, 6))
  .map(([owner, one, other, family]): Entry => {
    const [first, last] = [Math.min(one, other), Math.max(one, other)];
    const four = `255.255.255.${240 + first}-255.255.255.${240 + last}`;
    return [owner, family === 4 ? four : `1:2:3:4:${first}::-1:2:3:4:${last}::`];
  });

/** All pairs, by comparing each with each. */
function bruteForce(entries: readonly Entry[]): { between: readonly string[]; within: readonly string[] } {
  const spans = entries.map(([owner, text], entry) => {
    const [first = "", last = ""] = text.split("-");
    const numberIn = (end: string): number => (end.includes(".") ? Number(end.split(".")[3]) : Number(end.split(":")[4]));
    return { owner, entry, family: text.includes(":"), first: numberIn(first), last: numberIn(last) };
  });
  const pairs = spans.flatMap((a) =>
    spans
      .filter((b) => a.entry < b.entry && a.family === b.family && a.first <= b.last && b.first <= a.last)
      .map((b) => {
        const relation =
          a.first === b.first && a.last === b.last
            ? "equal"
            : (a.first <= b.first && b.last <= a.last) || (b.first <= a.first && a.last <= b.last)
              ? "contains"
              : "partial";
        return { same: a.owner === b.owner, text: `${a.entry} ${b.entry} ${relation}` };
      }),
  );
  const texts = (same: boolean): string[] => pairs.filter((pair) => pair.same === same).map(({ text }) => text).sort();
  return { between: texts(false), within: texts(true) };
}

const told = (overlaps: readonly Overlap[]): string[] =>
  overlaps.map(({ entries, relation }) => `${Math.min(...entries)} ${Math.max(...entries)} ${relation}`).sort();

/** What a finding says without the numbers of its entries. */
const story = ({ owners, relation, shared }: Overlap): string => `${owners.join(" ")} ${relation} ${writeSpan(shared)}`;

describe("sweep", () => {
  for (const [name, { entries, inventory, want }] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(swept(entries, inventory), { ...NONE, ...want }));
  }

  it("finds what comparing each with each finds", () => {
    fc.assert(
      fc.property(fc.array(worldEntry, { maxLength: 24 }), (entries) => {
        const found = swept(entries);
        const want = bruteForce(entries);
        assert.deepEqual(told(found.between.overlaps), want.between);
        assert.deepEqual(told(found.within.overlaps), want.within);
        assert.deepEqual([found.between.total, found.within.total], [want.between.length, want.within.length]);
      }),
      { numRuns: 500 },
    );
  });

  it("lists no more than asked for and still counts all, the same ones in any order of the entries", () => {
    fc.assert(
      fc.property(fc.array(worldEntry, { maxLength: 16 }), fc.integer({ min: 0, max: 6 }), (entries, atMost) => {
        const all = swept(entries);
        const some = swept(entries, undefined, atMost);
        const turned = swept([...entries].reverse(), undefined, atMost);
        for (const sort of ["between", "within"] as const) {
          assert.equal(some[sort].total, all[sort].total);
          assert.equal(some[sort].overlaps.length, Math.min(atMost, all[sort].overlaps.length));
          assert.deepEqual(turned[sort].overlaps.map(story), some[sort].overlaps.map(story));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("counts fifty thousand nested boundaries of one owner and one of another's without visiting their pairs", () => {
    const size = 50_000;
    const nested = Array.from({ length: size }, (_, at): Entry => {
      const ends = [at, 0xffff_ffff - at].map((value) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join("."));
      return ["hou", ends.join("-")];
    });
    const found = swept([...nested, ["bea", "128.0.0.0"]], undefined, 2);
    assert.deepEqual([found.within.total, found.between.total], [(size * (size - 1)) / 2, size]);
    assert.deepEqual(found.between.overlaps.map(story), ["hou bea contains 128.0.0.0", "hou bea contains 128.0.0.0"]);
  });
});
