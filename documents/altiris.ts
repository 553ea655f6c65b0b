import { byText } from "../engine/model/entity";
import type { Finding } from "../engine/model/finding";
import type { Named } from "../engine/model/migration";
import {
  AgentKind,
  agentKinds,
  AltirisAccount,
  AltirisDatabase,
  AltirisEstate,
  AltirisLink,
  AltirisServer,
  AltirisSettings,
  AltirisSite,
  AltirisSiteServer,
} from "../platforms/altiris/estate";
import type { Origins } from "./model";
import { originsIn } from "./origins";
import { needed } from "./needed";
import { Reading } from "./reading";
import { entriesOf, itemsOf, Node, Path } from "./tree";

export type ReadEstate = Readonly<{ document: AltirisEstate; origins: Origins; findings: readonly Finding[] }>;

/** Reads an estate whose likes are applied and whose files are read: what is open gets its default, or is asked for. */
export function readAltiris(tree: Node): ReadEstate {
  const reading = new Reading(tree);
  const servers = named(reading, ["servers"], (path) => readServer(reading, path));
  const asOf = reading.date(["asOf"]);
  const document: AltirisEstate = {
    platform: "altiris",
    estate: reading.text(["estate"]) ?? "",
    version: reading.text(["version"]) ?? "",
    ...(asOf === undefined ? {} : { asOf }),
    servers,
    links: readLinks(reading),
    ...(reading.node(["directory"]) ? { directory: named(reading, ["directory"], (path) => sortedTexts(reading, path)) } : {}),
    sites: named(reading, ["sites"], (path) => readSite(reading, path, asOf)),
    siteServers: named(reading, ["siteServers"], (path) => readSiteServer(reading, path)),
    settings: Object.fromEntries(Object.keys(servers).map((name) => [name, readSettings(reading, ["settings", name])])),
  };
  return { document, origins: originsIn(tree, reading.origins), findings: reading.findings };
}

const namesOf = (reading: Reading, path: Path): readonly string[] => [...entriesOf(reading.node(path)).keys()].sort(byText);

const named = <T>(reading: Reading, path: Path, read: (path: Path) => T): Named<T> =>
  Object.fromEntries(namesOf(reading, path).map((name) => [name, read([...path, name])]));

/** Properties that are there, without those that are not: absent and undefined must not be two things in a hash. */
const present = <T extends object>(properties: T): Partial<T> =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as Partial<T>;

function readServer(reading: Reading, path: Path): AltirisServer {
  const own = (property: string): string | undefined => reading.text([...path, property]);
  return {
    ...present({ from: own("from"), ip: own("ip"), identity: own("identity") }),
    host: needed(reading, path, "host", "hou-ns1.gulf.example"),
    os: needed(reading, path, "os", "windows-server-2008-r2-x64"),
    installPath: needed(reading, path, "installPath", "'C:\\Program Files'"),
    method: reading.or([...path, "method"], own("method") === "in-place" ? "in-place" : own("method") && "side-by-side", {
      value: "side-by-side",
      rule: "ALT-067",
    }) as AltirisServer["method"],
    products: texts(reading, [...path, "products"]),
    database: readDatabase(reading, [...path, "database"]),
    accounts: itemsOf(reading.node([...path, "accounts"]))
      .map((_, index) => readAccount(reading, [...path, "accounts", index]))
      .sort((a, b) => byText(a.account, b.account)),
    licences: numbers(reading, [...path, "licences"]),
  };
}

const texts = (reading: Reading, path: Path): Named<string> => named(reading, path, (inner) => reading.text(inner) ?? "");

const numbers = (reading: Reading, path: Path): Named<number> => named(reading, path, (inner) => reading.number(inner) ?? 0);

function readDatabase(reading: Reading, path: Path): AltirisDatabase {
  const sizeBytes = reading.quantity([...path, "size"], "bytes");
  if (reading.node([...path, "size"]) === undefined) needed(reading, path, "size", "42 GB");
  return {
    name: needed(reading, path, "name", "Symantec_CMDB"),
    sql: needed(reading, path, "sql", "on-box"),
    collation: needed(reading, path, "collation", "SQL_Latin1_General_CP1_CI_AS"),
    sizeBytes: sizeBytes ?? 0,
    ...present({ owner: reading.text([...path, "owner"]) }),
  };
}

const readAccount = (reading: Reading, path: Path): AltirisAccount => ({
  account: reading.text([...path, "account"]) ?? "",
  ...present({
    kind: reading.text([...path, "kind"]),
    role: reading.text([...path, "role"]),
    domain: reading.text([...path, "domain"]),
  }),
});

function readSite(reading: Reading, path: Path, asOf: string | undefined): AltirisSite {
  const linkBitsPerSecond = reading.quantity([...path, "link"], "bits per second");
  const all = reading.number([...path, "agents"]);
  const count = (kind: AgentKind): number =>
    all === undefined ? (reading.number([...path, "agents", kind]) ?? 0) : kind === "windows-x86" ? all : 0;
  return {
    ...present({ from: reading.text([...path, "from"]) }),
    server: needed(reading, path, "server", "hou-ns1"),
    boundaries: [...reading.texts([...path, "boundaries"])].sort(byText),
    agents: Object.fromEntries(agentKinds.map((kind) => [kind, count(kind)])) as Record<AgentKind, number>,
    ...present({
      seen: reading.number([...path, "agents", "seen"]),
      countedOn: reading.text([...path, "agents", "countedOn"]) ?? asOf,
      linkBitsPerSecond,
    }),
  };
}

const sortedTexts = (reading: Reading, path: Path): readonly string[] => [...reading.texts(path)].sort(byText);

function readSiteServer(reading: Reading, path: Path): AltirisSiteServer {
  const services = reading.node([...path, "services"]) && sortedTexts(reading, [...path, "services"]);
  return {
    ...present({ from: reading.text([...path, "from"]) }),
    sites: sortedTexts(reading, [...path, "sites"]),
    services: reading.or([...path, "services"], services, { value: ["package", "task"], rule: "ALT-175" }),
    ...present({ host: reading.text([...path, "host"]), os: reading.text([...path, "os"]) }),
  };
}

function readSettings(reading: Reading, path: Path): AltirisSettings {
  const upgrade = [...path, "upgradePolicies"];
  const agent = reading.text([...upgrade, "agentOnX64"]) as "64-bit" | "32-bit" | undefined;
  const services = reading.text([...upgrade, "siteServices"]) as "enabled" | "disabled" | undefined;
  const held = reading.node([...path, "policiesHeldBack"]) && sortedTexts(reading, [...path, "policiesHeldBack"]);
  return {
    ...present({ configurationMinutes: reading.quantity([...path, "configurationInterval"], "minutes") }),
    policiesHeldBack: reading.or([...path, "policiesHeldBack"], held, { value: [] }),
    upgradePolicies: {
      agentOnX64: reading.or([...upgrade, "agentOnX64"], agent, { value: "64-bit", rule: "ALT-190" }),
      siteServices: reading.or([...upgrade, "siteServices"], services, { value: "enabled", rule: "ALT-131" }),
    },
  };
}

const readLinks = (reading: Reading): readonly AltirisLink[] =>
  itemsOf(reading.node(["links"]))
    .map((_, index) => ({
      parent: reading.text(["links", index, "parent"]) ?? "",
      child: reading.text(["links", index, "child"]) ?? "",
      replicates: sortedTexts(reading, ["links", index, "replicates"]),
      ...present({ schedule: reading.text(["links", index, "schedule"]) }),
    }))
    .sort((a, b) => byText(`${a.parent}/${a.child}`, `${b.parent}/${b.child}`));
