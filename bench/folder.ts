/**
 * A generated migration as the documents that people would keep: servers, sites and site servers in YAML, one line a thing;
 * boundaries and counts of agents in tables; the new estate says what differs, and the migration what is no default.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Documents } from "../documents/model";
import type { Migration, Named } from "../engine/model/migration";
import type { AltirisEstate, AltirisLink, AltirisServer, AltirisSettings } from "../platforms/altiris/estate";

/** The files of a migration's folder, by name. */
export type Files = Readonly<Record<string, string>>;

export const SUBNETS = "subnets.csv";
export const AGENTS = "agents.csv";

/** What the documents' readers need to make these estates again. */
export function filesOf({ old, new: wanted, migration }: Documents<AltirisEstate>): Files {
  return {
    "old.yaml": oldText(old.document),
    "new.yaml": newText(old.document, wanted.document),
    "migration.yaml": migrationText(migration),
    [SUBNETS]: table(
      ["site", "boundary"],
      Object.entries(old.document.sites).flatMap(([site, { boundaries }]) => boundaries.map((one) => [site, one])),
    ),
    [AGENTS]: table(
      ["site", "os", "count"],
      Object.entries(old.document.sites).flatMap(([site, { agents }]) =>
        Object.entries(agents).flatMap(([os, count]) => (count > 0 ? [[site, os, String(count)]] : [])),
      ),
    ),
  };
}

/** Writes them into a folder, which need not exist. */
export function writeFiles(folder: string, files: Files): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, ...rows].map((fields) => `${fields.join(",")}\n`).join("");

/** Flow style on one line, as YAML and JSON both have it. */
const flow = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(flow).join(", ")}]`
    : typeof value === "object" && value !== null
      ? `{ ${Object.entries(value)
          .filter(([, inner]) => inner !== undefined)
          .map(([key, inner]) => `${key}: ${flow(inner)}`)
          .join(", ")} }`
      : JSON.stringify(value);

const section = (name: string, entries: readonly (readonly [string, unknown])[]): readonly string[] =>
  entries.length === 0 ? [] : ["", `${name}:`, ...entries.map(([key, value]) => `  ${key}: ${flow(value)}`)];

const text = (lines: readonly string[]): string => `${lines.join("\n")}\n`;

const head = ({ estate, version, asOf }: AltirisEstate): readonly string[] => [
  `estate: ${estate}`,
  "platform: altiris",
  `version: "${version}"`,
  ...(asOf === undefined ? [] : [`asOf: ${asOf}`]),
];

const serverEntry = ({ method: _, accounts: _accounts, database, ...server }: AltirisServer): unknown => {
  const { sizeBytes, ...rest } = database;
  return { ...server, database: { ...rest, size: `${sizeBytes / 1e9} GB` } };
};

const settingsEntry = ({ configurationMinutes, policiesHeldBack }: AltirisSettings): unknown => ({
  configurationInterval: configurationMinutes === undefined ? undefined : `${configurationMinutes} min`,
  policiesHeldBack,
});

const linksSection = (links: readonly AltirisLink[]): readonly string[] =>
  links.length === 0 ? [] : ["", "links:", ...links.map((link) => `  - ${flow(link)}`)];

const mapped = <T>(named: Named<T>, change: (value: T) => unknown): readonly (readonly [string, unknown])[] =>
  Object.entries(named).map(([name, value]) => [name, change(value)]);

const oldText = (estate: AltirisEstate): string =>
  text([
    ...head(estate),
    ...section("servers", mapped(estate.servers, serverEntry)),
    ...linksSection(estate.links),
    ...section(
      "sites",
      mapped(estate.sites, ({ server }) => ({ server, boundaries: { file: SUBNETS }, agents: { file: AGENTS } })),
    ),
    ...section(
      "siteServers",
      mapped(estate.siteServers, (one) => one),
    ),
    ...section("settings", mapped(estate.settings, settingsEntry)),
  ]);

function newText(old: AltirisEstate, wanted: AltirisEstate): string {
  const grown = Object.entries(wanted.sites).flatMap(([name, { boundaries }]): (readonly [string, unknown])[] => {
    const had = new Set(old.sites[name]?.boundaries);
    const add = boundaries.filter((one) => !had.has(one));
    return add.length === 0 ? [] : [[name, { boundaries: { add } }]];
  });
  return text([
    ...head({ ...wanted, asOf: old.asOf ?? "" }),
    "like: old.yaml",
    ...section("servers", mapped(wanted.servers, serverEntry)),
    ...linksSection(wanted.links),
    ...section("sites", grown),
    ...section("settings", mapped(wanted.settings, settingsEntry)),
  ]);
}

const migrationText = ({ migration, strategy, pace, pilot, waves, decisions }: Migration): string =>
  text([
    `migration: ${migration}`,
    "old: old.yaml",
    "new: new.yaml",
    `strategy: ${strategy}`,
    `pace: ${pace}`,
    ...(pilot ? [`pilot: ${flow({ site: pilot.site, for: `${pilot.days} d` })}`] : []),
    `waves: ${flow({ size: waves.size, order: waves.order.length > 0 ? waves.order : undefined })}`,
    "",
    "decisions:",
    "  temporarySiteServers:",
    ...Object.entries(decisions.temporarySiteServers).map(([name, one]) => `    ${name}: ${flow(one)}`),
  ]);
