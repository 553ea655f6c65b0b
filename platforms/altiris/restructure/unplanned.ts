import { Change, subjectOf } from "../../../engine/model/change";
import { nameOf } from "../../../engine/model/entity";
import type { Finding } from "../../../engine/model/finding";
import type { Declared } from "../../../engine/model/migration";
import { grouped } from "../../../engine/text";
import type { AltirisEstate } from "../estate";
import { Restructuring, agentsOf, differ, held, linkName, movedSites, placed, ringsAcross } from "./reading";

type Say = (path: string, text: string, fix: string, rule?: string) => void;

/** What cannot be carried out within one version is said, each with the way round it. */
export function unplanned(reading: Restructuring, documents: Declared<AltirisEstate>): readonly Finding[] {
  const { old, new: wanted, changes } = reading;
  const findings: Finding[] = [];
  const say: Say = (path, text, fix, rule = "DIA-001") => {
    const at = documents.origin(path);
    findings.push({ rule, severity: "error", say: text, fix, ...(at ? { at } : {}) });
  };
  if (old.version !== wanted.version) {
    say(
      "new/version",
      `${wanted.estate} is to go from ${old.version} to ${wanted.version}: an upgrade is no restructuring`,
      "describe it as a migration: old.yaml, new.yaml, migration.yaml",
    );
    return findings;
  }
  for (const change of changes) complain(change, reading, say);
  links(reading, say);
  sites(reading, say);
  siteServers(reading, say);
  return findings;
}

const byHand = "change it by hand and then in both estate.yaml and applied.yaml";

/** Notification Servers stay what they are: only their links and their sites change. */
function complain(change: Change, { old }: Restructuring, say: Say): void {
  const subject = subjectOf(change);
  const name = nameOf(subject);
  if (subject.startsWith("siteServer/")) return machine(change, name, say);
  if (!subject.startsWith("server/")) return;
  switch (change.change) {
    case "added":
      return say(
        `new/servers/${name}`,
        `${name} is a new Notification Server: no restructuring installs one`,
        `install it, write it into both estate.yaml and applied.yaml, and give it its sites in the plan after`,
      );
    case "removed": {
      const homes = Object.entries(old.sites).filter(([, { server }]) => server === name);
      return say(
        `old/servers/${name}`,
        `${name} is in the estate no more: no restructuring takes a Notification Server out of service`,
        homes.length > 0
          ? `keep it, and give ${homes.map(([site]) => site).join(", ")} to another server; when it is empty, take it out by hand and of both documents`
          : "take it out by hand and of both documents",
      );
    }
    case "renamed":
      return say(
        `new/servers/${nameOf(change.to)}`,
        `${name} is to be called ${nameOf(change.to)}: a Notification Server keeps its name`,
        "keep its name",
      );
    case "replaced":
      return say(
        `new/servers/${name}/host`,
        `${name} is to be on ${change.to} instead of ${change.from}: no restructuring brings a Notification Server to another host`,
        byHand,
      );
    case "changed":
      return say(
        change.props[0] === "settings" ? `new/settings/${name}` : `new/servers/${name}/${change.props[0]}`,
        `${name}: ${change.props.join(", ")} cannot change in a restructuring`,
        byHand,
      );
    case "moved":
    case "split":
    case "merged":
    case "re-parented":
      return;
  }
}

/** Another machine is another site server, and has another name. */
function machine(change: Change, name: string, say: Say): void {
  if (change.change === "replaced")
    say(
      `new/siteServers/${name}/host`,
      `${name} is to be ${change.to} instead of ${change.from}: another computer is another site server`,
      `write it under a name of its own, and leave ${name} out`,
    );
  if (change.change === "changed" && change.props.includes("os"))
    say(`new/siteServers/${name}/os`, `${name}: os cannot change in a restructuring`, byHand);
}

function links({ old, new: wanted }: Restructuring, say: Say): void {
  wanted.links.forEach((link, i) => {
    const was = old.links.find((one) => linkName(one) === linkName(link));
    if (was && (differ(was.replicates, link.replicates) || was.schedule !== link.schedule))
      say(
        `new/links/${i}`,
        `the link from ${link.parent} to ${link.child} is to replicate otherwise, which no restructuring changes`,
        byHand,
      );
  });
}

