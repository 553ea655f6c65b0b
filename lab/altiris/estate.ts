import { firstDispute } from "../addresses";
import type { Scene } from "../physics";
import { Thing, keyOf, text, texts, versionOf } from "../things";
import type { World } from "../world";
import { refusal } from "./laws";

export { arg, propertiesIn } from "../args";

/** The version of a server, whether it is there or not. */
export const versionAt = (world: World, server: string): string => text(world.get(server), "version") || versionOf(server);

/** Installed and switched on. */
export const runs = (server: Thing | undefined): server is Thing =>
  server !== undefined &&
  ["running", "separating", "separated", "reconnecting", "installed", "joining", "joined"].includes(text(server, "phase"));

export const isCorrupt = (thing: Thing | undefined): boolean => text(thing, "contents") === "corrupt";

/** The server that followed an old one. */
export const successor = (world: World, old: string): Thing | undefined =>
  world.of("server").find((server) => server["was"] === old);

/** A server's database: the one it names, or the one that is called as it is. */
export const databaseOf = (world: World, server: string): string =>
  text(world.get(server), "database") || `database/${server.slice(server.indexOf("/") + 1)}`;

/** The server that lives on a database now. */
export const userOf = (world: World, database: string): Thing | undefined =>
  world.of("server").find((server) => databaseOf(world, server.ref) === database);

export const replicationOf = (server: Thing | undefined): string => text(server, "replication") || "on";

/** Replication jobs that still run: those that a node had when its replication went off take their time. */
export function jobsOf(world: World, server: string, at: number): number {
  const thing = world.get(server);
  if (!runs(thing)) return 0;
  const links = world.of("link").filter((link) => texts(link, "ends").includes(server) && text(link, "phase") !== "detached");
  if (replicationOf(thing) !== "off") return links.length;
  return at < Number(thing[".jobsUntil"] ?? 0) ? links.length : 0;
}

/** A server by its ref, or by the key it has in its estate: then the newest that runs, else the newest. */
export function serverCalled(world: World, name: string): string {
  if (name.startsWith("server/")) return name;
  const called = world.of("server").filter(({ ref }) => keyOf(ref) === name);
  return (called.findLast(runs) ?? called.at(-1))?.ref ?? `server/${name}`;
}

export function mustRun(world: World, server: string, why: string): Thing {
  const thing = world.get(server);
  if (!runs(thing)) {
    const state = thing ? `is ${text(thing, "phase")}` : "is not there";
    throw refusal("LAW-NO-SERVER", server, `${why}: ${server} ${state}. Bring it up first.`);
  }
  if (isCorrupt(thing))
    throw refusal("LAW-CORRUPT", server, `${why}: ${server} is corrupt. Uninstall it, drop its database, and restore anew.`);
  return thing;
}

/**
 * A server's book has one owner a subnet: nothing that is to be in it is another's already, or another's in part. A narrower
 * subnet within another site's is none of those: a computer belongs to the most specific one that holds it (guessed).
 */
export function mustOwn({ world, ref, thing, args }: Scene, server: string, isOther: (held: Thing) => boolean): void {
  const own = args["addresses"] === undefined ? texts(thing, "addresses") : texts(args, "addresses");
  const others = world
    .of("boundaries")
    .filter((held) => held.ref !== ref && isOther(held))
    .flatMap((held) => texts(held, "addresses").map((address) => ({ owner: held.ref, address })));
  const dispute = firstDispute([...own.map((address) => ({ owner: ref, address })), ...others]);
  if (!dispute) return;
  const [a, b] = dispute;
  throw refusal(
    "LAW-ONE-OWNER",
    ref,
    `${server} would have two owners of an address: ${a.address} of ${a.owner} and ${b.address} of ${b.owner}. Take ` +
      `it from one of them.`,
  );
}

/** Settings, by the server they name or the name they share with it. */
export const settingsOf = (world: World, server: string): Thing | undefined =>
  world.of("settings").find((settings) => text(settings, "server") === server) ??
  world.get(`settings/${server.slice(server.indexOf("/") + 1)}`);

/** Targets may be written as `wave/lake-1` or as `lake-1`. */
export const isTargeted = (settings: Thing, wave: string): boolean => {
  const targets = texts(settings, "targets");
  return targets.includes(wave) || targets.includes(keyOf(wave));
};
