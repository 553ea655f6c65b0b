import assert from "node:assert/strict";
import type { Finding } from "../../../engine/model/finding";
import { plan } from "../../../engine/plan";
import { Hamlet, findingsIn, line, modelOf, order, packOf, rule, stagesIn } from "../../support/hamlets";

const wave = (agents = 100): Hamlet["things"][string] => ({ phase: "waiting", to: "moved", agents, server: "server/p" });
const three = { "wave/a": wave(), "wave/b": wave(), "wave/c": wave() };
const [a, b, c] = ["wave/a:move", "wave/b:move", "wave/c:move"];
const atOnce = rule("HAM-9", "not too many at once", {
  form: "limit",
  of: "wave",
  by: "server",
  weigh: "agents",
  atMost: { option: "waves.atOnce", default: 5_000 },
  span: "at-once",
});
const safe = rule("HAM-8", "no two move at once", {
  form: "state",
  over: "wave",
  check(self, view) {
    if (self.phase !== "moving") return undefined;
    for (const other of view.all("wave", "phase", "moving"))
      if (other.ref !== self.ref) return { say: `${self.ref} and ${other.ref} move at once`, fix: "one after the other" };
    return undefined;
  },
});
const wish = (first: string, then: string, number: number): NonNullable<NonNullable<Hamlet["asked"]>["wishes"]>[number] => ({
  first,
  then,
  why: "we like it so",
  at: line("migration.yaml", number),
});
const hold = (entity: string, until: string, number: number): NonNullable<NonNullable<Hamlet["asked"]>["holds"]>[number] => ({
  entity,
  until,
  why: "the books are closed",
  at: line("migration.yaml", number),
});

const wishedBoth = [
  { at: line("migration.yaml", 7), say: "the wish for wave/b before wave/a: we like it so" },
  { at: line("old.yaml", 11), say: "wave/b" },
  { at: line("old.yaml", 10), say: "wave/a" },
];

