import assert from "node:assert/strict";
import { Posed, posed as posedOf } from "../../posed";
import { Small, head, links, posed, server, sites, written } from "./small";

const refused: Readonly<Record<string, readonly [change: Small, says: readonly string[], applied?: Small]>> = {
  "a wholly new Notification Server": [
    { servers: { aus: server("aus") } },
    [
      "estate.yaml:8 DIA-001 aus is a new Notification Server: no restructuring installs one → install it, write it into both estate.yaml and applied.yaml, and give it its sites in the plan after",
    ],
  ],
  "a Notification Server that goes with its sites": [
    {
      servers: { bea: undefined },
      links: [links[1]],
      sites: { beaumont: sites.beaumont.replace("bea", "hou"), orange: sites.orange.replace("bea", "hou") },
    },
    [
      "applied.yaml:5 DIA-001 bea is in the estate no more: no restructuring takes a Notification Server out of service → keep it, and give beaumont, orange to another server; when it is empty, take it out by hand and of both documents",
    ],
  ],
  "a Notification Server under another name": [
    {
      servers: { dal: undefined, dfw: `{ from: dal, ${server("dal").slice(2)}` },
      links: [links[0], "{ parent: hou, child: dfw, replicates: [policies] }"],
      sites: { dallas: sites.dallas.replace("dal,", "dfw,") },
    },
    ["estate.yaml:7 DIA-001 dal is to be called dfw: a Notification Server keeps its name → keep its name"],
  ],
  "a Notification Server on another host": [
    { servers: { dal: server("dal").replace("dal.example", "dal9.example") } },
    [
      "estate.yaml:6 DIA-001 dal is to be on dal9.example instead of dal.example: no restructuring brings a Notification Server to another host → change it by hand and then in both estate.yaml and applied.yaml",
    ],
  ],
  "a Notification Server with another product": [
    { servers: { dal: server("dal").replace("{ patch", '{ monitor: "7.1", patch') } },
    [
      "estate.yaml:6 DIA-001 dal: products cannot change in a restructuring → change it by hand and then in both estate.yaml and applied.yaml",
    ],
  ],
  "other agent settings": [
    { settings: { dal: "{ policiesHeldBack: [patching] }" } },
    [
      "estate.yaml:23 DIA-001 dal: settings cannot change in a restructuring → change it by hand and then in both estate.yaml and applied.yaml",
    ],
  ],
  "a link that is to replicate something else": [
    { links: [links[0].replace("[policies]", "[packages]"), links[1]] },
    [
      "estate.yaml:8 DIA-001 the link from hou to bea is to replicate otherwise, which no restructuring changes → change it by hand and then in both estate.yaml and applied.yaml",
    ],
  ],
  "a site that moves and changes at once": [
    { sites: { orange: sites.orange.replace("bea", "dal").replace("10.5.0.0/24", "10.5.0.0/25") } },
    [
      "estate.yaml:14 DIA-001 orange is to go from bea to dal and to have other boundaries at once → one after the other: first the boundaries, then, when that is finished, the server",
    ],
  ],
  "boundaries in a ring across servers": [
    {
      sites: {
        beaumont: sites.beaumont.replace("300", "290").replace("10.4.1.0/24", "10.2.1.0/24"),
        katy: sites.katy.replace("100", "110").replace("10.2.1.0/24", "10.4.1.0/24"),
      },
    },
    [
      "estate.yaml:13 DIA-001 beaumont and katy exchange boundaries across servers in a ring: none of them can be first → take one of these exchanges out, and plan it when the others are finished",
    ],
  ],
  "a site that goes with its agents, and nobody takes its boundaries": [
    { sites: { tomball: undefined }, siteServers: { "hou-ps1": "{ sites: [houston, katy] }" } },
    [
      "applied.yaml:12 DIA-001 tomball goes with 50 agents, and no site takes over its boundaries → give its boundaries to other sites",
    ],
  ],
  "a site whose parts go to two, and whose agents are counted at neither": [
    {
      sites: {
        tomball: undefined,
        houston: sites.houston.replace("]", ", 10.3.0.0/24]"),
        katy: sites.katy.replace("]", ", 10.3.1.0/24]"),
      },
      siteServers: { "hou-ps1": "{ sites: [houston, katy] }" },
    },
    [
      "applied.yaml:12 DIA-001 tomball goes, and its boundaries go to houston and katy: 50 of its agents have no site in the counts → count its agents at houston and katy",
    ],
  ],
  "a site server of sites of two servers": [
    { siteServers: { "ora-ps": "{ sites: [dallas, orange] }" } },
    [
      "estate.yaml:21 DIA-001 ora-ps is to serve sites of dal and bea: a site server is registered on one server (ALT-153) → give each server's sites a site server of their own",
    ],
  ],
  "a site server on another computer": [
    { siteServers: { "dal-ps": "{ sites: [dallas], host: ps2.example }" } },
    [
      "estate.yaml:18 DIA-001 dal-ps is to be ps2.example instead of ps1.example: another computer is another site server → write it under a name of its own, and leave dal-ps out",
    ],
    { siteServers: { "dal-ps": "{ sites: [dallas], host: ps1.example }" } },
  ],
  "a site server under another name on the same computer": [
    { siteServers: { "dal-ps": undefined, "dfw-ps": "{ from: dal-ps, sites: [dallas], host: ps1.example }" } },
    [
      "estate.yaml:21 DIA-001 dfw-ps is to be dal-ps under another name on the same computer: a site server keeps its name → keep the name dal-ps, or name another host",
    ],
    { siteServers: { "dal-ps": "{ sites: [dallas], host: ps1.example }" } },
  ],
  "agents that come where no site server is for them": [
    { sites: { orange: sites.orange.replace("bea", "dal") }, siteServers: { "ora-ps": "{ sites: [beaumont] }" } },
    [
      "estate.yaml:14 ALT-151 agents of another server come to orange, and no site server of it is there for them → write a site server with sites: [orange]",
    ],
  ],
  "the last site server of a server that goes before its agents": [
    { sites: { dallas: sites.dallas.replace("dal", "hou") } },
    [
      "estate.yaml:18 ALT-231 dal-ps goes before the agents, and dal has no other site server meanwhile → give the sites that go another one where they come to, and leave dal-ps out: it is retired when the agents have left",
    ],
  ],
  "a server that keeps its agents and no site server": [
    { siteServers: { "dal-ps": undefined } },
    [
      "estate.yaml:6 ALT-231 dal has agents and is to have no site server any more → write a site server for one of its sites, or keep dal-ps",
    ],
  ],
};

