// Generated from schemas/estate-altiris.json by tools/generate.js: change that, then run it again.
/**
 * An Altiris estate as it is (old.yaml) or as it should be (new.yaml).
 */
export interface EstateAltirisDocument {
  /**
   * The estate's name: the same in both documents.
   */
  estate: string;
  /**
   * The platform, which decides the words of this document.
   */
  platform: "altiris";
  /**
   * The platform's version on all servers of this document, in quotes.
   */
  version: string;
  /**
   * When these facts were true. Facts older than `thresholds.maxAge` of the migration make a wave wait. Each CSV may say its own.
   */
  asOf?: string;
  /**
   * The estate that this one resembles, another file of this folder. Sites, boundaries, agents, site servers, products, licences and settings are carried over; versions, hosts, databases' names and links are not.
   */
  like?: string;
  /**
   * The Notification Servers by name.
   */
  servers?: {
    [k: string]: Server;
  };
  /**
   * Hierarchy links. Never carried over: no link joins two versions (ALT-052).
   */
  links?: Link[];
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
   * The sites by name.
   */
  sites?: {
    /**
     * Names of sites that are not carried over.
     */
    remove?: string[];
    [k: string]: Site | string[] | undefined;
  };
  /**
   * The site servers by name.
   */
  siteServers?: {
    /**
     * Names of site servers that are not carried over.
     */
    remove?: string[];
    [k: string]: SiteServer | string[] | undefined;
  };
  /**
   * Agent settings by server. Default: those of the server it is from; none without.
   */
  settings?: {
    [k: string]: Settings;
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
     * The most agents that are redirected to another server as one wave (ALT-076). Default: 5000.
     */
    waves?: number;
  };
}
/**
 * A Notification Server.
 */
export interface Server {
  /**
   * Another server of this file: its values hold here too, except those written here.
   */
  like?: string;
  /**
   * The server of the old estate that this one takes over from. What is not said here comes from it. Default: the one with the same name.
   */
  from?: string;
  /**
   * Its fully qualified host name. Never copied by `like` or `from`: in the new estate it differs from the old one (ALT-093).
   */
  host?: string;
  /**
   * Its address. Never copied by `like` or `from`; old and new differ while both run (ALT-093).
   */
  ip?: string;
  /**
   * Its operating system. Altiris 7.1 runs on windows-server-2008-r2-x64 alone (ALT-043).
   */
  os?: string;
  /**
   * Where Symantec Installation Manager is installed. Default in the new estate: as in the old one, because agents cannot be upgraded from another path (ALT-095).
   */
  installPath?: string;
  /**
   * How the server comes to the new version. Default: side-by-side, a new server beside the old one (ALT-067). in-place is declared only to be refused with the reason (ALT-040).
   */
  method?: "side-by-side" | "in-place";
  /**
   * Only where the new server keeps the old one's hardware or name: what is kept (ALT-045, ALT-093).
   */
  identity?: string;
  /**
   * The installed products and their versions. Default in the new estate: the old server's products, in the new version, because a database is damaged by a server that lacks one of them (ALT-088).
   */
  products?: {
    /**
     * Names of products that are not carried over.
     */
    remove?: string[];
    [k: string]: string | string[] | undefined;
  };
  /**
   * The server's configuration database (CMDB).
   */
  database?: {
    /**
     * The database's name. Restored on the same SQL server it needs another name (ALT-092).
     */
    name?: string;
    /**
     * The SQL server that holds it: a host or instance name, or on-box for one on the Notification Server itself.
     */
    sql?: string;
    /**
     * Its SQL collation. Default in the new estate: as in the old one, since it is restored with the same one (ALT-091).
     */
    collation?: string;
    /**
     * How big it is. GB are 10^9 bytes, GiB 2^30. Default in the new estate: as in the old one.
     */
    size?: string;
    /**
     * The account that owns the database, where it is not the installing user (ALT-144). Default in the new estate: as in the old one.
     */
    owner?: string;
  };
  /**
   * Windows accounts of the server; they do not migrate and are created again (ALT-104). A list, or a CSV file. Default in the new estate: as in the old one.
   */
  accounts?:
    | {
        /**
         * The account's name, with its domain. Never a password.
         */
        account: string;
        /**
         * What it is: service, user or group.
         */
        kind?: string;
        /**
         * The security role or the use it has on the server.
         */
        role?: string;
        /**
         * Its domain, where the name does not say it.
         */
        domain?: string;
      }[]
    | {
        /**
         * A CSV file beside this document: comma, semicolon or tab, a header line, # comments. Columns: account,kind,role,domain.
         */
        file: string;
      };
  /**
   * Licences by product: how many computers each covers (ALT-107). Default in the new estate: as in the old one.
   */
  licences?: {
    /**
     * Names of licences that are not carried over.
     */
    remove?: string[];
    [k: string]: number | string[] | undefined;
  };
}
/**
 * A hierarchy link between two Notification Servers.
 */
