/**
 * Altiris estates as they are out there, drawn from a seed: a hierarchy of Notification Servers, sites of very different sizes,
 * site servers of their own and shared ones, waves, a pilot, temporary site servers where they are needed. In memory, as the
 * documents that a reader would have written, from ten agents to a million. Equal seed and size, equal estate.
 */
import type { Documents } from "../documents/model";
import type { Migration, Named, TemporarySiteServer } from "../engine/model/migration";
import type { AltirisEstate, AltirisLink, AltirisServer, AltirisSite, AltirisSiteServer } from "../platforms/altiris/estate";
import { Dice, dice } from "./dice";

export type Size = Readonly<{ servers: number; sites: number; agents: number; boundaries: number }>;

/** From the smallest there is to what a bench measures. */
export const sizes = {
  tiny: { servers: 1, sites: 1, agents: 10, boundaries: 1 },
  middle: { servers: 6, sites: 40, agents: 60_000, boundaries: 800 },
  large: { servers: 50, sites: 500, agents: 500_000, boundaries: 50_000 },
  largest: { servers: 100, sites: 1_000, agents: 1_000_000, boundaries: 100_000 },
} as const satisfies Record<string, Size>;

/** A size between one server with one site and what plain enumeration still bears. */
export function smallSize(seed: number): Size {
  const { below } = dice(seed);
  const servers = 1 + below(3);
  return { servers, sites: servers + below(4), agents: 10 + below(9) ** 4 * 3, boundaries: 2 + below(12) };
}

const FAN_OUT = 10;
const MOST_ON_A_SERVER = 20_000;
const SHAREABLE = 5_000;

type Site = Readonly<{ name: string; server: number; agents: number; boundaries: readonly string[] }>;

/** What is not left to the dice. */
export type Wished = Readonly<{ pace?: Migration["pace"]; wave?: number }>;

/** Two estates and the migration between them, as documents/load would hand them over. */
export function estates(seed: number, size: Size, wished: Wished = {}): Documents<AltirisEstate> {
  const roll = dice(seed);
  const sites = sitesOf(size, roll);
  const siteServers = siteServersOf(sites, roll);
  const old = oldEstate(size, sites, siteServers, roll);
  const wanted = newEstate(old, roll);
  const migration = migrationOf(sites, siteServers, roll, wished);
  return {
    name: `generated-${seed}`,
    form: "migration",
    folder: `generated-${seed}`,
    old: { side: "old", platform: "altiris", document: old },
    new: { side: "new", platform: "altiris", document: wanted },
    migration,
    origin: () => undefined,
    origins: new Map(),
    files: [],
    elementAt: () => undefined,
    normalised: { old, new: wanted, migration },
  };
}

const padded = (n: number): string => String(n).padStart(4, "0");
const oldName = (server: number): string => `ns${padded(server)}`;
const newName = (server: number): string => `smp${padded(server)}`;

const byName = <T>(entries: readonly (readonly [string, T])[]): Named<T> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Few large sites and many small ones; every server has one at least, and none more agents than it may carry. */
function sitesOf({ servers, sites, agents, boundaries }: Size, { below }: Dice): readonly Site[] {
  const count = Math.max(servers, sites);
  const of = Array.from({ length: count }, (_, i) => (i < servers ? i : below(servers)));
  const shares = of.map(() => 1 + below(12) ** 2);
  const sum = shares.reduce((a, b) => a + b, 0);
  const left = new Array<number>(servers).fill(MOST_ON_A_SERVER);
  return of.map((server, i) => {
    const wanted = Math.max(1, Math.floor(((shares[i] as number) * agents) / sum));
    const given = Math.max(1, Math.min(wanted, (left[server] as number) - count));
    left[server] = (left[server] as number) - given;
    return {
      name: `site${padded(i)}`,
      server,
      agents: given,
      boundaries: boundariesOf(i, Math.max(1, Math.floor(boundaries / count))),
    };
  });
}

