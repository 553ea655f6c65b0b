import { Ref, Value, byText } from "../../engine/model/entity";
import type { Declared, Migration } from "../../engine/model/migration";
import { askedOf } from "../../engine/model/asked";
import type { Model } from "../../engine/model/pack";
import { PhaseTable } from "../../engine/model/phases";
import { grouped } from "../../engine/text";
import { Put, build } from "../shared/building";
import { doubtful, knownSubnets } from "../shared/directory";
import { BoundaryUse, ConfigMgrEstate, ConfigMgrSite, boundaryUses } from "./estate";
import { giversOf } from "./givers";
import { phases } from "./phases";
import { Reading, boundariesOf, newSite, readingOf, ref, wayOf } from "./reading";
import { subjectsOf } from "./subjects";
import { unplanned } from "./unplanned";

const table = new PhaseTable(phases);

/** Two hierarchies and a migration as the one model. */
export function read(documents: Declared<ConfigMgrEstate>): Model {
  const reading = readingOf(documents);
  const { start, goal, origins, twice } = build(table, documents.origin, paths, (put) => {
    oldSites(reading, put);
    newSites(reading, put);
    waves(reading, put);
  });
  return {
    platform: "configmgr",
    title: `${reading.old.estate} ${reading.old.version} → ${reading.new.version}`,
    start,
    goal,
    subjects: subjectsOf(reading),
    origins,
    options: options(reading.migration),
    pace: reading.migration.pace,
    findings: [...twice, ...unplanned(reading, documents), ...doubtful(reading.directory, documents.origin)],
    facts: facts(reading),
    asked: askedOf(documents),
  };
}

/** Where a property stands in the document, if its name there is another. */
const paths: Readonly<Record<string, string>> = { legacy: "clients/legacy", wanted: "advertisements" };

const productOf = (estate: ConfigMgrEstate): string => (estate.platform === "sms" ? "sms" : "configmgr");

function siteProps(code: string, site: ConfigMgrSite): Readonly<Record<string, Value | undefined>> {
  return { code, role: site.role, server: site.server, version: site.version, sql: site.sql, security: site.security };
}

/** Old sites: upgraded where they stand, left as they are, or taken out of service when nobody needs them any more. */
function oldSites(reading: Reading, put: Put): void {
  const { old, new: wanted, heirs, migration } = reading;
  for (const [code, site] of Object.entries(old.sites)) {
    const at = `old/sites/${code}`;
    const after = wanted.sites[code];
    const way = after && wayOf(old, wanted, code, after);
    const inPlace = way === "in-place";
    const kept = way === "stays" || (way === undefined && !heirs.has(code));
    const detach = inPlace && after?.detach === true;
    const parent = inPlace || kept ? (after?.parent ?? site.parent) : site.parent;
    put(
      ref("site", code),
      at,
      "running",
      inPlace ? (detach ? "attached" : "upgraded") : kept ? "running" : "retired",
      {
        ...siteProps(code, site),
        side: "old",
        oldProduct: productOf(old),
        way: inPlace ? "in-place" : kept ? "stays" : "replaced",
        parent: parent === undefined ? undefined : ref("site", parent),
        clients: site.clients.advanced + site.clients.legacy,
        legacy: site.clients.legacy,
        legacyDecision: migration.decisions.legacyClients?.[code]?.choose,
        ...(detach ? { detach: true } : {}),
        ...(inPlace && site.role !== "secondary" ? { database: site.database, testDatabase: after?.testDatabase } : {}),
        heir: heirOf(reading, code),
      },
      {},
      inPlace || kept ? atNew(code, "parent", "detach", "testDatabase") : {},
    );
    if (heirOf(reading, code) !== undefined && site.role !== "secondary")
      put(ref("settings", code), "migration/boundaries", "local", "remote", {
        site: ref("site", code),
        wanted: migration.boundaries?.advertisements,
      });
    for (const use of boundaryUses) oldBoundaries(reading, put, code, use);
  }
}

