import type { Named } from "../../engine/model/migration";

export const siteRoles = ["central", "primary", "secondary"] as const;
export type SiteRole = (typeof siteRoles)[number];

/** How a site of the new estate comes to be: upgraded where it stands, built beside the old one, or left as it is. */
export type SiteWay = "in-place" | "side-by-side" | "stays";

/** What a boundary is for. SMS calls the last two roaming, local and remote; ConfigMgr calls them fast and slow. */
export const boundaryUses = ["assignment", "fast", "slow"] as const;
export type BoundaryUse = (typeof boundaryUses)[number];

export type ConfigMgrSite = Readonly<{
  /** The old site that it takes over from; absent on the old side and for a wholly new one. */
  from?: string;
  /** Absent on the old side, and where the new estate says nothing. */
  way?: SiteWay;
  /** Taken out of the hierarchy to go before its parent (CM-016). */
  detach: boolean;
  role: SiteRole;
  server: string;
  parent?: string;
  /** The site's own version, else the estate's. */
  version: string;
  sql?: string;
  security?: "standard" | "advanced";
  /** The site database, and the copy of it on which the upgrade is tried (CM-080). */
  database: string;
  testDatabase: string;
  clients: Readonly<{ advanced: number; legacy: number }>;
  /** As written, sorted: what they mean is the boundaries' parser's to say. */
  boundaries: Readonly<Record<BoundaryUse, readonly string[]>>;
  roles: Named<readonly string[]>;
  featurePacks: readonly string[];
}>;

/** An SMS or ConfigMgr hierarchy with nothing left open. `sms` is the platform of an old side that runs SMS 2003. */
export type ConfigMgrEstate = Readonly<{
  platform: "sms" | "configmgr";
  estate: string;
  version: string;
  asOf?: string;
  /** The subnets of the directory's sites, as far as they are known. */
  directory: Named<readonly string[]>;
  sites: Named<ConfigMgrSite>;
}>;
