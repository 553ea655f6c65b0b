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

const mayMove = (scene: Scene): void => void mustRun(scene.world, targetOf(scene), `${scene.ref} cannot move`);

function begins(scene: Scene): Effect {
  const to = targetOf(scene);
  const at = texts(scene.thing, "at");
  const change: Change = {
    ref: scene.ref,
    set: { at: at.includes(to) ? at : [...at, to], arrived: 0, taken: takenOf(scene), ".to": to, ".home": homeOf(scene.thing as Thing) },
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
  const settings = settingsOf(scene.world, server);
  if (settings && !isTargeted(settings, scene.ref))
    throw refusal(
      "LAW-TARGET",
      scene.ref,
      `${scene.ref} cannot be ${what}: ${settings.ref} does not target it. Add it to the targets first.`,
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
    harms:
      total > MANAGED
        ? [harm("LAW-MANAGED", to, `${to} has ${grouped(total)} agents, ${grouped(MANAGED)} are the most: it falls behind`)]
        : [],
    evidence: { arrived: String(arrived), of: String(count(wave, "agents")) },
  };
}

const reportSay = (scene: Scene, arrived: number): string =>
  arrivedSay(scene, arrived, "agents", `report to ${keyOf(targetOf(scene))}`);

function upgradeAgent(scene: Scene): Effect {
  const to = targetOf(scene);
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
};
