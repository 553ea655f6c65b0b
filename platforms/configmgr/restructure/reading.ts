import { Directory, directoryOf } from "../../../engine/boundaries";
import type { Change } from "../../../engine/model/change";
import { Value, byText } from "../../../engine/model/entity";
import type { Declared, Migration } from "../../../engine/model/migration";
import { Part, compare } from "../../../engine/passes/compare";
import { BoundaryUse, ConfigMgrEstate, ConfigMgrSite, boundaryUses } from "../estate";
import { ref } from "../reading";
import { Flows, flowsOf } from "./clients";

/** A machine with roles of sites: `hou-dp1`, a distribution point of HOU. */
export type System = Readonly<{ sites: readonly string[]; services: readonly string[] }>;

/** What the dialect works with: one hierarchy as it is and as it should be, and what that changes in the words of people. */
export type Restructuring = Readonly<{
  old: ConfigMgrEstate;
  new: ConfigMgrEstate;
  migration: Migration;
  systems: Readonly<{ old: ReadonlyMap<string, System>; new: ReadonlyMap<string, System> }>;
  changes: readonly Change[];
  flows: Flows;
  directory: Directory;
}>;

export function restructuringOf({
  old: { document: old },
  new: { document: wanted },
  migration,
}: Declared<ConfigMgrEstate>): Restructuring {
  const systems = { old: systemsOf(old), new: systemsOf(wanted) };
  const [before, after] = [partsOf(old, systems.old), partsOf(wanted, systems.new)];
  return {
    old,
    new: wanted,
    migration,
    systems,
    changes: compare(before, after),
    flows: flowsOf(old, wanted, { before, after }, migration.waves.size),
    directory: directoryOf(new Map(Object.entries({ ...old.directory, ...wanted.directory }))),
  };
}

/** The machines of all roles, by host: a host may serve several sites. */
function systemsOf(estate: ConfigMgrEstate): ReadonlyMap<string, System> {
  const found = new Map<string, { sites: Set<string>; services: Set<string> }>();
  for (const [code, site] of Object.entries(estate.sites))
    for (const [role, hosts] of Object.entries(site.roles))
      for (const host of hosts) {
        const system = found.get(host) ?? { sites: new Set(), services: new Set() };
        system.sites.add(code);
        system.services.add(role);
        found.set(host, system);
      }
  const sorted = (texts: ReadonlySet<string>): readonly string[] => [...texts].sort(byText);
  return new Map(
    [...found]
      .sort(([a], [b]) => byText(a, b))
      .map(([host, { sites, services }]) => [host, { sites: sorted(sites), services: sorted(services) }]),
  );
}

/** An estate as its parts: what can be called added, moved, split and so on. */
function partsOf(estate: ConfigMgrEstate, systems: ReadonlyMap<string, System>): readonly Part[] {
  const sites = Object.entries(estate.sites).map(
    ([code, site]): Part => ({
      ref: ref("site", code),
      ...(site.from === undefined ? {} : { from: ref("site", site.from) }),
      ...(site.parent === undefined ? {} : { parent: ref("site", site.parent) }),
      machine: site.server,
      props: propsOf(site),
      holds: site.boundaries,
    }),
  );
  const machines = [...systems].map(
    ([host, { sites: served, services }]): Part => ({
      ref: ref("siteServer", host),
      at: served.map((code) => ref("site", code)),
      props: { services },
    }),
  );
  return [...sites, ...machines];
}

/** What of a site no restructuring touches: a wish to change it is an upgrade, or another site. */
export const propsOf = (site: ConfigMgrSite): Readonly<Record<string, Value>> => ({
  role: site.role,
  version: site.version,
  featurePacks: site.featurePacks,
  ...(site.sql === undefined ? {} : { sql: site.sql }),
  ...(site.security === undefined ? {} : { security: site.security }),
});

/** Who is no longer there, and whom nobody had before; one that is renamed is both. */
export const isNew = ({ old }: Pick<Restructuring, "old">, code: string): boolean => !(code in old.sites);
export const isGone = ({ new: wanted }: Pick<Restructuring, "new">, code: string): boolean => !(code in wanted.sites);

/** What becomes of a site's boundaries of one use: what it had, what it is to have. */
export const held = (
  { old, new: wanted }: Pick<Restructuring, "old" | "new">,
  code: string,
  use: BoundaryUse,
): Readonly<{ had: readonly string[]; has: readonly string[] }> => ({
  had: old.sites[code]?.boundaries[use] ?? [],
  has: wanted.sites[code]?.boundaries[use] ?? [],
});

/** The uses in which a site lets go of boundaries altogether, changes them, or comes by its first ones. */
export function usesOf(
  reading: Pick<Restructuring, "old" | "new">,
  code: string,
): Readonly<{ released: readonly BoundaryUse[]; narrowed: readonly BoundaryUse[]; claimed: readonly BoundaryUse[] }> {
  const of = (is: (had: readonly string[], has: readonly string[]) => boolean): readonly BoundaryUse[] =>
    boundaryUses.filter((use) => {
      const { had, has } = held(reading, code, use);
      return is(had, has);
    });
  return {
    released: of((had, has) => had.length > 0 && has.length === 0),
    narrowed: of((had, has) => had.length > 0 && has.length > 0 && had.join() !== has.join()),
    claimed: of((had, has) => had.length === 0 && has.length > 0),
  };
}
