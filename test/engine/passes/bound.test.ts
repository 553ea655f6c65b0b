import assert from "node:assert/strict";
import { Bound, Bounded, Share, lowerBound, stagesAfter } from "../../../engine/passes/bound";

/**
 * Units by name, in a row: what each is about, whose risk it is; edges as `a>b` (the same stage will do) and `a>>b` (a later
 * one).
 */
function work(units: Readonly<Record<string, string>>, edges: string, shares: readonly Share[] = []): Bounded {
  const names = Object.keys(units);
  const told = Object.values(units).map((text) => text.split(" "));
  return {
    names,
    edges: edges
      .split(" ")
      .filter(Boolean)
      .map((edge) => {
        const [first, then] = edge.split(/>+/) as [string, string];
        return [names.indexOf(first), names.indexOf(then), edge.includes(">>") ? 1 : 0] as const;
      }),
    labels: told.map(([label]) => label || undefined),
    risks: told.map(([, risk]) => (risk ? [risk] : [])),
    shares,
  };
}

const share = (what: string, atMost: number, weights: Readonly<Record<number, number>>): Share => ({
  what,
  atMost,
  weights: new Map(Object.entries(weights).map(([unit, weight]) => [Number(unit), weight])),
});

describe("the lower bound", () => {
  const cases: Record<string, { of: Bounded; want: Bound }> = {
    "nothing differs": { of: work({}, ""), want: { stages: 0, because: "nothing differs" } },
    "something differs": { of: work({ a: "", b: "" }, "a>b"), want: { stages: 1, because: "something differs" } },
    "a chain of later stages": {
      of: work({ a: "", b: "", c: "" }, "a>>b b>>c"),
      want: { stages: 3, because: "the longest chain of stages, through a" },
    },
    "a way through two things is a stage longer": {
      of: work({ a: "install", t: "", b: "agents" }, "a>t t>b"),
      want: { stages: 2, because: "the longest chain of stages, through a" },
    },
    "and back to the first thing another": {
      of: work({ a: "x", b: "y", c: "x" }, "a>b b>c"),
      want: { stages: 3, because: "the longest chain of stages, through a" },
    },
    "through one thing it is not": {
      of: work({ a: "agents", t: "", b: "agents" }, "a>t t>b"),
      want: { stages: 1, because: "something differs" },
    },
    "unless both are one risk": {
      of: work({ a: "agents hou", t: "", b: "agents hou" }, "a>t t>b"),
      want: { stages: 2, because: "the longest chain of stages, through a" },
    },
    "a later stage and another thing are one stage, not two": {
      of: work({ a: "x", b: "y" }, "a>>b"),
      want: { stages: 2, because: "the longest chain of stages, through a" },
    },
    "two things that do not wait for each other": {
      of: work({ a: "install", b: "agents" }, ""),
      want: { stages: 2, because: "a stage is about one thing: agents 1, install 1" },
    },
    "a limit, with what comes before and after": {
      of: work({ a: "", b: "", c: "", d: "" }, "a>>b a>>c b>>d c>>d", [share("LIM, hou", 5, { 1: 4, 2: 4 })]),
      want: { stages: 4, because: "LIM, hou: 8, at most 5 a stage, with 1 stage before and 1 after" },
    },
    "things and a limit together": {
      of: work(
        { s: "separation", i: "install", j: "install", w: "agents", v: "agents", r: "retirement" },
        "s>i s>j i>>j i>w j>v w>r v>r",
        [share("LIM, hou", 5, { 3: 4, 4: 4 })],
      ),
      want: { stages: 6, because: "a stage is about one thing: separation 1, install 2, agents 2, retirement 1" },
    },
  };
  for (const [name, { of, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(lowerBound(of), want));

  it("has more sums than one call has arguments, where waves are very small", () => {
    const units = Object.fromEntries(Array.from({ length: 520 }, (_, i) => [`w${i}`, "agents"]));
    const chain = Array.from({ length: 519 }, (_, i) => `w${i}>>w${i + 1}`).join(" ");
    const all = share("LIM, hou", 10, Object.fromEntries(Array.from({ length: 520 }, (_, i) => [i, 1])));
    const of = { ...work({ ...units, last: "retirement" }, chain, [all]), risks: [] };
    assert.deepEqual(lowerBound(of), { stages: 521, because: "a stage is about one thing: agents 520, retirement 1" });
  });

  it("knows what must follow each", () => {
    assert.deepEqual(stagesAfter(work({ a: "x", t: "", b: "y", c: "" }, "a>t t>b b>>c")).all, [2, 1, 1, 0]);
  });
});
