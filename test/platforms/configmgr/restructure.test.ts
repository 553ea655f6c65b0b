import assert from "node:assert/strict";
import { changeLines, effort } from "../../../cli/changes";
import { Lock, printLock } from "../../../engine/lock";
import type { Entity, State } from "../../../engine/model/entity";
import type { PhaseTable } from "../../../engine/model/phases";
import type { Plan } from "../../../engine/model/plan";
import { verify } from "../../../engine/passes/verify";
import { fold, states, walk } from "../../../engine/passes/walk";
import { plan } from "../../../engine/plan";
import { plainly } from "../../support/plans";
import { Posed, posed as posedOf, steps } from "../posed";

const head = `estate: small
platform: configmgr
version: "2007-sp1"
`;
const sites = {
  CEN: "{ role: central, server: cen1, boundaries: { assignment: [10.1.0.0/16] } }",
  HOU: "{ role: primary, parent: CEN, server: hou1, clients: 500, boundaries: { assignment: [10.2.0.0/24, 10.2.1.0/24] }, roles: { dp: [dp1] } }",
  BEA: "{ role: primary, parent: CEN, server: bea1, clients: 300, boundaries: { assignment: [10.3.0.0/24, 10.3.1.0/24] }, roles: { dp: [dp2] } }",
  GAL: "{ role: primary, parent: CEN, server: gal1, clients: 100, boundaries: { assignment: [10.4.0.0/24, 10.4.1.0/24] } }",
  SUL: "{ role: secondary, parent: HOU, server: sul1, boundaries: { assignment: [10.5.0.0/24] } }",
} as const;

type Sites = Readonly<Record<string, string | undefined>>;
/** The plan from the small hierarchy to the one with these sites changed. */
function posed(change: Sites, options = "", last?: Lock, lines = head): Posed {
  const estate = (all: Sites): string =>
    `sites:\n${Object.entries(all)
      .map(([code, site]) => (site === undefined ? "" : `  ${code}: ${site}\n`))
      .join("")}`;
  return posedOf(head + estate(sites), lines + options + estate({ ...sites, ...change }), last);
}

const fast = "options: { pace: fast, replicationWait: 10 min }\n";

type Case = Readonly<{ change: Sites; says: readonly string[]; effort: string; stages: readonly string[] }>;

