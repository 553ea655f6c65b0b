import { Ref, Value, byText } from "../../../engine/model/entity";
import type { Declared, Migration } from "../../../engine/model/migration";
import type { Model } from "../../../engine/model/pack";
import { PhaseTable } from "../../../engine/model/phases";
import { Put, build } from "../../shared/building";
import { doubtful, knownSubnets } from "../../shared/directory";
import { AltirisEstate, AltirisLink, factsOf } from "../estate";
import { phases } from "./phases";
import { Restructuring, agentsOf, allOf, held, linkName, placed, restructuringOf } from "./reading";
import { redirectionName, subjectsOf } from "./subjects";
import { unplanned } from "./unplanned";

const table = new PhaseTable(phases);

/** What is applied and what is wanted of one estate as the one model. */
export function read(documents: Declared<AltirisEstate>): Model {
  const reading = restructuringOf(documents);
  const { start, goal, origins, twice } = build(table, documents.origin, paths, (put) => {
    servers(reading, put);
    links(reading, put);
    for (const site of allOf(reading.old.sites, reading.new.sites)) boundaries(reading, put, site);
    siteServers(reading, put);
    agents(reading, put);
  });
  return {
    platform: "altiris",
    title: `${reading.new.estate} ${reading.new.version}`,
    start,
    goal,
    subjects: subjectsOf(reading),
    origins,
    options: options(reading.migration),
    pace: reading.migration.pace,
    findings: [...twice, ...doubtful(reading.directory, documents.origin), ...unplanned(reading, documents)],
    facts: facts(reading),
    changes: reading.changes,
  };
}

/** Where a property stands in the document, if its name there is another. */
const paths: Readonly<Record<string, string>> = { addresses: "boundaries", side: "sites" };

function servers({ old, new: wanted, ref }: Restructuring, put: Put): void {
  const linksOf = (links: readonly AltirisLink[], name: string): readonly Ref[] =>
    links
      .filter(({ parent, child }) => parent === name || child === name)
      .map((link) => ref("link", linkName(link)))
      .sort(byText);
  for (const [name, { host, ip, os, installPath, products }] of Object.entries(old.servers)) {
    if (!(name in wanted.servers)) continue;
    const [had, has] = [linksOf(old.links, name), linksOf(wanted.links, name)];
    put(
      ref("server", name),
      `new/servers/${name}`,
      "running",
      "running",
      {
        name,
        version: old.version,
        host,
        ip,
        os,
        installPath,
        products: Object.keys(products),
        links: had,
        alone: had.length + has.length === 0 ? true : undefined,
      },
      { links: has },
    );
  }
}

function links({ old, new: wanted, ref }: Restructuring, put: Put): void {
  const named = (all: readonly AltirisLink[]) => new Map(all.map((link, i) => [linkName(link), { link, i }]));
  const [before, after] = [named(old.links), named(wanted.links)];
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort(byText)) {
    const [was, is] = [before.get(name), after.get(name)];
    const now = is ?? was;
    if (!now) continue;
    put(ref("link", name), `${is ? "new" : "old"}/links/${now.i}`, was ? "linked" : "planned", is ? "linked" : "gone", {
      version: old.version,
      ends: [ref("server", now.link.parent), ref("server", now.link.child)],
      replicates: now.link.replicates,
      schedule: now.link.schedule,
    });
  }
}

/** A site's record: its name, its subnets, and in whose book it is. */
function boundaries(reading: Restructuring, put: Put, site: string): void {
  const { old, new: wanted, ref } = reading;
  const { had, has } = held(reading, site);
  const [was, is] = [old.sites[site]?.server, wanted.sites[site]?.server];
  const next = is !== undefined && was !== undefined && is !== was ? ref("server", is) : undefined;
  put(
    ref("boundaries", site),
    `${is === undefined ? "old" : "new"}/sites/${site}`,
    was === undefined ? "planned" : "held",
    is === undefined ? "gone" : "held",
    {
      server: ref("server", was ?? is ?? ""),
      site,
      addresses: was === undefined ? has : had,
      directory: knownSubnets(reading.directory, [...had, ...has]),
      agents: waiting(reading, site),
      services: next === undefined ? servicesOf(reading, site) : [],
      next,
    },
    {
      ...(was !== undefined && is !== undefined ? { addresses: has } : {}),
      ...(next === undefined ? {} : { server: next }),
    },
  );
}