const cases: Record<string, { hamlet: Hamlet; says: readonly Finding[] }> = {
  "nothing contradicts anything": {
    hamlet: { things: three, rules: [rule("HAM-6", "a first", order([a, "before", b]))] },
    says: [],
  },
  "rules go round: the shortest circle, with every rule on each of its steps": {
    hamlet: {
      things: three,
      rules: [
        rule("HAM-6", "in a row", order([a, "before", b], [b, "later", c])),
        rule("HAM-7", "the other way", order([c, "before", a])),
        rule("HAM-8", "the same way", order([a, "before", b])),
      ],
    },
    says: [
      {
        rule: "PLAN-003",
        severity: "error",
        say:
          "no order satisfies these rules: wave/a:move comes before wave/b:move (HAM-6, HAM-8); " +
          "wave/b:move comes in an earlier stage than wave/c:move (HAM-6); wave/c:move comes before wave/a:move (HAM-7)",
        fix: "one of them must give way: HAM-6, HAM-8, HAM-7 (HAM-6, HAM-7, HAM-8 may be waived); drover rules <id> says what each asks",
        at: line("old.yaml", 10),
        related: [
          { at: line("old.yaml", 11), say: "wave/b" },
          { at: line("old.yaml", 12), say: "wave/c" },
          { at: line("old.yaml", 10), say: "wave/a" },
        ],
      },
    ],
  },
  "together and apart": {
    hamlet: {
      things: three,
      rules: [
        rule("HAM-6", "together", order([a, "together", b])),
        { ...rule("HAM-7", "apart", order([a, "later", b]), ...safe.is) },
      ],
    },
    says: [
      {
        rule: "PLAN-003",
        severity: "error",
        say:
          "no order satisfies these rules: wave/a:move comes in an earlier stage than wave/b:move (HAM-7); " +
          "wave/b:move is in the same stage as wave/a:move (HAM-6)",
        fix: "one of them must give way: HAM-7, HAM-6 (HAM-6 may be waived); drover rules <id> says what each asks",
        at: line("old.yaml", 10),
        related: [
          { at: line("old.yaml", 11), say: "wave/b" },
          { at: line("old.yaml", 10), say: "wave/a" },
        ],
      },
    ],
  },
  "one wave is too big for a limit": {
    hamlet: {
      things: { "wave/a": wave(6_000) },
      rules: [atOnce],
      asked: { places: new Map([["waves.atOnce", line("migration.yaml", 5)]]) },
    },
    says: [
      {
        rule: "HAM-9",
        severity: "error",
        say: "wave/a:move alone is 6000 for server/p; at most 5000 are allowed",
        entity: "wave/a",
        fix: "make smaller waves, or raise waves.atOnce where the rule allows it",
        at: line("old.yaml", 10),
        related: [{ at: line("migration.yaml", 5), say: "waves.atOnce is 5000" }],
      },
    ],
  },
  "two that must be together are too big: the sum, and what ties them": {
    hamlet: {
      things: { "wave/a": wave(3_000), "wave/b": wave(2_500) },
      rules: [
        rule("HAM-6", "together", order([a, "together", b])),
        rule("HAM-7", "has no part in it", order([a, "before", b])),
        { ...atOnce, is: atOnce.is.map((form) => ({ ...form, atMost: 5_000 }) as typeof form) },
      ],
    },
    says: [
      {
        rule: "HAM-9",
        severity: "error",
        say:
          "wave/a:move and wave/b:move must be in one stage (HAM-6) and are together 3000 + 2500 = 5500 for server/p; " +
          "at most 5000 are allowed",
        entity: "wave/a",
        fix: "make smaller waves, or raise the limit where the rule allows it",
        at: line("old.yaml", 10),
      },
    ],
  },
  "a wish against a rule": {
    hamlet: {
      things: three,
      rules: [
        rule("HAM-6", "a comes first", order([a, "before", b])),
        rule("HAM-7", "has no part in it", order([b, "before", c])),
      ],
      asked: { wishes: [wish("wave/b", "wave/a", 7)] },
    },
    says: [
      {
        rule: "PLAN-005",
        severity: "error",
        say:
          "these cannot all be had: the wish for wave/b before wave/a; HAM-6 (a comes first). They come to this: " +
          "wave/a:move comes before wave/b:move (HAM-6); wave/b:move comes before wave/a:move (WSH-001)",
        fix: "one of these is enough: take out the wish for wave/b before wave/a; or waive HAM-6",
        at: line("migration.yaml", 7),
        related: wishedBoth,
      },
    ],
  },
  "a wish against two rules, either of which is too much: only the wish helps": {
    hamlet: {
      things: three,
      rules: [rule("HAM-6", "a comes first", order([a, "before", b])), rule("HAM-7", "it does", order([a, "before", b]))],
      asked: { wishes: [wish("wave/b", "wave/a", 7)] },
    },
    says: [
      {
        rule: "PLAN-005",
        severity: "error",
        say:
          "these cannot all be had: the wish for wave/b before wave/a; HAM-6 (a comes first). They come to this: " +
          "wave/a:move comes before wave/b:move (HAM-6, HAM-7); wave/b:move comes before wave/a:move (WSH-001)",
        fix: "one of these is enough: take out the wish for wave/b before wave/a",
        at: line("migration.yaml", 7),
        related: wishedBoth,
      },
    ],
  },
  "a wish against a rule that nobody may waive": {
    hamlet: {
      things: three,
      rules: [rule("HAM-6", "a comes first", order([a, "before", b]), ...safe.is)],
      asked: { wishes: [wish("wave/b", "wave/a", 7)] },
    },
    says: [
      {
        rule: "PLAN-005",
        severity: "error",
        say:
          "these cannot all be had: the wish for wave/b before wave/a; HAM-6 (a comes first). They come to this: " +
          "wave/a:move comes before wave/b:move (HAM-6); wave/b:move comes before wave/a:move (WSH-001)",
        fix: "one of these is enough: take out the wish for wave/b before wave/a",
        at: line("migration.yaml", 7),
        related: wishedBoth,
      },
    ],
  },
  "two wishes in a circle, and a second circle behind it": {
    hamlet: {
      things: three,
      asked: {
        wishes: [
          wish("wave/a", "wave/b", 7),
          wish("wave/b", "wave/a", 8),
          wish("wave/b", "wave/c", 9),
          wish("wave/c", "wave/b", 10),
        ],
      },
    },
    says: [
      {
        rule: "PLAN-005",
        severity: "error",
        say:
          "these cannot all be had: the wish for wave/a before wave/b; the wish for wave/b before wave/a. They come to this: " +
          "wave/a:move comes before wave/b:move (WSH-001); wave/b:move comes before wave/a:move (WSH-001)",
        fix: "more than one of them must give way: take the wishes out one by one",
        at: line("migration.yaml", 7),
        related: [
          { at: line("migration.yaml", 7), say: "the wish for wave/a before wave/b: we like it so" },
          { at: line("migration.yaml", 8), say: "the wish for wave/b before wave/a: we like it so" },
          { at: line("old.yaml", 11), say: "wave/b" },
          { at: line("old.yaml", 10), say: "wave/a" },
        ],
      },
    ],
  },
  "a hold against a rule": {
    hamlet: {
      things: three,
      rules: [rule("HAM-6", "a comes first", order([a, "before", b]))],
      asked: { holds: [hold("wave/a", "wave/b", 7)] },
    },
    says: [
      {
        rule: "PLAN-005",
        severity: "error",
        say:
          "these cannot all be had: the hold of wave/a until wave/b; HAM-6 (a comes first). They come to this: " +
          "wave/a:move comes before wave/b:move (HAM-6); wave/b:move comes in an earlier stage than wave/a:move (WSH-002)",
        fix: "one of these is enough: take out the hold of wave/a until wave/b; or waive HAM-6",
        at: line("migration.yaml", 7),
        related: [
          { at: line("migration.yaml", 7), say: "the hold of wave/a until wave/b: the books are closed" },
          { at: line("old.yaml", 11), say: "wave/b" },
          { at: line("old.yaml", 10), say: "wave/a" },
        ],
      },
    ],
  },
  "a wish draws a wave between two that are together, and a limit is too small for three": {
    hamlet: {
      things: { "wave/a": wave(1_000), "wave/b": wave(1_000), "wave/c": wave(1_500) },
      rules: [
        rule("HAM-6", "together", order([a, "together", b])),
        rule("HAM-7", "c before b", order([c, "before", b])),
        { ...atOnce, is: atOnce.is.map((form) => ({ ...form, weigh: "agents" }) as typeof form) },
      ],
      options: { "waves.atOnce": 3_000 },
      asked: { wishes: [wish("wave/a", "wave/c", 7)] },
    },
    says: [
      {
        rule: "PLAN-005",
        severity: "error",
        say:
          "these cannot all be had: the wish for wave/a before wave/c; the limit HAM-9 (not too many at once); HAM-6 (together); " +
          "HAM-7 (c before b). They come to this: wave/a:move and wave/b:move and wave/c:move must be in one stage (HAM-6, HAM-7) " +
          "and are together 1000 + 1000 + 1500 = 3500 for server/p; at most 3000 are allowed",
        fix:
          "one of these is enough: take out the wish for wave/a before wave/c; or raise waves.atOnce where HAM-9 allows it; " +
          "or waive HAM-6; or waive HAM-7",
        at: line("migration.yaml", 7),
        related: [{ at: line("migration.yaml", 7), say: "the wish for wave/a before wave/c: we like it so" }],
      },
    ],
  },
};

describe("why there is no plan", () => {
  for (const [name, { hamlet, says }] of Object.entries(cases)) it(name, () => assert.deepEqual(findingsIn(hamlet), says));
});

describe("a group that conflicts", () => {
  it("is minimal: without any one of it the rest has a plan", () => {
    const { hamlet } = cases["a wish draws a wave between two that are together, and a limit is too small for three"] as {
      hamlet: Hamlet;
    };
    const rules = hamlet.rules ?? [];
    const without: Record<string, Hamlet> = {
      "the wish": { ...hamlet, asked: {} },
      ...Object.fromEntries(rules.map((left) => [left.id, { ...hamlet, rules: rules.filter((one) => one !== left) }])),
    };
    assert.deepEqual(
      Object.entries(without).map(([name, rest]) => `${name}: ${stagesIn(rest) ? "a plan" : "none"}`),
      ["the wish: a plan", "HAM-6: a plan", "HAM-7: a plan", "HAM-9: a plan"],
    );
    assert.equal(plan(packOf(hamlet), modelOf(hamlet)).plan, undefined);
  });
});
