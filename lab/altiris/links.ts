import type { Harm, Scene, Verb } from "../physics";
import { Change, count, text, texts } from "../things";
import type { World } from "../world";
import { databaseOf, isCorrupt, jobsOf, propertiesIn, replicationOf, runs, versionAt } from "./estate";
import { harm, refusal } from "./laws";

const endsOf = (scene: Scene): readonly string[] =>
  texts(scene.thing, "ends").length > 0 ? texts(scene.thing, "ends") : texts(scene.args, "ends");

/** ALT-052 (line 618): no mixed mode. */
function mustCarry(scene: Scene): void {
  const ends = endsOf(scene);
  if (ends.length !== 2)
    throw new Error(`${scene.ref}: a link has two ends, not ${ends.length}: order it with ends [parent, child]`);
  for (const end of ends) {
    const server = scene.world.get(end);
    const state = server === undefined ? "is not there" : isCorrupt(server) ? "is corrupt" : `is ${text(server, "phase")}`;
    if (!runs(server) || isCorrupt(server))
      throw refusal(
        "LAW-LINK-VERSION",
        scene.ref,
        `${scene.ref} cannot carry anything: its end ${end} ${state}. Bring both ends up first.`,
      );
  }
  const [parent = "", child = ""] = ends;
  const [above, below] = [versionAt(scene.world, parent), versionAt(scene.world, child)];
  if (above !== below)
    throw refusal(
      "LAW-LINK-VERSION",
      scene.ref,
      `${scene.ref} cannot carry anything: ${parent} has version ${above} and ${child} ${below}. Migrate both before ` +
        `you link them.`,
    );
}

/** ALT-213 (line 891) and ALT-196 (855): replication that is on, or a job under way, is cut in the middle. */
function cut(scene: Scene): readonly Harm[] {
  return endsOf(scene).flatMap((end) => {
    const server = scene.world.get(end);
    if (!runs(server)) return [];
    if (replicationOf(server) !== "off")
      return [
        harm(
          "LAW-DETACH-REPLICATION",
          scene.ref,
          `${scene.ref} was removed while replication was ${replicationOf(server)} on ${end}: what was being sent is lost`,
        ),
      ];
    const jobs = jobsOf(scene.world, end, scene.at);
    if (jobs > 0)
      return [
        harm(
          "LAW-DETACH-JOBS",
          scene.ref,
          `${scene.ref} was removed while ${jobs} replication job${jobs === 1 ? "" : "s"} ran on ${end}: what was ` +
            `being sent is lost`,
        ),
      ];
    return [];
  });
}

/** The hierarchy is part of what a database holds: a backup made before knows nothing of the change. */
export function touched(world: World, servers: readonly string[]): readonly Change[] {
  return [...new Set(servers.map((server) => databaseOf(world, server)))].flatMap((ref) => {
    const database = world.get(ref);
    return database ? [{ ref, set: { ".content": count(database, ".content") + 1 } }] : [];
  });
}

const change = (name: string, harms: boolean): Verb["steps"] => [
  { name, minutes: 5, does: (scene) => ({ changes: touched(scene.world, endsOf(scene)), harms: harms ? cut(scene) : [] }) },
];

export const linkVerbs: Readonly<Record<string, Verb>> = {
  detach: { from: ["linked"], during: "detaching", to: "detached", steps: change("remove", true) },
  attach: { from: ["detached"], during: "detaching", to: "linked", may: mustCarry, steps: change("restore", false) },
  // within a version a link that is removed is gone
  cut: { from: ["linked"], during: "detaching", to: "absent", steps: change("remove", true) },
  tie: {
    from: ["absent"],
    during: "detaching",
    to: "linked",
    takes: propertiesIn,
    may: mustCarry,
    steps: change("restore", false),
  },
  link: {
    from: ["absent"],
    during: "linking",
    to: "linked",
    takes: propertiesIn,
    may: mustCarry,
    steps: change("join", false),
  },
  unlink: { from: ["linked"], during: "linking", to: "absent", steps: change("part", true) },
};
