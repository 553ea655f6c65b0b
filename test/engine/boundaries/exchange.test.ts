import assert from "node:assert/strict";
import fc from "fast-check";
import { directoryOf } from "../../../engine/boundaries/directory";
import { exchange, Exchange, Held, Holdings } from "../../../engine/boundaries/exchange";
import { writeSpans } from "../../../engine/boundaries/write";
import { boundary } from "./helpers";

type Estate = Record<string, readonly string[]>;

const holdings = (estate: Estate): Holdings =>
  new Map(Object.entries(estate).map(([owner, texts]) => [owner, texts.map(boundary)]));

const written = ({ spans, sites }: Held): string => [...writeSpans(spans), ...sites].join(" ");

/** An exchange as people would write it down. */
const told = ({ gives, covered, dropped, notEvaluated }: Exchange): Told => ({
  gives: gives.map((give) => `${give.from} → ${give.to}: ${written(give)}`),
  covered: covered.map((held) => `${held.owner}: ${written(held)}`),
  dropped: dropped.map((held) => `${held.owner}: ${written(held)}`),
  notEvaluated: notEvaluated.map(({ site, owners, why }) => `${site} (${owners.join(", ")}): ${why}`),
});

type Told = Readonly<Record<"gives" | "covered" | "dropped" | "notEvaluated", readonly string[]>>;

const NOTHING: Told = { gives: [], covered: [], dropped: [], notEvaluated: [] };

const cases: Record<string, { before: Estate; after: Estate; inventory?: Estate; want: Partial<Told> }> = {
  "nothing changes": { before: { hou: ["10.1.0.0/16"] }, after: { hou: ["10.1.0.0/16"] }, want: {} },
  "the same addresses in other forms": {
    before: { hou: ["10.1.0.0/24"] },
    after: { hou: ["10.1.0.0/25", "10.1.0.128-10.1.0.255"] },
    want: {},
  },
  "a site is split": {
    before: { HOU: ["10.30.0.0-10.30.15.255"] },
    after: { HOU: ["10.30.0.0-10.30.7.255"], HO2: ["10.30.8.0-10.30.15.255"] },
    want: { gives: ["HOU → HO2: 10.30.8.0/21"] },
  },
  "a swap": {
    before: { a: ["10.1.0.0/16"], b: ["10.2.0.0/16"] },
    after: { a: ["10.2.0.0/16"], b: ["10.1.0.0/16"] },
    want: { gives: ["a → b: 10.1.0.0/16", "b → a: 10.2.0.0/16"] },
  },
  "a ring of three": {
    before: { a: ["10.1.0.0/16"], b: ["10.2.0.0/16"], c: ["10.3.0.0/16"] },
    after: { a: ["10.3.0.0/16"], b: ["10.1.0.0/16"], c: ["10.2.0.0/16"] },
    want: { gives: ["a → b: 10.1.0.0/16", "b → c: 10.2.0.0/16", "c → a: 10.3.0.0/16"] },
  },
  "a merge, and a name reused": {
    before: { a: ["10.1.0.0/16"], b: ["10.2.0.0/16"] },
    after: { a: ["10.1.0.0/16", "10.2.0.0/16"], b: ["10.9.0.0/16"] },
    want: { gives: ["b → a: 10.2.0.0/16"], covered: ["b: 10.9.0.0/16"] },
  },
  "newly covered and dropped": {
    before: { a: ["10.1.0.0/16"], b: ["2001:db8::/33"] },
    after: { a: ["10.1.0.0/17", "11.0.0.0/8"], b: ["2001:db8::/32"] },
    want: { covered: ["a: 11.0.0.0/8", "b: 2001:db8:8000::/33"], dropped: ["a: 10.1.128.0/17"] },
  },
  "what is kept is not given, though another takes it too": {
    before: { a: ["10.1.0.0/16"] },
    after: { a: ["10.1.0.0/16"], b: ["10.1.0.0/16"] },
    want: {},
  },
  "a directory site moves under its name": {
    before: { a: ["ad:Houston"] },
    after: { b: ["ad:HOUSTON"] },
    want: { gives: ["a → b: ad:houston"], notEvaluated: ["HOUSTON (a, b): there is no directory inventory"] },
  },
  "a directory site whose addresses another site takes, unknown": {
    before: { a: ["ad:Houston"] },
    after: { b: ["10.1.0.0/16"] },
    want: {
      covered: ["b: 10.1.0.0/16"],
      dropped: ["a: ad:houston"],
      notEvaluated: ["Houston (a): there is no directory inventory"],
    },
  },
  "a directory site whose addresses another site takes, known": {
    before: { a: ["ad:Houston"] },
    after: { b: ["10.1.0.0/16"] },
    inventory: { Houston: ["10.1.0.0/16"] },
    want: { gives: ["a → b: 10.1.0.0/16"], dropped: ["a: ad:houston"] },
  },
};

const WORLD = 10;
const OWNERS = ["a", "b", "c"] as const;
const owner = fc.constantFrom<(typeof OWNERS)[number] | "">(...OWNERS, "");
const world = fc.array(owner, { minLength: WORLD, maxLength: WORLD });

const estateOf = (world: readonly string[]): Estate =>
  Object.fromEntries(OWNERS.map((name) => [name, world.flatMap((one, at) => (one === name ? [`10.0.0.${at}`] : []))]));

describe("exchange", () => {
  for (const [name, { before, after, inventory, want }] of Object.entries(cases)) {
    it(name, () => {
      const directory = inventory === undefined ? undefined : directoryOf(new Map(Object.entries(inventory)));
      assert.deepEqual(told(exchange(holdings(before), holdings(after), directory)), { ...NOTHING, ...want });
    });
  }

  it("says of every address who had it and who gets it", () => {
    fc.assert(
      fc.property(world, world, (before, after) => {
        const found = exchange(holdings(estateOf(before)), holdings(estateOf(after)));
        const named = (one: string | undefined): string => one || "nobody";
        const moves = before.flatMap((from, at) => (from === after[at] ? [] : [`${named(from)} ${named(after[at])} ${at}`]));
        const each = ({ spans }: Held): number[] =>
          spans.flatMap(({ first, last }) =>
            Array.from({ length: Number(last - first) + 1 }, (_, at) => Number(first & 255n) + at),
          );
        const got = [
          ...found.gives.flatMap((give) => each(give).map((at) => `${give.from} ${give.to} ${at}`)),
          ...found.covered.flatMap((held) => each(held).map((at) => `nobody ${held.owner} ${at}`)),
          ...found.dropped.flatMap((held) => each(held).map((at) => `${held.owner} nobody ${at}`)),
        ];
        assert.deepEqual(got.sort(), moves.sort());
      }),
      { numRuns: 300 },
    );
  });
});
