import type { Effect, Scene, Verb } from "../physics";
import { Change, Thing, byCodeUnits, count, keyOf, text, texts, versionOf } from "../things";
import type { World } from "../world";
import { arg, propertiesIn, runs, successor, userOf } from "./estate";
import { harm, refusal } from "./laws";

type Subnets = Readonly<{ site: string; addresses: readonly string[] }>;

/** A copy of the CMDB with all that it carries at this moment. */
export function backUp(scene: Scene, server: string, database: string, name: string): Effect {
  const source = scene.world.get(database);
  if (!source)
    throw refusal(
      "LAW-BACKUP",
      database,
      `${database} is not there, so nothing can be backed up. Name the server whose database is meant.`,
    );
  const carried = scene.world
    .of("boundaries")
    .filter((held) => text(held, "server") === server && text(held, "phase") !== "inherited");
  const subnets = carried.map(
    (held): Subnets => ({
      site: text(held, "site") || keyOf(held.ref),
      addresses: texts(held, "addresses"),
    }),
  );
  const ref = `backup/${server.slice(server.indexOf("/") + 1)}/${name}`;
  const set = {
    phase: "kept",
    server,
    database,
    type: "Full",
    verified: true,
    at: scene.at,
    sites: subnets.length,
    collation: text(source, "collation"),
    ".content": count(source, ".content"),
    ".subnets": JSON.stringify(subnets),
    ".seq": sequel(scene.world),
  };
  return {
    changes: [{ ref, set }],
    evidence: { set: ref.slice("backup/".length), result: "success", location: "secure store", type: "Full" },
  };
}

/** Two backups of one simulated minute still have an order. */
const sequel = (world: World): number => Math.max(0, ...world.of("backup").map((backup) => count(backup, ".seq"))) + 1;

const backupsOf = (world: World, database: string): readonly Thing[] =>
  world
    .of("backup")
    .filter((backup) => backup["database"] === database)
    .sort((a, b) => count(a, ".seq") - count(b, ".seq") || byCodeUnits(a.ref, b.ref));

/** The old database: named by the order, by the backup, or by what the two have in common. */
function sourceOf({ args, ref, world }: Scene): string {
  const named = arg(args, "from") ?? arg(args, "was");
  if (named?.startsWith("server/")) return text(world.get(named), "database") || `database/${named.slice("server/".length)}`;
  if (named !== undefined) return named.includes("/") ? named : `database/${named}@7.0`;
  const backup = world.get(arg(args, "backup") ?? "");
  return backup ? text(backup, "database") : `database/${keyOf(ref)}@7.0`;
}

function chosenBackup(scene: Scene): Thing {
  const source = sourceOf(scene);
  const backups = backupsOf(scene.world, source);
  const wanted = arg(scene.args, "backup");
  const found =
    wanted === undefined
      ? backups.at(-1)
      : backups.find((backup) => backup.ref === wanted || backup.ref.endsWith(`/${wanted}`));
  if (!found)
    throw refusal(
      "LAW-BACKUP",
      scene.ref,
      `${scene.ref} cannot be restored: there is no backup ${wanted === undefined ? "" : `"${wanted}" `}of ${source}. ` +
        `Back it up first.`,
    );
  if (found["verified"] !== true)
    throw refusal(
      "LAW-BACKUP",
      scene.ref,
      `${scene.ref} cannot be restored: ${found.ref} is not verified. Back up again and verify it.`,
    );
  return found;
}

/** Its name on the SQL server; `name` may be the Notification Server's. */
const nameOf = (database: Thing): string => text(database, "database") || text(database, "name");

