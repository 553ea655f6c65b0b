import assert from "node:assert/strict";
import { estates } from "../../../bench/estates";
import { heavyTails } from "../../../engine/passes/heavy";
import { altiris } from "../../../platforms/altiris";
import { planned } from "../../support/plans";

describe("stages that are few where many wait for one", () => {
  it("a tail counts those who take turns, and not only those who stand in a row", () => {
    const [server, a, b, c, end] = [0, 1, 2, 3, 4] as const;
    const bounded = {
      names: ["server", "a", "b", "c", "end"],
      edges: [[server, a, 0], [server, b, 0], [server, c, 0], [c, end, 1]] as const,
      labels: ["install", "agents", "agents", "agents", undefined],
      risks: [],
      shares: [{ what: "turns", atMost: 1, weights: new Map([a, b, c].map((unit) => [unit, 1] as const)) }],
    };
    assert.deepEqual(heavyTails(bounded, [1, 0, 0, 1, 0]), [3, 0, 0, 1, 0]);
  });

  it("the parent with many waves beside each other is installed before its child's long row of waves begins", () => {
    const documents = estates(0, { servers: 2, sites: 6, agents: 6000, boundaries: 6 }, { pace: "steady", wave: 100 });
    const [first] = Object.entries(documents.old.document.sites).find(([, { server }]) => server === "ns0001") ?? [];
    const sites = Object.entries(documents.old.document.sites).map(([name, site]) => {
      const agents = name === first ? 3000 : site.server === "ns0001" ? 1 : 1000;
      return [name, { ...site, agents: { "windows-x86": agents, "windows-x64": 0, linux: 0, mac: 0 } }] as const;
    });
    const old = { ...documents.old, document: { ...documents.old.document, sites: Object.fromEntries(sites) } };
    const { plan, states } = planned(altiris.read({ ...documents, old }), "two servers");
    assert.ok(states.length > 30);
    assert.equal(plan.stages.length, plan.bound.stages);
  });
});