const cases: Readonly<Record<string, Case>> = {
  nothing: { change: {}, says: [], effort: "0 stages, 0 min", stages: [] },
  "a boundary from one site to another": {
    change: { HOU: sites.HOU.replace(", 10.2.1.0/24", ""), BEA: sites.BEA.replace("10.3.0.0/24", "10.3.0.0/24, 10.2.1.0/24") },
    says: ["moved       10.2.1.0/24 from HOU to BEA"],
    effort: "1 stage, 50 min, gap 50 min for 500 clients",
    stages: [
      "bea-hou-boundaries: boundaries/BEA.assignment narrow, boundaries/BEA.fast narrow, boundaries/HOU.assignment narrow, boundaries/HOU.fast narrow",
    ],
  },
  "boundaries in a ring: two stages, and the site with the fewest clients waits": {
    change: {
      HOU: sites.HOU.replace("10.2.1.0", "10.4.1.0"),
      BEA: sites.BEA.replace("10.3.1.0", "10.2.1.0"),
      GAL: sites.GAL.replace("10.4.1.0", "10.3.1.0"),
    },
    says: [
      "moved       10.3.1.0/24 from BEA to GAL",
      "moved       10.4.1.0/24 from GAL to HOU",
      "moved       10.2.1.0/24 from HOU to BEA",
    ],
    effort: "2 stages, 110 min, gap 50 min for 900 clients (300 of them until a later stage)",
    stages: [
      "bea-gal-hou-boundaries: boundaries/BEA.assignment narrow, boundaries/BEA.fast narrow, boundaries/GAL.assignment narrow, boundaries/GAL.fast narrow, boundaries/HOU.assignment narrow, boundaries/HOU.fast narrow",
      "gal-boundaries: boundaries/GAL.assignment narrow, boundaries/GAL.fast narrow",
    ],
  },
  "a site that is split": {
    change: {
      HOU: sites.HOU.replace("clients: 500", "clients: 350").replace(", 10.2.1.0/24", ""),
      HO2: "{ role: primary, parent: CEN, server: hou2, clients: 150, boundaries: { assignment: [10.2.1.0/24] } }",
    },
    says: ["split       site HOU: a part of it is HO2 now"],
    effort: "3 stages, 8 h 30 min, gap 50 min for 150 clients",
    stages: [
      "ho2-new: site/HO2 build",
      "ho2-join: gate/HO2/verified pass, settings/HOU allow-remote, site/HO2 join",
      "ho2-hou-boundaries: boundaries/HO2.assignment claim, boundaries/HO2.fast claim, boundaries/HOU.assignment narrow, boundaries/HOU.fast narrow, settings/HOU disallow, wave/HOU-HO2 reassign",
    ],
  },
  "a site that is merged into another": {
    change: {
      GAL: undefined,
      BEA: sites.BEA.replace("clients: 300", "clients: 400").replace("10.3.0.0/24", "10.3.0.0/24, 10.4.0.0/24, 10.4.1.0/24"),
    },
    says: ["merged      GAL into site BEA"],
    effort: "1 stage, 6 h 30 min, gap 50 min for 100 clients",
    stages: [
      "bea-gal-boundaries: boundaries/BEA.assignment narrow, boundaries/BEA.fast narrow, boundaries/GAL.assignment give-up, boundaries/GAL.fast give-up, settings/GAL allow-remote, site/GAL retire, task/GAL/unpublish do, wave/GAL-BEA reassign",
    ],
  },
  "a site below another one": {
    change: { GAL: sites.GAL.replace("parent: CEN", "parent: HOU") },
    says: ["re-parented site GAL from CEN to HOU"],
    effort: "1 stage, 50 min",
    stages: ["gal-parent: site/GAL re-parent"],
  },
  "a site on another server": {
    change: { GAL: sites.GAL.replace("gal1", "gal9") },
    says: ["replaced    site GAL on gal9 instead of gal1"],
    effort: "1 stage, 5 h",
    stages: ["gal-server: gate/GAL/verified pass, site/GAL re-home, task/GAL/backup do"],
  },
  "a server that is passed on: when its site is at home elsewhere, and somebody has signed that": {
    change: { HOU: sites.HOU.replace("hou1", "gal1"), GAL: sites.GAL.replace("gal1", "gal9") },
    says: ["replaced    site GAL on gal9 instead of gal1", "replaced    site HOU on gal1 instead of hou1"],
    effort: "2 stages, 10 h",
    stages: [
      "gal-server: gate/GAL/verified pass, site/GAL re-home, task/GAL/backup do",
      "hou-server: gate/HOU/verified pass, site/HOU re-home, task/HOU/backup do",
    ],
  },
  "a site under another code: built beside, its boundaries and clients handed over, retired": {
    change: { GAL: undefined, GA2: `{ from: GAL, ${sites.GAL.slice(2).replace("gal1", "gal2")}` },
    says: ["renamed     site GAL is GA2 now"],
    effort: "3 stages, 10 h, gap 50 min for 100 clients",
    stages: [
      "ga2-new: site/GA2 build",
      "ga2-join: gate/GA2/verified pass, site/GA2 join",
      "ga2-gal-boundaries: boundaries/GA2.assignment claim, boundaries/GA2.fast claim, boundaries/GAL.assignment give-up, boundaries/GAL.fast give-up, settings/GAL allow-remote, site/GAL retire, task/GAL/unpublish do, wave/GAL-GA2 reassign",
    ],
  },
  "a site system more, one less, and one elsewhere": {
    change: { HOU: sites.HOU.replace("dp1", "dp3"), BEA: sites.BEA.replace("dp2", "dp1") },
    says: ["moved       site system dp1 from HOU to BEA", "removed     site system dp2", "added       site system dp3"],
    effort: "1 stage, 2 h",
    stages: ["dp1-dp2-dp3: siteServer/dp1 change, siteServer/dp2 remove, siteServer/dp3 set-up"],
  },
  "a wholly new site": {
    change: { NEW: "{ role: primary, parent: CEN, server: new1, boundaries: { assignment: [10.9.0.0/24] } }" },
    says: ["added       site NEW"],
    effort: "3 stages, 3 h 50 min",
    stages: [
      "new-new: site/NEW build",
      "new-join: gate/NEW/verified pass, site/NEW join",
      "new-boundaries: boundaries/NEW.assignment claim, boundaries/NEW.fast claim",
    ],
  },
  "another count moves nobody": {
    change: { GAL: sites.GAL.replace("clients: 100", "clients: 120") },
    says: [],
    effort: "0 stages, 0 min",
    stages: [],
  },
};

