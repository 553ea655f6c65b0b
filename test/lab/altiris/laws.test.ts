import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal, Thing } from "../../../lab";
import { laws } from "../../../lab/altiris/laws";
import { Args, Estate, Ordered, gulf, migrated, moved, newServer, removeFolders, separated } from "../estate";

/** What is broken, by which last order, and what the lab has to say: every word of it. */
type Broken = Readonly<{
  law: string;
  before?: readonly Ordered[];
  seed?: readonly Thing[];
  changes?: Readonly<Record<string, Args>>;
  /** By hand, after `before`. */
  meddle?: Readonly<Record<string, Args>>;
  order: Ordered;
  says: string;
}>;

const wave = (name: string, agents: number, more: Args = {}): Thing =>
  ({ ref: `wave/${name}`, site: "houston", agents, at: ["server/hou@7.0"], phase: "waiting", ...more }) as Thing;
const aimed = (name: string, ...waves: readonly string[]): readonly Ordered[] => [
  [`settings/${name}@7.1`, "target", { add: waves }],
  [`settings/${name}@7.0`, "target", { add: waves }],
];
const restored = migrated("bea").slice(0, 3);
const restoredHou = migrated("hou").slice(0, 3);
const hou71 = [...separated, ...migrated("bea"), ...migrated("hou")];
const temporary: Ordered = ["siteServer/hou-tmp", "set-up", { sites: ["houston"], on: ["server/hou@7.0"] }];

const refused: Readonly<Record<string, Broken>> = {
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
  "an address with two owners": {
    law: "LAW-ONE-OWNER",
    before: [...separated, ...migrated("bea"), ["boundaries/beaumont@7.1", "confirm"]],
    order: ["boundaries/orange@7.1", "confirm", { server: "server/bea@7.1", addresses: ["10.20.7.0/24"] }],
    says:
      "server/bea@7.1 would have two owners of an address: 10.20.0.0/16 of boundaries/beaumont@7.1 and 10.20.7.0/24 of " +
      "boundaries/orange@7.1. Take it from one of them.",
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
};

const harmed: Readonly<Record<string, Broken>> = {
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
};

const stage = async ({ seed, changes, before = [], meddle = {} }: Broken): Promise<Estate> => {
  const estate = await new Estate(seed ?? gulf, changes).do(...before);
  for (const [ref, change] of Object.entries(meddle)) estate.lab.meddle(ref, change);
  return estate;
};

describe("what the platform refuses", () => {
  after(removeFolders);

  for (const [name, broken] of Object.entries(refused))
    it(`${name} (${broken.law})`, async () => {
      const estate = await stage(broken);
      const before = estate.lab.damages().length;
      const says = `${broken.says} [${broken.law}]`;
      await assert.rejects(
        estate.do(broken.order),
        (error) => error instanceof Refusal && error.law === broken.law && (assert.equal(error.message, says), true),
      );
      assert.deepEqual(
        { what: estate.lab.journal().at(-1)?.what, say: estate.lab.journal().at(-1)?.say },
        { what: "refused", say: says },
      );
      assert.equal(estate.lab.damages().length, before);
    });
});

describe("what the platform lets happen, and what it costs", () => {
  after(removeFolders);

  for (const [name, broken] of Object.entries(harmed))
    it(`${name} (${broken.law})`, async () => {
      const estate = await stage(broken);
      const before = estate.harm().length;
      await estate.do(broken.order);
      assert.equal(estate.harm()[before], `${broken.says} [${broken.law}]`);
    });

  it("stays for ever: corruption is not mended by trying again", async () => {
    const { before = [], order } = harmed["a missing product"] as Broken;
    const { lab } = await new Estate().do(
      ...before,
      order,
      ["server/bea@7.1", "uninstall"],
      ["server/bea@7.1", "install", newServer("bea")],
    );
    assert.deepEqual(
      [lab.look("server/bea@7.1")?.["contents"], lab.look("database/bea@7.1")?.["contents"]],
      ["corrupt", "corrupt"],
    );
  });

  it("is told once while it lasts, and anew when it comes again", async () => {
    const { lab } = await new Estate().do(
      ["siteServer/bea-ps1", "drop"],
      ["task/bea/accounts", "do"],
      ["siteServer/bea-ps1", "undrop"],
      ["siteServer/bea-ps1", "drop"],
    );
    assert.deepEqual(
      lab.damages().map(({ law, at }) => ({ law, at })),
      [
        { law: "LAW-NO-SITE-SERVER", at: 0 },
        { law: "LAW-NO-SITE-SERVER", at: 30 },
      ],
    );
  });
});

describe("what is exactly allowed", () => {
  after(removeFolders);

  const allowed: Readonly<Record<string, Omit<Broken, "law" | "says">>> = {
    "5,000 agents at once": { before: [...hou71, ...moved("hou", "houston").slice(0, -1)], order: ["wave/houston", "move"] },
    "15,000 to a quiet server": {
      changes: { "wave/houston": { agents: 15_000 } },
      before: [...hou71, ...moved("hou", "houston").slice(0, -1)],
      meddle: { "server/hou@7.1": { quiet: true } },
      order: ["wave/houston", "move"],
    },
    "20,000 on one server": {
      seed: [...gulf, wave("there", 15_000, { phase: "moved", at: ["server/hou@7.1"] })],
      before: [
        ...hou71,
        temporary,
        ...moved("hou", "houston")
          .filter(([ref]) => ref !== "siteServer/hou-tmp")
          .slice(0, -1),
      ],
      order: ["wave/houston", "move"],
    },
    "more products than before": {
      before: [...separated, ...restored],
      order: ["server/bea@7.1", "install", newServer("bea", { products: ["patch 7.1", "inventory 7.1", "monitor"] })],
    },
  };

  for (const [name, one] of Object.entries(allowed))
    it(name, async () => {
      const estate = await stage({ ...one, law: "", says: "" });
      const before = estate.harm();
      await estate.do(one.order);
      assert.deepEqual(estate.harm(), before);
    });
});

describe("the laws", () => {
  it("are each broken above", () => {
    const broken = new Set([...Object.values(refused), ...Object.values(harmed)].map(({ law }) => law));
    assert.deepEqual([...broken].sort(), Object.keys(laws).sort());
  });

  it("are those of lab/README.md, line by line", () => {
    const readme = readFileSync(join(__dirname, "../../../lab/README.md"), "utf8");
    const rows = readme.split("\n").filter((line) => /^\| (LAW-|not yet)/.test(line));
    const want = Object.entries(laws).map(
      ([id, { then, line, obligation, title }]) =>
        `| ${id} | ${title} | ${then} | ${line === undefined ? "guessed" : `line ${line}`} | ${obligation ?? ""} |`,
    );
    assert.deepEqual(rows, want);
  });
});
