import { Posed, posed as posedOf } from "../../posed";

/** The documents of a small estate: a parent with two children, six sites, five site servers; a change replaces entries. */
export type Named = Readonly<Record<string, string | undefined>>;
export type Small = Readonly<{
  servers?: Named;
  links?: readonly string[];
  sites?: Named;
  siteServers?: Named;
  settings?: Named;
}>;

export const server = (name: string): string =>
  `{ host: ${name}.example, os: windows-server-2008-r2-x64, installPath: 'D:\\Altiris', products: { patch: "7.1" }, ` +
  `database: { name: CMDB, sql: ${name}-sql, collation: Latin1, size: 40 GB } }`;

export const servers = { bea: server("bea"), dal: server("dal"), hou: server("hou") } as const;
export const links = [
  "{ parent: hou, child: bea, replicates: [policies] }",
  "{ parent: hou, child: dal, replicates: [policies] }",
] as const;
export const sites = {
  houston: "{ server: hou, agents: 500, boundaries: [10.1.0.0/24, 10.1.1.0/24] }",
  katy: "{ server: hou, agents: 100, boundaries: [10.2.0.0/24, 10.2.1.0/24] }",
  tomball: "{ server: hou, agents: 50, boundaries: [10.3.0.0/24, 10.3.1.0/24] }",
  beaumont: "{ server: bea, agents: 300, boundaries: [10.4.0.0/24, 10.4.1.0/24] }",
  orange: "{ server: bea, agents: 200, boundaries: [10.5.0.0/24] }",
  dallas: "{ server: dal, agents: 400, boundaries: [10.6.0.0/24] }",
} as const;
export const siteServers = {
  "bea-ps": "{ sites: [beaumont] }",
  "dal-ps": "{ sites: [dallas] }",
  "hou-ps1": "{ sites: [houston, katy, tomball] }",
  "hou-ps2": "{ sites: [houston] }",
  "ora-ps": "{ sites: [orange] }",
} as const;

export const head = 'estate: small\nplatform: altiris\nversion: "7.1"\n';

export function written(small: Small, lines = head): string {
  const section = (name: string, all: Named): string =>
    Object.keys(all).length === 0
      ? ""
      : `${name}:\n${Object.entries(all)
          .map(([key, one]) => (one === undefined ? "" : `  ${key}: ${one}\n`))
          .join("")}`;
  return [
    lines,
    section("servers", { ...servers, ...small.servers }),
    `links: [${(small.links ?? links).join(", ")}]\n`,
    section("sites", { ...sites, ...small.sites }),
    section("siteServers", { ...siteServers, ...small.siteServers }),
    section("settings", small.settings ?? {}),
  ].join("");
}

/** The plan from the small estate to the one with this changed. */
export const posed = (change: Small, options = "", applied: Small = {}): Posed =>
  posedOf(written(applied), written(change) + options);
