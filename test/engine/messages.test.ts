import assert from "node:assert/strict";
import { engineCodes } from "../../engine/codes";
import { goingOn } from "../../engine/join";
import { State, stateOf } from "../../engine/model/entity";
import type { Finding } from "../../engine/model/finding";
import type { StateForm } from "../../engine/model/rule";
import { expired } from "../../engine/passes/waive";
import { plan, pose } from "../../engine/plan";
import { Hamlet, findingsIn, judged, line, modelOf, order, packOf, rule } from "../support/hamlets";
import { expectedIn } from "../support/sentences";
import { owners, shire, shireModel } from "../support/shires";

type Code = keyof typeof engineCodes;
type Gadget = Readonly<{ found: () => readonly Finding[]; says: readonly Omit<Finding, "rule">[] }>;

const wave = (agents = 100): Hamlet["things"][string] => ({ phase: "waiting", to: "moved", agents, server: "server/p" });
const two = { "wave/a": wave(), "wave/b": wave() };
const [a, b] = ["wave/a:move", "wave/b:move"];
const at = line("migration.yaml", 7);
const aFirst = rule("HAM-6", "a first", order([a, "before", b]));
const waiver = { rule: "HAM-6", reason: "we are few", by: "approver-1", until: "2027-01-31", at };
const wish = (first: string, then: string): Partial<Hamlet["asked"] & object> => ({ wishes: [{ first, then, why: "so", at }] });

const held = (start: State, goal: State = start): readonly Finding[] => plan(shire, shireModel(start, goal)).findings;
const crowd = Array.from({ length: 9 }, (_, i) => [`wave/${i}`, wave()] as const);
const allMove: StateForm = {
  form: "state",
  over: "server",
  check: (_, view) => ([...view.all("wave")].every(({ phase }) => phase === "moving") ? "all move" : undefined),
};

/**
 * Each code with what makes the engine give it, and all that it then says: a code that is not here does not compile. Those that
 * are given where files are read name the test that has their whole texts.
 */
