import type { Kind } from "../engine/model/entity";

/** What a property holds. */
export type PropertyType = "string" | "boolean" | "integer" | "strings";

type Described = Readonly<Record<string, string>>;

const acts: Described = {
  procedure: "The procedure that it is of.",
  subject: "What the procedure is run for.",
  soon: "Whether it is done with what it looks at, and not put off.",
};

/** What every kind may hold besides its phase, on whichever platform. */
export const properties: Readonly<Record<Kind, Described>> = {
  server: {
    name: "Its key in the documents.",
    version: "Its version: `7.0`.",
    host: "The host that it runs on.",
    ip: "Its address.",
    os: "Its operating system.",
    installPath: "Where the product is installed.",
    method: "How it comes to be: side-by-side.",
    products: "The products on it.",
    later: "Products that come onto it later, each by itself.",
    database: "Its database.",
    successor: "The server that takes over from it.",
    was: "The server that it takes over from.",
    wasDatabase: "The database of that server.",
    children: "The servers below it.",
    agents: "How many agents report to it.",
    linked: "Whether a link joins it with others.",
    alone: "Whether no link joins it with others, before or after.",
    replication: "Whether it replicates: on, off or changing.",
  },
  database: {
    name: "The server's key in the documents.",
    database: "Its name on the SQL server.",
    sql: "The SQL server.",
    collation: "Its collation.",
    was: "The database that it is restored from.",
    wasServer: "The server of that database.",
  },
  link: {
    version: "The version of both its ends.",
    ends: "The servers that it joins: parent, child.",
    replicates: "What is replicated.",
    schedule: "When.",
  },
  site: {
    code: "Its site code.",
    role: "central, primary or secondary.",
    server: "The host of its site server.",
    version: "Its version: `2003-sp3`, `2007-sp1`.",
    sql: "The version of its SQL server.",
    security: "standard or advanced.",
    side: "old or new.",
    oldProduct: "What it runs before anything is done: sms, configmgr, none.",
    product: "What it runs now.",
    way: "How it goes over: in-place, side-by-side, stays, replaced.",
    parent: "The site above it.",
    reports: "The site that it reports to now.",
    detach: "Whether it goes before its parent.",
    clients: "How many clients are assigned to it.",
    legacy: "How many of them are legacy clients.",
    legacyDecision: "What becomes of those.",
    database: "Its site database.",
    testDatabase: "The copy on which the upgrade is tried.",
    heir: "The site that takes over from it.",
  },
  boundaries: {
    server: "The server in whose book they are.",
    site: "The site that they belong to.",
    use: "What they are for: assignment, fast, slow.",
    realm: "Where an address has one owner.",
    way: "How their site goes over.",
    addresses: "Subnets, ranges, addresses and sites of the directory.",
    directory: "What those sites stand for.",
    agents: "How many clients find their site by them.",
    waitMinutes: "How long a release takes to be known.",
    handOver: "The gate that tells that it is.",
    from: "The boundaries that give addresses up to these.",
  },
  siteServer: {
    sites: "The sites that it serves.",
    services: "What it offers: package, task.",
    host: "The host that it runs on.",
    os: "Its operating system.",
    way: "How it goes over: take-over, rebuild.",
    from: "The server that it leaves.",
    to: "The server that it goes to.",
    side: "The server that it belongs to, where it goes nowhere.",
    on: "The servers that it is registered on now.",
    newSettings: "The settings that must target its agents.",
    temporary: "Whether it is there for the migration alone.",
  },
  wave: {
    site: "The site of its agents.",
    agents: "How many they are.",
    from: "Where they come from.",
    to: "Where they go.",
    at: "Where they may report to now.",
    assigned: "The sites that they may be assigned to now.",
    newServer: "The server that they go to, by its key.",
    oldSettings: "The settings that redirect them.",
    settings: "The settings of the site that they leave.",
    newBoundaries: "The boundaries that they need there.",
    pilot: "Whether they are the pilot.",
    pilotDays: "How long the pilot is watched.",
  },
  stragglers: { server: "The server that they stay at.", at: "Where they report to now." },
  licence: { server: "The server that they are for.", products: "How many of each product: `inventory=4000`." },
  settings: {
    server: "The server whose settings they are.",
    site: "The site whose settings they are.",
    targets: "Whom they are aimed at.",
    heldBack: "Policies that are held back.",
    wanted: "What clients far from a distribution point are to do.",
    remote: "What they do now.",
  },
  object: { server: "The server that it is on.", product: "The product." },
  task: acts,
  gate: { ...acts, signed: "Whether a person signs it.", waived: "Who let it be, until when and why: nobody asks it then." },
};

const integers: ReadonlySet<string> = new Set(["agents", "clients", "legacy", "waitMinutes", "pilotDays"]);
const booleans: ReadonlySet<string> = new Set(["linked", "alone", "detach", "temporary", "pilot", "signed", "soon"]);
const lists: ReadonlySet<string> = new Set([
  ...[
    "products",
    "later",
    "children",
    "ends",
    "replicates",
    "addresses",
    "directory",
    "sites",
    "services",
    "on",
    "targets",
    "heldBack",
    "at",
  ],
  "boundaries.from",
]);

/** What a property holds: one name the same everywhere, but for those of one kind. */
export function propertyType(kind: Kind, name: string): PropertyType {
  if (lists.has(name) || lists.has(`${kind}.${name}`)) return "strings";
  return integers.has(name) ? "integer" : booleans.has(name) ? "boolean" : "string";
}