describe("the changes of a small hierarchy, each alone", () => {
  for (const [name, want] of Object.entries(cases))
    it(name, () => {
      const found = posed(want.change, fast);
      assert.ok(found.problem && found.plan, found.said.join("\n"));
      assert.deepEqual(
        {
          says: changeLines(found.problem.table, found.problem.model.changes ?? []),
          effort: effort(found.problem, found.plan),
          stages: steps(found),
          said: found.said,
        },
        { says: want.says, effort: want.effort, stages: want.stages, said: [] },
      );
    });
});

const refused: Readonly<Record<string, readonly [change: Sites, says: readonly string[]]>> = {
  "a secondary site below another primary": [
    { SUL: sites.SUL.replace("parent: HOU", "parent: BEA") },
    [
      "estate.yaml:9 DIA-001 SUL is a secondary site and keeps its primary for life → give it a new code and server: { from: SUL, parent: … }",
    ],
  ],
  "a secondary site whose primary gets another code, which makes it another primary": [
    {
      HOU: undefined,
      HO2: `{ from: HOU, ${sites.HOU.slice(2).replace("hou1", "hou2")}`,
      SUL: sites.SUL.replace("parent: HOU", "parent: HO2"),
    },
    [
      "estate.yaml:8 DIA-001 SUL is a secondary site and keeps its primary for life → give it a new code and server: { from: SUL, parent: … }",
    ],
  ],
  "another code on the same server": [
    { GAL: undefined, GA2: `{ from: GAL, ${sites.GAL.slice(2)}` },
    [
      "estate.yaml:9 DIA-001 GA2 is to be GAL under another code on the same server: a site keeps its code for life → name another server for it; the old one is free afterwards",
    ],
  ],
  "two sites on each other's servers": [
    { HOU: sites.HOU.replace("hou1", "bea1"), BEA: sites.BEA.replace("bea1", "hou1") },
    [
      "estate.yaml:7 DIA-001 BEA and HOU exchange servers in a ring: none of them can be first → name another server for one of them",
    ],
  ],
  "a new site on the server of one that goes, and hands over to it": [
    { GAL: undefined, NEW: sites.GAL },
    [
      "estate.yaml:9 DIA-001 NEW is to be on gal1, which GAL leaves when NEW has its boundaries → name another server for it; the old one is free afterwards",
    ],
  ],
  "another role": [
    { GAL: sites.GAL.replace("primary", "secondary").replace("clients: 100, ", "") },
    [
      "estate.yaml:8 DIA-001 GAL is to have another role: no restructuring changes that → change it by hand and then in both estate.yaml and applied.yaml, or build a site with it",
    ],
  ],
  "a site that goes with its clients, and nobody takes its boundaries": [
    { GAL: undefined },
    [
      "applied.yaml:8 DIA-001 GAL goes with 100 clients, and no site takes over its boundaries → give its boundaries to other sites",
    ],
  ],
  "a site whose parts go to two, and whose clients are counted at neither": [
    {
      GAL: undefined,
      HOU: sites.HOU.replace("10.2.1.0/24", "10.2.1.0/24, 10.4.0.0/24"),
      BEA: sites.BEA.replace("10.3.1.0/24", "10.3.1.0/24, 10.4.1.0/24"),
    },
    [
      "applied.yaml:8 DIA-001 GAL goes, and its boundaries go to BEA and HOU: 100 of its clients have no site in the counts → count its clients at BEA and HOU",
    ],
  ],
  "an upgrade in disguise": [
    { GAL: sites.GAL.replace("{ ", "{ inPlace: true, ") },
    [
      "estate.yaml:8 DIA-001 GAL says how it is upgraded, and nothing is upgraded here → take out inPlace, sideBySide, keep and detach",
    ],
  ],
};

