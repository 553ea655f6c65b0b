import { byText } from "../engine/model/entity";
import type { Finding } from "../engine/model/finding";
import { windowNames } from "../engine/model/windows";
import type { DriverEntry, Migration, Named, TemporarySiteServer, Window } from "../engine/model/migration";
import { readAsked } from "./asked";
import { problem } from "./codes";
import { isDate, isZone } from "./dates";
import type { EstateDocument, Origins } from "./model";
import { Default, Reading } from "./reading";
import { didYouMean } from "./near";
import { entriesOf, itemsOf, Node, Path, walk } from "./tree";
import { quantity, Unit } from "./units";

export type ReadMigration = Readonly<{ migration: Migration; origins: Origins; findings: readonly Finding[] }>;

/** Reads a migration document whose schema holds; every default is written out, with the rule that gives it. */
export function readMigration(tree: Node, platform: EstateDocument["platform"]): ReadMigration {
  const defaults = platform === "altiris" ? altirisDefaults : configMgrDefaults;
  const reading = new Reading(tree);
  const choice = <T extends string>(path: Path, instead: Default<T>): T =>
    reading.or(path, reading.text(path) as T | undefined, instead);
  const pilot = readPilot(reading);
  const approvals = readApprovals(reading);
  const { moved, ...asked } = readAsked(reading);
  const migration: Migration = {
    migration: reading.text(["migration"]) ?? "",
    strategy: choice(["strategy"], defaults.strategy),
    pace: choice(["pace"], { value: "careful" }),
    ...(pilot ? { pilot } : {}),
    waves: {
      size: reading.or(["waves", "size"], reading.number(["waves", "size"]), defaults.wave),
      order: reading.or(["waves", "order"], reading.node(["waves", "order"]) && reading.texts(["waves", "order"]), {
        value: [],
      }),
      atOnce: reading.or(["waves", "atOnce"], reading.number(["waves", "atOnce"]), defaults.wave),
      chattyPoliciesOff: reading.or(["waves", "chattyPoliciesOff"], flag(reading, ["waves", "chattyPoliciesOff"]), {
        value: false,
        rule: "ALT-079",
      }),
    },
    ...(platform === "altiris" ? {} : { boundaries: readHandOver(reading) }),
    done: readDone(reading),
    windows: named(reading, ["windows"], (path) => readWindow(reading, path)),
    thresholds: {
      maxAgeDays: {
        agents: measured(reading, ["thresholds", "maxAge", "agents"], "days", { value: 14 }),
        boundaries: measured(reading, ["thresholds", "maxAge", "boundaries"], "days", { value: 30 }),
      },
      countDriftPercent: measured(reading, ["thresholds", "countDrift"], "percent", { value: 10 }),
    },
    teams: named(reading, ["teams"], (path) => ({
      people: reading.texts([...path, "people"]),
      does: reading.texts([...path, "does"]),
    })),
    ...(approvals ? { approvals } : {}),
    drivers: {
      default: reading.or(["drivers", "default"], reading.plain(["drivers", "default"]) as DriverEntry | undefined, {
        value: "lab",
      }),
      ...named(reading, ["drivers"], (path) => reading.plain(path) as DriverEntry),
    },
    decisions: {
      temporarySiteServers: named(reading, ["decisions", "temporarySiteServers"], (path) => readTemporary(reading, path)),
      products: named(reading, ["decisions", "products"], (path) => decision<"remove" | "side-by-side">(reading, path)),
      links: named(reading, ["decisions", "links"], (path) => decision<"keep" | "drop">(reading, path)),
      ...(platform === "altiris"
        ? {}
        : {
            legacyClients: named(reading, ["decisions", "legacyClients"], (path) =>
              decision<"convert" | "stay">(reading, path),
            ),
          }),
    },
    ...asked,
  };
  if (platform === "altiris") atOnceAllowed(reading, migration);
  const written = [...walk(tree)].map(([path, node]) => [moved(path), node.origin] as const);
  return { migration, origins: new Map([...written, ...reading.origins]), findings: reading.findings };
}

type Defaults = Readonly<{ strategy: Default<Migration["strategy"]>; wave: Default<number> }>;

const altirisDefaults: Defaults = {
  strategy: { value: "children-first", rule: "ALT-192" },
  wave: { value: 5000, rule: "ALT-076" },
};
const configMgrDefaults: Defaults = { strategy: { value: "top-down", rule: "CM-015" }, wave: { value: 5000 } };

const readHandOver = (reading: Reading): Migration["boundaries"] => ({
  replicationWaitMinutes: measured(reading, ["boundaries", "replicationWait"], "minutes", { value: 240, rule: "CM-160" }),
  gapMinutes: measured(reading, ["boundaries", "gap"], "minutes", { value: 720, rule: "CM-159" }),
  advertisements: reading.or(
    ["boundaries", "advertisements"],
    reading.text(["boundaries", "advertisements"]) as "download" | "run" | "do not run" | undefined,
    { value: "download", rule: "CM-168" },
  ),
});

const named = <T>(reading: Reading, path: Path, read: (path: Path) => T): Named<T> =>
  Object.fromEntries([...entriesOf(reading.node(path)).keys()].sort(byText).map((name) => [name, read([...path, name])]));

