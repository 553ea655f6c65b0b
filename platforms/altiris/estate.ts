import type { Named } from "../../engine/model/migration";
import { grouped } from "../../engine/text";

/** The kinds of agents that Altiris upgrades by policies of their own (ALT-185, ALT-187). */
export const agentKinds = ["windows-x86", "windows-x64", "linux", "mac"] as const;
export type AgentKind = (typeof agentKinds)[number];

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
  /** The subnets of the directory's sites, as far as they are known. */
  directory?: Named<readonly string[]>;
  sites: Named<AltirisSite>;
  siteServers: Named<AltirisSiteServer>;
  /** One entry for each server. */
  settings: Named<AltirisSettings>;
}>;

/** How much there is of an estate, as people count it. */
export const factsOf = ({ servers, sites, siteServers }: AltirisEstate, agents: number): readonly string[] => [
  `${Object.keys(servers).length} servers`,
  `${Object.keys(sites).length} sites`,
  `${Object.keys(siteServers).length} site servers`,
  `${grouped(agents)} agents`,
  `${Object.values(sites).reduce((sum, { boundaries }) => sum + boundaries.length, 0)} boundaries`,
];

/** All agents of a site, of whatever kind. */
export const count = (agents: AltirisSite["agents"]): number => Object.values(agents).reduce((sum, n) => sum + n, 0);
