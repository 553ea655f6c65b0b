import { Directory, directoryOf } from "../../engine/boundaries";
import type { Kind, Ref } from "../../engine/model/entity";
import type { Declared, Migration } from "../../engine/model/migration";
import type { BoundaryUse, ConfigMgrEstate, ConfigMgrSite, SiteWay } from "./estate";
import { Wave, wavesOf } from "./waves";

/** What the dialect works with: both hierarchies, who takes over from whom, and how. */
export type Reading = Readonly<{
  old: ConfigMgrEstate;
  new: ConfigMgrEstate;
  migration: Migration;
  /** New site by old site: itself in place, another one beside it. A site that stays has none. */
  heirs: ReadonlyMap<string, string>;
  waves: readonly Wave[];
  directory: Directory;
}>;

export function readingOf({ old: { document: old }, new: { document: wanted }, migration }: Declared<ConfigMgrEstate>): Reading {
  const heirs = new Map<string, string>();
  for (const [code, site] of Object.entries(wanted.sites))
    if (wayOf(old, wanted, code, site) !== "stays") heirs.set(site.from ?? code, code);
  const stays = (code: string): boolean => {
    const after = wanted.sites[code];
    return after !== undefined && wayOf(old, wanted, code, after) === "stays";
  };
  for (const code of [...heirs.keys()]) if (!(code in old.sites)) heirs.delete(code);
  return {
    old,
    new: wanted,
    migration,
    heirs,
    waves: wavesOf(old, heirs, stays, migration),
    directory: directoryOf(new Map(Object.entries({ ...old.directory, ...wanted.directory }))),
  };
}

/** Within one product, what nobody speaks of stays. From SMS to ConfigMgr it has to be said. */
export const wayOf = (old: ConfigMgrEstate, wanted: ConfigMgrEstate, code: string, site: ConfigMgrSite): SiteWay | undefined =>
  site.way ?? (old.platform === wanted.platform && code in old.sites ? "stays" : undefined);

/** A new site with the code of an old one has a name of its own here, so that the rules can speak of both (CM-152). */
export const newSite = ({ old, new: wanted }: Reading, code: string): Ref =>
  ref("site", wanted.sites[code]?.way === "side-by-side" && code in old.sites ? `${code}@new` : code);

export const ref = (kind: Kind, name: string): Ref => `${kind}/${name}`;

export const boundariesOf = (site: Ref, use: BoundaryUse): Ref => ref("boundaries", `${site.slice("site/".length)}.${use}`);
