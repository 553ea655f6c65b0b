import assert from "node:assert/strict";
import { Entity, Ref, State, list, stateOf } from "../../../engine/model/entity";
import type { Edge, Operation } from "../../../engine/model/plan";
import type { StateForm } from "../../../engine/model/rule";
import { Verifier } from "../../../engine/verify/verifier";
import { ruled, toyTable } from "../../support/toys";

const ref = (i: number): Ref => `object/${String(i).padStart(2, "0")}`;
const here = (many: number): State =>
  stateOf([
    ...Array.from({ length: many }, (_, i) => ({ ref: ref(i), kind: "object", phase: "here", on: ["x"] }) as unknown as Entity),
    { ref: "server/a", kind: "server", phase: "here" } as unknown as Entity,
  ]);
const go = (i: number): Operation => ({ id: `${ref(i)}:go`, entity: ref(i), move: "go", because: [], set: { on: [] } });
const edge = (first: number, then: number): Edge => ({
  first: `${ref(first)}:go`,
  then: `${ref(then)}:go`,
  rule: "T",
  how: "before",
});

/** About the one server: whether all objects are on the way at once, whether any is left on x. */
const allGoing: StateForm = {
  form: "state",
  over: "server",
  check: (_, view) => ([...view.all("object")].every((one) => one.phase === "going") ? "all at once" : undefined),
};
const nobody: StateForm = {
  form: "state",
  over: "server",
  check(_, view) {
    for (const one of view.all("object", "on", "x")) if (list(one, "on").length > 0) return undefined;
    return "nobody is left on x";
  },
};

const chain = (many: number): readonly Edge[] => Array.from({ length: many - 1 }, (_, i) => edge(i, i + 1));

describe("what a question costs", () => {
  const cases: Record<
    string,
    {
      many: number;
      moving: number;
      edges: readonly Edge[];
      form: StateForm;
      says: readonly (string | Readonly<{ say: string; fix: string }>)[];
      most: number;
    }
  > = {
    "nothing moves: nothing is asked": { many: 3, moving: 0, edges: [], form: nobody, says: [], most: 0 },
    "one that stays answers for all that go": { many: 13, moving: 12, edges: [], form: nobody, says: [], most: 2 },
    "twelve in a chain: what is forced is no choice": {
      many: 12,
      moving: 12,
      edges: chain(12),
      form: allGoing,
      says: [],
      most: 400,
    },
    "eight at once": { many: 8, moving: 8, edges: [], form: allGoing, says: ["all at once"], most: 10_000 },
    "nine at once: the rule asks too much": {
      many: 9,
      moving: 9,
      edges: [],
      form: allGoing,
      says: [
        {
          say: "T-0#0 server/a asks about more than 8 undecided operations at once: a defect of the rule, not of the plan",
          fix: "a defect of the rule: ask about one entity at a time, or make it a limit",
        },
      ],
      most: 10_000,
    },
    "nobody is left at the end": {
      many: 5,
      moving: 5,
      edges: chain(5),
      form: nobody,
      says: ["nobody is left on x"],
      most: 100,
    },
  };
  for (const [name, { many, moving, edges, form, says, most }] of Object.entries(cases))
    it(name, () => {
      const verifier = new Verifier(toyTable, [ruled("T-0", form)], here(many), {});
      verifier.rest("S0");
      const before = verifier.evaluations;
      const found = verifier.stage({ name: "one", operations: Array.from({ length: moving }, (_, i) => go(i)), edges });
      assert.deepEqual(
        found.map(({ said }) => said),
        says,
      );
      assert.ok(verifier.evaluations - before <= most, `${verifier.evaluations - before} evaluations`);
    });
});

describe("a rule that asks too much", () => {
  it("is refused as a defect of the rule, though it only warns", () => {
    const rule = { ...ruled("T-0", allGoing), severity: "warning" as const };
    const verifier = new Verifier(toyTable, [rule], here(9), {});
    verifier.rest("S0");
    const found = verifier.stage({ name: "one", operations: Array.from({ length: 9 }, (_, i) => go(i)), edges: [] });
    assert.deepEqual(
      found.map(({ rule: code, severity, focus, stage }) => ({ code, severity, focus, stage })),
      [{ code: "PLAN-006", severity: "error", focus: "server/a", stage: "one" }],
    );
  });
});

describe("a breach", () => {
  it("says rule, focus, stage, where each operation stands that was read, and what was read", () => {
    const verifier = new Verifier(toyTable, [ruled("T-0", nobody)], here(2), {});
    assert.deepEqual(verifier.rest("S0"), []);
    assert.deepEqual(verifier.stage({ name: "one", operations: [go(0), go(1)], edges: [edge(0, 1)] }), [
      {
        rule: "T-0",
        severity: "error",
        focus: "server/a",
        said: "nobody is left on x",
        stage: "one",
        witness: { "object/00:go": "after", "object/01:go": "after" },
        reads: ["server/a", "object/00", "object/01"],
      },
    ]);
  });
});
