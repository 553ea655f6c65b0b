import { migrated, moved, newServer, separated } from "../estate";
import { Broken, restored } from "./broken";

/** What the platform does not do. */
export const refused: Readonly<Record<string, Broken>> = {
  "an act on what is not in the phase for it": {
    law: "LAW-PHASE",
    order: ["server/hou@7.0", "rejoin"],
    says: "server/hou@7.0 is running; rejoin needs it to be separated. Look at it again before ordering.",
  },
  "a site server without a server to go to": {
    law: "LAW-NO-SERVER",
    order: ["siteServer/bea-ps1", "take-over"],
    says: "siteServer/bea-ps1 has nowhere to go: no server follows the one it is registered on. Install that server first, or say to which one.",
  },
  "agents sent to a server that is not there": {
    law: "LAW-NO-SERVER",
    order: ["wave/beaumont", "move", { to: "server/bea@7.1" }],
    says: "wave/beaumont cannot move: server/bea@7.1 is not there. Bring it up first.",
  },
  "two running servers on one host": {
    law: "LAW-HOST",
    before: [...separated, ...restored],
    order: ["server/bea@7.1", "install", newServer("bea", { host: "bea-ns1.gulf.example" })],
    says: "server/bea@7.1 cannot be installed on bea-ns1.gulf.example: server/bea@7.0 runs there. Take another host, or retire that server first.",
  },
  "7.1 on an old system": {
    law: "LAW-OS",
    before: [...separated, ...restored],
    order: ["server/bea@7.1", "install", newServer("bea", { os: "windows-server-2003" })],
    says: "server/bea@7.1 cannot be installed on windows-server-2003: 7.1 needs Windows Server 2008 R2, 64 bit. Set that up on the host first.",
  },
  "a link across versions": {
    law: "LAW-LINK-VERSION",
    before: [...separated, ...migrated("bea")],
    order: ["link/hou--bea@7.1", "link", { ends: ["server/hou@7.0", "server/bea@7.1"] }],
    says: "link/hou--bea@7.1 cannot carry anything: server/hou@7.0 has version 7.0 and server/bea@7.1 7.1. Migrate both before you link them.",
  },
  "a link to nowhere": {
    law: "LAW-LINK-VERSION",
    before: [...separated, ...migrated("bea")],
    order: ["link/hou--bea@7.1", "link", { ends: ["server/hou@7.1", "server/bea@7.1"] }],
    says: "link/hou--bea@7.1 cannot carry anything: its end server/hou@7.1 is not there. Bring both ends up first.",
  },
  "a restore of nothing": {
    law: "LAW-BACKUP",
    order: ["database/bea@7.1", "restore"],
    says: "database/bea@7.1 cannot be restored: there is no backup of database/bea@7.0. Back it up first.",
  },
  "a restore of a backup that was not made": {
    law: "LAW-BACKUP",
    before: [["task/bea/backup-1", "do"]],
    order: ["database/bea@7.1", "restore", { backup: "backup-2" }],
    says: 'database/bea@7.1 cannot be restored: there is no backup "backup-2" of database/bea@7.0. Back it up first.',
  },
  "a restore of a backup that nobody verified": {
    law: "LAW-BACKUP",
    before: [["task/bea/backup-1", "do"]],
    meddle: { "backup/bea@7.0/backup-1": { verified: false } },
    order: ["database/bea@7.1", "restore"],
    says: "database/bea@7.1 cannot be restored: backup/bea@7.0/backup-1 is not verified. Back up again and verify it.",
  },
  "a restore with another collation": {
    law: "LAW-COLLATION",
    before: [["task/bea/backup-1", "do"]],
    order: ["database/bea@7.1", "restore", { collation: "German_CI" }],
    says:
      "database/bea@7.1 cannot be restored with collation German_CI: backup/bea@7.0/backup-1 has Latin1_CI. Take an instance with the old " +
      "collation.",
  },
  "a restore over the old database": {
    law: "LAW-SAME-NAME",
    before: [["task/bea/backup-1", "do"]],
    order: ["database/bea@7.1", "restore", { sql: "bea-sql1", name: "CMDB" }],
    says: "database/bea@7.1 cannot be restored as CMDB on bea-sql1: database/bea@7.0 has that name there. Give the copy another name.",
  },
  "an installation without permissions on the database": {
    law: "LAW-OWNER",
    before: [...separated, ...restored.slice(0, 2)],
    order: ["server/bea@7.1", "install", newServer("bea")],
    says: "server/bea@7.1 may not open database/bea@7.1: its account does not own it. Set the permissions on the SQL database first.",
  },
  "an installation without a database": {
    law: "LAW-CONNECT",
    before: separated,
    order: ["server/bea@7.1", "install", newServer("bea")],
    says: "server/bea@7.1 has nothing to connect to: database/bea@7.1 is not there. Restore it first.",
  },
  "a database dropped under its server": {
    law: "LAW-DATABASE-USED",
    before: [...separated, ...migrated("bea")],
    order: ["database/bea@7.1", "drop"],
    says: "database/bea@7.1 cannot be dropped: server/bea@7.1 uses it. Uninstall that server first.",
  },
  "a corrupt server": {
    law: "LAW-CORRUPT",
    before: [...separated, ...migrated("bea")],
    meddle: { "server/bea@7.1": { contents: "corrupt" } },
    order: ["server/bea@7.1", "join"],
    says: "server/bea@7.1 cannot replicate: server/bea@7.1 is corrupt. Uninstall it, drop its database, and restore anew.",
  },
  "a subnet with two owners": {
    law: "LAW-ONE-OWNER",
    before: [...separated, ...migrated("bea"), ["boundaries/beaumont@7.1", "confirm"]],
    order: ["boundaries/orange@7.1", "confirm", { server: "server/bea@7.1", addresses: ["10.20.7.0/24", "10.20.0.0/16"] }],
    says:
      "server/bea@7.1 would have two owners of an address: 10.20.0.0/16 of boundaries/orange@7.1 and 10.20.0.0/16 of " +
      "boundaries/beaumont@7.1. Take it from one of them.",
  },
  "a range that holds a part of another site's": {
    law: "LAW-ONE-OWNER",
    before: [...separated, ...migrated("bea"), ["boundaries/beaumont@7.1", "confirm"]],
    order: ["boundaries/orange@7.1", "confirm", { server: "server/bea@7.1", addresses: ["10.30.0.90-10.30.0.120"] }],
    says:
      "server/bea@7.1 would have two owners of an address: 10.30.0.10-10.30.0.99 of boundaries/beaumont@7.1 and " +
      "10.30.0.90-10.30.0.120 of boundaries/orange@7.1. Take it from one of them.",
  },
  "an export before the installation": {
    law: "LAW-EXPORT-EARLY",
    before: separated,
    order: ["task/bea/export", "do"],
    says: "task/bea/export cannot be done: the wizard comes with the 7.1 products, and server/bea@7.1 is not installed. Install it first.",
  },
  "an import before the installation": {
    law: "LAW-IMPORT-EARLY",
    before: separated,
    order: ["task/bea/import", "do"],
    says: "task/bea/import cannot be done: server/bea@7.1 is not installed. Install it first.",
  },
  "an import of nothing": {
    law: "LAW-IMPORT-EARLY",
    before: [...separated, ...migrated("bea").slice(0, 5)],
    order: ["task/bea/import", "do"],
    says: "task/bea/import cannot be done: no exported store was copied to server/bea@7.1. Export and copy it first.",
  },
  "a copy of a store that nobody exported": {
    law: "LAW-IMPORT-EARLY",
    before: [...separated, ...migrated("bea").slice(0, 4)],
    order: ["task/bea/copy-store", "do"],
    says: "task/bea/copy-store cannot be done: server/bea@7.0 has exported no store. Export it first.",
  },
  "data verified that nobody imported": {
    law: "LAW-IMPORT-EARLY",
    before: [...separated, ...migrated("bea").slice(0, 6)],
    order: ["task/bea/verify-data", "do"],
    says: "task/bea/verify-data cannot be done: nothing was imported on server/bea@7.1. Import first.",
  },
  "a site server on two servers": {
    law: "LAW-BOTH",
    before: [...separated, ...migrated("bea")],
    order: ["siteServer/tmp", "set-up", { on: ["server/bea@7.0", "server/bea@7.1"] }],
    says: "siteServer/tmp cannot be registered on server/bea@7.0 and server/bea@7.1: a site server has one server. Drop it from one of them.",
  },
  "a new agent on an old server": {
    law: "LAW-AGENT-DOWN",
    before: [...separated, ...migrated("bea"), ["siteServer/bea-ps1", "drop"]],
    meddle: { "siteServer/bea-ps1": { agentVersion: "7.1" } },
    order: ["siteServer/bea-ps1", "undrop"],
    says: "siteServer/bea-ps1 cannot go back to server/bea@7.0: its agent is 7.1 and that server 7.0. Set up a new 7.0 agent instead.",
  },
  "agents that nobody targeted": {
    law: "LAW-TARGET",
    before: [
      ...separated,
      ...migrated("bea"),
      ["settings/bea@7.1", "target", { add: ["wave/beaumont"] }],
      ["siteServer/bea-ps1", "take-over"],
    ],
    order: ["wave/beaumont", "move"],
    says: "wave/beaumont cannot be redirected: settings/bea@7.0 does not target it. Add it to the targets first.",
  },
  "a gate before replication is idle": {
    law: "not yet",
    order: ["gate/hou/idle", "pass"],
    says: "gate/hou/idle does not open: running-replication-jobs of server/hou@7.0 is 1, at most 0 is asked for. Wait until it is.",
  },
  "agents sent to another server of their version without a policy that leads there": {
    law: "LAW-TARGET",
    before: [["settings/bea@7.0", "target", { add: ["wave/beaumont"] }]],
    order: ["wave/beaumont", "move", { to: "server/hou@7.0" }],
    says: "wave/beaumont cannot be redirected: no policy on server/bea@7.0 leads to server/hou@7.0. Create it first.",
  },
  "a new site with a subnet of another one": {
    law: "LAW-ONE-OWNER",
    order: ["boundaries/katy@7.0", "claim", { site: "katy", server: "server/hou@7.0", addresses: ["10.10.0.0/16"] }],
    says:
      "server/hou@7.0 would have two owners of an address: 10.10.0.0/16 of boundaries/katy@7.0 and 10.10.0.0/16 of " +
      "boundaries/houston@7.0. Take it from one of them.",
  },
  "upgraded agents sent back": {
    law: "LAW-AGENT-DOWN",
    before: [...separated, ...migrated("bea"), ...moved("bea", "beaumont")],
    order: ["wave/beaumont", "move-back"],
    says: "wave/beaumont cannot go back to server/bea@7.0: its agents are newer. Set up new ones instead.",
  },
};
