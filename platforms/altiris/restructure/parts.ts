import { Ref, Value, byText } from "../../../engine/model/entity";
import type { Part } from "../../../engine/passes/compare";
import type { AltirisEstate, AltirisServer, AltirisSettings } from "../estate";

const server = (name: string): Ref => `server/${name}`;
const site = (name: string): Ref => `site/${name}`;

/** An estate as its parts: what can be called added, moved, split and so on. */
export function partsOf(estate: AltirisEstate): readonly Part[] {
  const parentOf = (name: string): string | undefined => estate.links.find(({ child }) => child === name)?.parent;
  const servers = Object.entries(estate.servers).map(([name, one]): Part => {
    const parent = parentOf(name);
    return {
      ref: server(name),
      ...(one.from === undefined ? {} : { from: server(one.from) }),
      ...(parent === undefined ? {} : { parent: server(parent) }),
      machine: one.host,
      props: propsOf(one, estate.settings[name]),
    };
  });
  const sites = Object.entries(estate.sites).map(
    ([name, one]): Part => ({
      ref: site(name),
      ...(one.from === undefined ? {} : { from: site(one.from) }),
      at: [server(one.server)],
      props: {},
      holds: { addresses: one.boundaries },
    }),
  );
  const siteServers = Object.entries(estate.siteServers).map(
    ([name, { from, sites: served, services, host, os }]): Part => ({
      ref: `siteServer/${name}`,
      ...(from === undefined ? {} : { from: `siteServer/${from}` as const }),
      at: served.map(site),
      ...(host === undefined ? {} : { machine: host }),
      props: { services, ...(os === undefined ? {} : { os }) },
    }),
  );
  return [...servers, ...sites, ...siteServers];
}

/** What of a Notification Server no restructuring touches, in the words of its document. */
export function propsOf(one: AltirisServer, settings: AltirisSettings | undefined): Readonly<Record<string, Value>> {
  const { database, installPath, ip, os, identity } = one;
  return {
    os,
    installPath,
    ...(ip === undefined ? {} : { ip }),
    ...(identity === undefined ? {} : { identity }),
    products: pairs(one.products),
    licences: pairs(one.licences),
    accounts: one.accounts.map(({ account }) => account).sort(byText),
    database: [database.sql, database.name, database.collation, database.owner ?? ""],
    settings: settings ? settled(settings) : [],
  };
}

const pairs = (named: Readonly<Record<string, string | number>>): readonly string[] =>
  Object.entries(named)
    .map(([name, value]) => `${name}=${value}`)
    .sort(byText);

const settled = ({ configurationMinutes, policiesHeldBack, upgradePolicies }: AltirisSettings): readonly string[] => [
  String(configurationMinutes ?? ""),
  ...policiesHeldBack,
  upgradePolicies.agentOnX64,
  upgradePolicies.siteServices,
];
