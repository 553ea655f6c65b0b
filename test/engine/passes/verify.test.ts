import assert from "node:assert/strict";
import { State } from "../../../engine/model/entity";
import type { Operation, Stage } from "../../../engine/model/plan";
import { findingsOf, misplaced, verify } from "../../../engine/passes/verify";
import { states } from "../../../engine/passes/walk";
import { pose } from "../../../engine/plan";
import { shire, shireModel, things } from "../../support/shires";

const operation = (id: string): Operation => {
  const at = id.lastIndexOf(":");
  return { id, entity: id.slice(0, at) as Operation["entity"], move: id.slice(at + 1), because: [] };
};

/** Stages of operations, each of which waits for the one before it. */
const chain = (...stages: readonly (readonly string[])[]): readonly Stage[] =>
  stages.map((ids, i) => ({
    name: `s${i + 1}`,
    ends: "promote",
    milestone: "",
    operations: ids.map(operation),
    edges: ids.slice(1).map((then, k) => ({ first: ids[k] as string, then, rule: "T", how: "before" })),
    needs: [],
    risk: 0,
  }));

describe("a fault that the old estate has", () => {
  const site = (phase: string): Readonly<Record<string, string>> => ({ phase, code: "HOU" });
  const said = (start: State, stages: readonly Stage[]): readonly string[] => {
    const posed = { ...pose(shire, shireModel(start, start)), edges: [], operations: [] };
    const reached = states(posed.table, start, stages);
    const problem = { ...posed, goal: reached[reached.length - 1] as State };
    return findingsOf(problem, verify(problem, stages)).map(({ severity, say }) => `${severity} ${say}`);
  };
  const start = things({ "site/a": site("live"), "site/b": site("live"), "site/c": site("planned") });
  const inherited = ["warning inherited: site/a and site/b both have the code HOU", "warning inherited: site/b and site/a both have the code HOU"];

  it("is named, and stops nothing while it lasts", () => assert.deepEqual(said(start, chain([])), inherited));

  it("may be repaired", () => assert.deepEqual(said(start, chain(["site/b:remove"])), inherited));

  it("is the plan's own when it was repaired and comes back", () =>
    assert.deepEqual(said(start, chain(["site/b:remove"], ["site/c:build"])), [
      ...inherited,
      "error stage s2: site/c and site/a both have the code HOU (when site/c:build under way)",
      "error stage s2: site/a and site/c both have the code HOU (when site/c:build under way)",
    ]));
});

describe("order", () => {
  const [a, b] = ["site/a:remove", "site/b:remove"];
  const edge = (how: "before" | "later" | "together") => ({ first: a, then: b, rule: "T", how });
  const why = (how: "before" | "later" | "together", stages: readonly Stage[]): readonly string[] =>
    misplaced({ edges: [edge(how)], operations: [a, b].map(operation) }, stages).map((one) => one.why);

  const cases: Record<string, { how: "before" | "later" | "together"; stages: readonly Stage[]; want: readonly string[] }> = {
    "before: in one stage, in order": { how: "before", stages: chain([a, b]), want: [] },
    "before: in two stages": { how: "before", stages: chain([a], [b]), want: [] },
    "before: the other way round": { how: "before", stages: chain([b, a]), want: ["nothing makes it wait"] },
    "before: a stage too early": { how: "before", stages: chain([b], [a]), want: ["nothing makes it wait"] },
    "later: in two stages": { how: "later", stages: chain([a], [b]), want: [] },
    "later: in one": { how: "later", stages: chain([a, b]), want: ["it is not in a later stage"] },
    "together: in one stage": { how: "together", stages: chain([a, b]), want: [] },
    "together: in two": { how: "together", stages: chain([a], [b]), want: ["they are in different stages"] },
    "one is nowhere": { how: "before", stages: chain([a]), want: [`${b} is in no stage`] },
  };
  for (const [name, { how, stages, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(why(how, stages), want));

  it("a stage that waits for itself is no order", () => {
    const [stage] = chain([a, b]) as readonly [Stage];
    const circle = { ...stage, edges: [...stage.edges, { first: b, then: a, rule: "T", how: "before" as const }] };
    assert.deepEqual(why("before", [circle]), ["each waits for the other", "each waits for the other"]);
  });
});