function mayRestore(scene: Scene): void {
  const backup = chosenBackup(scene);
  const collation = arg(scene.args, "collation");
  if (collation !== undefined && text(backup, "collation") !== "" && collation !== text(backup, "collation"))
    throw refusal(
      "LAW-COLLATION",
      scene.ref,
      `${scene.ref} cannot be restored with collation ${collation}: ${backup.ref} has ${text(backup, "collation")}. ` +
        `Take an instance with the old collation.`,
    );
  const old = scene.world.get(text(backup, "database"));
  const sql = arg(scene.args, "sql");
  const name = arg(scene.args, "database") ?? arg(scene.args, "name");
  if (old && sql !== undefined && sql !== "on-box" && sql === text(old, "sql") && name === nameOf(old))
    throw refusal(
      "LAW-SAME-NAME",
      scene.ref,
      `${scene.ref} cannot be restored as ${nameOf(old)} on ${sql}: ${old.ref} has that name there. Give the ` +
        `copy another name.`,
    );
}

function restore(scene: Scene): Effect {
  const backup = chosenBackup(scene);
  const source = text(backup, "database");
  const old = scene.world.get(source);
  const newest = backupsOf(scene.world, source).at(-1);
  const lost = count(old, ".content") - count(backup, ".content");
  const late = newest && newest.ref !== backup.ref ? `, and is older than ${newest.ref}` : "";
  const harms =
    lost > 0 || late
      ? [
          harm(
            "LAW-BACKUP-NEWEST",
            scene.ref,
            `${scene.ref} was restored from ${backup.ref}, which lacks ${lost} later change${lost === 1 ? "" : "s"} ` +
              `and ${scene.at - count(backup, "at")} minutes of inventory${late}`,
          ),
        ]
      : [];
  const own: Change = {
    ref: scene.ref,
    set: {
      collation: text(scene.thing, "collation") || text(backup, "collation"),
      schema: "7.0",
      contents: text(old, "contents") || "good",
      ".collationWas": text(backup, "collation"),
      ".from": source,
      ".needsOwner": needsOwner(scene.thing, old),
    },
  };
  return {
    changes: [own, ...inherited(scene.ref, scene.world, backup)],
    harms,
    evidence: { backup: backup.ref, collation: text(backup, "collation") },
  };
}

/** ALT-144 (line 717): another SQL server, or another machine's own. */
const needsOwner = (copy: Thing | undefined, old: Thing | undefined): boolean =>
  text(copy, "sql") !== "" && (text(copy, "sql") === "on-box" || text(copy, "sql") !== text(old, "sql"));

/** ALT-133: the sites and subnets come along; until somebody confirms them they belong to nobody's plan. */
function inherited(database: string, world: World, backup: Thing): readonly Change[] {
  const subnets = JSON.parse(text(backup, ".subnets") || "[]") as readonly Subnets[];
  const user = successor(world, text(backup, "server"));
  return subnets.flatMap(({ site, addresses }): readonly Change[] => {
    const ref = `boundaries/${site}@${versionOf(database)}`;
    if (text(world.get(ref), "phase") === "held") return [];
    return [
      {
        ref,
        set: {
          phase: "inherited",
          site,
          addresses,
          ".addresses": addresses,
          ".database": database,
          ...(user ? { server: user.ref } : {}),
        },
      },
    ];
  });
}

function mayDrop({ ref, world }: Scene): void {
  const user = userOf(world, ref);
  if (user && (runs(user) || text(user, "phase") === "installing"))
    throw refusal("LAW-DATABASE-USED", ref, `${ref} cannot be dropped: ${user.ref} uses it. Uninstall that server first.`);
}

const drop = ({ ref, world }: Scene): Effect => ({
  changes: world
    .of("boundaries")
    .filter((held) => held[".database"] === ref)
    .map((held): Change => ({ ref: held.ref, gone: true })),
});

export const databaseVerbs: Readonly<Record<string, Verb>> = {
  restore: {
    from: ["absent"],
    during: "restoring",
    to: "restored",
    takes: propertiesIn,
    may: mayRestore,
    steps: [{ name: "restore", minutes: 60, does: restore }],
  },
  drop: {
    from: ["restored"],
    during: "restoring",
    to: "absent",
    may: mayDrop,
    steps: [{ name: "drop", minutes: 5, does: drop }],
  },
};
