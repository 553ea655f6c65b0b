import type { Kind, Ref, Value } from "../../engine/model/entity";
import type { Finding } from "../../engine/model/finding";
import type { Declared, Migration, TemporarySiteServer } from "../../engine/model/migration";
import type { Model } from "../../engine/model/pack";
import { PhaseTable } from "../../engine/model/phases";
import { Put, build } from "../shared/building";
import type { AltirisEstate, AltirisSiteServer } from "./estate";
import { phases } from "./phases";
import { subjectsOf } from "./subjects";
import { Wave, wavesOf } from "./waves";

/** What the dialect works with: both estates, the pairs of servers, and who shares what. */
export type Reading = Readonly<{
  old: AltirisEstate;
  new: AltirisEstate;
  migration: Migration;
  /** New server by old server, and back. */
  successor: ReadonlyMap<string, string>;
  predecessor: ReadonlyMap<string, string>;
  waves: readonly Wave[];
  /** How each site server goes over (ALT-157). */
  ways: ReadonlyMap<string, "take-over" | "rebuild">;
  ref(kind: Kind, name: string, side?: "old" | "new"): Ref;
}>;

const table = new PhaseTable(phases);

/** Two Altiris estates and a migration as the one model. */
export function read(documents: Declared<AltirisEstate>): Model {
  const reading = readingOf(documents);
  const { start, goal, origins } = build(table, documents.origin, paths, (put) => {
    servers(reading, put);
    links(reading, put);
    sites(reading, put);
    siteServers(reading, put);
  });
  return {
    platform: "altiris",
    title: `${reading.old.estate} ${reading.old.version} → ${reading.new.version}`,
    start,
    goal,
    subjects: subjectsOf(reading),
    origins,
    options: options(reading.migration),
    pace: reading.migration.pace,
    findings: unfinished(reading, documents),
    facts: facts(reading),
  };
}

/** Where a property stands in the document, if its name there is another. */
const paths: Readonly<Record<string, string>> = { database: "name", addresses: "boundaries" };

function readingOf({ old: { document: old }, new: { document: wanted }, migration }: Declared<AltirisEstate>): Reading {
  const successor = new Map<string, string>();
  const predecessor = new Map<string, string>();
  for (const [name, server] of Object.entries(wanted.servers))
    if (server.from !== undefined) {
      successor.set(server.from, name);
      predecessor.set(name, server.from);
    }
  return {
    old, new: wanted, migration, successor, predecessor,
    waves: wavesOf(old, wanted, migration),
    ways: waysOf(old),
    ref: (kind, name, side) => `${kind}/${name}${side === undefined ? "" : `@${side === "old" ? old.version : wanted.version}`}`,
  };
}

/** Sites that are joined by site servers move as one; above 5,000 agents the shared site server leaves 7.0 first (ALT-157). */
function waysOf(old: AltirisEstate): ReadonlyMap<string, "take-over" | "rebuild"> {
  const group = new Map<string, string>();
  const find = (site: string): string => {
    const parent = group.get(site) ?? site;
    return parent === site ? site : find(parent);
  };
  for (const { sites: served } of Object.values(old.siteServers)) for (const site of served) group.set(find(site), find(served[0] as string));
  const total = new Map<string, number>();
  for (const [name, site] of Object.entries(old.sites)) total.set(find(name), (total.get(find(name)) ?? 0) + count(site.agents));
  return new Map(
    Object.entries(old.siteServers).map(([name, { sites: served }]) => [
      name,
      served.length > 1 && (total.get(find(served[0] as string)) ?? 0) > shareable ? "rebuild" : "take-over",
    ]),
  );
}

/** Exactly 5,000 is the smaller case: a site and a stage may both have as many. */
const shareable = 5000;

export const count = (agents: Readonly<Record<string, number>>): number => Object.values(agents).reduce((sum, n) => sum + n, 0);

