import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Entry } from "../../../lab";

type Site = Readonly<{ from?: string; server: string; agents: number; boundaries: readonly string[] }>;
type Estate = Readonly<{
  servers: Readonly<Record<string, unknown>>;
  links: readonly Readonly<{ parent: string; child: string }>[];
  sites: Readonly<Record<string, Site>>;
  siteServers: Readonly<Record<string, Readonly<{ sites: readonly string[]; services?: readonly string[] }>>>;
}>;
type Seen = Readonly<Record<string, unknown>>;

const number = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

function range(text: string): readonly [number, number] {
  const [base = "", bits = "32"] = text.split("/");
  return [number(base), number(base) + 2 ** (32 - Number(bits)) - 1];
}

const meet = (a: string, b: string): boolean => range(a)[0] <= range(b)[1] && range(b)[0] <= range(a)[1];
const bare = (ref: unknown): string =>
  String(ref)
    .replace(/^[^/]*\//, "")
    .replace(/@.*$/, "");
const list = (thing: Seen | undefined, name: string): readonly string[] => (thing?.[name] ?? []) as readonly string[];
const same = (a: readonly string[], b: readonly string[]): boolean => [...a].sort().join() === [...b].sort().join();

/**
 * The record of a restructuring, judged by the two documents alone: nothing of the planner, of its rules or of the lab's
 * monitor is used here. Answers what is wrong, in sentences.
 */
export function judgeDaily(journal: readonly Entry[], folder: string): readonly string[] {
  const estate = (name: string): Estate => parse(readFileSync(join(folder, name), "utf8")) as Estate;
  const [old, wanted] = [estate("applied.yaml"), estate("estate.yaml")];
  const things = new Map<string, Seen>();
  const wrong = new Set<string>();
  const of = (kind: string): readonly (readonly [string, Seen])[] => [...things].filter(([ref]) => ref.startsWith(`${kind}/`));

  for (const { changes = [], what, ref, verb } of journal) {
    for (const { ref: one, set, unset, gone } of changes) {
      const after = Object.entries({ ...things.get(one), ...set }).filter(([name]) => !unset?.includes(name));
      if (gone) things.delete(one);
      else things.set(one, Object.fromEntries(after));
    }
    const when = `after ${what} ${ref} ${verb}`;
    const touched = (...kinds: readonly string[]): boolean =>
      changes.some((change) => kinds.includes(change.ref.split("/")[0] ?? ""));
    if (touched("boundaries")) oneOwner(when);
    if (touched("siteServer", "wave", "boundaries")) served(when);
    if (touched("link")) quiet(when);
  }

  /** An address in a server's book has one site. */
  function oneOwner(when: string): void {
    for (const [a, mine] of of("boundaries"))
      for (const [b, theirs] of of("boundaries"))
        if (
          a < b &&
          list(mine, "books").some((server) => list(theirs, "books").includes(server)) &&
          list(mine, "addresses").some((x) => list(theirs, "addresses").some((y) => meet(x, y)))
        )
          wrong.add(`${a} and ${b} both had an address ${when}`);
  }

  /** Who reports to a server finds their site and a site server there; and a site that stays is served as before. */
  function served(when: string): void {
    const serving = of("siteServer").filter(([, one]) => ["up", "changing"].includes(String(one["phase"])));
    for (const [ref, wave] of of("wave"))
      for (const server of list(wave, "at")) {
        if (!serving.some(([, one]) => list(one, "on").includes(server)))
          wrong.add(`${server} had ${ref} and no site server ${when}`);
        const there = serving.some(
          ([, one]) => list(one, "on").includes(server) && list(one, "sites").includes(String(wave["site"])),
        );
        if (wave["from"] !== wave["to"] && server === wave["to"] && !there)
          wrong.add(`${ref} came to ${server} before its site server ${when}`);
        const site = things.get(String(wave[wave["from"] === server ? "fromBoundaries" : "newBoundaries"]));
        if (wave["from"] !== wave["to"] && !list(site, "books").includes(server))
          wrong.add(`${server} did not know the site of ${ref} ${when}`);
      }
    for (const [site, { server }] of Object.entries(old.sites))
      for (const service of ["package", "task"]) {
        const has = ({ siteServers }: Estate): boolean =>
          Object.values(siteServers).some(
            ({ sites, services = ["package", "task"] }) => sites.includes(site) && services.includes(service),
          );
        if (wanted.sites[site]?.server === server && has(old) && has(wanted))
          if (
            !serving.some(
              ([, one]) =>
                list(one, "on").length > 0 && list(one, "sites").includes(site) && list(one, "services").includes(service),
            )
          )
            wrong.add(`${site} had no ${service} service ${when}`);
      }
  }

  /** Links come and go while both ends are silent. */
  function quiet(when: string): void {
    for (const [ref, link] of of("link"))
      if (["detaching", "linking"].includes(String(link["phase"])))
        for (const end of list(link, "ends"))
          if (things.get(end)?.["replication"] !== "off")
            wrong.add(`${end} replicated while ${ref} was ${String(link["phase"])} ${when}`);
  }

  for (const name of Object.keys(wanted.servers)) {
    const server = [...things].find(([ref]) => ref.startsWith(`server/${name}@`))?.[1];
    if (server?.["replication"] !== "on") wrong.add(`${name} ends without replication`);
  }
  const links = (all: Estate["links"]): readonly string[] => all.map(({ parent, child }) => `${parent}--${child}`);
  const linked = of("link").filter(([, link]) => link["phase"] === "linked");
  if (
    !same(
      linked.map(([ref]) => bare(ref)),
      links(wanted.links),
    )
  )
    wrong.add(`the links are ${linked.map(([ref]) => bare(ref)).join(", ")}`);

  const counts = new Map<string, number>();
  for (const [, wave] of of("wave"))
    for (const server of list(wave, "at")) counts.set(bare(server), (counts.get(bare(server)) ?? 0) + Number(wave["agents"]));
  for (const name of Object.keys(wanted.servers)) {
    const should = Object.values(wanted.sites).reduce((sum, { server, agents }) => sum + (server === name ? agents : 0), 0);
    if (counts.get(name) !== should) wrong.add(`${name} has ${counts.get(name) ?? 0} agents, and should have ${should}`);
  }
  for (const [name, site] of Object.entries(wanted.sites)) {
    const thing = [...things].find(([ref]) => ref.startsWith(`boundaries/${name}@`))?.[1];
    if (!same(list(thing, "addresses"), site.boundaries))
      wrong.add(`${name} has ${list(thing, "addresses").join(", ") || "no boundaries"}`);
    if (!same(list(thing, "books").map(bare), [site.server]))
      wrong.add(`${name} is in the book of ${list(thing, "books").map(bare).join(" and ") || "nobody"}`);
  }
  for (const [ref] of of("boundaries")) if (!wanted.sites[bare(ref)]) wrong.add(`${bare(ref)} is still there`);
  for (const [name, { sites }] of Object.entries(wanted.siteServers)) {
    const thing = things.get(`siteServer/${name}`);
    const home = wanted.sites[sites[0] ?? ""]?.server ?? "";
    if (!same(list(thing, "sites"), sites)) wrong.add(`${name} serves ${list(thing, "sites").join(", ") || "nobody"}`);
    if (!same(list(thing, "on").map(bare), [home]))
      wrong.add(`${name} is registered on ${list(thing, "on").map(bare).join(" and ") || "nobody"}`);
  }
  for (const [ref] of of("siteServer")) if (!wanted.siteServers[bare(ref)]) wrong.add(`${bare(ref)} is still there`);
  for (const [ref] of of("settings")) wrong.add(`${ref} still leads away`);
  return [...wrong];
}