describe("what no restructuring does", () => {
  for (const [name, [change, says]] of Object.entries(refused)) it(name, () => assert.deepEqual(posed(change).said, says));

  it("an upgrade", () =>
    assert.deepEqual(posed({}, "", undefined, head.replace("sp1", "sp2")).said.slice(0, 1), [
      "estate.yaml:3 DIA-001 small is to go from 2007-sp1 to 2007-sp2: an upgrade is no restructuring → describe it as a migration: old.yaml, new.yaml, migration.yaml",
    ]));

  it("two site systems that change places: neither can go first, and the circle is told", () => {
    const { said, plan: made } = posed({ HOU: sites.HOU.replace("dp1", "dp2"), BEA: sites.BEA.replace("dp2", "dp1") });
    assert.equal(made, undefined);
    assert.equal(said.filter((one) => one.includes("PLAN-003")).length, 1);
    assert.ok(said[0]?.includes("siteServer/dp1:change comes before siteServer/dp2:change (RES-001)"), said[0]);
  });
});

describe("what waits in a small hierarchy", () => {
  const waits = (before: Sites, after: Sites, ...of: readonly string[]): readonly string[] => {
    const estate = (all: Sites): string =>
      `sites:\n${Object.entries({ ...sites, ...all })
        .map(([code, site]) => `  ${code}: ${site}\n`)
        .join("")}`;
    const { plan: made, said } = posedOf(head + estate(before), head + fast + estate({ ...before, ...after }));
    assert.ok(made, said.join("\n"));
    return made.stages
      .flatMap(({ edges }) => edges.filter(({ first, then }) => of.some((one) => first.startsWith(one) || then.startsWith(one))))
      .map(({ first, then, rule }) => `${first} < ${then} ${rule}`);
  };

  it("site systems that change places, where another one does their duty all the while: nobody waits", () => {
    const before = { HOU: sites.HOU.replace("dp1", "dp1, dp8"), BEA: sites.BEA.replace("dp2", "dp2, dp9") };
    const after = { HOU: before.HOU.replace("dp1,", "dp2,"), BEA: before.BEA.replace("dp2,", "dp1,") };
    assert.deepEqual(waits(before, after, "siteServer/"), []);
  });

  it("clients in a secondary site's boundaries: its primary's advertisements, as in its own", () =>
    assert.deepEqual(
      waits(
        {},
        {
          HOU: sites.HOU.replace("500", "450"),
          BEA: sites.BEA.replace("300", "350").replace("10.3.1.0/24", "10.3.1.0/24, 10.5.0.128/25"),
          SUL: sites.SUL.replace("10.5.0.0/24", "10.5.0.0/25"),
        },
        "settings/",
      ),
      [
        "settings/HOU:allow-remote < boundaries/SUL.assignment:narrow CM-168",
        "settings/HOU:allow-remote < boundaries/SUL.fast:narrow CM-168",
      ],
    ));
});

describe("a child that comes above its parent", () => {
  const below = { ...sites, GAL: sites.GAL.replace("parent: CEN", "parent: HOU") };
  const estate = (all: Sites): string =>
    `${head}sites:\n${Object.entries(all).map(([code, site]) => `  ${code}: ${site}\n`).join("")}`;
  const turned = { ...sites, HOU: sites.HOU.replace("parent: CEN", "parent: GAL") };
  const { problem, plan: made } = posedOf(estate(below), estate(turned).replace("sites:", `${fast}sites:`));
  assert.ok(problem && made);
  const [stage] = made.stages;
  assert.ok(stage);

  it("goes first: no site is ever below itself", () =>
    assert.deepEqual(
      stage.edges.map(({ first, then, rule }) => `${first} < ${then} ${rule}`),
      ["site/GAL:re-parent < site/HOU:re-parent RES-005"],
    ));

  it("the verifier knows that from the states alone", () =>
    assert.deepEqual(
      verify({ ...problem, edges: [] }, [{ ...stage, edges: [] }]).breaches.map(({ rule, focus }) => `${rule} ${focus}`),
      ["RES-005 site/GAL", "RES-005 site/HOU"],
    ));
});

