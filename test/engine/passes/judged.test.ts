import assert from "node:assert/strict";
import type { Entity, Ref } from "../../../engine/model/entity";
import type { Rule, StateForm } from "../../../engine/model/rule";
import { pose } from "../../../engine/plan";
import { Hamlet, judgedBy, modelOf, packOf, rule } from "../../support/hamlets";

const wave = (agents = 100): Hamlet["things"][string] => ({ phase: "waiting", to: "moved", agents, server: "server/p" });
const two = { "wave/a": wave(), "wave/b": wave() };

/** What is said of stages one by one, where the new estate is as `goal` makes it. */
function saidOf(
  hamlet: Hamlet,
  stages: readonly (readonly string[])[],
  goal: (state: Map<Ref, Entity>) => unknown,
): readonly string[] {
  const problem = pose(packOf(hamlet), modelOf(hamlet));
  const wanted = new Map(problem.goal);
  goal(wanted);
  return judgedBy({ ...problem, goal: wanted }, stages).map(({ say }) => say);
}

describe("what is wrong with a plan that nobody would make", () => {
  const three = { "wave/a": wave(), "wave/b": wave(), "wave/c": wave(), "server/p": { phase: "installed" } };
  const each = [["wave/a:move"], ["wave/b:move"], ["wave/c:move"]];
  const stays = (): void => undefined;
  const nobodyMoves: StateForm = {
    form: "state",
    over: "server",
    in: "rest",
    check: (_, view) => ([...view.all("wave", "phase", "moved")].length > 0 ? "somebody has moved" : undefined),
  };
  const most = (by: string): Rule =>
    rule("HAM-9", "", { form: "limit", of: "wave", by, weigh: "agents", atMost: 150, span: "state" });
  const cases: Record<string, { says: readonly string[]; found: () => readonly string[] }> = {
    nothing: { found: () => saidOf({ things: three }, each, stays), says: [] },
    "a property ends as it was": {
      found: () =>
        saidOf({ things: { "server/p": { phase: "installed" } } }, [], (goal) =>
          goal.set("server/p", { ref: "server/p", kind: "server", phase: "installed", host: "x" }),
        ),
      says: ["server/p ends with another host: no stage brings it there"],
    },
    "an entity of the new estate is not in the old one": {
      found: () =>
        saidOf({ things: {} }, [], (goal) => goal.set("server/p", { ref: "server/p", kind: "server", phase: "installed" })),
      says: ["server/p is not accounted for: no stage brings it there"],
    },
    "what goes on being wrong is said once": {
      found: () => saidOf({ things: three, rules: [rule("HAM-8", "nobody moves", nobodyMoves)] }, each, stays),
      says: ["stage s1: somebody has moved, and in 2 later stages"],
    },
    "and once more is one later stage": {
      found: () =>
        saidOf(
          { things: { ...two, "server/p": { phase: "installed" } }, rules: [rule("HAM-8", "", nobodyMoves)] },
          each.slice(0, 2),
          stays,
        ),
      says: ["stage s1: somebody has moved, and in 1 later stage"],
    },
    "more than a target may ever have, where it had so much before: said once": {
      found: () => saidOf({ things: two, rules: [most("server")] }, each.slice(0, 2), stays),
      says: ["inherited: 200 for server/p at any time, at most 150"],
    },
    "and where it comes to have so much": {
      found: () => saidOf({ things: two, rules: [most("phase")] }, each.slice(0, 2), stays),
      says: [
        "inherited: 200 for waiting at any time, at most 150",
        "stage s2: 200 for moved at any time, at most 150: wave/b:move 100",
      ],
    },
  };
  for (const [name, { found, says }] of Object.entries(cases)) it(name, () => assert.deepEqual(found(), says));

  it("what comes to be too much says what would mend it; what was so before asks for nothing", () => {
    const problem = pose(packOf({ rules: [most("phase")] }), modelOf({ things: two }));
    assert.deepEqual(
      judgedBy(problem, each.slice(0, 2)).map(({ severity, fix }) => [severity, fix]),
      [
        ["warning", undefined],
        ["error", "let fewer come to moved; or, in a migration, waive HAM-9 with a reason"],
      ],
    );
  });
});
