import assert from "node:assert/strict";
import { Entity, Ref, State, Value, stateOf } from "../../engine/model/entity";
import type { Operation, Stage } from "../../engine/model/plan";
import type { LimitForm, Rule } from "../../engine/model/rule";
import type { Transition } from "../../engine/stages";
import { countsOf, resultOf, takenBy } from "../../provider/counts";
import type { Observed } from "../../provider/drivers/driver";

const wave = (name: string, agents: number, phase: string, more: Readonly<Record<string, Value>> = {}): Entity =>
  ({
    ref: `wave/${name}`,
    kind: "wave",
    phase,
    agents,
    from: "server/old@1",
    to: "server/new@2",
    ...more,
  }) as unknown as Entity;

const moving: Operation = { id: "wave/a:move", entity: "wave/a", move: "move", because: [] };
const also: Operation = { id: "wave/b:move", entity: "wave/b", move: "move", because: [] };

/** Two waves move to one server in a stage; a third one is there already. */
const way: Transition = {
  from: 0,
  to: 1,
  back: false,
  stage: {
    name: "x",
    operations: [moving, also],
    edges: [],
    needs: [],
    ends: "promote",
    milestone: "x",
    risk: 0,
  } satisfies Stage,
  before: stateOf([
    wave("a", 1000, "waiting", { at: ["server/old@1"] }),
    wave("b", 2000, "waiting", { at: ["server/old@1"] }),
    wave("c", 5000, "moved", { at: ["server/new@2"] }),
  ]),
  target: stateOf([
    wave("a", 1000, "moved", { at: ["server/new@2"] }),
    wave("b", 2000, "moved", { at: ["server/new@2"] }),
    wave("c", 5000, "moved", { at: ["server/new@2"] }),
  ]) satisfies State,
};

const rule = (id: string, form: Partial<LimitForm>): Rule => ({
  id,
  title: id,
  source: { document: "x", where: "1", line: 1 },
  severity: "error",
  is: [{ form: "limit", of: "wave", by: "to", weigh: "agents", atMost: 10_000, span: "stage", moves: ["move"], ...form }],
});

const seen = (counts: Readonly<Record<string, number>>): ReadonlyMap<Ref, Observed> =>
  new Map(Object.entries(counts).map(([name, agents]) => [`wave/${name}` as Ref, { phase: "waiting", agents }]));

const over = (found: string, sum: string, most: string, id: string): string =>
  `takes 1,000 of the ${found} agents that are there: with all of them new would have ${sum}, and ` +
  `${most} are the most (${id})`;

describe("how many agents a wave takes", () => {
  type Case = Readonly<{ rules: readonly Rule[]; found: Readonly<Record<string, number>>; want: unknown }>;
  const cases: Readonly<Record<string, Case>> = {
    "as many as were planned": { rules: [], found: { a: 1000 }, want: { agents: 1000 } },
    "fewer, where fewer are there": { rules: [rule("X-1", { atMost: 1 })], found: { a: 980 }, want: { agents: 980 } },
    "more, where no limit is near": { rules: [rule("X-1", {})], found: { a: 1050, b: 2000 }, want: { agents: 1050 } },
    "nobody knows, where its driver does not count": { rules: [], found: {}, want: undefined },
    "no more than were planned, where those that move at once would be too many": {
      rules: [rule("X-1", { atMost: 3_000 })],
      found: { a: 1050, b: 1990 },
      want: { agents: 1000, say: over("1,050", "3,040", "3,000", "X-1") },
    },
    "more, where the others are fewer": {
      rules: [rule("X-1", { atMost: 3_000 })],
      found: { a: 1050, b: 1950 },
      want: { agents: 1050 },
    },
    "no more than were planned, where the server would manage too many": {
      rules: [rule("X-2", { by: "at", span: "state", atMost: { option: "most", default: 8_000 } })],
      found: { a: 1050, b: 1990, c: 5000 },
      want: { agents: 1000, say: over("1,050", "8,040", "8,000", "X-2") },
    },
    "more, where an option allows it": {
      rules: [rule("X-2", { by: "at", span: "state", atMost: { option: "allowed", default: 8_000 } })],
      found: { a: 1050, b: 1990, c: 5000 },
      want: { agents: 1050 },
    },
    "no more than were planned, where the wave alone would be too large": {
      rules: [rule("X-3", { by: "ref", atMost: 1_000 })],
      found: { a: 1050 },
      want: { agents: 1000, say: over("1,050", "1,050", "1,000", "X-3").replace("new would", "a would") },
    },
  };
  for (const [name, { rules, found, want }] of Object.entries(cases))
    it(name, () =>
      assert.deepEqual(takenBy(way, rules, { allowed: 9_000 }, way.before.get("wave/a") as Entity, seen(found)), want),
    );
});

describe("what a stack keeps of a wave", () => {
  const moved = wave("a", 1000, "moved");
  const cases: Readonly<Record<string, Readonly<{ entity: Entity; observed: Observed; want: unknown }>>> = {
    "nothing before it begins": { entity: wave("a", 1000, "waiting"), observed: { phase: "waiting", arrived: 0 }, want: {} },
    "nothing where nobody counts": { entity: moved, observed: { phase: "moved" }, want: {} },
    "who has come and who was left": {
      entity: moved,
      observed: { phase: "moved", arrived: 980, agents: 1010 },
      want: { arrived: 980, left: 30 },
    },
    "by what was declared, where its driver does not count all": {
      entity: moved,
      observed: { phase: "moved", arrived: 980 },
      want: { arrived: 980, left: 20 },
    },
  };
  for (const [name, { entity, observed, want }] of Object.entries(cases))
    it(name, () => assert.deepEqual(countsOf(entity, observed), want));

  it("and says at its end", () => {
    assert.deepEqual(
      [
        resultOf("wave/a", moved, { phase: "moved", arrived: 980, left: 20 }),
        resultOf("wave/a", moved, { phase: "moved" }),
        resultOf("server/a", undefined, { phase: "kept" }),
      ],
      [
        "wave/a is moved: 980 of 1,000 agents report to new, 20 are stragglers",
        "wave/a is moved; its driver does not count its agents",
        "server/a is kept",
      ],
    );
  });
});
