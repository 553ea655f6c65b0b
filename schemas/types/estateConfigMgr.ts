// Generated from schemas/estate-configmgr.json by tools/generate.js: change that, then run it again.
/**
 * An SMS 2003 or ConfigMgr 2007 hierarchy as it is (old.yaml) or as it should be (new.yaml). A site is one entry.
 */
export interface EstateConfigMgrDocument {
  /**
   * The estate's name: the same in both documents.
   */
  estate: string;
  /**
   * What runs in this estate: sms (SMS 2003, old side) or configmgr (ConfigMgr 2007). The new estate's platform decides the rules.
   */
  platform: "sms" | "configmgr";
  /**
   * The version of all sites that do not say their own, in quotes.
   */
  version: string;
  /**
   * When these facts were true.
   */
  asOf?: string;
  /**
   * The estate that this one resembles, another file of this folder: the directory, and of each site what its successor takes over.
   */
  like?: string;
  /**
   * Which subnets each site of the directory has: without it ad: boundaries cannot be held against addresses and are shown as not evaluated. Subnets by site, or { file: ad-subnets.csv } with the columns site,subnet.
   */
  directory?: {
    /**
     * A CSV file beside this document with the columns site,subnet.
     */
    file?: string;
    [k: string]: string[] | string | undefined;
  };
  /**
   * The sites by code.
   */
  sites?: {
    /**
     * Codes of sites that are not carried over and have no successor.
     */
    remove?: string[];
    [k: string]: Site | string[] | undefined;
  };
  /**
   * estate.yaml alone: how its changes are carried out. There is no migration document then, and all that is not said here has its default.
   */
  options?: {
    /**
     * How much one stage may hold. careful: one server's installation or one wave for each server, and points of no return alone; steady: siblings together; fast: what the rules allow. Default: careful.
     */
    pace?: "careful" | "steady" | "fast";
    /**
     * How long a removed boundary takes to be gone from all sites of the hierarchy: before that, nobody may add it (CM-160). Default: 4 h.
     */
    replicationWait?: string;
    /**
     * How long clients may be in no site while their boundaries change hands (CM-159). Default: 12 h.
     */
    gap?: string;
    /**
     * What clients may do with content on a remote distribution point: once the boundaries are gone, all of the old site's are remote (CM-168). Default: download.
     */
    advertisements?: "download" | "run" | "do not run";
    /**
     * The most clients that are assigned anew at once. Default: 5000.
     */
    waves?: number;
  };
}
/**
 * A site: one entry for its code, its server, its place in the hierarchy, its boundaries and its clients.
 */
export interface Site {
  /**
   * Another site of this file: its values hold here too, except those written here.
   */
  like?: string;
  /**
   * The site of the old estate that this one takes over from. Clients, role and boundaries that are not said here come from it. Default: the one with the same code.
   */
  from?: string;
  /**
   * New estate: the site is upgraded where it stands. It keeps its code, and its boundaries arrive read-only (CM-139).
   */
  inPlace?: boolean;
  /**
   * New estate: a new site is built beside the old one, under a code of its own (CM-152), and takes over its boundaries and clients.
   */
  sideBySide?: boolean;
  /**
   * New estate: the old site stays as it is, below ConfigMgr parents (CM-014), for what cannot move: legacy clients, say (CM-040).
   */
  keep?: boolean;
  /**
   * New estate, together with inPlace: the site leaves the hierarchy to be upgraded before its parent, and is attached again when its parent is a ConfigMgr site (CM-016, CM-017).
   */
  detach?: boolean;
  /**
   * The site's role. A central site has no parent; a secondary one has no database and no clients of its own.
   */
  role?: "central" | "primary" | "secondary";
  /**
   * The site server's host name. Never copied by like, nor carried over to a site that is built side by side.
   */
  server?: string;
  /**
   * The code of the site that it reports to. Default in the new estate: the successor of the old site's parent.
   */
  parent?: string;
  /**
   * This site's version where it differs from the estate's, in quotes: only SMS 2003 SP 2 and SP 3 are upgraded directly (CM-011).
   */
  version?: string;
  /**
   * Its SQL Server.
   */
  sql?: string;
  /**
   * The security mode.
   */
  security?: "standard" | "advanced";
  /**
   * The site database's name. Default: SMS_ and the site code.
   */
  database?: string;
  /**
   * The copy on which the upgrade is tried, never the site database itself (CM-080). Default: the database's name and _TEST.
   */
  testDatabase?: string;
  /**
   * How many clients are assigned to the site. Default in the new estate: as in the old one.
   */
  clients?:
    | number
    | {
        /**
         * Advanced clients: a ConfigMgr site serves them too.
         */
        advanced?: number;
        /**
         * Legacy clients: they do not work in a ConfigMgr site (CM-040), so the migration decides what becomes of them.
         */
        legacy?: number;
      };
  /**
   * What belongs to the site, by use: subnets, ranges, prefixes, directory sites (ad:Name). All sites of a hierarchy share one realm for each use: no address has two owners in it (CM-158).
   */
  boundaries?: {
    /**
     * Where clients are assigned to this site; at a secondary site, to its primary. They count as fast (local) as well, unless they stand among the others. A list replaces what was carried over; add and remove change it.
     */
    assignment?:
      | string[]
      | {
          /**
           * Boundaries besides those carried over.
           */
          add?: string[];
          /**
           * Boundaries carried over that go.
           */
          remove?: string[];
        };
    /**
     * Where clients of any site find their content here.
     */
    roaming?: {
      /**
       * SMS: over a good line. A list replaces what was carried over; add and remove change it.
       */
      local?:
        | string[]
        | {
            /**
             * Boundaries besides those carried over.
             */
            add?: string[];
            /**
             * Boundaries carried over that go.
             */
            remove?: string[];
          };
      /**
       * SMS: over a poor one. A list replaces what was carried over; add and remove change it.
       */
      remote?:
        | string[]
        | {
            /**
             * Boundaries besides those carried over.
             */
            add?: string[];
            /**
             * Boundaries carried over that go.
             */
            remove?: string[];
          };
      /**
       * ConfigMgr: over a fast line. Default in the new estate: what was local. A list replaces what was carried over; add and remove change it.
       */
      fast?:
        | string[]
        | {
            /**
             * Boundaries besides those carried over.
             */
            add?: string[];
            /**
             * Boundaries carried over that go.
             */
            remove?: string[];
          };
      /**
       * ConfigMgr: over a slow one. Default in the new estate: what was remote. A list replaces what was carried over; add and remove change it.
       */
      slow?:
        | string[]
        | {
            /**
             * Boundaries besides those carried over.
             */
            add?: string[];
            /**
             * Boundaries carried over that go.
             */
            remove?: string[];
          };
    };
  };
  /**
   * The servers of the site's roles (mp, dp, …). Not carried over to a site that is built side by side.
   */
  roles?: {
    /**
     * The servers with this role.
     */
    [k: string]: string[];
  };
  /**
   * Feature packs of SMS 2003 that are installed.
   */
  featurePacks?: string[];
}
