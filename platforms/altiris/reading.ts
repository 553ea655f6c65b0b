import { Directory, directoryOf } from "../../engine/boundaries";
import type { Kind, Ref } from "../../engine/model/entity";
import type { Declared, Migration, TemporarySiteServer } from "../../engine/model/migration";
import { AltirisEstate, AltirisSiteServer, count } from "./estate";
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
  directory: Directory;
  ref(kind: Kind, name: string, side?: "old" | "new"): Ref;
}>;

export function readingOf({ old: { document: old }, new: { document: wanted }, migration }: Declared<AltirisEstate>): Reading {
  const successor = new Map<string, string>();
  const predecessor = new Map<string, string>();
  for (const [name, server] of Object.entries(wanted.servers))
    if (server.from !== undefined) {
      successor.set(server.from, name);
      predecessor.set(name, server.from);
    }
  return {
    old,
    new: wanted,
    migration,
    successor,
    predecessor,
    waves: wavesOf(old, wanted, migration),
    ways: waysOf(old),
    directory: directoryOf(new Map(Object.entries({ ...old.directory, ...wanted.directory }))),
    ref: (kind, name, side) =>
      `${kind}/${name}${side === undefined ? "" : `@${side === "old" ? old.version : wanted.version}`}`,
  };
}

/** Sites that are joined by site servers move as one; above 5,000 agents the shared site server leaves 7.0 first (ALT-157). */
function waysOf(old: AltirisEstate): ReadonlyMap<string, "take-over" | "rebuild"> {
  const group = new Map<string, string>();
  const find = (site: string): string => {
    const parent = group.get(site) ?? site;
    return parent === site ? site : find(parent);
  };
  for (const { sites: served } of Object.values(old.siteServers))
    for (const site of served) group.set(find(site), find(served[0] as string));
  const total = new Map<string, number>();
  for (const [name, site] of Object.entries(old.sites))
    total.set(find(name), (total.get(find(name)) ?? 0) + count(site.agents));
  return new Map(
    Object.entries(old.siteServers).map(([name, { sites: served }]) => [
      name,
      served.length > 1 && (total.get(find(served[0] as string)) ?? 0) > shareable ? "rebuild" : "take-over",
    ]),
  );
}

/** Exactly 5,000 is the smaller case: a site and a stage may both have as many. */
const shareable = 5000;

/** The new servers of those that stood below in the old hierarchy. */
export const childrenOf = ({ old, successor }: Reading, server: string): readonly string[] =>
  old.links
    .flatMap((link) => (link.parent === server && successor.has(link.child) ? [successor.get(link.child) as string] : []))
    .sort();

/** The server of a site server: that of its first site. */
export const serverOf = (estate: AltirisEstate, { sites: served }: Pick<AltirisSiteServer, "sites">): string | undefined =>
  estate.sites[served[0] ?? ""]?.server;

/** The server that a temporary site server stands at. */
export const sideOf = ({ old, new: wanted }: Reading, temporary: TemporarySiteServer): string | undefined =>
  (temporary.side === "old" ? old : wanted).sites[temporary.at[0] ?? ""]?.server;

/** Rules speak of releases: 7.0 SP2 is a 7.0. */
export const releaseOf = (version: string): string => /^\d+\.\d+/.exec(version)?.[0] ?? version;
