import { Lab, Thing, openLab, physicsOf } from "../../../lab";
import { newFolder } from "../estate";

type Args = Readonly<Record<string, Thing[string]>>;
export type Ordered = readonly [ref: string, verb: string, args?: Args];

const site = (code: string, role: string, more: Args = {}): Thing => ({
  ref: `site/${code}`, code, role, version: "2003-sp3", oldProduct: "sms", product: "sms", reports: "", legacy: 0, phase: "running", ...more,
});

const boundaries = (code: string, use: string, addresses: readonly string[], more: Args = {}): Thing => ({
  ref: `boundaries/${code}.${use}`, site: `site/${code}`, use, realm: use === "assignment" ? "small for assignment" : "small for roaming", addresses, directory: [],
  phase: "held", ...more,
});

/** A central site, a primary one that is upgraded in place with its secondary, and one that another is built beside. */
export const small: readonly Thing[] = [
  site("CEN", "central", { way: "in-place", database: "SMS_CEN" }),
  site("HOU", "primary", { way: "in-place", parent: "site/CEN", reports: "site/CEN", database: "SMS_HOU" }),
  site("BEA", "secondary", { way: "in-place", parent: "site/HOU", reports: "site/HOU" }),
  site("DAL", "primary", { way: "replaced", parent: "site/CEN", reports: "site/CEN" }),
  boundaries("CEN", "fast", ["10.1.0.0/16"], { way: "in-place" }),
  boundaries("DAL", "fast", ["10.20.0.0/16", "ad:Dallas"], { way: "replaced", directory: ["ad:Dallas 10.21.0.0/16"] }),
  { ref: "settings/DAL", site: "site/DAL", wanted: "download", remote: "do not run", phase: "local" },
  { ref: "wave/CEN", from: "site/CEN", to: "site/CEN", assigned: "site/CEN", agents: 12, settings: "settings/CEN", phase: "waiting" },
  { ref: "wave/DAL", from: "site/DAL", to: "site/DA7", assigned: "site/DAL", agents: 2350, settings: "settings/DAL", phase: "waiting" },
];

/** A lab with a hierarchy and a short way to give it orders; ids count up. */
export class Hierarchy {
  readonly lab: Lab;
  private orders = 0;

  constructor(changes: Readonly<Record<string, Args>> = {}) {
    this.lab = openLab(newFolder(), { write: true, physics: physicsOf("configmgr") });
    this.lab.seed(small.map((thing) => ({ ...thing, ...changes[thing.ref] }) as Thing));
  }

  async do(...orders: readonly Ordered[]): Promise<this> {
    for (const [ref, verb, args] of orders) await this.lab.act({ id: `t/${++this.orders}`, ref, verb, ...(args ? { args } : {}) });
    return this;
  }

  /** What it cost so far, as sentences. */
  harm(): readonly string[] {
    return this.lab.damages().map(({ say, law }) => `${say} [${law}]`);
  }
}

export const central: readonly Ordered[] = [["site/CEN", "upgrade"]];
export const dallas: readonly Ordered[] = [
  ...central,
  ["site/DA7", "install", { code: "DA7", role: "primary", parent: "site/CEN", way: "side-by-side" }],
  ["site/DA7", "attach"],
];
export const claimed = (addresses: readonly string[]): Ordered => [
  "boundaries/DA7.fast", "claim", { site: "site/DA7", use: "fast", realm: "small for roaming", way: "side-by-side", addresses, directory: [] },
];
