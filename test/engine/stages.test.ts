import assert from "node:assert/strict";
import { neighbouring, stageIndex, stageName, stageNames, startOf, waitsFor } from "../../engine/stages";
import { carried } from "../provider/tiny";

const plan = carried();
const names = ["r1/adopt", ...plan.stages.map(({ name }) => `r1/${name}`)];

describe("the names of stages", () => {
  it("adopt alone where nothing is to be done", () =>
    assert.deepEqual(stageNames({ revision: "r2", stages: [] }), ["r2/adopt"]));
  it("adopt, then the lock's, under its revision", () => assert.deepEqual(stageNames(plan), names));
  it("lead to their number and back", () =>
    assert.deepEqual(
      names.map((name) => stageName(plan, stageIndex(plan, name) ?? -1)),
      names,
    ));
  it("another revision's name is none", () => assert.equal(stageIndex(plan, "r2/separate"), undefined));
  it("a name without revision is none", () => assert.equal(stageIndex(plan, "separate"), undefined));
});

describe("where a way begins", () => {
  const cases: Readonly<Record<string, { name: string; to: number; want: number | undefined }>> = {
    "adopting begins with itself": { name: "", to: 0, want: 0 },
    "where nothing is said: the stage before": { name: "", to: 2, want: 1 },
    "at the stage that is named": { name: "r1/pilot", to: 1, want: 2 },
    "at none, where none has that name": { name: "r1/other", to: 1, want: undefined },
  };
  for (const [name, { name: from, to, want }] of Object.entries(cases))
    it(name, () => assert.equal(startOf(plan, from, to), want));
});

describe("the way between two stages", () => {
  const told = (from: number, to: number) => {
    const { stage, back, before, target, ...ends } = neighbouring(plan, from, to);
    return { ...ends, stage: stage?.name, back, before: plan.states.indexOf(before), target: plan.states.indexOf(target) };
  };
  const cases = {
    "staying does nothing": { from: 1, to: 1, want: { from: 1, to: 1, stage: undefined, back: false, before: 1, target: 1 } },
    forward: { from: 0, to: 1, want: { from: 0, to: 1, stage: "separate", back: false, before: 0, target: 1 } },
    "back over the same stage": {
      from: 1,
      to: 0,
      want: { from: 1, to: 0, stage: "separate", back: true, before: 0, target: 0 },
    },
    "over more than one stage nothing is done": {
      from: 0,
      to: 2,
      want: { from: 2, to: 2, stage: undefined, back: false, before: 2, target: 2 },
    },
  };
  for (const [name, { from, to, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(told(from, to), want));
});

describe("what an operation waits for", () => {
  const waiting = (from: number, to: number) => {
    const way = neighbouring(plan, from, to);
    return Object.fromEntries(
      (way.stage?.operations ?? []).map((one) => [
        one.entity,
        waitsFor(way, one).map(({ operation, edge }) => `${operation.entity} ${edge.rule}`),
      ]),
    );
  };
  it("nothing where nothing is done", () => assert.deepEqual(waiting(0, 0), {}));
  it("what the plan has before it", () =>
    assert.deepEqual(waiting(0, 1), { "server/bea@7.0": ["task/bea/document TNY-100"], "task/bea/document": [] }));
  it("on the way back what the plan has after it", () =>
    assert.deepEqual(waiting(1, 0), { "server/bea@7.0": [], "task/bea/document": ["server/bea@7.0 TNY-100"] }));
});
