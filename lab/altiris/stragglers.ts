import { numberIn } from "../args";
import { faultOf } from "../faults";
import type { Effect, Scene, Verb } from "../physics";
import { Change, Thing, count, grouped, keyOf, text } from "../things";
import { awayOf, homeOf } from "./agents";
import { arg } from "./estate";
import { refusal } from "./laws";

/** One in a hundred of a server's agents may be missing when its stragglers are settled: guessed, an order may say otherwise. */
const FEW_PERCENT = 1;
const DAY = 24 * 60;

const serverOf = ({ thing, args, ref }: Scene): string =>
  text(thing, "server") || (arg(args, "server") ?? `server/${ref.slice(ref.indexOf("/") + 1)}`);

const wavesOf = (scene: Scene): readonly Thing[] => scene.world.of("wave").filter((wave) => homeOf(wave) === serverOf(scene));

/** Days since the last of a server's waves had moved; a wave that is on its way has not. */
const daysSince = (scene: Scene): number => {
  const ends = wavesOf(scene).map((wave) => Number(wave[".movedAt"] ?? scene.at));
  return (scene.at - Math.max(...ends, 0)) / DAY;
};

/** They have come but for a few; or they are let go: by a signature, or after as many days as the order says. */
function maySettle(scene: Scene): void {
  const waves = wavesOf(scene);
  const left = waves.reduce((sum, wave) => sum + awayOf(wave), 0);
  const all = waves.reduce((sum, wave) => sum + count(wave, "agents"), 0);
  const few = Math.floor((all * numberIn(scene.args, "belowPercent", FEW_PERCENT)) / 100);
  const days = numberIn(scene.args, "afterDays", Infinity);
  const signed = scene.args["signedOff"] === true && !faultOf(scene.faults, "unsigned", scene.ref);
  if (left <= few || signed || daysSince(scene) >= days) return;
  const until = Number.isFinite(days) ? `; they are let go ${days} d after the last wave` : "";
  throw refusal(
    "not yet",
    scene.ref,
    `${grouped(left)} of ${grouped(all)} agents of ${keyOf(serverOf(scene))} have not come; ${grouped(few)} may be ` +
      `missing${until}. ` +
      `Wait for them, or sign off that they are let go.`,
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
  const waves = gone.map(
    (wave): Change => ({
      ref: wave.ref,
      set: { ".away": count(wave, ".letGo"), ".awayWas": count(wave, ".letGo"), ".awayAt": scene.at },
      unset: [".letGo"],
    }),
  );
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