/** Who finds no site while addresses of this one belong to nobody: who goes with them, else perhaps all of its agents. */
function waiting({ old, new: wanted, gives, flows }: Restructuring, site: string): number {
  if (!gives.some(({ from, across }) => from === site && !across)) return 0;
  const going = flows.filter(({ from, to }) => from === site && old.sites[site]?.server === wanted.sites[to]?.server);
  return going.length > 0 ? going.reduce((sum, { agents }) => sum + agents, 0) : agentsOf(old, site);
}

/** The services that a site has before and after: it goes without none of them meanwhile (RES-001). */
function servicesOf({ old, new: wanted }: Restructuring, site: string): readonly string[] {
  const of = (estate: AltirisEstate): readonly string[] =>
    Object.values(estate.siteServers).flatMap(({ sites, services }) => (sites.includes(site) ? services : []));
  return site in wanted.sites ? [...new Set(of(old))].filter((service) => of(wanted).includes(service)).sort(byText) : [];
}

function siteServers({ old, new: wanted, ref }: Restructuring, put: Put): void {
  for (const name of allOf(old.siteServers, wanted.siteServers)) {
    const [was, is] = [placed(old, name), placed(wanted, name)];
    const now = was ?? is;
    if (!now) continue;
    put(
      `siteServer/${name}`,
      `${is ? "new" : "old"}/siteServers/${name}`,
      was ? "up" : "planned",
      is ? "up" : "gone",
      { sites: now.sites, services: now.services, host: now.host, os: now.os, side: ref("server", now.server) },
      was && is ? { sites: is.sites, services: is.services, side: ref("server", is.server) } : {},
    );
  }
}

/** Those who go, wave by wave, with the redirections that send them; and those who stay: every server has room for both. */
function agents({ old, new: wanted, waves, ref }: Restructuring, put: Put): void {
  for (const { name, from, to, agents: number, fromServer, toServer } of waves)
    put(
      `wave/${name}`,
      `${from in wanted.sites ? "new" : "old"}/sites/${from}/agents`,
      "waiting",
      "moved",
      {
        site: to,
        agents: number,
        size: undefined,
        from: ref("server", fromServer),
        to: ref("server", toServer),
        oldSettings: ref("settings", redirectionName({ fromServer, toServer })),
        fromBoundaries: ref("boundaries", from),
        newBoundaries: ref("boundaries", to),
      },
      {},
      { size: "migration/waves/size" },
    );
  for (const wave of new Map(waves.map((one) => [redirectionName(one), one])).values()) {
    const same = waves.filter((one) => redirectionName(one) === redirectionName(wave));
    put(
      ref("settings", redirectionName(wave)),
      `new/servers/${wave.toServer}`,
      "planned",
      "gone",
      { server: ref("server", wave.fromServer), alternate: ref("server", wave.toServer), targets: [] },
      { targets: same.map(({ name }) => `wave/${name}`).sort(byText) },
    );
  }
  for (const server of Object.keys(wanted.servers)) {
    const all = Object.keys(old.sites).reduce(
      (sum, site) => sum + (old.sites[site]?.server === server ? agentsOf(old, site) : 0),
      0,
    );
    const left = waves.reduce((sum, wave) => sum - (wave.fromServer === server ? wave.agents : 0), all);
    if (left > 0)
      put(`wave/${server}-stay`, `new/servers/${server}`, "waiting", "waiting", {
        agents: left,
        from: ref("server", server),
        to: ref("server", server),
      });
  }
}

const options = ({ waves }: Migration): Readonly<Record<string, Value>> => ({
  "waves.size": waves.size,
  "waves.atOnce": waves.atOnce,
});

const facts = ({ old }: Restructuring): readonly string[] =>
  factsOf(
    old,
    Object.keys(old.sites).reduce((sum, site) => sum + agentsOf(old, site), 0),
  );
