import assert from "node:assert/strict";
import type { Edge } from "../../../engine/model/plan";
import { noPlan } from "../../../engine/passes/refuse";
import { pose } from "../../../engine/plan";
import { shire, shireModel, things } from "../../support/shires";

const problem = pose(shire, shireModel(things({}), things({})));
const edge = (first: string, then: string, rule: string, how: Edge["how"]): Edge => ({ first, then, rule, how });

describe("why there is no plan", () => {
  it("a circle, with each of its edges and its rule", () => {
    const cycle = [
      edge("site/a:build", "site/b:build", "T-1", "before"),
      edge("site/b:build", "site/c:build", "T-2", "later"),
      edge("site/c:build", "site/a:build", "T-1", "together"),
    ];
    assert.deepEqual(noPlan(problem, { cycle }), [
      {
        rule: "PLAN-003",
        severity: "error",
        say:
          "no order satisfies these rules: site/a:build comes before site/b:build (T-1); " +
          "site/b:build comes in an earlier stage than site/c:build (T-2); site/c:build is in the same stage as site/a:build (T-1)",
        fix: "one of them must give way: T-1, T-2; drover rules <id> says what each asks",
      },
    ]);
  });

  const big = { rule: "L-1", target: "server/p", weight: 6_000, atMost: 5_000 };
  const fix = "make smaller waves, or raise the limit where the rule allows it";

  it("one operation that is too big for a limit", () =>
    assert.deepEqual(noPlan(problem, { tooBig: { ...big, operations: ["wave/a:move"] } }), [
      { rule: "L-1", severity: "error", say: "wave/a:move alone is 6000 for server/p; at most 5000 are allowed", entity: "wave/a", fix },
    ]));

  it("some that must be together and are too big", () =>
    assert.deepEqual(noPlan(problem, { tooBig: { ...big, operations: ["wave/a:move", "wave/b:move"] } }), [
      {
        rule: "L-1",
        severity: "error",
        say: "wave/a:move and wave/b:move must be in one stage and are together 6000 for server/p; at most 5000 are allowed",
        entity: "wave/a",
        fix,
      },
    ]));
});