describe("what no restructuring of an Altiris estate does", () => {
  for (const [name, [change, says, applied]] of Object.entries(refused))
    it(name, () => assert.deepEqual(posed(change, "", applied).said, says));

  it("an upgrade", () =>
    assert.deepEqual(posedOf(written({}), written({}, head.replace("7.1", "7.5"))).said, [
      "estate.yaml:3 DIA-001 small is to go from 7.1 to 7.5: an upgrade is no restructuring → describe it as a migration: old.yaml, new.yaml, migration.yaml",
    ]));

  it("more agents than a server manages: those who stay are counted as well, and exactly as many are allowed", () => {
    const full = (agents: number): Small => ({ sites: { dallas: sites.dallas.replace("400", String(agents)) } });
    const come = (agents: number): Posed =>
      posed({ sites: { ...full(agents).sites, orange: sites.orange.replace("bea", "dal") } }, "", full(agents));
    assert.deepEqual(come(19_801).said, [
      "estate.yaml:14 ALT-172 dal is to have 20,001 agents, and a server manages 20,000 → let orange go to another server, or take others from dal first",
    ]);
    assert.deepEqual(come(19_800).said, []);
  });

  it("two site servers that change places: neither can go first, and the circle is told", () => {
    const { plan, said } = posed({ siteServers: { "bea-ps": "{ sites: [orange] }", "ora-ps": "{ sites: [beaumont] }" } });
    assert.equal(plan, undefined);
    assert.deepEqual(said, [
      "estate.yaml:17 PLAN-003 no order satisfies these rules: siteServer/bea-ps:change comes before siteServer/ora-ps:change (ALT-231, RES-001); siteServer/ora-ps:change comes before siteServer/bea-ps:change (ALT-231, RES-001) → one of them must give way: ALT-231, RES-001; drover rules <id> says what each asks",
    ]);
  });
});