const measured = (reading: Reading, path: Path, unit: Unit, instead: Default<number>): number =>
  reading.or(path, reading.quantity(path, unit), instead);

function flag(reading: Reading, path: Path): boolean | undefined {
  const value = reading.plain(path);
  return value === undefined ? undefined : value === true || value === "yes";
}

function readPilot(reading: Reading): Migration["pilot"] {
  if (!reading.node(["pilot"])) return undefined;
  const agents = reading.number(["pilot", "agents"]);
  return {
    site: reading.text(["pilot", "site"]) ?? "",
    ...(agents === undefined ? {} : { agents }),
    days: reading.quantity(["pilot", "for"], "days") ?? 0,
  };
}

function readDone(reading: Reading): Migration["done"] {
  const [, readings, apart] = /^(\d+) readings?, (.+) apart$/.exec(reading.text(["done", "stable"]) ?? "") ?? [];
  const stable =
    readings === undefined ? undefined : { readings: Number(readings), minutesApart: quantity(apart ?? "", "minutes") ?? 0 };
  return {
    arrivedPercent: measured(reading, ["done", "arrived"], "percent", { value: 95 }),
    upgradedPercent: measured(reading, ["done", "upgraded"], "percent", { value: 90 }),
    stable: reading.or(["done", "stable"], stable, { value: { readings: 2, minutesApart: 240 } }),
    stragglers: {
      belowPercent: measured(reading, ["done", "stragglers", "below"], "percent", { value: 1, rule: "ALT-226" }),
      afterDays: measured(reading, ["done", "stragglers", "after"], "days", { value: 30, rule: "ALT-226" }),
    },
  };
}

function readWindow(reading: Reading, path: Path): Window {
  const except = itemsOf(reading.node([...path, "except"])).map((_, index) => reading.text([...path, "except", index]) ?? "");
  for (const [index, text] of except.entries()) {
    const [first = "", last = first] = text.split("/");
    const at = reading.place([...path, "except", index]);
    const bad = [first, last].find((day) => !isDate(day));
    if (bad !== undefined)
      reading.findings.push(
        problem("DOC-027", `${path.join(".")}.except holds ${bad}, which is no day of the calendar`, { at }),
      );
    else if (last < first)
      reading.findings.push(
        problem("DOC-027", `${path.join(".")}.except runs backwards: ${text}`, { at, fix: `write ${last}/${first}` }),
      );
  }
  const name = String(path.at(-1));
  if (!windowNames.includes(name)) {
    const say = `windows.${name} is for nothing that there is`;
    reading.findings.push(problem("DOC-057", say, { at: reading.place(path), fix: didYouMean(name, windowNames) }));
  }
  const zone = reading.text([...path, "zone"]) ?? "";
  if (!isZone(zone)) {
    const at = reading.place([...path, "zone"]);
    reading.findings.push(problem("DOC-056", `${path.join(".")}.zone is ${zone}, which is no time zone here`, { at }));
  }
  return {
    every: reading.text([...path, "every"]) ?? "",
    zone,
    except: [...except].sort(byText),
    mustFinish: reading.or([...path, "mustFinish"], flag(reading, [...path, "mustFinish"]), { value: false }),
  };
}

function readApprovals(reading: Reading): Migration["approvals"] {
  if (!reading.node(["approvals"])) return undefined;
  return {
    approvers: reading.texts(["approvals", "approvers"]),
    milestone: reading.or(["approvals", "milestone"], reading.number(["approvals", "milestone"]), { value: 1 }),
    pointOfNoReturn: reading.or(["approvals", "pointOfNoReturn"], reading.number(["approvals", "pointOfNoReturn"]), {
      value: 2,
    }),
    own: reading.or(["approvals", "own"], flag(reading, ["approvals", "own"]), { value: false }),
  };
}

function readTemporary(reading: Reading, path: Path): TemporarySiteServer {
  const one = reading.text([...path, "at"]);
  const services = reading.node([...path, "services"]) && [...reading.texts([...path, "services"])].sort(byText);
  return {
    at: one === undefined ? [...reading.texts([...path, "at"])].sort(byText) : [one],
    side: reading.or([...path, "side"], reading.text([...path, "side"]) as "old" | "new" | undefined, {
      value: "old",
      rule: "ALT-231",
    }),
    host: reading.text([...path, "host"]) ?? "",
    services: reading.or([...path, "services"], services, { value: ["package", "task"], rule: "ALT-175" }),
    why: reading.text([...path, "why"]) ?? "",
  };
}

const decision = <T extends string>(reading: Reading, path: Path): Readonly<{ choose: T; why: string }> => ({
  choose: reading.text([...path, "choose"]) as T,
  why: reading.text([...path, "why"]) ?? "",
});

/** More than 5,000 at once overloads a server that keeps all of its policies on. */
function atOnceAllowed(reading: Reading, { waves }: Migration): void {
  if (waves.atOnce <= 5000 || waves.chattyPoliciesOff) return;
  const at = reading.place(["waves", "atOnce"]);
  const say = `waves.atOnce is ${waves.atOnce}; more than 5000 at once need chattyPoliciesOff (ALT-079)`;
  reading.findings.push(problem("DOC-026", say, { at, fix: "write chattyPoliciesOff: true, or at most 5000" }));
}
