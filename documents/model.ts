import type { Finding, Source } from "../engine/model/finding";
import type { ConfigMgrEstate } from "./configmgrModel";

/** Which of the two estates of a migration. */
export type Side = "old" | "new";

/** The kinds of agents that Altiris upgrades by policies of their own (ALT-185, ALT-187). */
export const agentKinds = ["windows-x86", "windows-x64", "linux", "mac"] as const;
export type AgentKind = (typeof agentKinds)[number];

/** By name, in code-unit order of the names: nothing downstream depends on the order of writing. */
export type Named<T> = Readonly<Record<string, T>>;

export type AltirisDatabase = Readonly<{ name: string; sql: string; collation: string; sizeBytes: number; owner?: string }>;

export type AltirisAccount = Readonly<{ account: string; kind?: string; role?: string; domain?: string }>;

export type AltirisServer = Readonly<{
  /** The old server that it takes over from; absent on the old side and for a server without a predecessor. */
  from?: string;
  host: string;
  ip?: string;
  os: string;
  installPath: string;
  method: "side-by-side" | "in-place";
  identity?: string;
  products: Named<string>;
  database: AltirisDatabase;
  accounts: readonly AltirisAccount[];
  licences: Named<number>;
}>;

export type AltirisLink = Readonly<{ parent: string; child: string; replicates: readonly string[]; schedule?: string }>;

export type AltirisSite = Readonly<{
  from?: string;
  server: string;
  /** As written, sorted: what they mean is the boundaries' parser's to say. */
  boundaries: readonly string[];
  agents: Readonly<Record<AgentKind, number>>;
  /** How many of them were seen in the last 14 days, where an inventory says so. */
  seen?: number;
  /** When they were counted: the oldest date of the inventory's rows, else the estate's `asOf`. */
  countedOn?: string;
  linkBitsPerSecond?: number;
}>;

export type AltirisSiteServer = Readonly<{
  from?: string;
  sites: readonly string[];
  services: readonly string[];
  host?: string;
  os?: string;
}>;

export type AltirisSettings = Readonly<{
  configurationMinutes?: number;
  policiesHeldBack: readonly string[];
  upgradePolicies: Readonly<{ agentOnX64: "64-bit" | "32-bit"; siteServices: "enabled" | "disabled" }>;
}>;

/** An Altiris estate with nothing left open: likes applied, files read, units parsed, defaults filled in. */
export type AltirisEstate = Readonly<{
  platform: "altiris";
  estate: string;
  version: string;
  asOf?: string;
  servers: Named<AltirisServer>;
  links: readonly AltirisLink[];
  sites: Named<AltirisSite>;
  siteServers: Named<AltirisSiteServer>;
  /** One entry for each server. */
  settings: Named<AltirisSettings>;
}>;

/** An estate of any platform; `platform` tells them apart. */
export type EstateDocument = AltirisEstate | ConfigMgrEstate;

/** What is declared for one side. */
export type Estate<E extends EstateDocument = EstateDocument> = Readonly<{ side: Side; platform: E["platform"]; document: E }>;

export type TemporarySiteServer = Readonly<{
  at: readonly string[];
  side: Side;
  host: string;
  services: readonly string[];
  why: string;
}>;

export type Window = Readonly<{ every: string; zone: string; except: readonly string[] }>;

export type Waiver = Readonly<{ rule: string; entity?: string; reason: string; by: string; until: string }>;

/** The migration with all its defaults written out; absent is what nobody asked for. */
export type Migration = Readonly<{
  migration: string;
  strategy: "children-first" | "halves" | "eliminate" | "top-down";
  pace: "careful" | "steady" | "fast";
  pilot?: Readonly<{ site: string; agents?: number; days: number }>;
  waves: Readonly<{ size: number; order: readonly string[]; atOnce: number; chattyPoliciesOff: boolean }>;
  /** SMS and ConfigMgr alone: how boundaries go from the old site to the new one. */
  boundaries?: Readonly<{
    replicationWaitMinutes: number;
    gapMinutes: number;
    advertisements: "download" | "run" | "do not run";
  }>;
  done: Readonly<{
    arrivedPercent: number;
    upgradedPercent: number;
    stable: Readonly<{ readings: number; minutesApart: number }>;
    stragglers: Readonly<{ belowPercent: number; afterDays: number }>;
  }>;
  windows: Named<Window>;
  thresholds: Readonly<{ maxAgeDays: Readonly<{ agents: number; boundaries: number }>; countDriftPercent: number }>;
  teams: Named<Readonly<{ people: readonly string[]; does: readonly string[] }>>;
  approvals?: Readonly<{ approvers: readonly string[]; milestone: number; pointOfNoReturn: number; own: boolean }>;
  drivers: Named<string>;
  decisions: Readonly<{
    temporarySiteServers: Named<TemporarySiteServer>;
    products: Named<Readonly<{ choose: "remove" | "side-by-side"; why: string }>>;
    links: Named<Readonly<{ choose: "keep" | "drop"; why: string }>>;
    /** SMS and ConfigMgr alone, by site code. */
    legacyClients?: Named<Readonly<{ choose: "convert" | "stay"; why: string }>>;
  }>;
  waivers: readonly Waiver[];
}>;

/**
 * Where an effective value comes from: written there; carried over from there by a `like` or a `from` that stands at `through`;
 * or the default that a rule gives, for the entry at `at`.
 */
export type Origin =
  | Readonly<{ by: "written"; at: Source }>
  | Readonly<{ by: "like"; at: Source; through: Source }>
  | Readonly<{ by: "default"; rule?: string; at: Source }>;

/** Origins by path: `servers/hou-ns1/database/size`, with the documents' own words. */
export type Origins = ReadonlyMap<string, Origin>;

export type DocumentFile = Readonly<{ file: string; sha256: string }>;

/** Everything that a migration's folder declares. */
export type Documents<E extends EstateDocument = EstateDocument> = Readonly<{
  /** The folder's own name. */
  name: string;
  folder: string;
  old: Estate<E>;
  new: Estate<E>;
  migration: Migration;
  /** Where a value stands, or what it is part of: `new/servers/hou-smp1/products/monitor`, `migration/pilot/site`. */
  origin(path: string): Source | undefined;
  /** How it came to be. */
  origins: Origins;
  /** Every file that was read, by name. */
  files: readonly DocumentFile[];
  /** Plain and sorted, for hashing: what means the same is the same. */
  normalised: Readonly<{ old: E; new: E; migration: Migration }>;
}>;

export type Loaded = Readonly<{ documents?: Documents; findings: readonly Finding[] }>;