function servers(reading: Reading, put: Put): void {
  const { old, new: wanted, ref, successor, predecessor } = reading;
  for (const [name, server] of Object.entries(old.servers)) {
    const heir = successor.get(name);
    const at = `old/servers/${name}`;
    const stays = heir === undefined;
    put(ref("server", name, "old"), at, "running", stays ? "running" : "kept", {
      name, version: old.version, host: server.host, ip: server.ip, os: server.os, installPath: server.installPath,
      products: Object.keys(server.products).sort(), successor: heir && ref("server", heir, "new"), agents: agentsOf(old, name),
      linked: old.links.some((link) => link.parent === name || link.child === name) || undefined,
    });
    const { name: database, sql, collation } = server.database;
    put(ref("database", name, "old"), `${at}/database`, "attached", "attached", { name, database, sql: instance(sql, name), collation });
    put(ref("settings", name, "old"), `old/settings/${name}`, "ready", "ready", { server: ref("server", name, "old"), targets: [] }, {
      targets: reading.waves.filter((wave) => wave.from === name).map((wave) => ref("wave", wave.name)).sort(),
    });
    if (heir !== undefined) put(ref("stragglers", name), at, "open", "settled", { server: ref("server", name, "old") });
  }
  for (const [name, server] of Object.entries(wanted.servers)) {
    const before = predecessor.get(name);
    if (before === undefined) continue;
    const was = old.servers[before];
    if (!was) continue;
    const at = `new/servers/${name}`;
    const parity = Object.keys(server.products).filter((product) => product in was.products);
    const joins = wanted.links.some((link) => link.parent === name || link.child === name);
    put(ref("server", name, "new"), at, "planned", joins ? "joined" : "installed", {
      name, version: wanted.version, host: server.host, ip: server.ip, os: server.os, installPath: server.installPath, method: server.method,
      products: parity.sort(), database: ref("database", name, "new"), was: ref("server", before, "old"), wasDatabase: ref("database", before, "old"),
      children: childrenOf(reading, before), agents: agentsOf(wanted, name),
    });
    const { name: database, sql, collation } = server.database;
    put(ref("database", name, "new"), `${at}/database`, "planned", "restored", {
      name, database, sql: instance(sql, name), collation, was: ref("database", before, "old"), wasServer: ref("server", before, "old"),
    });
    put(ref("licence", name), `${at}/licences`, "planned", "applied", {
      server: ref("server", name, "new"), products: Object.entries(server.licences).map(([product, n]) => `${product}=${n}`).sort(),
    });
    const held = wanted.settings[name]?.policiesHeldBack ?? [];
    put(ref("settings", name, "new"), `new/settings/${name}`, "ready", "ready", { server: ref("server", name, "new"), targets: [], ...(held.length > 0 ? { heldBack: held } : {}) }, {
      targets: reading.waves.filter((wave) => wave.to === name).map((wave) => ref("wave", wave.name)).sort(),
    });
    for (const product of Object.keys(server.products).filter((one) => !(one in was.products)))
      put(ref("object", `${name}/${product}`), `${at}/products/${product}`, "planned", "installed", { server: name, product });
  }
}

/** On-box SQL is an instance of its own on each server. */
const instance = (sql: string, server: string): string => (sql === "on-box" ? `on-box ${server}` : sql);

const agentsOf = (estate: AltirisEstate, server: string): number =>
  Object.values(estate.sites).reduce((sum, site) => sum + (site.server === server ? count(site.agents) : 0), 0);

/** The new servers of those that stood below in the old hierarchy. */
export const childrenOf = ({ old, successor }: Reading, server: string): readonly string[] =>
  old.links.flatMap((link) => (link.parent === server && successor.has(link.child) ? [successor.get(link.child) as string] : [])).sort();

function links({ old, new: wanted, ref }: Reading, put: Put): void {
  for (const [side, estate, from, to] of [["old", old, "linked", "detached"], ["new", wanted, "planned", "linked"]] as const)
    estate.links.forEach((link, i) =>
      put(ref("link", `${link.parent}--${link.child}`, side), `${side}/links/${i}`, from, to, {
        version: estate.version, ends: [ref("server", link.parent, side), ref("server", link.child, side)],
        replicates: [...link.replicates].sort(), schedule: link.schedule,
      }),
    );
}

function sites({ old, new: wanted, ref, waves, migration }: Reading, put: Put): void {
  for (const [name, site] of Object.entries(old.sites)) {
    put(ref("boundaries", name, "old"), `old/sites/${name}`, "held", "held", {
      server: ref("server", site.server, "old"), site: name, addresses: site.boundaries,
    });
    const after = wanted.sites[name];
    // The restored database brings the old boundaries along; what the new estate says otherwise is set when they are confirmed.
    if (after)
      put(
        ref("boundaries", name, "new"), `new/sites/${name}`, "planned", "held",
        { server: ref("server", after.server, "new"), site: name, addresses: site.boundaries },
        { addresses: after.boundaries },
      );
  }
  for (const wave of waves)
    put(ref("wave", wave.name), `old/sites/${wave.site}`, "waiting", "moved", {
      site: wave.site, agents: wave.agents, from: ref("server", wave.from, "old"), to: ref("server", wave.to, "new"), newServer: wave.to,
      oldSettings: ref("settings", wave.from, "old"), newBoundaries: ref("boundaries", wave.site, "new"),
      ...(wave.pilot ? { pilot: true, pilotDays: migration.pilot?.days ?? 0 } : {}),
    });
}

