import { arrival, arrivedSay, mustReach, readings, takenOf, underWay, wantedOf } from "../arrival";
import type { Effect, Harm, Scene, Verb } from "../physics";
import { Change, Thing, count, grouped, keyOf, text, texts } from "../things";
import { agentsAt, awayOf, homeOf, stragglersChange } from "./agents";
import { arg, isTargeted, mustRun, settingsOf, successor, versionAt } from "./estate";
import { harm, refusal } from "./laws";

/** ALT-076, 173 (line 789), and the note that follows it: a quiet server has its chatty policies and tasks off. */
const AT_ONCE = 5_000;
const AT_ONCE_QUIET = 15_000;
/** ALT-172 (line 789). */
const MANAGED = 20_000;

function targetOf({ args, thing, world, ref }: Scene): string {
  const to = text(thing, ".to") || (arg(args, "to") ?? text(thing, "to")) || successor(world, texts(thing, "at")[0] ?? "")?.ref;
  if (to === undefined)
    throw refusal(
      "LAW-NO-SERVER",
      ref,
      `${ref} has nowhere to go: no server follows the one it reports to. Install that server first, or say to which one.`,
    );
  return to;
}

function mayMove(scene: Scene): void {
  mustRun(scene.world, targetOf(scene), `${scene.ref} cannot move`);
  mustBeAimed(scene);
}

function begins(scene: Scene): Effect {
  const to = targetOf(scene);
  const at = texts(scene.thing, "at");
  const change: Change = {
    ref: scene.ref,
    set: {
      at: at.includes(to) ? at : [...at, to],
      arrived: 0,
      taken: takenOf(scene),
      ".to": to,
      ".home": homeOf(scene.thing as Thing),
    },
  };
  return { changes: [change], harms: crowding(scene, to) };
}

function crowding(scene: Scene, to: string): readonly Harm[] {
  const others = scene.world
    .of("wave")
    .filter((wave) => wave.ref !== scene.ref && text(wave, "phase") === "moving" && text(wave, ".to") === to);
  const agents = takenOf(scene) + others.reduce((sum, wave) => sum + underWay(wave), 0);
  const server = scene.world.get(to);
  if (agents > AT_ONCE_QUIET)
    return [
      harm(
        "LAW-AT-ONCE",
        to,
        `${grouped(agents)} agents move to ${to} at once, ${grouped(AT_ONCE_QUIET)} are the most: it is overloaded ` +
          `and loses what they send`,
      ),
    ];
  if (agents <= AT_ONCE || server?.["quiet"] === true) return [];
  return [
    harm(
      "LAW-AT-ONCE",
      to,
      `${grouped(agents)} agents move to ${to} at once, ${grouped(AT_ONCE)} are the most while its policies are on: ` +
        `it hardly answers`,
    ),
  ];
}

/** The targeted agent settings tell an agent where to go (line 785): no target, no move. */
function mustBeTargeted(scene: Scene, server: string, what: string): void {
  const redirections = redirectionsOf(scene, server);
  const settings = redirections.find((one) => isTargeted(one, scene.ref)) ?? redirections[0] ?? settingsOf(scene.world, server);
  if (settings && !isTargeted(settings, scene.ref))
    throw refusal(
      "LAW-TARGET",
      scene.ref,
      `${scene.ref} cannot be ${what}: ${settings.ref} does not target it. Add it to the targets first.`,
    );
}

/** Policies of a server that lead where this wave goes: within a version each pair of servers has one of its own. */
const redirectionsOf = (scene: Scene, server: string): readonly Thing[] =>
  scene.world
    .of("settings")
    .filter((settings) => text(settings, "server") === server && text(settings, "alternate") === targetOf(scene));

/** Nobody is upgraded who goes to a server of the same version. */
const withinVersion = (scene: Scene): boolean =>
  versionAt(scene.world, homeOf(scene.thing as Thing)) === versionAt(scene.world, targetOf(scene));

/** Within a version there is no default way: without a policy that leads there, nobody goes (line 785). */
function mustBeAimed(scene: Scene): void {
  const home = homeOf(scene.thing as Thing);
  if (!withinVersion(scene) || redirectionsOf(scene, home).length > 0) return;
  throw refusal(
    "LAW-TARGET",
    scene.ref,
    `${scene.ref} cannot be redirected: no policy on ${home} leads to ${targetOf(scene)}. Create it first.`,
  );
}

const redirect = (scene: Scene): Effect => {
  mustBeTargeted(scene, homeOf(scene.thing as Thing), "redirected");
  mustRun(scene.world, targetOf(scene), `${scene.ref} cannot be redirected`);
  return { evidence: { to: targetOf(scene) } };
};

