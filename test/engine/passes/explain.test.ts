import assert from "node:assert/strict";
import type { Operation, Stage } from "../../../engine/model/plan";
import { explain, letPass } from "../../../engine/passes/explain";
import { whatIf } from "../../../engine/whatIf";
import { Hamlet, order, planOf, rule } from "../../support/hamlets";

const wave = (agents = 100): Hamlet["things"][string] => ({ phase: "waiting", to: "moved", agents, server: "server/p" });
const [a, b, install] = ["wave/a:move", "wave/b:move", "server/p:install"];
const waiver = { rule: "HAM-6", reason: "we are few", by: "approver-1", until: "2027-01-31" };
const server = { "server/p": { phase: "planned", to: "installed" } };

/** Entity by entity, why not earlier. */
function notEarlier(hamlet: Hamlet): Readonly<Record<string, string>> {
  const { problem, plan } = planOf(hamlet);
  const all = explain(problem, plan?.stages ?? []);
  return Object.fromEntries(all.map(({ operation, stage, notEarlier: why }) => [`${operation.id} in ${stage}`, why]));
}

describe("why an operation is where it is", () => {
  const cases: Record<string, { hamlet: Hamlet; want: Readonly<Record<string, string>> }> = {
    "nothing happens": { hamlet: { things: { "server/p": { phase: "installed" } } }, want: {} },
    "the first stage": {
      hamlet: { things: { "wave/a": wave() } },
      want: { "wave/a:move in a-move": "it is in the first stage" },
    },
    "a rule wants a later stage": {
      hamlet: { things: { "wave/a": wave(), "wave/b": wave() }, rules: [rule("HAM-6", "apart", order([a, "later", b]))] },
      want: {
        "wave/a:move in a-move": "it is in the first stage",
        "wave/b:move in b-move": "wave/a:move is in a-move and must be in an earlier stage (HAM-6)",
      },
    },
    "it comes after what is in its stage, the one before, and nothing needs that before": {
      hamlet: {
        things: { "wave/a": wave(), "wave/b": wave(), ...server },
        rules: [rule("HAM-6", "apart", order([a, "later", b])), rule("HAM-7", "p first", order([install, "before", b]))],
      },
      want: {
        "wave/a:move in a-move": "it is in the first stage",
        "server/p:install in p-install-and-b-move": "no rule forbids a-move; nothing needs it before this stage",
        "wave/b:move in p-install-and-b-move": "wave/a:move is in a-move and must be in an earlier stage (HAM-6)",
      },
    },
    "the pace": {
      hamlet: { things: { "wave/a": wave(), "wave/b": wave() }, pace: "careful" },
      want: {
        "wave/a:move in a-move": "it is in the first stage",
        "wave/b:move in b-move": "no rule forbids a-move; the limits and the pace careful put it here",
      },
    },
    "what it waits for is in its stage, for a reason of its own": {
      hamlet: {
        things: { "wave/a": wave(), "wave/b": wave(), ...server },
        rules: [rule("HAM-6", "apart", order([a, "later", b])), rule("HAM-7", "p after b", order([b, "before", install]))],
      },
      want: {
        "wave/a:move in a-move": "it is in the first stage",
        "wave/b:move in p-install-and-b-move": "wave/a:move is in a-move and must be in an earlier stage (HAM-6)",
        "server/p:install in p-install-and-b-move": "wave/b:move is in this stage (HAM-7)",
      },
    },
  };
  for (const [name, { hamlet, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(notEarlier(hamlet), want));

  it("what was done before a plan began is said", () => {
    const { problem } = planOf({
      things: { "wave/a": wave(), "wave/b": wave() },
      rules: [rule("HAM-6", "apart", order([a, "later", b]))],
    });
    const operation = problem.operations.find(({ id }) => id === b) as Operation;
    const rest: Stage = {
      name: "rest",
      ends: "promote",
      milestone: "",
      operations: [operation],
      edges: [],
      needs: [],
      risk: 0,
    };
    assert.deepEqual(
      explain(problem, [rest]).map(({ waits }) => waits.map(({ edge, stage }) => `${edge.first} ${stage}`)),
      [["wave/a:move done before"]],
    );
  });
});

describe("what an operation is let off", () => {
  const two: Hamlet = {
    things: { "wave/a": wave(), "wave/b": wave() },
    rules: [rule("HAM-6", "apart", order([a, "later", b]))],
  };
  const told = (hamlet: Hamlet): readonly string[] => {
    const { problem } = planOf(hamlet);
    return problem.operations.flatMap((operation) => letPass(problem, operation).map((line) => `${operation.id}: ${line}`));
  };

  it("nothing, where nothing is waived", () => assert.deepEqual(told(two), []));

  it("an order that is waived, at what need not wait", () =>
    assert.deepEqual(told({ ...two, asked: { waivers: [waiver] } }), [
      "wave/b:move: not after wave/a:move (HAM-6), waived by approver-1 until 2027-01-31: we are few",
    ]));

  it("a gate that nobody asks", () => {
    const rules = [rule("HAM-4", "agreed", { form: "order" })];
    const waivers = [{ ...waiver, rule: "HAM-4" }];
    assert.deepEqual(told({ things: { "wave/a": wave() }, prepared: ["a"], rules, asked: { waivers } }), [
      "gate/a/agreed:pass: not asked: HAM-4, waived by approver-1 until 2027-01-31: we are few",
      "wave/a:move: not after gate/a/agreed:pass (HAM-4), waived by approver-1 until 2027-01-31: we are few",
    ]);
  });
});

describe("what if a rule were waived", () => {
  const apart = rule("HAM-6", "apart", order([a, "later", b]));
  const safe = rule("HAM-8", "no two at once", {
    form: "state",
    over: "wave",
    check: ({ ref, phase }, view) => {
      const others = [...view.all("wave", "phase", "moving")].filter((other) => other.ref !== ref);
      return phase === "moving" && others.length > 0 ? `${ref} is not alone` : undefined;
    },
  });
  const things = { "wave/a": wave(), "wave/b": wave() };
  const cases: Record<string, { hamlet: Hamlet; rule: string; want: ReturnType<typeof whatIf> }> = {
    "nothing depends on it": {
      hamlet: { things, rules: [rule("HAM-5", "idle", order())] },
      rule: "HAM-5",
      want: { answer: "same" },
    },
    "two stages become one": {
      hamlet: { things, rules: [apart] },
      rule: "HAM-6",
      want: {
        answer: "other",
        before: 2,
        after: 1,
        moved: [
          { operation: a, from: "a-move", to: "a-move-and-b-move", earlier: false },
          { operation: b, from: "b-move", to: "a-move-and-b-move", earlier: true },
        ],
      },
    },
    "nothing is safe without it": {
      hamlet: { things, rules: [apart, safe] },
      rule: "HAM-6",
      want: {
        answer: "no plan",
        say: "HAM-8 stage a-move-and-b-move: wave/a is not alone " + "(when wave/a:move under way, wave/b:move under way)",
      },
    },
    "it may not be": {
      hamlet: { things, rules: [apart, safe] },
      rule: "HAM-8",
      want: { answer: "never", say: "it keeps every state safe" },
    },
  };
  for (const [name, { hamlet, rule: id, want }] of Object.entries(cases))
    it(name, () => {
      const { problem, plan } = planOf(hamlet);
      assert.deepEqual(whatIf(problem, plan?.stages ?? [], id), want);
    });
});
