import type { Subject } from "../../engine/model/procedure";
import type { AltirisEstate } from "./estate";
import { Reading, childrenOf, serverOf, sideOf } from "./reading";

/** What each procedure is run for, with the names that its templates stand for. */
export function subjectsOf(reading: Reading): readonly Subject[] {
  const { old } = reading;
  const linked = Object.keys(old.servers).filter((name) => touching(old.links, name).length > 0);
  return [
    { procedure: "estate", name: "estate", is: { hierarchy: linked.length > 0, oldHosts: linked.map((name) => hostOf(old, name)) } },
    ...perOldServer(reading),
    ...perLink(reading),
    ...perPair(reading),
    ...perWave(reading),
    ...perShared(reading),
  ];
}

const linkName = (link: Readonly<{ parent: string; child: string }>, version: string): string =>
  `${link.parent}--${link.child}@${version}`;

const hostOf = ({ servers }: AltirisEstate, server: string): string => servers[server]?.host ?? server;

const touching = <L extends Readonly<{ parent: string; child: string }>>(links: readonly L[], server: string): readonly L[] =>
  links.filter((link) => link.parent === server || link.child === server);

function perOldServer(reading: Reading): readonly Subject[] {
  const { old, new: wanted, ref, successor, waves } = reading;
  return Object.entries(old.servers).flatMap(([name, server]): readonly Subject[] => {
    const heir = successor.get(name);
    if (heir === undefined) return [];
    return [
      {
        procedure: "separate",
        name,
        is: {
          old: ref("server", name, "old"),
          oldHost: server.host,
          oldDatabaseName: server.database.name,
          linked: touching(old.links, name).length > 0,
        },
      },
      {
        procedure: "leave",
        name,
        is: {
          old: ref("server", name, "old"),
          oldHost: server.host,
          newHost: hostOf(wanted, heir),
          stragglers: ref("stragglers", name),
          temporaries: temporariesOf(reading, name, heir).map((one) => ref("siteServer", one)),
          server: [heir],
          wave: waves.filter((wave) => wave.from === name).map((wave) => wave.name),
          shared: rebuiltOf(reading, name),
          replicate: touching(wanted.links, heir).length > 0 ? [heir] : [],
        },
      },
    ];
  });
}

const temporariesOf = (reading: Reading, old: string, heir: string): readonly string[] =>
  Object.entries(reading.migration.decisions.temporarySiteServers)
    .filter(([, temporary]) => sideOf(reading, temporary) === (temporary.side === "old" ? old : heir))
    .map(([name]) => name);

const rebuiltOf = ({ old, ways }: Reading, server: string): readonly string[] =>
  Object.entries(old.siteServers)
    .filter(([name, siteServer]) => ways.get(name) === "rebuild" && serverOf(old, siteServer) === server)
    .map(([name]) => name);

function perLink({ old, new: wanted, ref, waves, predecessor }: Reading): readonly Subject[] {
  const unlinks = old.links.map(
    (link): Subject => ({
      procedure: "unlink",
      name: linkName(link, old.version),
      is: {
        link: ref("link", `${link.parent}--${link.child}`, "old"),
        parentHost: hostOf(old, link.parent),
        childHost: hostOf(old, link.child),
        separate: [link.parent, link.child],
      },
    }),
  );
  const links = wanted.links.map((link): Subject => {
    const before = old.links.filter(
      (one) => one.parent === predecessor.get(link.parent) && one.child === predecessor.get(link.child),
    );
    return {
      procedure: "link",
      name: linkName(link, wanted.version),
      is: {
        link: ref("link", `${link.parent}--${link.child}`, "new"),
        server: [link.parent, link.child],
        wave: waves.filter((wave) => wave.to === link.parent || wave.to === link.child).map((wave) => wave.name),
        unlink: before.map((one) => linkName(one, old.version)),
      },
    };
  });
  return [...unlinks, ...links];
}

