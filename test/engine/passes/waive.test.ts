import assert from "node:assert/strict";
import { toLock } from "../../../engine/lock";
import type { Finding } from "../../../engine/model/finding";
import type { Waiver } from "../../../engine/model/wish";
import { expired } from "../../../engine/passes/waive";
import { Hamlet, findingsIn, line, order, planOf, rule, stagesIn } from "../../support/hamlets";

const waiver = (id: string, entity?: string): Waiver & { at: Finding["at"] & object } => ({
  rule: id,
  ...(entity === undefined ? {} : { entity }),
  reason: "nobody works there",
  by: "approver-1",
  until: "2027-01-31",
  at: line("migration.yaml", 7),
});
const waves = (...names: readonly string[]): Hamlet["things"] =>
  Object.fromEntries(
    names.map((name) => [`wave/${name}`, { phase: "waiting", to: "moved", agents: 100, server: "server/p@2" }]),
  );
const [a, b, c] = ["wave/a:move", "wave/b:move", "wave/c:move"];
const chain: Hamlet = {
  things: waves("a", "b", "c"),
  rules: [{ ...rule("HAM-6", "in a row", order([a, "later", b], [b, "later", c])), covers: ["HAM-60"] }],
};
const limit: Hamlet = {
  things: { ...waves("a", "b"), "server/p@2": { phase: "installed" } },
  rules: [
    rule("HAM-9", "one at once", {
      form: "limit",
      of: "wave",
      by: "server",
      weigh: 1,
      atMost: 1,
      span: "stage",
      moves: ["move"],
    }),
  ],
};
const declared = (severity: "error" | "warning"): Hamlet => ({
  things: waves("a"),
  rules: [
    {
      ...rule("HAM-7", "few agents", { form: "estate", over: "wave", check: ({ ref }) => `${ref} is too big` }),
      severity,
    },
  ],
});
const watched = (severity: "error" | "warning"): Hamlet => ({
  things: waves("a"),
  rules: [
    {
      ...rule("HAM-8", "nobody moves", {
        form: "state",
        over: "wave",
        check: ({ ref, phase }) => (phase === "moving" ? `${ref} moves` : undefined),
      }),
      severity,
    },
  ],
});
const gated: Hamlet = {
  things: waves("a"),
  prepared: ["a"],
  rules: ["HAM-1", "HAM-2", "HAM-3", "HAM-4", "HAM-5"].map((id) => rule(id, "in its order", { form: "order" })),
};
const waive = (hamlet: Hamlet, ...waivers: readonly Waiver[]): Hamlet => ({ ...hamlet, asked: { waivers } });
const why = "waived by approver-1 until 2027-01-31: nobody works there";

describe("a rule that is waived", () => {
  const orders: Record<string, { hamlet: Hamlet; want: ReturnType<typeof stagesIn> }> = {
    "not at all: everything in its order": { hamlet: chain, want: [[a], [b], [c]] as string[][] },
    "of everything: its order is gone": { hamlet: waive(chain, waiver("HAM-6")), want: [[a, b, c]] as string[][] },
    "of one entity: what touches it": { hamlet: waive(chain, waiver("HAM-6", "wave/c")), want: [[a, c], [b]] as string[][] },
    "a limit, of all targets": { hamlet: waive(limit, waiver("HAM-9")), want: [[a, b]] as string[][] },
    "a limit, of its target, whatever its version": {
      hamlet: waive(limit, waiver("HAM-9", "server/p")),
      want: [[a, b]] as string[][],
    },
    "a signature: the stage goes on": {
      hamlet: waive(gated, waiver("HAM-4")),
      want: [["gate/a/agreed:pass", "gate/a/quiet:pass", "task/a/inform:do", a]] as string[][],
    },
    "one rule of a gate that has two: the gate is asked": {
      hamlet: waive(gated, waiver("HAM-2")),
      want: [["gate/a/agreed:pass", "gate/a/quiet:pass", "task/a/inform:do"], [a]] as string[][],
    },
  };
  for (const [name, { hamlet, want }] of Object.entries(orders)) it(name, () => assert.deepEqual(stagesIn(hamlet), want));

  it("a gate that nobody asks says who let it be, and ends no stage", () => {
    const { plan } = planOf(waive(gated, waiver("HAM-4", "wave/a")));
    const gate = plan?.goal.get("gate/a/agreed");
    assert.deepEqual(
      { waived: gate?.waived, signed: gate?.signed, ends: plan?.stages.map(({ ends }) => ends) },
      { waived: "by approver-1 until 2027-01-31: nobody works there", signed: undefined, ends: ["promote"] },
    );
  });

  it("is in the lock, and so in its hash", () => {
    const header = { lock: "h", revision: "r1", inputs: { old: "", new: "", migration: "" }, engine: "0" };
    const locked = (hamlet: Hamlet): ReturnType<typeof toLock> => {
      const { problem, plan } = planOf(hamlet);
      return toLock(problem, plan as NonNullable<typeof plan>, header);
    };
    const [without, forOne, forAll] = [
      locked(limit),
      locked(waive(limit, waiver("HAM-9", "server/p"))),
      locked(waive(limit, waiver("HAM-9"))),
    ];
    assert.deepEqual(
      [without, forOne, forAll].map(({ waivers }) => waivers),
      [undefined, [`HAM-9 for server/p, ${why}`], [`HAM-9, ${why}`]],
    );
    assert.equal(new Set([without, forOne, forAll].map(({ plan }) => plan)).size, 3);
  });
});

