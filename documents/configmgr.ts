import { byText } from "../engine/model/entity";
import type { Finding } from "../engine/model/finding";
import type { BoundaryUse, ConfigMgrEstate, ConfigMgrSite, SiteRole, SiteWay } from "../platforms/configmgr/estate";
import { problem } from "./codes";
import type { Origins } from "./model";
import { originsIn } from "./origins";
import { needed } from "./needed";
import { Reading } from "./reading";
import { entriesOf, Node, Path } from "./tree";

/** Reads a hierarchy whose likes are applied: what is open gets its default, or is asked for. */
export function readConfigMgr(
  tree: Node,
): Readonly<{ document: ConfigMgrEstate; origins: Origins; findings: readonly Finding[] }> {
  const reading = new Reading(tree);
  const asOf = reading.date(["asOf"]);
  const version = reading.text(["version"]) ?? "";
  const document: ConfigMgrEstate = {
    platform: reading.text(["platform"]) === "sms" ? "sms" : "configmgr",
    estate: reading.text(["estate"]) ?? "",
    version,
    ...(asOf === undefined ? {} : { asOf }),
    directory: Object.fromEntries(namesOf(reading, ["directory"]).map((site) => [site, sorted(reading, ["directory", site])])),
    sites: Object.fromEntries(namesOf(reading, ["sites"]).map((code) => [code, readSite(reading, code, version)])),
  };
  return { document, origins: originsIn(tree, reading.origins), findings: reading.findings };
}

const namesOf = (reading: Reading, path: Path): readonly string[] => [...entriesOf(reading.node(path)).keys()].sort(byText);

const sorted = (reading: Reading, path: Path): readonly string[] => [...reading.texts(path)].sort(byText);

function readSite(reading: Reading, code: string, version: string): ConfigMgrSite {
  const path = ["sites", code];
  const own = (property: string): string | undefined => reading.text([...path, property]);
  const way = wayOf(reading, path);
  const database = reading.or([...path, "database"], own("database"), { value: `SMS_${code}` });
  return {
    ...present({
      from: own("from"),
      way,
      parent: own("parent"),
      sql: own("sql"),
      security: own("security") as ConfigMgrSite["security"],
    }),
    detach: reading.or([...path, "detach"], flag(reading, [...path, "detach"]), { value: false }),
    role: needed(reading, path, "role", "primary") as SiteRole,
    server: needed(reading, path, "server", `${code.toLowerCase()}-sms1`),
    version: reading.or([...path, "version"], own("version"), { value: version }),
    database,
    testDatabase: reading.or([...path, "testDatabase"], own("testDatabase"), { value: `${database}_TEST`, rule: "CM-080" }),
    clients: {
      advanced: reading.number([...path, "clients"]) ?? reading.number([...path, "clients", "advanced"]) ?? 0,
      legacy: reading.number([...path, "clients", "legacy"]) ?? 0,
    },
    boundaries: readBoundaries(reading, [...path, "boundaries"]),
    roles: Object.fromEntries(
      namesOf(reading, [...path, "roles"]).map((role) => [role, sorted(reading, [...path, "roles", role])]),
    ),
    featurePacks: sorted(reading, [...path, "featurePacks"]),
  };
}

const flag = (reading: Reading, path: Path): boolean | undefined => {
  const value = reading.plain(path);
  return typeof value === "boolean" ? value : undefined;
};

const ways: Readonly<Record<string, SiteWay>> = { inPlace: "in-place", sideBySide: "side-by-side", keep: "stays" };

/** One way a site: two of them are two plans. */
function wayOf(reading: Reading, path: Path): SiteWay | undefined {
  const said = Object.keys(ways).filter((property) => flag(reading, [...path, property]) === true);
  if (said.length > 1) {
    const say = `${path.slice(1).join(".")} is both ${said.join(" and ")}`;
    reading.findings.push(
      problem("DOC-044", say, { at: reading.place([...path, said[1] as string]), fix: "keep one of them" }),
    );
  }
  return ways[said[0] ?? ""];
}

/** Properties that are there, without those that are not: absent and undefined must not be two things in a hash. */
const present = <T extends object>(properties: T): Partial<T> =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as Partial<T>;

/** Where a client is assigned, it finds content over a good line, unless the site says otherwise of the same boundary. */
function readBoundaries(reading: Reading, path: Path): Readonly<Record<BoundaryUse, readonly string[]>> {
  const roaming = (...names: readonly string[]): readonly string[] =>
    names.flatMap((name) => reading.texts([...path, "roaming", name]));
  const assignment = sorted(reading, [...path, "assignment"]);
  const slow = distinct(roaming("remote", "slow"));
  return {
    assignment,
    fast: distinct([...assignment.filter((one) => !slow.includes(one)), ...roaming("local", "fast")]),
    slow,
  };
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort(byText);