/** Who is switched on and told to go arrives; who is not becomes a straggler of the old server. */
function report(scene: Scene): Effect {
  const wave = scene.thing as Thing;
  const to = targetOf(scene);
  const { arrived, away, set } = arrival(scene);
  for (const part of [0.25, 0.5, 0.75, 1]) scene.progress(reportSay(scene, Math.floor(arrived * part)));
  const total = agentsAt(scene.world, to) - count(wave, "arrived") + arrived;
  return {
    changes: [{ ref: scene.ref, set }, ...stragglersChange(scene.world, homeOf(wave), away - awayOf(wave))],
    harms: [
      ...(total > MANAGED
        ? [harm("LAW-MANAGED", to, `${to} has ${grouped(total)} agents, ${grouped(MANAGED)} are the most: it falls behind`)]
        : []),
      ...homeless(scene, to),
    ],
    evidence: { arrived: String(arrived), of: String(count(wave, "agents")) },
  };
}

/** A site is known by its subnets in the server's book (line 677); who knows of no book at all is not judged. */
function homeless(scene: Scene, to: string): readonly Harm[] {
  const ref = text(scene.thing, "newBoundaries");
  if (!withinVersion(scene) || ref === "" || texts(scene.world.get(ref), "books").includes(to)) return [];
  return [
    harm("LAW-SITE-KNOWN", scene.ref, `${scene.ref} reports to ${to}, which does not know ${ref}: its agents find no site`),
  ];
}

const reportSay = (scene: Scene, arrived: number): string =>
  arrivedSay(scene, arrived, "agents", `report to ${keyOf(targetOf(scene))}`);

function upgradeAgent(scene: Scene): Effect {
  const to = targetOf(scene);
  if (withinVersion(scene)) return { changes: [{ ref: scene.ref, set: { upgraded: count(scene.thing, "arrived") } }] };
  mustBeTargeted(scene, to, "upgraded");
  const server = mustRun(scene.world, to, `${scene.ref} cannot be upgraded`);
  const stuck = server[".pathChanged"] === true;
  const agentVersion = stuck ? "7.0" : versionAt(scene.world, to);
  return {
    changes: [{ ref: scene.ref, set: { agentVersion, upgraded: stuck ? 0 : count(scene.thing, "arrived") } }],
    harms: stuck
      ? [
          harm(
            "LAW-PATH",
            scene.ref,
            `${grouped(count(scene.thing, "arrived"))} agents of ${scene.ref} keep their old version: ${to} was ` +
              `installed at another path than the server before it`,
          ),
        ]
      : [],
    evidence: { agentVersion },
  };
}

function upgradePlugIns(scene: Scene): Effect {
  const upgraded = count(scene.thing, "upgraded");
  const say = `${grouped(upgraded)} of ${grouped(count(scene.thing, "agents"))} agents are upgraded`;
  mustReach(scene, say, upgraded, wantedOf(scene, "upgradedPercent"));
  return {
    changes: [{ ref: scene.ref, set: { at: [targetOf(scene)], ".movedAt": scene.at } }],
    evidence: { upgraded: String(upgraded) },
  };
}

function mayReturn(scene: Scene): void {
  const home = homeOf(scene.thing as Thing);
  if (!withinVersion(scene))
    throw refusal(
      "LAW-AGENT-DOWN",
      scene.ref,
      `${scene.ref} cannot go back to ${home}: its agents are newer. Set up new ones instead.`,
    );
  mustRun(scene.world, home, `${scene.ref} cannot go back`);
}

const goBack = ({ ref, thing }: Scene): Effect => ({
  changes: [
    {
      ref,
      set: { at: [homeOf(thing as Thing)] },
      unset: [".to", ".home", ".away", ".awayWas", ".awayAt", ".stays", ".movedAt", "arrived", "upgraded", "taken"],
    },
  ],
});

export const waveVerbs: Readonly<Record<string, Verb>> = {
  move: {
    from: ["waiting"],
    during: "moving",
    to: "moved",
    may: mayMove,
    begins,
    steps: [
      { name: "redirect", minutes: 10, does: redirect },
      { name: "report", minutes: 240, does: report },
      ...readings(reportSay),
      { name: "upgrade-agent", minutes: 120, does: upgradeAgent },
      { name: "upgrade-plug-ins", minutes: 60, does: upgradePlugIns },
    ],
  },
  // within a version alone: nobody is newer than the server that is gone back to
  "move-back": {
    from: ["moved"],
    during: "moving",
    to: "waiting",
    may: mayReturn,
    steps: [{ name: "redirect-back", minutes: 240, does: goBack }],
  },
};