describe("what is said of waivers", () => {
  const at = line("migration.yaml", 7);
  const idle = (about: string): Finding => ({
    rule: "WAV-005",
    severity: "warning",
    say: `the waiver of ${about} changes nothing: no order, gate, limit or finding needs it`,
    fix: "take it out: it would hide what a later change breaks",
    at,
  });
  const cases: Record<string, { hamlet: Hamlet; says: readonly Finding[] }> = {
    "one that is needed: nothing": { hamlet: waive(chain, waiver("HAM-6")), says: [] },
    "an unknown rule": {
      hamlet: waive(chain, waiver("HAM-66")),
      says: [{ rule: "WAV-001", severity: "error", say: "no rule is called HAM-66", fix: "did you mean HAM-6?", at }],
    },
    "what Drover itself asks for": {
      hamlet: waive(chain, waiver("PLAN-002")),
      says: [
        {
          rule: "WAV-001",
          severity: "error",
          say: "PLAN-002 cannot be waived: no source asks for it, Drover itself does",
          fix: "take this waiver out",
          at,
        },
      ],
    },
    "no rule at all": {
      hamlet: waive({ things: waves("a") }, waiver("HAM-66")),
      says: [{ rule: "WAV-001", severity: "error", say: "no rule is called HAM-66", fix: "take this waiver out", at }],
    },
    "what keeps every state safe": {
      hamlet: waive(watched("error"), waiver("HAM-8")),
      says: [
        {
          rule: "WAV-002",
          severity: "error",
          say: "HAM-8 cannot be waived: nobody moves in every state, and a state without that is not safe",
          fix: "take this waiver out and change what the rule reads: drover rules HAM-8",
          at,
        },
      ],
    },
    "an entity that nothing is": {
      hamlet: waive(chain, waiver("HAM-6", "wave/aa")),
      says: [
        {
          rule: "WAV-003",
          severity: "error",
          say: "the waiver of HAM-6 is for wave/aa, and nothing is called so",
          fix: "did you mean wave/a?",
          at,
        },
      ],
    },
    "an order that nobody asks for": { hamlet: waive(gated, waiver("HAM-3")), says: [idle("HAM-3")] },
    "an entity that the rule says nothing about": {
      hamlet: waive({ ...chain, things: { ...chain.things, "server/x": { phase: "installed" } } }, waiver("HAM-6", "server/x")),
      says: [idle("HAM-6 for server/x")],
    },
    "a covered id: its own orders alone, and there are none": {
      hamlet: waive(chain, waiver("HAM-60")),
      says: [idle("HAM-60")],
    },
    "a finding about the documents is still said, and stops nothing": {
      hamlet: waive(declared("error"), waiver("HAM-7")),
      says: [
        {
          rule: "HAM-7",
          severity: "info",
          say: `${why}: wave/a is too big`,
          entity: "wave/a",
          at: line("old.yaml", 10),
          waived: waiver("HAM-7"),
        },
      ],
    },
    "a warning about states is still said": {
      hamlet: waive(watched("warning"), waiver("HAM-8", "wave/a")),
      says: [
        {
          rule: "HAM-8",
          severity: "info",
          say: `${why}: stage a-move: wave/a moves (when wave/a:move under way)`,
          entity: "wave/a",
          at: line("old.yaml", 10),
          waived: waiver("HAM-8", "wave/a"),
        },
      ],
    },
    "a limit that is passed is still said": {
      hamlet: waive(limit, waiver("HAM-9")),
      says: [
        {
          rule: "HAM-9",
          severity: "info",
          say: `${why}: stage a-move-and-b-move: 2 for server/p@2 in one stage, at most 1: wave/a:move 1, wave/b:move 1`,
          waived: waiver("HAM-9"),
        },
      ],
    },
  };
  for (const [name, { hamlet, says }] of Object.entries(cases)) it(name, () => assert.deepEqual(findingsIn(hamlet), says));

  const over: Record<string, { today: string; says: readonly Finding[] }> = {
    "the last day": { today: "2027-01-31", says: [] },
    "the day after": {
      today: "2027-02-01",
      says: [
        {
          rule: "WAV-004",
          severity: "error",
          say: "the waiver of HAM-6 for wave/a ended on 2027-01-31, and today is 2027-02-01",
          fix: "take it out and plan again; or let approver-1 answer for a later day",
          at,
        },
      ],
    },
  };
  for (const [name, { today, says }] of Object.entries(over))
    it(`${name} of a waiver`, () => assert.deepEqual(expired([waiver("HAM-6", "wave/a")], today), says));
});