function siteServers(reading: Reading, put: Put): void {
  const { old, new: wanted, migration, ref, ways, successor } = reading;
  for (const [name, siteServer] of Object.entries(old.siteServers)) {
    const server = serverOf(old, siteServer);
    const heir = server === undefined ? undefined : successor.get(server);
    if (server === undefined || heir === undefined) continue;
    put(ref("siteServer", name), `old/siteServers/${name}`, "old", "new", {
      sites: siteServer.sites, services: siteServer.services, host: siteServer.host, os: siteServer.os, way: ways.get(name),
      from: ref("server", server, "old"), to: ref("server", heir, "new"), newSettings: ref("settings", heir, "new"),
    });
  }
  for (const [name, siteServer] of Object.entries(wanted.siteServers)) {
    const server = serverOf(wanted, siteServer);
    if (name in old.siteServers || server === undefined) continue;
    put(ref("siteServer", name), `new/siteServers/${name}`, "planned", "up", { sites: siteServer.sites, services: siteServer.services, host: siteServer.host, side: ref("server", server, "new"), temporary: false });
  }
  for (const [name, temporary] of Object.entries(migration.decisions.temporarySiteServers)) {
    const side = sideOf(reading, temporary);
    if (side === undefined) continue;
    put(ref("siteServer", name), `migration/decisions/temporarySiteServers/${name}`, "planned", "gone", {
      sites: temporary.at, services: temporary.services, host: temporary.host, side: ref("server", side, temporary.side), temporary: true,
    });
  }
}

export const serverOf = (estate: AltirisEstate, { sites: served }: Pick<AltirisSiteServer, "sites">): string | undefined => estate.sites[served[0] ?? ""]?.server;

export const sideOf = ({ old, new: wanted }: Reading, temporary: TemporarySiteServer): string | undefined =>
  (temporary.side === "old" ? old : wanted).sites[temporary.at[0] ?? ""]?.server;

const options = (migration: Migration): Readonly<Record<string, Value>> => ({
  strategy: migration.strategy,
  "waves.size": migration.waves.size,
  "waves.atOnce": migration.waves.atOnce,
  "waves.order": migration.waves.order,
  "done.arrivedPercent": migration.done.arrivedPercent,
  "done.upgradedPercent": migration.done.upgradedPercent,
  "stragglers.belowPercent": migration.done.stragglers.belowPercent,
  "stragglers.afterDays": migration.done.stragglers.afterDays,
  "thresholds.countDriftPercent": migration.thresholds.countDriftPercent,
});

/** What this pack cannot plan yet is said, never passed over. */
function unfinished({ old, new: wanted, successor, migration }: Reading, documents: Declared<AltirisEstate>): readonly Finding[] {
  const findings: Finding[] = [];
  const say = (path: string, text: string, fix: string): void => {
    const at = documents.origin(path);
    findings.push({ rule: "DIA-001", severity: "error", say: text, fix, ...(at ? { at } : {}) });
  };
  for (const name of Object.keys(old.servers))
    if (!successor.has(name)) say(`old/servers/${name}`, `no new server is made from ${name}`, `say "from: ${name}" at the server that takes over from it`);
  for (const [name, server] of Object.entries(wanted.servers))
    if (server.from === undefined) say(`new/servers/${name}`, `${name} takes over from no old server: a wholly new server is not planned yet`, "say from:, or leave it out and add it after the migration");
  for (const name of Object.keys(old.siteServers))
    if (!(name in wanted.siteServers)) say(`old/siteServers/${name}`, `${name} is in the old estate and not in the new one: retiring a site server on the way is not planned yet`, "keep it in new.yaml and take it out after the migration");
  for (const name of Object.keys(old.sites)) if (!(name in wanted.sites)) say(`old/sites/${name}`, `site ${name} is not in the new estate: its agents would have nowhere to go`, "keep the site, or name the one it becomes");
  for (const name of Object.keys(wanted.sites)) if (!(name in old.sites)) say(`new/sites/${name}`, `site ${name} is not in the old estate: new sites are not planned yet`, "add it after the migration");
  if (migration.strategy !== "children-first") say("migration/strategy", `strategy ${migration.strategy} is not planned yet`, "strategy: children-first");
  return findings;
}

function facts({ old, waves }: Reading): readonly string[] {
  const servers = Object.keys(old.servers).length;
  const agents = waves.reduce((sum, wave) => sum + wave.agents, 0);
  const boundaries = Object.values(old.sites).reduce((sum, site) => sum + site.boundaries.length, 0);
  return [
    `${servers} servers`, `${Object.keys(old.sites).length} sites`, `${Object.keys(old.siteServers).length} site servers`,
    `${agents.toLocaleString("en")} agents`, `${boundaries} boundaries`,
  ];
}