/** Subnets, ranges, prefixes and sites of the directory, none of them twice. */
const boundariesOf = (site: number, many: number): readonly string[] =>
  Array.from({ length: many }, (_, i) => {
    const network = site * many + i;
    const head = `${10 + (network >>> 16)}.${(network >>> 8) & 255}.${network & 255}`;
    return [
      `${head}.0/24`,
      `${head}.0/25`,
      `${head}.10-${head}.99`,
      `2001:db8:${(network >>> 16).toString(16)}:${(network & 0xffff).toString(16)}::/64`,
      `ad:Site-${network}`,
    ][i % 5] as string;
  }).sort();

type SiteServer = Readonly<{ name: string; server: number; sites: readonly Site[] }>;

/** One a site, sometimes two, sometimes one for two sites of a server. */
function siteServersOf(sites: readonly Site[], { chance }: Dice): readonly SiteServer[] {
  const made: SiteServer[] = [];
  const taken = new Set<Site>();
  for (const site of sites) {
    if (taken.has(site)) continue;
    taken.add(site);
    const neighbour = chance(25) ? sites.find((other) => other.server === site.server && !taken.has(other)) : undefined;
    if (neighbour) taken.add(neighbour);
    const own = { server: site.server, sites: neighbour ? [site, neighbour] : [site] };
    made.push({ ...own, name: `ps-${site.name}` });
    if (!neighbour && chance(15)) made.push({ ...own, name: `qs-${site.name}` });
  }
  return made;
}

const linksOf = (servers: number, name: (server: number) => string): readonly AltirisLink[] =>
  Array.from({ length: servers - 1 }, (_, i) => ({
    parent: name(Math.floor(i / FAN_OUT)),
    child: name(i + 1),
    replicates: ["inventory", "packages", "policies"],
    schedule: "daily 01:00",
  }));

function oldEstate(
  size: Size,
  sites: readonly Site[],
  siteServers: readonly SiteServer[],
  { chance, below }: Dice,
): AltirisEstate {
  const server = (i: number): AltirisServer => ({
    host: `${oldName(i)}.generated.example`,
    ip: `172.16.${i >>> 8}.${i & 255}`,
    os: "windows-server-2003-sp2-x86",
    installPath: "D:\\Program Files",
    method: "side-by-side",
    products: { inventory: "7.0", ...(chance(60) ? { patch: "7.0" } : {}), software: "7.0" },
    database: {
      name: "Symantec_CMDB",
      sql: chance(50) ? "on-box" : `sql${below(3)}-${i}`,
      collation: "SQL_Latin1_General_CP1_CI_AS",
      sizeBytes: 4e9 + below(40) * 1e9,
    },
    accounts: [],
    licences: { inventory: MOST_ON_A_SERVER },
  });
  return {
    platform: "altiris",
    estate: "generated",
    version: "7.0",
    asOf: "2026-11-02",
    servers: byName(Array.from({ length: size.servers }, (_, i) => [oldName(i), server(i)])),
    links: linksOf(size.servers, oldName),
    sites: byName(
      sites.map((site) => [
        site.name,
        { server: oldName(site.server), boundaries: site.boundaries, agents: agentsOf(site.agents) },
      ]),
    ),
    siteServers: byName(
      siteServers.map((one): [string, AltirisSiteServer] => [
        one.name,
        {
          sites: one.sites.map((site) => site.name).sort(),
          services: ["package", "task"],
          host: `${one.name}.generated.example`,
          os: "windows-server-2008-r2-x64",
        },
      ]),
    ),
    settings: byName(Array.from({ length: size.servers }, (_, i) => [oldName(i), settings([])])),
  };
}

const agentsOf = (agents: number): AltirisSite["agents"] => {
  const modern = Math.floor(agents / 5);
  return { "windows-x86": agents - modern, "windows-x64": modern, linux: 0, mac: 0 };
};

const settings = (policiesHeldBack: readonly string[]): AltirisEstate["settings"][string] => ({
  configurationMinutes: 240,
  policiesHeldBack,
  upgradePolicies: { agentOnX64: "64-bit", siteServices: "enabled" },
});