function sites(reading: Restructuring, say: Say): void {
  const { old, new: wanted, stranded } = reading;
  for (const name of movedSites(old, wanted)) {
    const { had, has } = held(reading, name);
    if (differ(had, has))
      say(
        `new/sites/${name}`,
        `${name} is to go from ${old.sites[name]?.server} to ${wanted.sites[name]?.server} and to have other boundaries at once`,
        "one after the other: first the boundaries, then, when that is finished, the server",
      );
  }
  for (const ring of ringsAcross(reading))
    say(
      `new/sites/${ring.find((name) => name in wanted.sites) ?? ring[0]}`,
      `${ring.join(" and ")} exchange boundaries across servers in a ring: none of them can be first`,
      "take one of these exchanges out, and plan it when the others are finished",
    );
  for (const { from, agents, takers } of stranded)
    say(
      `old/sites/${from}/agents`,
      takers.length === 0
        ? `${from} goes with ${agents} agents, and no site takes over its boundaries`
        : `${from} goes, and its boundaries go to ${takers.join(" and ")}: ${agents} of its agents have no site in the counts`,
      takers.length === 0 ? "give its boundaries to other sites" : `count its agents at ${takers.join(" and ")}`,
    );
}

function siteServers(reading: Restructuring, say: Say): void {
  const { old, new: wanted, waves } = reading;
  for (const [name, { sites: served, host, from }] of Object.entries(wanted.siteServers)) {
    const servers = [...new Set(served.map((site) => wanted.sites[site]?.server))];
    if (servers.length > 1)
      say(
        `new/siteServers/${name}/sites`,
        `${name} is to serve sites of ${servers.join(" and ")}: a site server is registered on one server (ALT-153)`,
        "give each server's sites a site server of their own",
      );
    if (from !== undefined && from !== name && host !== undefined && host === old.siteServers[from]?.host)
      say(
        `new/siteServers/${name}/host`,
        `${name} is to be ${from} under another name on the same computer: a site server keeps its name`,
        `keep the name ${from}, or name another host`,
      );
  }
  for (const site of new Set(waves.map(({ to }) => to)))
    if (!Object.values(wanted.siteServers).some(({ sites: served }) => served.includes(site)))
      say(
        `new/sites/${site}`,
        `agents of another server come to ${site}, and no site server of it is there for them`,
        `write a site server with sites: [${site}]`,
        "ALT-151",
      );
  for (const server of Object.keys(wanted.servers)) {
    lastOf(reading, server, say);
    tooMany(reading, server, say);
  }
}

/** A server whose site servers all go before its agents do is without one for as long. */
function lastOf({ old, new: wanted, waves }: Restructuring, server: string, say: Say): void {
  const all = [...new Set([...Object.keys(old.siteServers), ...Object.keys(wanted.siteServers)])];
  const was = all.filter((name) => placed(old, name)?.server === server);
  const is = all.filter((name) => placed(wanted, name)?.server === server);
  const going = was.filter((name) => name in wanted.siteServers && !is.includes(name));
  const leaving = waves.some(({ fromServer }) => fromServer === server);
  const retired = was.some((name) => !(name in wanted.siteServers));
  const [first] = going;
  const stays = Object.entries(wanted.sites).some(([site, one]) => one.server === server && agentsOf(wanted, site) > 0);
  if (was.length > 0 && is.length === 0 && stays)
    say(
      `new/servers/${server}`,
      `${server} has agents and is to have no site server any more`,
      `write a site server for one of its sites, or keep ${was[0]}`,
      "ALT-231",
    );
  // one that is retired stays until the agents have left; one that goes along is there before them (ALT-151)
  else if (first !== undefined && leaving && is.length === 0 && !retired)
    say(
      `new/siteServers/${first}`,
      `${going.join(" and ")} ${going.length === 1 ? "goes" : "go"} before the agents, and ${server} has no other site server meanwhile`,
      `give the sites that go another one where they come to, and leave ${first} out: it is retired when the agents have left`,
      "ALT-231",
    );
}

/** Who stays and who comes: more than a server manages cannot be planned, whatever the order. */
function tooMany({ old, waves }: Restructuring, server: string, say: Say): void {
  const coming = waves.filter(({ toServer }) => toServer === server);
  const before = Object.keys(old.sites).reduce(
    (sum, site) => sum + (old.sites[site]?.server === server ? agentsOf(old, site) : 0),
    0,
  );
  const going = waves.reduce((sum, { fromServer, agents }) => sum + (fromServer === server ? agents : 0), 0);
  const after = before - going + coming.reduce((sum, { agents }) => sum + agents, 0);
  const [first] = coming;
  if (first !== undefined && after > managed)
    say(
      `new/sites/${first.to}`,
      `${server} is to have ${grouped(after)} agents, and a server manages ${grouped(managed)}`,
      `let ${[...new Set(coming.map(({ to }) => to))].join(" and ")} go to another server, or take others from ${server} first`,
      "ALT-172",
    );
}

const managed = 20_000;