describe("a plan after a small change of the documents", () => {
  const split: Sites = {
    HOU: sites.HOU.replace("clients: 500", "clients: 350").replace(", 10.2.1.0/24", ""),
    HO2: "{ role: primary, parent: CEN, server: hou2, clients: 150, boundaries: { assignment: [10.2.1.0/24] } }",
  };
  const first = posed(split, fast).lock as Lock;
  const body = (lock: Lock | undefined): readonly string[] => {
    const lines = printLock(lock as Lock).split("\n");
    return lines.slice(lines.indexOf("stages:"));
  };
  const differing = (a: readonly string[], b: readonly string[]): readonly [readonly string[], readonly string[]] => [
    a.filter((one) => !b.includes(one)),
    b.filter((one) => !a.includes(one)),
  ];

  it("is the same plan where nothing changed", () => assert.deepEqual(body(posed(split, fast, first).lock), body(first)));

  it("one changed operation is one changed line", () => {
    const next = posed({ ...split, HOU: split["HOU"]?.replace("dp: [dp1]", "dp: [dp1], mp: [dp1]") }, fast, first).lock as Lock;
    const again = posed(
      {
        ...split,
        HOU: split["HOU"]?.replace("dp: [dp1]", "dp: [dp1], mp: [dp1]"),
        GAL: sites.GAL.replace(/ }$/, ", roles: { dp: [dp1] } }"),
      },
      fast,
      next,
    ).lock as Lock;
    assert.deepEqual(differing(body(next), body(again)), [
      ["      siteServer/dp1: { move: change, for: [RES-001], set: { services: new } }"],
      ["      siteServer/dp1: { move: change, for: [RES-001], set: { services: new, sites: new } }"],
    ]);
  });

  it("what is new has a stage of its own: all others keep their names and their lines", () => {
    const steady = fast.replace("fast", "steady");
    const before = posed(split, steady).lock as Lock;
    const next = posed({ ...split, BEA: sites.BEA.replace("dp2", "dp4") }, steady, before).lock as Lock;
    assert.deepEqual(
      [Object.keys(before.stages), Object.keys(next.stages)],
      [
        ["ho2-new", "ho2-join", "ho2-hou-boundaries", "hou-ho2-clients"],
        ["ho2-new", "ho2-join", "ho2-hou-boundaries", "hou-ho2-clients", "dp2-dp4"],
      ],
    );
    assert.deepEqual(differing(body(before), body(next)), [
      [],
      [
        "  dp2-dp4:",
        '    milestone: "site systems"',
        "      siteServer/dp2: { move: remove, for: [RES-001], after: { siteServer/dp4: [RES-001] } }",
        "      siteServer/dp4: { move: set-up, for: [RES-001] }",
      ],
    ]);
  });

  it("without the last plan the same stages have other names", () => {
    const alone = posed({ ...split, AAA: "{ role: primary, parent: CEN, server: aaa1 }" }, fast).lock as Lock;
    const next = posed({ ...split, AAA: "{ role: primary, parent: CEN, server: aaa1 }" }, fast, first).lock as Lock;
    assert.deepEqual([Object.keys(alone.stages)[0], Object.keys(next.stages)[0]], ["aaa-ho2-new", "ho2-new"]);
  });
});

describe("a small hierarchy, interrupted anywhere and planned again", () => {
  for (const [name, { change }] of Object.entries(cases))
    it(name, () => {
      const { problem, plan: made } = posed(change, fast);
      assert.ok(problem && made);
      for (const { stage, state } of halfWay(problem.table, made)) {
        const again = plan(problem.pack, problem.model, state);
        const end = again.plan && states(again.problem.table, state, again.plan.stages).at(-1);
        assert.ok(end, `${stage}: ${again.findings.map(({ say }) => say).join("\n")}`);
        assert.deepEqual(plainly(end), plainly(problem.goal), stage);
      }
    });
});

/** Each operation of each stage under way, with all that comes before it done and all else not begun. */
function* halfWay(table: PhaseTable, { start, stages }: Plan): Generator<Readonly<{ stage: string; state: State }>> {
  let before = start;
  for (const stage of stages) {
    for (const operation of stage.operations) {
      const done = new Set([operation.id]);
      for (const id of done) for (const edge of stage.edges) if (edge.then === id) done.add(edge.first);
      const state = new Map(before);
      for (const one of stage.operations.filter(({ id }) => done.has(id))) {
        const path = walk(table, before.get(one.entity) as Entity, one);
        state.set(one.entity, path[one === operation ? 1 : path.length - 1] as Entity);
      }
      yield { stage: stage.name, state };
    }
    before = fold(table, before, stage);
  }
}
