import { faultOf } from "../faults";
import type { Effect, Harm, Scene, Verb } from "../physics";
import { Change, Thing, count, grouped, text, texts } from "../things";
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
    set: { at: at.includes(to) ? at : [...at, to], arrived: 0, ".to": to, ".home": homeOf(scene.thing as Thing) },
  };
  return { changes: [change], harms: crowding(scene, to) };
}

function crowding(scene: Scene, to: string): readonly Harm[] {
  const others = scene.world
    .of("wave")
    .filter((wave) => wave.ref !== scene.ref && text(wave, "phase") === "moving" && text(wave, ".to") === to);
  const agents = count(scene.thing, "agents") + others.reduce((sum, wave) => sum + count(wave, "agents"), 0);
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

/** Who is switched on arrives; who is not becomes a straggler of the old server. */
function report(scene: Scene): Effect {
  const wave = scene.thing as Thing;
  const to = targetOf(scene);
  const agents = count(wave, "agents");
  const share = faultOf(scene.faults, "off", scene.ref)?.share ?? count(wave, ".off");
  const away = Math.round(agents * Math.min(1, Math.max(0, share)));
  const arrived = agents - away;
  for (const part of [0.25, 0.5, 0.75, 1])
    scene.progress(`${grouped(Math.floor(arrived * part))} of ${grouped(agents)} agents report to ${to}`);
  const before = awayOf(wave);
  const total = agentsAt(scene.world, to) - count(wave, "arrived") + arrived;
  return {
    changes: [
      { ref: scene.ref, set: { arrived, ".away": away, ".awayWas": away, ".awayAt": scene.at } },
      ...stragglersChange(scene.world, homeOf(wave), away - before),
    ],
    harms:
      total > MANAGED
        ? [harm("LAW-MANAGED", to, `${to} has ${grouped(total)} agents, ${grouped(MANAGED)} are the most: it falls behind`)]
        : [],
    evidence: { arrived: String(arrived), of: String(agents) },
  };
}

/** An order may ask for a share that must have come; until then the wave is under way. */
function mustBeComplete({ thing, args, ref }: Scene): void {
  const [agents, arrived] = [count(thing, "agents"), count(thing, "arrived")];
  const share = Number(args["complete"] ?? 0);
  if (arrived < agents * share)
    throw refusal(
      "not yet",
      ref,
      `${ref} is not complete: ${grouped(arrived)} of ${grouped(agents)} agents have arrived, ` +
        `${Math.round(share * 100)} % are asked for. Wait, or ask for less.`,
    );
}

function upgradeAgent(scene: Scene): Effect {
  mustBeComplete(scene);
  const to = targetOf(scene);
  mustBeTargeted(scene, to, "upgraded");
  const server = mustRun(scene.world, to, `${scene.ref} cannot be upgraded`);
  const stuck = server[".pathChanged"] === true;
  const agentVersion = stuck ? "7.0" : versionAt(scene.world, to);
  return {
    changes: [{ ref: scene.ref, set: { agentVersion } }],
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

const upgradePlugIns = (scene: Scene): Effect => ({ changes: [{ ref: scene.ref, set: { at: [targetOf(scene)] } }] });

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
      { name: "upgrade-agent", minutes: 120, does: upgradeAgent },
      { name: "upgrade-plug-ins", minutes: 60, does: upgradePlugIns },
    ],
  },
};

/** One in a hundred of a server's agents may be missing when its stragglers are settled: guessed, an order may say otherwise. */
const FEW = 0.01;

const serverOf = ({ thing, args, ref }: Scene): string =>
  text(thing, "server") || (arg(args, "server") ?? `server/${ref.slice(ref.indexOf("/") + 1)}`);

const wavesOf = (scene: Scene): readonly Thing[] => scene.world.of("wave").filter((wave) => homeOf(wave) === serverOf(scene));

function maySettle(scene: Scene): void {
  const waves = wavesOf(scene);
  const left = waves.reduce((sum, wave) => sum + awayOf(wave), 0);
  const few = Number(scene.args["atMost"] ?? Math.floor(waves.reduce((sum, wave) => sum + count(wave, "agents"), 0) * FEW));
  const released =
    (scene.args["signedOff"] === true || scene.args["letGo"] === true) && !faultOf(scene.faults, "unsigned", scene.ref);
  if (left > few && !released)
    throw refusal(
      "not yet",
      scene.ref,
      `${scene.ref} cannot be settled: ${grouped(left)} agents of ${serverOf(scene)} have not come, ${grouped(few)} ` +
        `may be missing. Wait for them, or sign off that they are let go.`,
    );
}

function settle(scene: Scene): Effect {
  const away = wavesOf(scene).filter((wave) => awayOf(wave) > 0);
  const letGo = away.reduce((sum, wave) => sum + awayOf(wave), 0);
  const waves = away.map((wave): Change => ({ ref: wave.ref, set: { ".away": 0, ".letGo": awayOf(wave) } }));
  return {
    changes: [...waves, { ref: scene.ref, set: { server: serverOf(scene), left: 0, letGo } }],
    evidence: { letGo: String(letGo) },
  };
}

function unsettle(scene: Scene): Effect {
  const gone = wavesOf(scene).filter((wave) => count(wave, ".letGo") > 0);
  const left = gone.reduce((sum, wave) => sum + count(wave, ".letGo"), 0);
  const waves = gone.map((wave): Change => ({
    ref: wave.ref,
    set: { ".away": count(wave, ".letGo"), ".awayWas": count(wave, ".letGo"), ".awayAt": scene.at },
    unset: [".letGo"],
  }));
  return { changes: [...waves, { ref: scene.ref, set: { left }, unset: ["letGo"] }] };
}

export const stragglersVerbs: Readonly<Record<string, Verb>> = {
  settle: {
    from: ["absent", "open"],
    during: "settling",
    to: "settled",
    may: maySettle,
    steps: [{ name: "settle", minutes: 5, does: settle }],
  },
  unsettle: { from: ["settled"], during: "settling", to: "open", steps: [{ name: "reopen", minutes: 5, does: unsettle }] },
};
