import { gulf, migrated, moved, newServer, separated } from "../estate";
import { Broken, aimed, hou71, restored, restoredHou, wave } from "./broken";

/** What the platform does, and should not have been asked for. */
export const harmed: Readonly<Record<string, Broken>> = {
  "another installation path": {
    law: "LAW-PATH",
    before: [
      ...separated,
      ...restored,
      ["server/bea@7.1", "install", newServer("bea", { installPath: "C:\\Program Files" })],
      ...aimed("bea", "wave/beaumont"),
      ["siteServer/new", "create", { sites: ["beaumont"], on: ["server/bea@7.1"] }],
    ],
    order: ["wave/beaumont", "move"],
    says: "800 agents of wave/beaumont keep their old version: server/bea@7.1 was installed at another path than the server before it",
  },
  "a link that was left": {
    law: "LAW-LINK-LEFT",
    before: [...separated.slice(0, 6), ...restored],
    order: ["server/bea@7.1", "install", newServer("bea")],
    says: "server/bea@7.1 took over while link/hou--bea@7.0 was linked: the hierarchy in its database points to servers that it cannot reach",
  },
  "a link cut under replication": {
    law: "LAW-DETACH-REPLICATION",
    before: [
      ["server/hou@7.0", "separate"],
      ["gate/hou/idle", "pass"],
    ],
    order: ["link/hou--bea@7.0", "detach"],
    says: "link/hou--bea@7.0 was removed while replication was on on server/bea@7.0: what was being sent is lost",
  },
  "a link cut while jobs run": {
    law: "LAW-DETACH-JOBS",
    before: [
      ["server/hou@7.0", "separate"],
      ["gate/hou/idle", "pass"],
      ["server/bea@7.0", "separate"],
    ],
    order: ["link/hou--bea@7.0", "detach"],
    says: "link/hou--bea@7.0 was removed while 1 replication job ran on server/bea@7.0: what was being sent is lost",
  },
  "a parent before its child": {
    law: "LAW-CHILD-FIRST",
    before: [...separated, ...restoredHou],
    order: ["server/hou@7.1", "install", newServer("hou")],
    says: "server/hou@7.1 reached 7.1 before its child server/bea@7.0 did: inventory is not forwarded",
  },
  "an older backup": {
    law: "LAW-BACKUP-NEWEST",
    before: [...separated, ["task/bea/backup-2", "do"]],
    order: ["database/bea@7.1", "restore", { backup: "backup-1" }],
    says:
      "database/bea@7.1 was restored from backup/bea@7.0/backup-1, which lacks 1 later change and 104 minutes of inventory, and is older " +
      "than backup/bea@7.0/backup-2",
  },
  "a backup from before a change": {
    law: "LAW-BACKUP-NEWEST",
    before: separated,
    order: ["database/bea@7.1", "restore"],
    says: "database/bea@7.1 was restored from backup/bea@7.0/backup-1, which lacks 1 later change and 89 minutes of inventory",
  },
  "a missing product": {
    law: "LAW-PARITY",
    before: [...separated, ...restored],
    order: ["server/bea@7.1", "install", newServer("bea", { products: ["inventory"] })],
    says: "server/bea@7.1 was connected to database/bea@7.1 without patch: the database and the server are corrupt for good",
  },
  "a collation that was changed by hand": {
    law: "LAW-COLLATION",
    before: [...separated, ...restored],
    meddle: { "database/bea@7.1": { collation: "German_CI" } },
    order: ["server/bea@7.1", "install", newServer("bea")],
    says: "database/bea@7.1 has collation German_CI and its data Latin1_CI: the database and the server are corrupt for good",
  },
  "a server connected to the old database": {
    law: "LAW-SHARED-DATABASE",
    before: separated,
    order: ["server/bea@7.1", "install", newServer("bea", { database: "database/bea@7.0" })],
    says: "server/bea@7.1 converted database/bea@7.0, which server/bea@7.0 uses: the database and both servers are corrupt for good",
  },
  "outstanding tasks": {
    law: "LAW-OUTSTANDING",
    changes: { "server/bea@7.0": { outstanding: 3 } },
    before: [...separated, ...restored],
    order: ["server/bea@7.1", "install", newServer("bea")],
    says: "server/bea@7.1 took over while 3 tasks were outstanding on server/bea@7.0: they are lost",
  },
  "a corrupt database connected": {
    law: "LAW-CORRUPT",
    before: [...separated, ...restored],
    meddle: { "database/bea@7.1": { contents: "corrupt" } },
    order: ["server/bea@7.1", "install", newServer("bea")],
    says: "server/bea@7.1 was connected to database/bea@7.1, which is corrupt",
  },
  "a package server before its clients are targeted": {
    law: "LAW-PACKAGE-TARGET",
    before: [...separated, ...migrated("bea"), ["siteServer/tmp", "set-up", { sites: ["beaumont"], on: ["server/bea@7.0"] }]],
    order: ["siteServer/bea-ps1", "take-over"],
    says: "siteServer/bea-ps1 was upgraded before any of its clients was targeted on server/bea@7.1: packages are fetched twice over slow lines",
  },
  "5,001 agents at once": {
    law: "LAW-AT-ONCE",
    changes: { "wave/houston": { agents: 5001 } },
    before: [...hou71, ...moved("hou", "houston").slice(0, -1)],
    order: ["wave/houston", "move"],
    says: "5,001 agents move to server/hou@7.1 at once, 5,000 are the most while its policies are on: it hardly answers",
  },
  "15,001 agents at once to a quiet server": {
    law: "LAW-AT-ONCE",
    changes: { "wave/houston": { agents: 15_001 } },
    before: [...hou71, ...moved("hou", "houston").slice(0, -1)],
    meddle: { "server/hou@7.1": { quiet: true } },
    order: ["wave/houston", "move"],
    says: "15,001 agents move to server/hou@7.1 at once, 15,000 are the most: it is overloaded and loses what they send",
  },
  "20,001 agents on one server": {
    law: "LAW-MANAGED",
    seed: [...gulf, wave("there", 15_001, { phase: "moved", at: ["server/hou@7.1"] })],
    before: [...hou71, ...moved("hou", "houston").slice(0, -1)],
    order: ["wave/houston", "move"],
    says: "server/hou@7.1 has 20,001 agents, 20,000 are the most: it falls behind",
  },
  "agents before a site server of their site": {
    law: "LAW-SITE-FIRST",
    before: [
      ...separated,
      ...migrated("bea"),
      ...aimed("bea", "wave/beaumont"),
      ["siteServer/elsewhere", "set-up", { sites: ["orange"], on: ["server/bea@7.1"] }],
    ],
    order: ["wave/beaumont", "move"],
    says: "wave/beaumont turns to server/bea@7.1, where no site server of beaumont serves: 800 agents lose service",
  },
  "the last site server gone": {
    law: "LAW-NO-SITE-SERVER",
    order: ["siteServer/bea-ps1", "drop"],
    says: "server/bea@7.0 has agents and no site server: up to 800 agents lose service",
  },
  "a server retired under its agents": {
    law: "LAW-RETIRE",
    order: ["server/bea@7.0", "retire"],
    says: "server/bea@7.0 is retiring while agents turn to it: up to 800 agents lose service",
  },
  "agents that come to a server which does not know their site": {
    law: "LAW-SITE-KNOWN",
    changes: { "wave/beaumont": { to: "server/hou@7.0", site: "houston", newBoundaries: "boundaries/orange@7.0" } },
    before: [
      ["settings/bea--hou@7.0", "create", { server: "server/bea@7.0", alternate: "server/hou@7.0" }],
      ["settings/bea--hou@7.0", "target", { add: ["wave/beaumont"] }],
    ],
    order: ["wave/beaumont", "move"],
    says: "wave/beaumont reports to server/hou@7.0, which does not know boundaries/orange@7.0: its agents find no site",
  },
  "a site deleted under agents that are still to go": {
    law: "LAW-SITE-KNOWN",
    changes: { "wave/beaumont": { from: "server/bea@7.0", fromBoundaries: "boundaries/beaumont@7.0" } },
    order: ["boundaries/beaumont@7.0", "give-up"],
    says: "wave/beaumont reports to server/bea@7.0, where boundaries/beaumont@7.0 was deleted: its agents find no site",
  },
  "the only package server of a site retired": {
    law: "LAW-SERVICE",
    changes: { "siteServer/bea-ps1": { phase: "up" }, "boundaries/beaumont@7.0": { services: ["package"] } },
    before: [["siteServer/ora-ps1", "set-up", { sites: ["orange"], services: ["package"], on: ["server/bea@7.0"] }]],
    order: ["siteServer/bea-ps1", "retire"],
    says: "site beaumont has no package service when siteServer/bea-ps1 leaves it",
  },
};
