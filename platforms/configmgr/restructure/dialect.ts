import { Ref, Value, byText } from "../../../engine/model/entity";
import type { Declared, Migration } from "../../../engine/model/migration";
import type { Model } from "../../../engine/model/pack";
import { PhaseTable } from "../../../engine/model/phases";
import { grouped } from "../../../engine/text";
import { Put, build } from "../../shared/building";
import { knownSubnets } from "../../shared/directory";
import { BoundaryUse, ConfigMgrEstate, ConfigMgrSite, boundaryUses } from "../estate";
import { boundariesOf, ref } from "../reading";
import { clientsOf } from "./clients";
import { phases } from "./phases";
import { Restructuring, held, isGone, restructuringOf } from "./reading";
import { subjectsOf, takersOf } from "./subjects";
import { unplanned } from "./unplanned";

const table = new PhaseTable(phases);

/** What is applied and what is wanted of one hierarchy as the one model. */
export function read(documents: Declared<ConfigMgrEstate>): Model {
  const reading = restructuringOf(documents);
  const { start, goal, origins, twice } = build(table, documents.origin, paths, (put) => {
    for (const code of codesOf(reading)) {
      site(reading, put, code);
      for (const use of boundaryUses) boundaries(reading, put, code, use);
      settings(reading, put, code);
    }
    machines(reading, put);
    waves(reading, put);
  });
  return {
    platform: "configmgr",
    title: `${reading.new.estate} ${reading.new.version}`,
    start,
    goal,
    subjects: subjectsOf(reading),
    origins,
    options: options(reading.migration),
    pace: reading.migration.pace,
    findings: [...twice, ...unplanned(reading, documents)],
    facts: facts(reading),
    changes: reading.changes,
  };
}

/** Where a property stands in the document, if its name there is another. */
const paths: Readonly<Record<string, string>> = { addresses: "boundaries", agents: "clients" };

const codesOf = ({ old, new: wanted }: Restructuring): readonly string[] =>
  [...new Set([...Object.keys(old.sites), ...Object.keys(wanted.sites)])].sort(byText);

/** Where a site is declared: as it is to be, or as it was where it is to be no more. */
const placeOf = (reading: Restructuring, code: string): string => `${isGone(reading, code) ? "old" : "new"}/sites/${code}`;

const parentOf = (site: ConfigMgrSite): string => (site.parent === undefined ? "" : ref("site", site.parent));

function site(reading: Restructuring, put: Put, code: string): void {
  const { old, new: wanted } = reading;
  const [was, is] = [old.sites[code], wanted.sites[code]];
  const now = was ?? is;
  if (!now) return;
  put(
    ref("site", code),
    placeOf(reading, code),
    was ? "running" : "planned",
    is ? "running" : "retired",
    {
      code,
      role: now.role,
      server: now.server,
      version: now.version,
      parent: parentOf(now),
      side: was ? "old" : "new",
      way: was ? (is ? "stays" : "replaced") : "side-by-side",
      oldProduct: was ? "configmgr" : "none",
      clients: clientsOf(was ? old : wanted, code),
      services: servicesOf(reading, code),
    },
    // a secondary site keeps its primary for life: unplanned.ts says so
    was && is ? { server: is.server, parent: parentOf(is.role === "secondary" ? was : is) } : {},
  );
}

/** The roles that a site has before and after: it goes without none of them meanwhile. */
const servicesOf = ({ old, new: wanted }: Restructuring, code: string): readonly string[] =>
  Object.keys(old.sites[code]?.roles ?? {})
    .filter((role) => (wanted.sites[code]?.roles[role]?.length ?? 0) > 0)
    .sort(byText);

