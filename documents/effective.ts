import { Document, isMap, isScalar, isSeq, parse, visit } from "yaml";
import type { AltirisEstate, AltirisSite } from "../platforms/altiris/estate";
import type { ConfigMgrEstate, ConfigMgrSite } from "../platforms/configmgr/estate";
import type { EstateDocument } from "./model";

/** What is written: plain values, absent ones left out. */
type Written = Readonly<Record<string, unknown>>;

/**
 * An estate with nothing left open, as a document: no `like`, no `from`, no file beside it; defaults stay unsaid. `was`: the
 * document that it follows, whose options go on.
 */
export function estateText(estate: EstateDocument, schema: string, was?: string): string {
  const { options }: Written = was === undefined ? {} : (parse(was) as Written);
  const {
    estate: name,
    platform,
    version,
    asOf,
    ...rest
  } = estate.platform === "altiris" ? altiris(estate) : configMgr(estate);
  const document = new Document(said({ estate: name, platform, version, asOf, options, ...rest }));
  visit(document, {
    Map: (_key, map, path) => {
      // a map of plain values is a line; what has maps in it is a block
      if (path.length > 2 && map.items.every(({ value }) => isScalar(value) || isSeq(value))) map.flow = true;
    },
    Seq: (_key, seq) => {
      if (seq.items.every((item) => isScalar(item) || (isMap(item) && item.items.length > 0)))
        seq.flow = seq.items.every(isScalar);
    },
  });
  return `# yaml-language-server: $schema=${schema}\n${document.toString({ lineWidth: 140, flowCollectionPadding: true })}`;
}

const said = (values: Written): Written =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0) && !isEmpty(value),
    ),
  );

const isEmpty = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;

const each = <T>(named: Readonly<Record<string, T>>, write: (one: T, name: string) => unknown): Written =>
  Object.fromEntries(Object.entries(named).map(([name, one]) => [name, write(one, name)]));

const configMgr = (estate: ConfigMgrEstate): Written =>
  said({
    estate: estate.estate,
    platform: estate.platform,
    version: estate.version,
    asOf: estate.asOf,
    directory: estate.directory,
    sites: each(estate.sites, (site, code) => siteOf(site, code, estate.version)),
  });

function siteOf(site: ConfigMgrSite, code: string, version: string): Written {
  const { assignment, fast, slow } = site.boundaries;
  const { advanced, legacy } = site.clients;
  return said({
    role: site.role,
    parent: site.parent,
    server: site.server,
    version: site.version === version ? undefined : site.version,
    sql: site.sql,
    security: site.security,
    database: site.database === `SMS_${code}` ? undefined : site.database,
    clients: legacy > 0 ? { advanced, legacy } : advanced > 0 ? advanced : undefined,
    // where clients are assigned they find content over a good line, unless it says otherwise: that goes without saying
    boundaries: said({ assignment, roaming: said({ fast: fast.filter((one) => !assignment.includes(one)), slow }) }),
    roles: site.roles,
    featurePacks: site.featurePacks,
  });
}

const altiris = (estate: AltirisEstate): Written =>
  said({
    estate: estate.estate,
    platform: estate.platform,
    version: estate.version,
    asOf: estate.asOf,
    servers: each(estate.servers, ({ from: _from, database, ...server }) =>
      said({ ...server, method: server.method === "side-by-side" ? undefined : server.method, database: databaseOf(database) }),
    ),
    links: estate.links.map((link) => said(link)),
    sites: each(estate.sites, agentSite),
    siteServers: each(estate.siteServers, ({ from: _from, ...siteServer }) => said(siteServer)),
    settings: settingsOf(estate),
  });

const databaseOf = ({ sizeBytes, ...database }: AltirisEstate["servers"][string]["database"]): Written =>
  said({ ...database, size: bytes(sizeBytes) });

/** In the largest unit that is whole. */
function bytes(size: number): string {
  const units = [
    ["TB", 1e12],
    ["GB", 1e9],
    ["MB", 1e6],
    ["kB", 1e3],
  ] as const;
  const [unit, factor] = units.find(([, one]) => size > 0 && size % one === 0) ?? ["B", 1];
  return `${size / factor} ${unit}`;
}

/** Who was seen, and when they were counted, only an inventory can say: the next one will. */
const agentSite = ({ from: _from, seen: _seen, countedOn: _on, linkBitsPerSecond, agents, ...site }: AltirisSite): Written =>
  said({
    ...site,
    agents: Object.fromEntries(Object.entries(agents).filter(([, n]) => n > 0)),
    link: linkBitsPerSecond === undefined ? undefined : speed(linkBitsPerSecond),
  });

const speed = (bits: number): string => (bits % 1e6 === 0 ? `${bits / 1e6} Mbit/s` : `${bits / 1e3} kbit/s`);

const settingsOf = (estate: AltirisEstate): Written | undefined =>
  each(estate.settings, ({ configurationMinutes, policiesHeldBack, upgradePolicies }) =>
    said({
      configurationInterval: configurationMinutes === undefined ? undefined : `${configurationMinutes} min`,
      policiesHeldBack,
      upgradePolicies,
    }),
  );
