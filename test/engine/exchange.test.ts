import assert from "node:assert/strict";
import { Entity, State, stateOf } from "../../engine/model/entity";
import type { Model, Pack } from "../../engine/model/pack";
import type { Phases } from "../../engine/model/phases";
import { plan } from "../../engine/plan";

const phases: readonly Phases[] = [
  {
    kind: "boundaries",
    word: "boundaries",
    first: ["held"],
    last: ["held"],
    claims: (entity) => ({ realm: "hierarchy", addresses: entity.addresses as readonly string[] }),
    moves: [
      {
        name: "change", from: "held", during: "changing", to: "held", undo: "change-back", by: "driver", soon: true, changes: ["addresses"],
        hull: (before, after) => ({
          addresses: [...new Set([before, after].flatMap(({ addresses }) => addresses as readonly string[]))].sort(),
        }),
      },
    ],
  },
];

const pack = { name: "toy", version: "1", phases, procedures: [], rules: [], read: () => assert.fail(), group: (entity: Entity) => entity.ref, nameStage: () => "stage" } as unknown as Pack<never>;

type Holdings = Readonly<Record<string, readonly [addresses: readonly string[], agents?: number]>>;

const state = (holdings: Holdings): State =>
  stateOf(Object.entries(holdings).map(([name, [addresses, agents]]) => ({ ref: `boundaries/${name}`, kind: "boundaries", phase: "held", addresses, agents: agents ?? 100 }) as unknown as Entity));

function planned(before: Holdings, after: Holdings): readonly (readonly string[])[] {
  const model: Model = { platform: "toy", title: "", start: state(before), goal: state(after), subjects: [], origins: new Map(), options: {}, pace: "fast", findings: [], facts: [] };
  const { plan: made, findings } = plan(pack, model);
  assert.deepEqual(findings, []);
  return (made?.stages ?? []).map((stage) => stage.operations.map((operation) => `${operation.entity.slice(11)} = ${String(operation.set?.addresses)}`));
}

const [a, b, c] = ["10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16"];

describe("boundaries that change hands", () => {
  it("nothing changes: no stage", () => assert.deepEqual(planned({ x: [[a]] }, { x: [[a]] }), []));

  it("a give is one stage: the giver first", () =>
    assert.deepEqual(planned({ x: [[a, b]], y: [[c]] }, { x: [[a]], y: [[b, c]] }), [[`x = ${a}`, `y = ${b},${c}`]]));

  it("a swap takes two: the site with fewer agents releases first and takes last", () =>
    assert.deepEqual(planned({ x: [[a], 900], y: [[b], 100] }, { x: [[b], 900], y: [[a], 100] }), [[`x = ${b}`, "y = "], [`y = ${a}`]]));

  it("so does a ring of three, with one site waiting", () =>
    assert.deepEqual(planned({ x: [[a], 500], y: [[b], 100], z: [[c], 300] }, { x: [[c], 500], y: [[a], 100], z: [[b], 300] }), [
      [`x = ${c}`, "y = ", `z = ${b}`],
      [`y = ${a}`],
    ]));

  it("a subnet that is split releases what it gives, and keeps the rest throughout", () =>
    assert.deepEqual(planned({ x: [["10.0.0.0/16"], 10], y: [[b], 900] }, { x: [["10.0.0.0/17", b], 10], y: [["10.0.128.0/17"], 900] }), [
      ["x = 10.0.0.0/17", "y = 10.0.128.0/17"],
      [`x = 10.0.0.0/17,${b}`],
    ]));
});
