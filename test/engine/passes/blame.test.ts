import assert from "node:assert/strict";
import type { Finding } from "../../../engine/model/finding";
import { Hamlet, findingsIn, line, order, rule } from "../../support/hamlets";

const wave = (agents = 100): Hamlet["things"][string] => ({ phase: "waiting", to: "moved", agents, server: "server/p" });
const [a, b] = ["wave/a:move", "wave/b:move"];
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

describe("a plan that is not safe", () => {
  const unsafe = (stage: string, other: string): Finding => ({
    rule: "HAM-8",
    severity: "error",
    say: `stage ${stage}: wave/a and wave/b move at once (when wave/a:move under way, wave/b:move under way)`,
    entity: "wave/a",
    fix: "one after the other",
    at: line("old.yaml", 10),
    related: [{ at: line("old.yaml", 11), say: other }],
  });
  const two = { "wave/a": wave(), "wave/b": wave() };
  const apart = rule("HAM-6", "one after the other", order([a, "later", b]));
  const waiver = {
    rule: "HAM-6",
    reason: "it takes too long",
    by: "approver-1",
    until: "2027-01-31",
    at: line("migration.yaml", 9),
  };

  it("says what the rule read, and nothing more where the migration asks for nothing", () => {
    const [first, ...others] = findingsIn({ things: two, rules: [safe] });
    assert.deepEqual(first, unsafe("a-move-and-b-move", "wave/b"));
    assert.deepEqual(
      others.map(({ rule: code, entity }) => `${code} ${entity}`),
      ["HAM-8 wave/b"],
    );
  });

  it("blames the waiver without which it would be safe", () => {
    const found = findingsIn({ things: two, rules: [apart, safe], asked: { waivers: [waiver] } });
    assert.deepEqual(found[found.length - 1], {
      rule: "PLAN-005",
      severity: "error",
      say: "there is a safe plan without this: HAM-6, waived by approver-1 until 2027-01-31: it takes too long",
      fix: "take it out",
      at: line("migration.yaml", 9),
    });
  });

  it("blames no waiver that has no part in it", () => {
    const more = { ...waiver, rule: "HAM-7", at: line("migration.yaml", 12) };
    const rules = [apart, safe, rule("HAM-7", "x first", order(["server/x:install", "before", a]))];
    const things = { ...two, "server/x": { phase: "planned", to: "installed" } };
    const found = findingsIn({ things, rules, asked: { waivers: [more, waiver] } });
    assert.equal(
      found[found.length - 1]?.say,
      "there is a safe plan without this: HAM-6, waived by approver-1 until 2027-01-31: it takes too long",
    );
  });

  it("blames two waivers where either rule would do: the smallest group", () => {
    const again = rule("HAM-7", "also one after the other", order([a, "later", b]));
    const second = { ...waiver, rule: "HAM-7", at: line("migration.yaml", 12) };
    const found = findingsIn({ things: two, rules: [apart, again, safe], asked: { waivers: [waiver, second] } });
    assert.deepEqual(found[found.length - 1], {
      rule: "PLAN-005",
      severity: "error",
      say:
        "there is a safe plan without one of these: HAM-6, waived by approver-1 until 2027-01-31: it takes too long; " +
        "HAM-7, waived by approver-1 until 2027-01-31: it takes too long",
      fix: "take one of them out",
      at: line("migration.yaml", 9),
      related: [
        { at: line("migration.yaml", 9), say: "HAM-6, waived by approver-1 until 2027-01-31: it takes too long" },
        { at: line("migration.yaml", 12), say: "HAM-7, waived by approver-1 until 2027-01-31: it takes too long" },
      ],
    });
  });
});