export interface Link {
  /**
   * The server above.
   */
  parent: string;
  /**
   * The server below.
   */
  child: string;
  /**
   * What is replicated over the link, or `like old`: the same as over the link between the servers that these two are from (ALT-204).
   */
  replicates: string[] | "like old";
  /**
   * When replication runs: a day or daily, and a time.
   */
  schedule?: string;
}
/**
 * A site: the subnets of a place, the agents in it, and the server that they report to.
 */
export interface Site {
  /**
   * Another site of this file: its values hold here too, except those written here.
   */
  like?: string;
  /**
   * The site of the old estate that this one takes over from. What is not said here comes from it. Default: the one with the same name.
   */
  from?: string;
  /**
   * The Notification Server that the site's agents report to. Default in the new estate: the successor of the old site's server.
   */
  server?: string;
  /**
   * What belongs to the site: subnets, ranges, single addresses, directory sites (ad:Name). A list replaces what was carried over; add and remove change it; a file holds long ones.
   */
  boundaries?:
    | string[]
    | {
        /**
         * A CSV file beside this document: comma, semicolon or tab, a header line, # comments. Columns: site,boundary[,use,speed,comment]; without the column site every row counts.
         */
        file?: string;
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
   * How many agents the site has: a plain number (all of them windows-x86), numbers by kind (ALT-185 upgrades each kind by its own policy), or a CSV file with counts or with one computer a row. Default in the new estate: as in the old one.
   */
  agents?:
    | number
    | {
        /**
         * Agents on 32-bit Windows.
         */
        "windows-x86"?: number;
        /**
         * Agents on 64-bit Windows.
         */
        "windows-x64"?: number;
        /**
         * Agents on Linux or UNIX (ALT-187).
         */
        linux?: number;
        /**
         * Agents on Mac OS (ALT-187).
         */
        mac?: number;
        /**
         * A CSV file beside this document: comma, semicolon or tab, a header line, # comments. Columns: site,os,count[,seen14d,counted_on], or one row a computer: computer,site[,server],os[,last_seen,role].
         */
        file?: string;
      };
  /**
   * The site's line to its server. Below 10 Mbit/s the site counts as slow: its package servers are upgraded before its agents (ALT-234). Default: fast.
   */
  link?: string;
}
/**
 * A site server: a computer that serves sites with packages and tasks.
 */
export interface SiteServer {
  /**
   * Another site server of this file: its values hold here too, except those written here.
   */
  like?: string;
  /**
   * The site server of the old estate that this one takes over from. What is not said here comes from it. Default: the one with the same name.
   */
  from?: string;
  /**
   * The sites that it serves; more than one makes it shared (ALT-165, ALT-166).
   */
  sites?: string[];
  /**
   * What it offers. Default: package and task, the two that arriving agents need (ALT-175).
   */
  services?: ("package" | "task")[];
  /**
   * Its fully qualified host name. Not copied by `like`.
   */
  host?: string;
  /**
   * Its operating system; it decides which upgrade policies there are (ALT-185).
   */
  os?: string;
}
/**
 * Agent settings of one server.
 */
export interface Settings {
  /**
   * Another server's settings of this file: its values hold here too, except those written here.
   */
  like?: string;
  /**
   * How often an agent asks for its configuration: so long it takes until a redirected agent notices.
   */
  configurationInterval?: string;
  /**
   * Policies that stay off until the agents have moved, to keep the load low (ALT-037); each is switched on later (ALT-038).
   */
  policiesHeldBack?: string[];
  /**
   * How agents and site services are upgraded.
   */
  upgradePolicies?: {
    /**
     * The agent that 64-bit computers get. Default: 64-bit, since a 32-bit one cannot see all of them (ALT-190).
     */
    agentOnX64?: "64-bit" | "32-bit";
    /**
     * The policies that upgrade package and task services. Default: enabled (ALT-131).
     */
    siteServices?: "enabled" | "disabled";
  };
}