const messages: Readonly<Record<Code, Gadget | string>> = {
  "PLAN-001": {
    found: () => findingsIn({ things: { "server/p": { phase: "installed", to: "planned" } } }),
    says: [{ severity: "error", entity: "server/p", say: "no move leads server/p from installed to planned" }],
  },
  "PLAN-002": {
    found: () => judged({ things: { "server/p": { phase: "planned", to: "joined" } } }, ["server/p:install"]),
    says: [
      {
        severity: "error",
        entity: "server/p",
        say: "server/p:install must come in an earlier stage than server/p:join, and server/p:join is in no stage",
        fix: "plan again: a plan that drover makes has them in their order",
      },
    ],
  },
  "PLAN-003": {
    found: () => findingsIn({ things: two, rules: [aFirst, rule("HAM-7", "b first", order([b, "before", a]))] }),
    says: [
      {
        severity: "error",
        say: "no order satisfies these rules: wave/a:move comes before wave/b:move (HAM-6); wave/b:move comes before wave/a:move (HAM-7)",
        fix: "one of them must give way: HAM-6, HAM-7 (HAM-6, HAM-7 may be waived); drover rules <id> says what each asks",
        at: line("old.yaml", 10),
        related: [
          { at: line("old.yaml", 11), say: "wave/b" },
          { at: line("old.yaml", 10), say: "wave/a" },
        ],
      },
    ],
  },
  "PLAN-004": {
    found: () => judged({ things: { "wave/a": wave() } }),
    says: [
      {
        severity: "error",
        entity: "wave/a",
        say: "wave/a ends waiting and not moved: no stage brings it there",
        fix: "run drover plan again",
        at: line("old.yaml", 10),
      },
    ],
  },
  "PLAN-005": {
    found: () => findingsIn({ things: two, rules: [aFirst], asked: wish("wave/b", "wave/a") }),
    says: [
      {
        severity: "error",
        say:
          "these cannot all be had: the wish for wave/b before wave/a; HAM-6 (a first). They come to this: " +
          "wave/a:move comes before wave/b:move (HAM-6); wave/b:move comes before wave/a:move (WSH-001)",
        fix: "one of these is enough: take out the wish for wave/b before wave/a; or waive HAM-6",
        at,
        related: [
          { at, say: "the wish for wave/b before wave/a: so" },
          { at: line("old.yaml", 11), say: "wave/b" },
          { at: line("old.yaml", 10), say: "wave/a" },
        ],
      },
    ],
  },
  "PLAN-006": {
    found: () =>
      findingsIn({
        things: { "server/p": { phase: "installed" }, ...Object.fromEntries(crowd) },
        rules: [rule("HAM-8", "not all", allMove)],
      }),
    says: [
      {
        severity: "error",
        entity: "server/p",
        say: `stage ${crowd.map((_, i) => `${i}-move`).join("-and-")}: HAM-8#0 server/p asks about more than 8 undecided operations at once: a defect of the rule, not of the plan`,
        fix: "a defect of the rule: ask about one entity at a time, or make it a limit",
        at: line("old.yaml", 10),
      },
    ],
  },
  "PLAN-007": {
    found: () => {
      const { table } = pose(packOf({}), modelOf({ things: {} }));
      const there = stateOf([{ ref: "server/p", kind: "server", phase: "installed" }]);
      return goingOn(table, new Map(), there).findings;
    },
    says: [
      {
        severity: "error",
        entity: "server/p",
        say: "server/p is installed, and the documents do not have it any more",
        fix: "write it into them again, or take back the stage that brought it there before planning anew",
      },
    ],
  },
  "BND-001": {
    found: () => [
      ...held(owners({ x: ["a"], y: ["b"] }), owners({ x: ["a"], y: ["a", "b"] })),
      ...held(owners({ x: ["a"], y: ["a"] })),
    ],
    says: [
      {
        severity: "error",
        entity: "boundaries/x",
        say: "boundaries/x (10.0.0.0/16) and boundaries/y (10.0.0.0/16) are both to hold 10.0.0.0/16 in shire",
        fix: "give the addresses to one of them",
      },
      {
        severity: "warning",
        entity: "boundaries/x",
        say: "inherited: boundaries/x (10.0.0.0/16) and boundaries/y (10.0.0.0/16) both hold 10.0.0.0/16 in shire",
        fix: "give the addresses to one of them",
      },
    ],
  },
  "BND-002": {
    found: () => held(owners({ x: ["ad:a", "ad:b", "ad:c", "ad:d", "ad:e"] })),
    says: [
      {
        severity: "info",
        entity: "boundaries/x",
        say: "not evaluated: ad:a of boundaries/x, ad:b of boundaries/x, ad:c of boundaries/x and 2 more: there is no directory inventory",
      },
    ],
  },
  "BND-003": {
    found: () => held(owners({ x: ["10.0.0.1/16"] })),
    says: [
      {
        severity: "error",
        entity: "boundaries/x",
        say: 'boundaries/x: "10.0.0.1/16" has bits set behind its prefix of 16 (10.0.0.1 would be that address alone)',
        fix: "write 10.0.0.0/16",
      },
    ],
  },
  "BND-004": "test/platforms/configmgr/plan.test.ts",
  "DIA-001": "test/platforms/configmgr/dialect.test.ts",
  "WSH-001": {
    found: () => judged({ things: two, asked: wish("wave/a", "wave/b") }, [a, b]),
    says: [
      {
        severity: "error",
        entity: "wave/b",
        say: "wave/a:move must come before wave/b:move, and nothing makes it wait",
        fix: "plan again: a plan that drover makes has them in their order",
      },
    ],
  },
  "WSH-002": {
    found: () => judged({ things: two, asked: { holds: [{ entity: "wave/b", until: "wave/a", why: "so", at }] } }, [a, b]),
    says: [
      {
        severity: "error",
        entity: "wave/b",
        say: "wave/a:move must come in an earlier stage than wave/b:move, and it is not in a later stage",
        fix: "plan again: a plan that drover makes has them in their order",
      },
    ],
  },
  "WSH-003": {
    found: () => findingsIn({ things: two, asked: wish("wave/zzzzz", "wave/b") }),
    says: [
      {
        severity: "error",
        say: "the wish for wave/zzzzz before wave/b names wave/zzzzz, and nothing is called so",
        fix: "there are: wave/a, wave/b",
        at,
      },
    ],
  },
  "WAV-001": {
    found: () => findingsIn({ things: two, rules: [aFirst], asked: { waivers: [{ ...waiver, rule: "HAM-66" }] } }),
    says: [{ severity: "error", say: "no rule is called HAM-66", fix: "did you mean HAM-6?", at }],
  },
  "WAV-002": {
    found: () => findingsIn({ things: two, rules: [rule("HAM-6", "not all", allMove)], asked: { waivers: [waiver] } }),
    says: [
      {
        severity: "error",
        say: "HAM-6 cannot be waived: not all in every state, and a state without that is not safe",
        fix: "take this waiver out and change what the rule reads: drover rules HAM-6",
        at,
      },
    ],
  },
  "WAV-003": {
    found: () => findingsIn({ things: {}, rules: [aFirst], asked: { waivers: [{ ...waiver, entity: "wave/x" }] } }),
    says: [
      {
        severity: "error",
        say: "the waiver of HAM-6 is for wave/x, and nothing is called so",
        fix: "name an entity as kind and name",
        at,
      },
    ],
  },
  "WAV-004": {
    found: () => expired([waiver], "2027-02-01"),
    says: [
      {
        severity: "error",
        say: "the waiver of HAM-6 ended on 2027-01-31, and today is 2027-02-01",
        fix: "take it out and plan again; or let approver-1 answer for a later day",
        at,
      },
    ],
  },
  "WAV-005": {
    found: () => findingsIn({ things: { "wave/a": wave() }, rules: [aFirst], asked: { waivers: [waiver] } }),
    says: [
      {
        severity: "warning",
        say: "the waiver of HAM-6 changes nothing: no order, gate, limit or finding needs it",
        fix: "take it out: it would hide what a later change breaks",
        at,
      },
    ],
  },
  "LOCK-001": "test/documents/locks.test.ts",
  "LOCK-002": "test/documents/locks.test.ts",
  "LOCK-003": "test/documents/locks.test.ts",
  "LOCK-004": "test/documents/locks.test.ts",
  "LOCK-005": "test/documents/locks.test.ts",
  "LOCK-006": "test/documents/locks.test.ts",
};

describe("every code of the engine is given, and says", () => {
  for (const [code, message] of Object.entries(messages))
    it(`${code}: ${engineCodes[code as Code].title}`, () => {
      if (typeof message === "string") {
        const texts = expectedIn(message);
        assert.ok(
          texts.some((text) => text.includes(code)),
          `${message} expects no ${code}`,
        );
        return;
      }
      const found = message.found().filter((finding) => finding.rule === code);
      assert.deepEqual(
        found,
        message.says.map((says) => ({ rule: code, ...says })),
      );
    });

  it("a name that is near none of very many", () =>
    assert.deepEqual(
      findingsIn({
        things: Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`wave/a${i + 10}`, wave()])),
        asked: wish("object/x", "wave/a10"),
      }).map(({ fix }) => fix),
      [
        "there are: wave/a10, wave/a11, wave/a12, wave/a13, wave/a14, wave/a15, wave/a16, wave/a17, wave/a18, wave/a19, wave/a20, " +
          "wave/a21 and 2 more",
      ],
    ));
});
