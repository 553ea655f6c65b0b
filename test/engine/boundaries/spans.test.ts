import assert from "node:assert/strict";
import { containsCidr, excludeCidr, mergeCidr, overlapCidr, parseCidr } from "cidr-tools";
import fc from "fast-check";
import { Span } from "../../../engine/boundaries/boundary";
import { parseBoundary } from "../../../engine/boundaries/parse";
import { containsAll, countAddresses, intersect, Spans, subtract, union } from "../../../engine/boundaries/spans";
import { writeNetworks } from "../../../engine/boundaries/write";
import { spansOf } from "./helpers";

const texts = (spans: Spans): readonly string[] => writeNetworks(spans);

const cases: Record<string, { got: Spans; want: readonly string[] }> = {
  "the union of nothing is nothing": { got: union(), want: [] },
  "neighbours join": { got: union(spansOf("10.0.0.0/25"), spansOf("10.0.0.128/25")), want: ["10.0.0.0/24"] },
  "the highest address of IPv4 does not join the lowest of IPv6": {
    got: union(spansOf("255.255.255.255"), spansOf("::")),
    want: ["255.255.255.255/32", "::/128"],
  },
  "the union keeps what reaches further": { got: union(spansOf("10.0.0.0/8", "10.1.0.0/16")), want: ["10.0.0.0/8"] },
  "nothing is common to neighbours": { got: intersect(spansOf("10.0.0.0/25"), spansOf("10.0.0.128/25")), want: [] },
  "nothing is common to the families": { got: intersect(spansOf("0.0.0.1"), spansOf("::1")), want: [] },
  "the common part of a hole and what fills it": {
    got: intersect(spansOf("10.0.0.0/8", "::/64"), spansOf("10.2.0.0/15", "::1", "11.0.0.0/8")),
    want: ["10.2.0.0/15", "::1/128"],
  },
  "subtracting nothing changes nothing": { got: subtract(spansOf("10.0.0.0/8"), []), want: ["10.0.0.0/8"] },
  "subtracting the middle leaves both sides": {
    got: subtract(spansOf("10.0.0.0/24"), spansOf("10.0.0.64/26")),
    want: ["10.0.0.0/26", "10.0.0.128/25"],
  },
  "subtracting all leaves nothing": { got: subtract(spansOf("10.0.0.0/24"), spansOf("10.0.0.0/8")), want: [] },
  "subtracting up to the highest address": { got: subtract(spansOf("::/0"), spansOf("8000::/1")), want: ["::/1"] },
};

const WORLD = 24;
const listOf = (bits: readonly boolean[]): Span[] =>
  bits.flatMap((on, at): Span[] => (on ? [{ family: at % 2 === 0 ? 4 : 6, first: BigInt(at >> 1), last: BigInt(at >> 1) }] : []));
const members = fc.array(fc.boolean(), { minLength: WORLD, maxLength: WORLD });

const placed = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 20, max: 32 }));
const low = (value: number, bits: number): number => (value << 4) & ~(2 ** (32 - bits) - 1);
const subnet = placed.map(([value, bits]) => `10.0.${low(value, bits) >> 8}.${low(value, bits) & 255}/${bits}`);
const prefix = placed.map(([value, bits]) => `2001:db8::${low(value, bits).toString(16)}/${bits + 96}`);
const cidrs = fc.array(subnet, { minLength: 1, maxLength: 12 });
const sorted = (list: readonly string[]): readonly string[] => texts(spansOf(...list));
const whole = (net: string): string => (net.includes("/") ? net : `${net}/32`);

describe("spans", () => {
  for (const [name, { got, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(texts(got), want));

  it("counts addresses of both families", () => {
    assert.equal(countAddresses(union(spansOf("10.0.0.0/24", "10.0.0.0/25", "::/64"))), 256n + (1n << 64n));
  });

  it("are sets: union, intersection and difference address by address", () => {
    fc.assert(
      fc.property(members, members, (a, b) => {
        const [left, right] = [union(listOf(a)), union(listOf(b))];
        const want = (holds: (at: number) => boolean): Spans => union(listOf(a.map((_, at) => holds(at))));
        assert.deepEqual(union(left, right), want((at) => a[at]! || b[at]!));
        assert.deepEqual(intersect(left, right), want((at) => a[at]! && b[at]!));
        assert.deepEqual(subtract(left, right), want((at) => a[at]! && !b[at]!));
        assert.equal(containsAll(left, right), b.every((on, at) => !on || a[at]!));
        assert.equal(countAddresses(left), BigInt(a.filter(Boolean).length));
      }),
    );
  });

  // cidr-tools 11.0.3 is asked about IPv4 alone where it merges: it walks the keys of an object, which are in numeric order
  // below 2³² and in order of arrival above, so that of 2001:db8::/64 and 2001:db8::/80 it makes 2001:db8::/80.
  it("merge into the same fewest networks as cidr-tools", () => {
    fc.assert(
      fc.property(cidrs, (list) => {
        const merged = mergeCidr(list).map(whole);
        assert.deepEqual(texts(spansOf(...list)), sorted(merged));
        assert.equal(texts(spansOf(...list)).length, merged.length);
      }),
    );
  });

  // from one network: of several it takes the second one out at a place that taking out the first has shifted
  it("subtract from a network as cidr-tools does", () => {
    fc.assert(
      fc.property(subnet, cidrs, (a, b) => {
        assert.deepEqual(texts(subtract(spansOf(a), spansOf(...b))), sorted(excludeCidr(a, b).map(whole)));
      }),
    );
  });

  it("begin, end, overlap and contain as cidr-tools says of pairs, in both families", () => {
    fc.assert(
      fc.property(fc.oneof(subnet, prefix), fc.oneof(subnet, prefix), (a, b) => {
        const [left, right] = [spansOf(a), spansOf(b)];
        const { version, start, end } = parseCidr(a);
        assert.deepEqual(left, [{ family: version, first: start, last: end }]);
        assert.equal(intersect(left, right).length > 0, overlapCidr(a, b));
        assert.equal(containsAll(left, right), containsCidr(a, b));
      }),
      { numRuns: 500 },
    );
  });

  it("are written as networks that hold exactly them", () => {
    fc.assert(
      fc.property(members, (bits) => {
        const spans = union(listOf(bits));
        const again = texts(spans).map((text) => parseBoundary(text));
        assert.ok(again.every((parsed) => parsed.ok));
        assert.deepEqual(spansOf(...texts(spans)), spans);
      }),
    );
  });
});
