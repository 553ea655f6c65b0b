import { Value, byText } from "../../engine/model/entity";
import type { Declared, Migration } from "../../engine/model/migration";
import { askedOf } from "../../engine/model/asked";
import type { Model } from "../../engine/model/pack";
import { PhaseTable } from "../../engine/model/phases";
import { Put, build } from "../shared/building";
import { doubtful, knownSubnets } from "../shared/directory";
import { AltirisEstate, count, factsOf } from "./estate";
import { phases } from "./phases";
import { Reading, childrenOf, readingOf, releaseOf, serverOf, sideOf } from "./reading";
import { subjectsOf } from "./subjects";
import { unplanned } from "./unplanned";

const table = new PhaseTable(phases);

/** Two Altiris estates and a migration as the one model. */
export function read(documents: Declared<AltirisEstate>): Model {
  const reading = readingOf(documents);
  const { start, goal, origins, twice } = build(table, documents.origin, paths, (put) => {
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
    findings: [...twice, ...doubtful(reading.directory, documents.origin), ...unplanned(reading, documents)],
    facts: facts(reading),
    asked: askedOf(documents),
  };
}

/** Where a property stands in the document, if its name there is another. */
const paths: Readonly<Record<string, string>> = { database: "name", addresses: "boundaries" };

function servers(reading: Reading, put: Put): void {
  const { old, new: wanted, ref, successor, predecessor } = reading;
  for (const [name, server] of Object.entries(old.servers)) {
    const heir = successor.get(name);
    const at = `old/servers/${name}`;
    const stays = heir === undefined;
    put(ref("server", name, "old"), at, "running", stays ? "running" : "kept", {
      name,
      version: releaseOf(old.version),
      host: server.host,
      ip: server.ip,
      os: server.os,
      installPath: server.installPath,
      products: Object.keys(server.products).sort(),
      successor: heir && ref("server", heir, "new"),
      agents: agentsOf(old, name),
      linked: old.links.some((link) => link.parent === name || link.child === name) || undefined,
    });
    const { name: database, sql, collation } = server.database;
    put(ref("database", name, "old"), `${at}/database`, "attached", "attached", {
      name,
      database,
      sql: instance(sql, `${name}@${old.version}`),
      collation,
    });
    put(
      ref("settings", name, "old"),
      `old/settings/${name}`,
      "ready",
      "ready",
      { server: ref("server", name, "old"), targets: [] },
      {
        targets: reading.waves
          .filter((wave) => wave.from === name)
          .map((wave) => ref("wave", wave.name))
          .sort(),
      },
    );
    if (heir !== undefined) put(ref("stragglers", name), at, "open", "settled", { server: ref("server", name, "old") });
  }
  for (const [name, server] of Object.entries(wanted.servers)) {
    const before = predecessor.get(name);
    if (before === undefined) continue;
    const was = old.servers[before];
    if (!was) continue;
    const at = `new/servers/${name}`;
    const products = Object.keys(server.products).sort(byText);
    const more = products.filter((product) => !(product in was.products));
    const joins = wanted.links.some((link) => link.parent === name || link.child === name);
    put(ref("server", name, "new"), at, "planned", joins ? "joined" : "installed", {
      name,
      version: releaseOf(wanted.version),
      host: server.host,
      ip: server.ip,
      os: server.os,
      installPath: server.installPath,
      method: server.method,
      products: products.filter((product) => product in was.products),
      later: more.length > 0 ? more : undefined,
      database: ref("database", name, "new"),
      was: ref("server", before, "old"),
      wasDatabase: ref("database", before, "old"),
      children: childrenOf(reading, before),
      agents: agentsOf(wanted, name),
    });
    const { name: database, sql, collation } = server.database;
    put(ref("database", name, "new"), `${at}/database`, "planned", "restored", {
      name,
      database,
      sql: instance(sql, `${name}@${wanted.version}`),
      collation,
      was: ref("database", before, "old"),
      wasServer: ref("server", before, "old"),
    });
    put(ref("licence", name), `${at}/licences`, "planned", "applied", {
      server: ref("server", name, "new"),
      products: Object.entries(server.licences)
        .map(([product, n]) => `${product}=${n}`)
        .sort(),
    });
    const held = wanted.settings[name]?.policiesHeldBack ?? [];
    put(
      ref("settings", name, "new"),
      `new/settings/${name}`,
      "ready",
      "ready",
      { server: ref("server", name, "new"), targets: [], ...(held.length > 0 ? { heldBack: held } : {}) },
      {
        targets: reading.waves
          .filter((wave) => wave.to === name)
          .map((wave) => ref("wave", wave.name))
          .sort(),
      },
    );
    for (const product of more)
      put(ref("object", `${name}/${product}`), `${at}/products/${product}`, "planned", "installed", { server: name, product });
  }
}

/** On-box SQL is an instance of its own on each server, on a new one with an old one's name in the documents, too. */
const instance = (sql: string, server: string): string => (sql === "on-box" ? `on-box ${server}` : sql);

const agentsOf = (estate: AltirisEstate, server: string): number =>
  Object.values(estate.sites).reduce((sum, site) => sum + (site.server === server ? count(site.agents) : 0), 0);

function links({ old, new: wanted, ref }: Reading, put: Put): void {
  for (const [side, estate, from, to] of [
    ["old", old, "linked", "detached"],
    ["new", wanted, "planned", "linked"],
  ] as const)
    estate.links.forEach((link, i) =>
      put(ref("link", `${link.parent}--${link.child}`, side), `${side}/links/${i}`, from, to, {
        version: releaseOf(estate.version),
        ends: [ref("server", link.parent, side), ref("server", link.child, side)],
        replicates: [...link.replicates].sort(),
        schedule: link.schedule,
      }),
    );
}

function sites({ old, new: wanted, ref, waves, migration, directory }: Reading, put: Put): void {
  // only where there is something to know: a property is a line in every comparison
  const known = (addresses: readonly string[]): { directory?: readonly string[] } => {
    const subnets = knownSubnets(directory, addresses);
    return subnets.length > 0 ? { directory: subnets } : {};
  };
  for (const [name, site] of Object.entries(old.sites)) {
    put(ref("boundaries", name, "old"), `old/sites/${name}`, "held", "held", {
      server: ref("server", site.server, "old"),
      site: name,
      addresses: site.boundaries,
      ...known(site.boundaries),
    });
    const after = wanted.sites[name];
    // The restored database brings the old boundaries along; what the new estate says otherwise is set when they are confirmed.
    if (after)
      put(
        ref("boundaries", name, "new"),
        `new/sites/${name}`,
        "planned",
        "held",
        {
          server: ref("server", after.server, "new"),
          site: name,
          addresses: site.boundaries,
          ...known([...site.boundaries, ...after.boundaries]),
        },
        { addresses: after.boundaries },
      );
  }
  for (const wave of waves)
    put(
      ref("wave", wave.name),
      `old/sites/${wave.site}`,
      "waiting",
      "moved",
      {
        site: wave.site,
        agents: wave.agents,
        size: undefined,
        seen: wave.seen,
        from: ref("server", wave.from, "old"),
        to: ref("server", wave.to, "new"),
        newServer: wave.to,
        oldSettings: ref("settings", wave.from, "old"),
        newBoundaries: ref("boundaries", wave.site, "new"),
        pilot: wave.pilot ? true : undefined,
        pilotDays: wave.pilot ? (migration.pilot?.days ?? 0) : undefined,
      },
      {},
      // What the migration says, and not the site: whether there is a pilot, and how large a wave may be.
      { size: "migration/waves/size", pilot: "migration/pilot", pilotDays: "migration/pilot/for" },
    );
}

function siteServers(reading: Reading, put: Put): void {
  const { old, new: wanted, migration, ref, ways } = reading;
  for (const [name, siteServer] of Object.entries(old.siteServers)) {
    const server = serverOf(old, siteServer);
    // A site may go to another server than its own one's successor: whoever serves it goes along.
    const heir = serverOf(wanted, wanted.siteServers[name] ?? siteServer);
    if (server === undefined || heir === undefined) continue;
    put(ref("siteServer", name), `old/siteServers/${name}`, "old", "new", {
      sites: siteServer.sites,
      services: siteServer.services,
      host: siteServer.host,
      os: siteServer.os,
      way: ways.get(name),
      from: ref("server", server, "old"),
      to: ref("server", heir, "new"),
      newSettings: ref("settings", heir, "new"),
    });
  }
  for (const [name, siteServer] of Object.entries(wanted.siteServers)) {
    const server = serverOf(wanted, siteServer);
    if (name in old.siteServers || server === undefined) continue;
    put(ref("siteServer", name), `new/siteServers/${name}`, "planned", "up", {
      sites: siteServer.sites,
      services: siteServer.services,
      host: siteServer.host,
      side: ref("server", server, "new"),
      temporary: false,
    });
  }
  for (const [name, temporary] of Object.entries(migration.decisions.temporarySiteServers)) {
    const side = sideOf(reading, temporary);
    if (side === undefined) continue;
    put(ref("siteServer", name), `migration/decisions/temporarySiteServers/${name}`, "planned", "gone", {
      sites: temporary.at,
      services: temporary.services,
      host: temporary.host,
      side: ref("server", side, temporary.side),
      temporary: true,
    });
  }
}

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

const facts = ({ old, waves }: Reading): readonly string[] =>
  factsOf(
    old,
    waves.reduce((sum, wave) => sum + wave.agents, 0),
  );