/** Each server beside its old one; now and then a product more, policies held back, an address more at a site, no hierarchy. */
function newEstate(old: AltirisEstate, { chance }: Dice): AltirisEstate {
  const names = Object.keys(old.servers).sort();
  const heir = (name: string): string => newName(names.indexOf(name));
  const server = (name: string, was: AltirisServer): AltirisServer => ({
    ...was,
    from: name,
    host: `${heir(name)}.generated.example`,
    ip: (was.ip ?? "").replace("172.16", "172.17"),
    os: "windows-server-2008-r2-x64",
    products: { ...was.products, ...(chance(30) ? { monitor: "7.1" } : {}) },
    database: { ...was.database, name: was.database.sql === "on-box" ? was.database.name : `${was.database.name}_71` },
  });
  const flat = chance(10);
  return {
    ...old,
    version: "7.1",
    servers: byName(names.map((name) => [heir(name), server(name, old.servers[name] as AltirisServer)])),
    links: flat ? [] : old.links.map((link) => ({ ...link, parent: heir(link.parent), child: heir(link.child) })),
    sites: byName(
      Object.entries(old.sites).map(([name, site], i) => [
        name,
        {
          ...site,
          server: heir(site.server),
          boundaries: chance(5) ? [...site.boundaries, `11.200.${(i >>> 8) & 255}.${i & 255}`].sort() : site.boundaries,
        },
      ]),
    ),
    settings: byName(names.map((name) => [heir(name), settings(chance(40) ? ["full inventory scan"] : [])])),
  };
}

function migrationOf(
  sites: readonly Site[],
  siteServers: readonly SiteServer[],
  { chance, below }: Dice,
  wished: Wished,
): Migration {
  const smallest = [...sites].sort((a, b) => a.agents - b.agents || (a.name < b.name ? -1 : 1))[0] as Site;
  const alone = siteServers.every((one) => one.sites.length === 1 || !one.sites.includes(smallest));
  const drawn = (["careful", "steady", "steady", "fast"] as const)[below(4)] as Migration["pace"];
  const pace = wished.pace ?? drawn;
  const usual = ([500, 2_500, 5_000] as const)[below(3)] as number;
  const waves = wished.wave ?? usual;
  return {
    migration: "generated-7.1",
    strategy: "children-first",
    pace,
    ...(alone && chance(70) ? { pilot: { site: smallest.name, days: 5 } } : {}),
    waves: {
      size: Math.min(5_000, Math.max(waves, smallest.agents)),
      order: chance(30) ? sites.slice(-2).map((site) => site.name) : [],
      atOnce: 5_000,
      chattyPoliciesOff: false,
    },
    done: {
      arrivedPercent: 95,
      upgradedPercent: 90,
      stable: { readings: 2, minutesApart: 240 },
      stragglers: { belowPercent: 1, afterDays: 30 },
    },
    windows: {},
    thresholds: { maxAgeDays: { agents: 14, boundaries: 30 }, countDriftPercent: 10 },
    teams: {},
    drivers: { default: "lab" },
    decisions: { temporarySiteServers: temporaries(sites, siteServers), products: {}, links: {} },
    waivers: [],
  };
}

/**
 * The old side keeps one until its last agent has gone; the new side gets one where a shared site server comes last (ALT-231,
 * ALT-151).
 */
function temporaries(sites: readonly Site[], siteServers: readonly SiteServer[]): Named<TemporarySiteServer> {
  const services = ["package", "task"];
  const made = new Map<string, TemporarySiteServer>();
  for (const server of new Set(sites.map((site) => site.server))) {
    const name = `tmp70-${oldName(server)}`;
    const at = sites
      .filter((site) => site.server === server)
      .map((site) => site.name)
      .sort();
    made.set(name, {
      at,
      side: "old",
      host: `${name}.generated.example`,
      services,
      why: "the old side keeps one until the last agent has gone",
    });
  }
  for (const { server, sites: shared } of siteServers) {
    if (shared.length < 2 || shared.reduce((sum, site) => sum + site.agents, 0) <= SHAREABLE) continue;
    const name = `tmp71-${(shared[0] as Site).name}`;
    made.set(name, {
      at: shared.map((site) => site.name).sort(),
      side: "new",
      host: `${name}-${server}.generated.example`,
      services,
      why: "the shared one comes back last",
    });
  }
  return byName([...made]);
}
