import { comeBy } from "../arrival";
import type { Harm } from "../physics";
import { Change, Thing, count, grouped, keyOf, text, texts } from "../things";
import type { World } from "../world";
import { isCorrupt, runs } from "./estate";
import { harm } from "./laws";

/** Phases in which a site server serves the servers that it is registered on. */
const SERVING = new Set(["old", "new", "up", "changing"]);

export const serves = (siteServer: Thing, server: string): boolean =>
  SERVING.has(text(siteServer, "phase")) && texts(siteServer, "on").includes(server);

export const siteServersOf = (world: World, server: string): readonly Thing[] =>
  world.of("siteServer").filter((siteServer) => serves(siteServer, server));

const hasMoved = (wave: Thing): boolean => text(wave, "phase") === "moved";

/** Where a wave comes from; unknown of one that had moved before the lab knew it. */
export const homeOf = (wave: Thing): string => text(wave, ".home") || (hasMoved(wave) ? "" : (texts(wave, "at")[0] ?? ""));

/** Where a wave goes or went, once it has begun to move. */
export const destinationOf = (wave: Thing): string => text(wave, ".to") || (hasMoved(wave) ? (texts(wave, "at")[0] ?? "") : "");

export const arrivedOf = (wave: Thing): number =>
  wave["arrived"] === undefined && hasMoved(wave) ? count(wave, "agents") : count(wave, "arrived");

export const awayOf = (wave: Thing): number => count(wave, ".away");

/** Agents that report to a server: each agent counts once. */
export const agentsAt = (world: World, server: string): number =>
  world.of("wave").reduce((sum, wave) => sum + agentsOf(wave, server), 0);

function agentsOf(wave: Thing, server: string): number {
  if (destinationOf(wave) === server) return arrivedOf(wave);
  if (homeOf(wave) !== server) return 0;
  return hasMoved(wave) ? awayOf(wave) : count(wave, "agents") - arrivedOf(wave);
}

/** All servers that agents of a wave may turn to now; while it moves, both. */
function turnsTo(wave: Thing): readonly string[] {
  if (count(wave, "agents") === 0) return [];
  const at = texts(wave, "at");
  return awayOf(wave) > 0 && !at.includes(homeOf(wave)) ? [...at, homeOf(wave)] : at;
}

/** The kinds that `standing` looks at: changes of others cannot begin an outage. */
export const standingKinds: readonly string[] = ["server", "siteServer", "wave"];

/** What hurts as long as it lasts. */
export function standing(world: World): readonly Harm[] {
  const harms: Harm[] = [];
  const served = serversServed(world);
  for (const [server, there] of wavesByServer(world)) {
    const agents = there.reduce((sum, wave) => sum + count(wave, "agents"), 0);
    harms.push(...outages(world.get(server), server, agents, served));
  }
  const ofSite = siteServersBySite(world);
  for (const wave of world.of("wave")) harms.push(...siteUnserved(wave, ofSite.get(text(wave, "site")) ?? []));
  return harms;
}

const serversServed = (world: World): ReadonlySet<string> =>
  new Set(
    world.of("siteServer").flatMap((siteServer) => (SERVING.has(text(siteServer, "phase")) ? texts(siteServer, "on") : [])),
  );

function wavesByServer(world: World): ReadonlyMap<string, readonly Thing[]> {
  const found = new Map<string, Thing[]>();
  for (const wave of world.of("wave"))
    for (const server of turnsTo(wave)) {
      const there = found.get(server);
      if (there) there.push(wave);
      else found.set(server, [wave]);
    }
  return found;
}

function siteServersBySite(world: World): ReadonlyMap<string, readonly Thing[]> {
  const found = new Map<string, Thing[]>();
  for (const siteServer of world.of("siteServer"))
    for (const site of texts(siteServer, "sites")) {
      const there = found.get(site);
      if (there) there.push(siteServer);
      else found.set(site, [siteServer]);
    }
  return found;
}

/** ALT-231 (line 944), ALT-150 (757), ALT-088 (607): whom agents turn to runs, is whole, and has a site server. */
function outages(thing: Thing | undefined, server: string, agents: number, served: ReadonlySet<string>): readonly Harm[] {
  const lose = `up to ${grouped(agents)} agents lose service`;
  if (!runs(thing))
    return [
      harm(
        "LAW-RETIRE",
        server,
        `${server} ${thing ? `is ${text(thing, "phase")}` : "is not there"} while agents turn to it: ${lose}`,
      ),
    ];
  if (isCorrupt(thing)) return [harm("LAW-CORRUPT", server, `${server} is corrupt while agents turn to it: ${lose}`)];
  if (served.has(server)) return [];
  return [harm("LAW-NO-SITE-SERVER", server, `${server} has agents and no site server: ${lose}`)];
}

/** ALT-151 (line 761). A site that has no site server of its own is served by any: guessed. */
function siteUnserved(wave: Thing, ofSite: readonly Thing[]): readonly Harm[] {
  const to = destinationOf(wave);
  const site = text(wave, "site");
  if (to === "" || count(wave, "agents") === 0) return [];
  if (ofSite.length === 0 || ofSite.some((siteServer) => serves(siteServer, to))) return [];
  return [
    harm(
      "LAW-SITE-FIRST",
      wave.ref,
      `${wave.ref} turns to ${to}, where no site server of ${site} serves: ${grouped(count(wave, "agents"))} agents lose service`,
    ),
  ];
}

/**
 * Who was switched off comes by and by, as long as the old server is there to send it on (guessed; the guide's step 7,
 * line 930).
 */
export function arrivals(world: World, to: number): readonly Change[] {
  const changes: Change[] = [];
  const came = new Map<string, number>();
  for (const wave of world.of("wave")) {
    if (awayOf(wave) === 0 || !runs(world.get(homeOf(wave)))) continue;
    const change = comeBy(wave, to);
    if (!change) continue;
    changes.push(change);
    came.set(homeOf(wave), (came.get(homeOf(wave)) ?? 0) + awayOf(wave) - Number(change.set?.[".away"]));
  }
  for (const [server, agents] of came) changes.push(...stragglersChange(world, server, -agents));
  return changes;
}

/** The stragglers of a server, by the server they name or by its key. */
export const stragglersOf = (world: World, server: string): Thing | undefined =>
  world.of("stragglers").find((stragglers) => text(stragglers, "server") === server) ??
  world.get(`stragglers/${keyOf(server)}`) ??
  world.get(`stragglers/${server.slice(server.indexOf("/") + 1)}`);

export function stragglersChange(world: World, server: string, more: number): readonly Change[] {
  if (more === 0) return [];
  const known = stragglersOf(world, server);
  const left = Math.max(0, count(known, "left") + more);
  if (known) return [{ ref: known.ref, set: { left } }];
  return [{ ref: `stragglers/${keyOf(server)}`, set: { server, left, phase: "open" } }];
}