/** What the new estate says of a site that stands where it stood. */
const atNew = (code: string, ...props: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(props.map((prop) => [prop, `new/sites/${code}/${prop}`]));

/** The site beside an old one that takes over from it. */
const heirOf = (reading: Reading, code: string): Ref | undefined => {
  const heir = reading.heirs.get(code);
  return heir !== undefined && reading.new.sites[heir]?.way === "side-by-side" ? newSite(reading, heir) : undefined;
};

/** Assignment is one realm, roaming another: within a hierarchy of both products each address has one owner in it (CM-158). */
const realmOf = (estate: string, use: BoundaryUse): string =>
  `${estate} for ${use === "assignment" ? "assignment" : "roaming"}`;

function oldBoundaries(reading: Reading, put: Put, code: string, use: BoundaryUse): void {
  const { old, new: wanted } = reading;
  const site = old.sites[code] as ConfigMgrSite;
  const after = wanted.sites[code];
  const way = after && wayOf(old, wanted, code, after);
  const addresses = site.boundaries[use];
  const next = way === "in-place" || way === "stays" ? (after?.boundaries[use] ?? []) : [];
  if (addresses.length === 0 && next.length === 0) return;
  const changed = addresses.join() !== next.join();
  const [from, to] =
    way === "in-place"
      ? ["held", changed ? "re-created" : "read-only"]
      : next.length > 0
        ? ["held", "held"]
        : ["held", "released"];
  put(
    boundariesOf(ref("site", code), use),
    `old/sites/${code}/boundaries`,
    from,
    to,
    {
      ...boundaryProps(reading, ref("site", code), use, addresses, way ?? "replaced", [...addresses, ...next]),
      ...(heirOf(reading, code) === undefined
        ? {}
        : { waitMinutes: reading.migration.boundaries?.replicationWaitMinutes ?? 0 }),
    },
    to === "released" ? {} : { addresses: next },
    to === "released" ? {} : { addresses: `new/sites/${code}/boundaries/${use === "assignment" ? use : `roaming/${use}`}` },
  );
}

function boundaryProps(
  reading: Reading,
  site: Ref,
  use: BoundaryUse,
  addresses: readonly string[],
  way: string,
  all: readonly string[],
): Readonly<Record<string, Value>> {
  const { old } = reading;
  const clients = old.sites[site.slice("site/".length)]?.clients ?? { advanced: 0, legacy: 0 };
  return {
    site,
    use,
    realm: realmOf(old.estate, use),
    way,
    addresses,
    directory: knownSubnets(reading.directory, all),
    // who has no site while a boundary for assignment belongs to nobody
    agents: use === "assignment" ? clients.advanced + clients.legacy : 0,
  };
}

/** Sites that are built: beside an old one, or wholly new. */
function newSites(reading: Reading, put: Put): void {
  const { old, new: wanted } = reading;
  for (const [code, site] of Object.entries(wanted.sites)) {
    if (site.way !== "side-by-side") continue;
    const itself = newSite(reading, code);
    put(itself, `new/sites/${code}`, "planned", site.parent === undefined ? "installed" : "attached", {
      ...siteProps(code, site),
      side: "new",
      oldProduct: "none",
      way: "side-by-side",
      clients: site.clients.advanced,
      legacy: site.clients.legacy,
      parent: site.parent === undefined ? undefined : newSite(reading, site.parent),
    });
    for (const use of boundaryUses) {
      const addresses = site.boundaries[use];
      if (addresses.length === 0) continue;
      put(boundariesOf(itself, use), `new/sites/${code}/boundaries`, "planned", "held", {
        ...boundaryProps(reading, itself, use, addresses, "side-by-side", addresses),
        handOver: site.from !== undefined && site.from in old.sites ? `gate/${site.from}-${code}/replicated` : "",
        from: giversOf(reading, use, addresses).map((giver) => boundariesOf(ref("site", giver.code), giver.use)).sort(byText),
      });
    }
  }
}

function waves(reading: Reading, put: Put): void {
  for (const wave of reading.waves)
    put(ref("wave", wave.name), `old/sites/${wave.from}/clients`, "waiting", "moved", {
      site: wave.from,
      agents: wave.agents,
      from: ref("site", wave.from),
      to: newSite(reading, wave.to),
      settings: ref("settings", wave.from),
      ...(wave.pilot ? { pilot: true, pilotDays: reading.migration.pilot?.days ?? 0 } : {}),
    });
}

const options = (migration: Migration): Readonly<Record<string, Value>> => ({
  strategy: migration.strategy,
  "waves.size": migration.waves.size,
  "waves.order": migration.waves.order,
  "done.arrivedPercent": migration.done.arrivedPercent,
  "boundaries.replicationWaitMinutes": migration.boundaries?.replicationWaitMinutes ?? 0,
  "boundaries.gapMinutes": migration.boundaries?.gapMinutes ?? 0,
});

function facts({ old, waves: batches }: Reading): readonly string[] {
  const sites = Object.values(old.sites);
  const of = (role: string): number => sites.filter((site) => site.role === role).length;
  const clients = batches.reduce((sum, wave) => sum + wave.agents, 0);
  const boundaries = sites.reduce((sum, site) => sum + boundaryUses.reduce((n, use) => n + site.boundaries[use].length, 0), 0);
  return [
    `${sites.length} sites (${of("central")} central, ${of("primary")} primary, ${of("secondary")} secondary)`,
    `${grouped(clients)} clients`,
    `${boundaries} boundaries`,
  ];
}