function perPair(reading: Reading): readonly Subject[] {
  const { old, new: wanted, ref, predecessor, waves } = reading;
  return Object.entries(wanted.servers).flatMap(([name, server]): readonly Subject[] => {
    const before = predecessor.get(name);
    const was = before === undefined ? undefined : old.servers[before];
    if (before === undefined || !was) return [];
    const links = touching(wanted.links, name);
    const onBox = server.database.sql === "on-box";
    const subject: Subject = {
      procedure: "server",
      name,
      is: {
        old: ref("server", before, "old"),
        new: ref("server", name, "new"),
        newDatabase: ref("database", name, "new"),
        licence: ref("licence", name),
        newProducts: Object.keys(server.products)
          .filter((product) => !(product in was.products))
          .map((product) => ref("object", `${name}/${product}`)),
        newBoundaries: Object.entries(wanted.sites)
          .filter(([site, one]) => one.server === name && site in old.sites)
          .map(([site]) => ref("boundaries", site, "new")),
        newSiteServers: Object.entries(wanted.siteServers)
          .filter(([siteServer, one]) => !(siteServer in old.siteServers) && serverOf(wanted, one) === name)
          .map(([siteServer]) => ref("siteServer", siteServer)),
        databaseMoves: onBox || server.database.sql !== was.database.sql,
        oldProducts: Object.keys(was.products).sort().join(", "),
        onBox,
        oldHost: was.host,
        newHost: server.host,
        oldDatabaseName: was.database.name,
        newDatabaseName: server.database.name,
        newSql: onBox ? server.host : server.database.sql,
        databaseOwner: server.database.owner ?? "the account by which Installation Manager reaches SQL Server",
        collation: was.database.collation,
        installPath: was.installPath,
        separate: [before],
        unlink: touching(old.links, before).map((link) => linkName(link, old.version)),
        server: childrenOf(reading, before),
      },
    };
    const replicate: readonly Subject[] =
      links.length > 0
        ? [
            {
              procedure: "replicate",
              name,
              is: { new: ref("server", name, "new"), newHost: server.host, link: links.map((link) => linkName(link, wanted.version)) },
            },
          ]
        : [];
    const held = wanted.settings[name]?.policiesHeldBack ?? [];
    const policies: readonly Subject[] =
      held.length > 0
        ? [
            {
              procedure: "policies",
              name,
              is: { server: [name], wave: waves.filter((wave) => wave.to === name).map((wave) => wave.name) },
            },
          ]
        : [];
    return [subject, ...replicate, ...policies];
  });
}

/** Entries under each site that they are at, once each. */
function bySite<T>(entries: readonly (readonly [string, T])[], sites: (entry: T) => readonly string[]) {
  const found = new Map<string, (readonly [string, T])[]>();
  for (const entry of entries)
    for (const site of new Set(sites(entry[1]))) {
      const there = found.get(site);
      if (there) there.push(entry);
      else found.set(site, [entry]);
    }
  return found;
}

function perWave(reading: Reading): readonly Subject[] {
  const { old, new: wanted, migration, ref, waves, ways } = reading;
  const pilots = waves.filter((wave) => wave.pilot);
  const pilot = pilots.map((wave) => wave.name);
  const servers = bySite(Object.entries(old.siteServers), (siteServer) => siteServer.sites);
  const temporaries = bySite(Object.entries(migration.decisions.temporarySiteServers), (one) => one.at);
  const subjects = waves.map((wave): Subject => {
    const serving = (servers.get(wave.site) ?? []).map(([name]) => name);
    const temporary = (side: "old" | "new"): readonly string[] =>
      (temporaries.get(wave.site) ?? []).filter(([, one]) => one.side === side).map(([name]) => ref("siteServer", name));
    const first = wave.after === undefined;
    // What the pilot's site shares with others leaves 7.0 for the pilot: for the others it cannot wait until that has worked.
    const forPilot = (name: string): boolean =>
      !wave.pilot && pilots.some(({ site }) => old.siteServers[name]?.sites.includes(site));
    return {
      procedure: "wave",
      name: wave.name,
      is: {
        itself: ref("wave", wave.name),
        oldHost: hostOf(old, wave.from),
        newHost: hostOf(wanted, wave.to),
        newSettings: ref("settings", wave.to, "new"),
        oldSettings: ref("settings", wave.from, "old"),
        // The site servers of a site go with its first wave; the later ones find them there.
        takeOvers: first ? serving.filter((name) => ways.get(name) === "take-over").map((name) => ref("siteServer", name)) : [],
        rebuilds: serving
          .filter((name) => ways.get(name) === "rebuild" && !forPilot(name))
          .map((name) => ref("siteServer", name)),
        temporaryOld: temporary("old"),
        temporaryNew: temporary("new"),
        server: [wave.to],
        pilot: wave.pilot || pilot.length === 0 ? [] : ["pilot"],
        wave: wave.after === undefined ? [] : [wave.after],
      },
    };
  });
  return [
    ...subjects,
    ...(pilot.length > 0
      ? [{ procedure: "pilot", name: "pilot", is: { wave: pilot, days: String(migration.pilot?.days ?? 0) } }]
      : []),
  ];
}

function perShared({ old, ref, waves, ways }: Reading): readonly Subject[] {
  return Object.entries(old.siteServers)
    .filter(([name]) => ways.get(name) === "rebuild")
    .map(
      ([name, siteServer]): Subject => ({
        procedure: "shared",
        name,
        is: {
          siteServer: ref("siteServer", name),
          wave: waves.filter((wave) => siteServer.sites.includes(wave.site)).map((wave) => wave.name),
        },
      }),
    );
}
