import assert from "node:assert/strict";
import { changeLines, effort } from "../../../../cli/changes";
import { posed as posedOf, steps } from "../../posed";
import { Small, head, links, posed, sites, written } from "./small";

const fast = "options: { pace: fast }\n";

type Case = Readonly<{
  applied?: Small;
  options?: string;
  change: Small;
  says: readonly string[];
  effort: string;
  stages: readonly string[];
}>;

const cases: Readonly<Record<string, Case>> = {
  nothing: { change: {}, says: [], effort: "0 stages, 0 min", stages: [] },
  "a boundary from one site to another of the same server": {
    change: {
      sites: {
        houston: sites.houston.replace(", 10.1.1.0/24", ""),
        katy: sites.katy.replace("10.2.0.0/24", "10.1.1.0/24, 10.2.0.0/24"),
      },
    },
    says: ["moved       10.1.1.0/24 from houston to katy"],
    effort: "1 stage, 30 min, gap 30 min for 500 agents",
    stages: ["houston-katy-boundaries: boundaries/houston@7.1 change, boundaries/katy@7.1 change"],
  },
  "boundaries in a ring: two stages, and the site with the fewest agents waits": {
    change: {
      sites: {
        houston: sites.houston.replace("10.1.1.0", "10.3.1.0"),
        katy: sites.katy.replace("10.2.1.0", "10.1.1.0"),
        tomball: sites.tomball.replace("10.3.1.0", "10.2.1.0"),
      },
    },
    says: [
      "moved       10.1.1.0/24 from houston to katy",
      "moved       10.2.1.0/24 from katy to tomball",
      "moved       10.3.1.0/24 from tomball to houston",
    ],
    effort: "2 stages, 60 min, gap 30 min for 650 agents (100 of them until a later stage)",
    stages: [
      "houston-katy-tomball-boundaries: boundaries/houston@7.1 change, boundaries/katy@7.1 change, boundaries/tomball@7.1 change",
      "tomball-boundaries: boundaries/tomball@7.1 change",
    ],
  },
  "a site that is split": {
    change: {
      sites: {
        houston: sites.houston.replace("500", "350").replace(", 10.1.1.0/24", ""),
        spring: "{ server: hou, agents: 150, boundaries: [10.1.1.0/24] }",
      },
      siteServers: { "spr-ps": "{ sites: [spring] }" },
    },
    says: ["split       site houston: a part of it is spring now", "added       site server spr-ps"],
    effort: "1 stage, 90 min, gap 30 min for 150 agents",
    stages: ["houston-spring-boundaries: boundaries/houston@7.1 change, boundaries/spring@7.1 claim, siteServer/spr-ps set-up"],
  },
  "a site that is merged into another, and its site server retired": {
    change: {
      sites: {
        beaumont: sites.beaumont.replace("300", "500").replace("10.4.1.0/24", "10.4.1.0/24, 10.5.0.0/24"),
        orange: undefined,
      },
      siteServers: { "ora-ps": undefined },
    },
    says: ["merged      orange into site beaumont", "removed     site server ora-ps"],
    effort: "1 stage, 35 min, gap 30 min for 200 agents",
    stages: [
      "beaumont-orange-boundaries: boundaries/beaumont@7.1 change, boundaries/orange@7.1 give-up, siteServer/ora-ps retire",
    ],
  },
  "a site under another name": {
    change: {
      sites: { orange: undefined, vidor: `{ from: orange, ${sites.orange.slice(2)}` },
      siteServers: { "ora-ps": "{ sites: [vidor] }" },
    },
    says: ["renamed     site orange is vidor now"],
    effort: "1 stage, 75 min, gap 30 min for 200 agents",
    stages: ["orange-vidor-boundaries: boundaries/orange@7.1 give-up, boundaries/vidor@7.1 claim, siteServer/ora-ps change"],
  },
  "a site on another server: its site server before its agents, and both servers know it meanwhile": {
    change: { sites: { orange: sites.orange.replace("bea", "dal") } },
    says: ["moved       site orange from bea to dal"],
    effort: "3 stages, 4 h 25 min",
    stages: [
      "orange-boundaries: boundaries/orange@7.1 add, settings/bea--dal@7.1 create, siteServer/ora-ps change",
      "orange-dal-agents: gate/bea--dal/settled pass, settings/bea--dal@7.1 target, wave/orange-dal move",
      "orange-boundaries-2: boundaries/orange@7.1 drop, settings/bea--dal@7.1 withdraw",
    ],
  },
  "a part of a site to a site of another server: there before its agents, gone after them": {
    change: {
      sites: {
        beaumont: sites.beaumont.replace("300", "250").replace(", 10.4.1.0/24", ""),
        dallas: sites.dallas.replace("400", "450").replace("10.6.0.0/24", "10.4.1.0/24, 10.6.0.0/24"),
      },
    },
    says: ["moved       10.4.1.0/24 from beaumont to dallas"],
    effort: "3 stages, 3 h 40 min",
    stages: [
      "dallas-boundaries: boundaries/dallas@7.1 change, settings/bea--dal@7.1 create",
      "beaumont-dallas-agents: gate/bea--dal/settled pass, settings/bea--dal@7.1 target, wave/beaumont-dallas move",
      "beaumont-boundaries: boundaries/beaumont@7.1 change, settings/bea--dal@7.1 withdraw",
    ],
  },
  "a child below another server": {
    change: { links: ["{ parent: dal, child: bea, replicates: [policies] }", links[1]] },
    says: ["re-parented Notification Server bea from hou to dal"],
    effort: "2 stages, 100 min",
    stages: [
      "bea-parent: gate/bea/idle pass, gate/dal/idle pass, gate/hou/idle pass, link/dal--bea@7.1 link, link/hou--bea@7.1 cut, server/bea@7.1 separate, server/dal@7.1 separate, server/hou@7.1 separate, task/hou--bea/document do",
      "bea-dal-hou-replication: server/bea@7.1 reconnect, server/dal@7.1 reconnect, server/hou@7.1 reconnect, task/dal--bea/replication-rules do",
    ],
  },
  "a child that is let go": {
    change: { links: [links[1]] },
    says: ["re-parented Notification Server bea from hou to nobody"],
    effort: "2 stages, 50 min",
    stages: [
      "bea-parent: gate/bea/idle pass, gate/hou/idle pass, link/hou--bea@7.1 cut, server/bea@7.1 separate, server/hou@7.1 separate, task/hou--bea/document do",
      "bea-hou-replication: server/bea@7.1 reconnect, server/hou@7.1 reconnect",
    ],
  },
  "a site server more, one less, one elsewhere, and one with another service": {
    change: {
      siteServers: {
        "bea-ps": "{ sites: [beaumont], services: [package, task] }",
        "hou-ps2": "{ sites: [katy] }",
        "hou-ps3": "{ sites: [houston] }",
        "ora-ps": "{ sites: [orange], services: [package] }",
      },
    },
    says: [
      "moved       site server hou-ps2 from houston to katy",
      "added       site server hou-ps3",
      "changed     site server ora-ps: services",
    ],
    effort: "1 stage, 105 min",
    stages: ["hou-ps2-hou-ps3-ora-ps: siteServer/hou-ps2 change, siteServer/hou-ps3 set-up, siteServer/ora-ps change"],
  },
  "a site server in the place of another one": {
    change: { siteServers: { "dal-ps": undefined, "dal-ps2": "{ sites: [dallas] }" } },
    says: ["removed     site server dal-ps", "added       site server dal-ps2"],
    effort: "1 stage, 80 min",
    stages: ["dal-ps-dal-ps2: siteServer/dal-ps retire, siteServer/dal-ps2 set-up"],
  },
  "a wholly new site": {
    change: { sites: { waco: "{ server: dal, boundaries: [10.9.0.0/24] }" }, siteServers: { "wac-ps": "{ sites: [waco] }" } },
    says: ["added       site waco", "added       site server wac-ps"],
    effort: "1 stage, 75 min",
    stages: ["waco-boundaries: boundaries/waco@7.1 claim, siteServer/wac-ps set-up"],
  },
  "all sites of a server: its last site server is retired when the agents have left": {
    change: {
      sites: { dallas: sites.dallas.replace("dal", "hou") },
      siteServers: { "dal-ps": undefined, "dal-ps2": "{ sites: [dallas] }" },
    },
    says: ["moved       site dallas from dal to hou", "removed     site server dal-ps", "added       site server dal-ps2"],
    effort: "3 stages, 5 h",
    stages: [
      "dallas-boundaries: boundaries/dallas@7.1 add, settings/dal--hou@7.1 create, siteServer/dal-ps2 set-up",
      "dallas-hou-agents: gate/dal--hou/settled pass, settings/dal--hou@7.1 target, wave/dallas-hou move",
      "dallas-boundaries-2: boundaries/dallas@7.1 drop, settings/dal--hou@7.1 withdraw, siteServer/dal-ps retire",
    ],
  },
  "more agents than may go at once: one wave after the other (ALT-076)": {
    applied: { sites: { orange: sites.orange.replace("200", "6000") } },
    change: { sites: { orange: sites.orange.replace("200", "6000").replace("bea", "dal") } },
    says: ["moved       site orange from bea to dal"],
    effort: "4 stages, 7 h 35 min",
    stages: [
      "orange-boundaries: boundaries/orange@7.1 add, settings/bea--dal@7.1 create, siteServer/ora-ps change",
      "orange-dal-1-agents: settings/bea--dal@7.1 target, wave/orange-dal-1 move",
      "orange-dal-2-agents: gate/bea--dal/settled pass, settings/bea--dal@7.1 target, wave/orange-dal-2 move",
      "orange-boundaries-2: boundaries/orange@7.1 drop, settings/bea--dal@7.1 withdraw",
    ],
  },
  "as small waves as are asked for": {
    change: { sites: { orange: sites.orange.replace("bea", "dal") } },
    options: "options: { pace: fast, waves: 100 }\n",
    says: ["moved       site orange from bea to dal"],
    effort: "4 stages, 7 h 35 min",
    stages: [
      "orange-boundaries: boundaries/orange@7.1 add, settings/bea--dal@7.1 create, siteServer/ora-ps change",
      "orange-dal-1-agents: settings/bea--dal@7.1 target, wave/orange-dal-1 move",
      "orange-dal-2-agents: gate/bea--dal/settled pass, settings/bea--dal@7.1 target, wave/orange-dal-2 move",
      "orange-boundaries-2: boundaries/orange@7.1 drop, settings/bea--dal@7.1 withdraw",
    ],
  },
  "another count moves nobody": {
    change: { sites: { katy: sites.katy.replace("100", "120") } },
    says: [],
    effort: "0 stages, 0 min",
    stages: [],
  },
};

describe("the changes of a small Altiris estate, each alone", () => {
  for (const [name, want] of Object.entries(cases))
    it(name, () => {
      const found = posed(want.change, want.options ?? fast, want.applied);
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

it("an estate of 7.0 is restructured as well, with the same steps", () => {
  const change: Small = {
    sites: { orange: sites.orange.replace("bea", "dal") },
    links: [links[0].replace("hou", "dal"), links[1]],
  };
  const [there, here] = [head.replace("7.1", "7.0"), head];
  const at = (lines: string): readonly string[] => steps(posedOf(written({}, lines), written(change, lines) + fast));
  assert.equal(at(here).length, 3);
  assert.deepEqual(
    at(there),
    at(here).map((line) => line.replaceAll("@7.1", "@7.0")),
  );
});