function boundaries(reading: Restructuring, put: Put, code: string, use: BoundaryUse): void {
  const { had, has } = held(reading, code, use);
  if (had.length + has.length === 0) return;
  const itself = ref("site", code);
  const path = `boundaries/${use === "assignment" ? use : `roaming/${use}`}`;
  put(
    boundariesOf(itself, use),
    placeOf(reading, code),
    had.length > 0 ? "held" : "planned",
    has.length > 0 ? "held" : "gone",
    {
      site: itself,
      use,
      realm: `${reading.new.estate} for ${use === "assignment" ? "assignment" : "roaming"}`,
      way: had.length > 0 ? "stays" : "side-by-side",
      addresses: had.length > 0 ? had : has,
      directory: knownSubnets(reading.directory, [...had, ...has]),
      agents: use === "assignment" ? waiting(reading, code) : 0,
      clients: clientsOf(reading.old, code),
      waitMinutes: reading.migration.boundaries?.replicationWaitMinutes ?? 0,
      ...(had.length > 0 ? {} : { from: giversTo(reading, code, use) }),
    },
    had.length > 0 && has.length > 0 ? { addresses: has } : {},
    { addresses: `${placeOf(reading, code)}/${path}` },
  );
}

/** Who finds no site while boundaries of this one belong to nobody: those who go with them, else perhaps all of its clients. */
function waiting({ flows, old }: Restructuring, code: string): number {
  const going = flows.waves.filter(({ from }) => from === code).reduce((sum, { agents }) => sum + agents, 0);
  return going > 0 ? going : clientsOf(old, code);
}

/** The boundaries that hold a part of what a site claims for the first time: none of them may any more (CM-161). */
const giversTo = (reading: Restructuring, code: string, use: BoundaryUse): readonly Ref[] =>
  Object.keys(reading.old.sites)
    .filter((other) => other !== code && takersOf(reading, other).includes(code))
    .filter((other) => held(reading, other, use).had.length > 0)
    .map((other) => boundariesOf(ref("site", other), use));

/** The advertisements of a site whose clients go: outside its boundaries, its distribution points are remote (CM-168). */
function settings(reading: Restructuring, put: Put, code: string): void {
  if (!reading.flows.waves.some(({ from }) => from === code)) return;
  const stays = !isGone(reading, code);
  put(
    ref("settings", code),
    placeOf(reading, code),
    "local",
    stays ? "local" : "remote",
    { site: ref("site", code), wanted: reading.migration.boundaries?.advertisements, restored: false },
    { restored: stays },
    { wanted: "migration/boundaries/advertisements" },
  );
}

function machines({ systems }: Restructuring, put: Put): void {
  for (const host of [...new Set([...systems.old.keys(), ...systems.new.keys()])].sort(byText)) {
    const [was, is] = [systems.old.get(host), systems.new.get(host)];
    const now = was ?? is;
    if (!now) continue;
    const home = `${is ? "new" : "old"}/sites/${(is ?? now).sites[0] ?? ""}/roles`;
    put(
      ref("siteServer", host),
      home,
      was ? "up" : "planned",
      is ? "up" : "gone",
      { host, sites: now.sites, services: now.services },
      was && is ? { sites: is.sites, services: is.services } : {},
    );
  }
}

function waves(reading: Restructuring, put: Put): void {
  for (const { name, from, to, agents } of reading.flows.waves)
    put(ref("wave", name), `${placeOf(reading, from)}/clients`, "waiting", "moved", {
      site: from,
      agents,
      from: ref("site", from),
      to: ref("site", to),
      settings: ref("settings", from),
    });
}

const options = (migration: Migration): Readonly<Record<string, Value>> => ({
  "waves.size": migration.waves.size,
  "boundaries.replicationWaitMinutes": migration.boundaries?.replicationWaitMinutes ?? 0,
  "boundaries.gapMinutes": migration.boundaries?.gapMinutes ?? 0,
});

function facts({ old, systems }: Restructuring): readonly string[] {
  const sites = Object.values(old.sites);
  const all = sites.reduce((sum, { boundaries: of }) => sum + boundaryUses.reduce((n, use) => n + of[use].length, 0), 0);
  return [
    `${sites.length} sites`,
    `${systems.old.size} site systems`,
    `${grouped(Object.keys(old.sites).reduce((sum, code) => sum + clientsOf(old, code), 0))} clients`,
    `${all} boundaries`,
  ];
}
