import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Lab, Thing, Value, openLab } from "../../lab";

const folders: string[] = [];

export const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "drover-lab-"));
  folders.push(folder);
  return folder;
};

/** For `after`: the folders of all tests of a file. */
export const removeFolders = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
};

/** A parent with one child: two sites on the parent's side that share nothing, one on the child's. */
export const gulf: readonly Thing[] = [
  server("hou", { os: "windows-server-2003" }),
  server("bea", { os: "windows-server-2003" }),
  database("hou"),
  database("bea"),
  { ref: "link/hou--bea@7.0", ends: ["server/hou@7.0", "server/bea@7.0"], phase: "linked" },
  boundaries("houston", "hou", ["10.10.0.0/16"]),
  boundaries("beaumont", "bea", ["10.20.0.0/16", "10.30.0.10-10.30.0.99"]),
  { ref: "siteServer/hou-ps1", sites: ["houston"], services: ["package", "task"], on: ["server/hou@7.0"], phase: "old" },
  { ref: "siteServer/bea-ps1", sites: ["beaumont"], services: ["package", "task"], on: ["server/bea@7.0"], phase: "old" },
  { ref: "wave/houston", site: "houston", agents: 5000, at: ["server/hou@7.0"], phase: "waiting" },
  { ref: "wave/beaumont", site: "beaumont", agents: 800, at: ["server/bea@7.0"], phase: "waiting" },
  { ref: "settings/hou@7.0", targets: [], phase: "ready" },
  { ref: "settings/bea@7.0", targets: [], phase: "ready" },
  { ref: "settings/hou@7.1", targets: [], phase: "ready" },
  { ref: "settings/bea@7.1", targets: [], phase: "ready" },
];

function server(name: string, more: Readonly<Record<string, Value>>): Thing {
  return {
    ref: `server/${name}@7.0`,
    version: "7.0",
    host: `${name}-ns1.gulf.example`,
    installPath: "D:\\Program Files",
    products: ["inventory", "patch"],
    replication: "on",
    phase: "running",
    ...more,
  };
}

function database(name: string): Thing {
  return { ref: `database/${name}@7.0`, sql: `${name}-sql1`, name: "CMDB", collation: "Latin1_CI", phase: "attached" };
}

function boundaries(site: string, name: string, addresses: readonly string[]): Thing {
  return { ref: `boundaries/${site}@7.0`, site, server: `server/${name}@7.0`, addresses, phase: "held" };
}

export const newServer = (name: string, more: Readonly<Record<string, Value>> = {}): Readonly<Record<string, Value>> => ({
  was: `server/${name}@7.0`,
  host: `${name}-smp1.gulf.example`,
  os: "windows-server-2008-r2-x64",
  installPath: "D:\\Program Files",
  products: ["inventory", "patch"],
  database: `database/${name}@7.1`,
  ...more,
});

export type Args = Readonly<Record<string, Value>>;
export type Ordered = readonly [ref: string, verb: string, args?: Args];

/** A lab with an estate and a short way to give it orders; ids count up. */
export class Estate {
  readonly folder: string;
  lab: Lab;
  private orders = 0;

  constructor(seed: readonly Thing[] = gulf, changes: Readonly<Record<string, Args>> = {}) {
    this.folder = newFolder();
    this.lab = openLab(this.folder, { write: true });
    this.lab.seed(seed.map((thing) => ({ ...thing, ...changes[thing.ref] }) as Thing));
  }

  async do(...orders: readonly Ordered[]): Promise<this> {
    for (const [ref, verb, args] of orders)
      await this.lab.act({ id: `op-${++this.orders}`, ref, verb, ...(args ? { args } : {}) });
    return this;
  }

  /** What damages say, in order, with their laws. */
  harm(): readonly string[] {
    return this.lab.damages().map(({ law, say }) => `${say} [${law}]`);
  }

  reopen(): void {
    this.lab.close();
    this.lab = openLab(this.folder, { write: true });
  }
}

/** The two servers out of replication, and their link removed. */
export const separated: readonly Ordered[] = [
  ["task/hou/backup-1", "do"],
  ["task/bea/backup-1", "do"],
  ["server/hou@7.0", "separate"],
  ["server/bea@7.0", "separate"],
  ["gate/hou/idle", "pass"],
  ["gate/bea/idle", "pass"],
  ["link/hou--bea@7.0", "detach"],
];

/** One server brought to 7.1, with its data. */
export const migrated = (name: string): readonly Ordered[] => [
  [`task/${name}/backup-2`, "do"],
  [`database/${name}@7.1`, "restore", { sql: `${name}-sql2`, name: "CMDB", collation: "Latin1_CI" }],
  [`task/${name}/permissions`, "do", { server: `server/${name}@7.1`, database: `database/${name}@7.1` }],
  [`server/${name}@7.1`, "install", newServer(name)],
  [`task/${name}/export`, "do"],
  [`task/${name}/copy-store`, "do"],
  [`task/${name}/import`, "do"],
  [`task/${name}/verify-data`, "do"],
];

/** One site's site server and agents brought over, with a temporary site server for those that are still there. */
export const moved = (name: string, site: string): readonly Ordered[] => [
  [`settings/${name}@7.1`, "target", { add: [`wave/${site}`] }],
  [`siteServer/${name}-tmp`, "set-up", { sites: [site], services: ["package"], on: [`server/${name}@7.0`] }],
  [`siteServer/${name}-ps1`, "take-over"],
  [`settings/${name}@7.0`, "target", { add: [`wave/${site}`] }],
  [`wave/${site}`, "move"],
];

/** What the journal tells of one act, after the seed. */
export const told = (lab: Lab, id: string): readonly string[] =>
  lab
    .journal()
    .filter((entry) => entry.id === id)
    .map(({ what, step }) => (step === undefined ? what : `${what} ${step}`));

/** An estate whose site server can be taken over. */
export const ready = async (): Promise<Estate> =>
  new Estate().do(...separated, ...migrated("bea"), ...moved("bea", "beaumont").slice(0, 2));

export const takeOver = { id: "take-over", ref: "siteServer/bea-ps1", verb: "take-over" } as const;
