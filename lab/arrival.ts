import { numberIn } from "./args";
import { NOT_YET, Refusal } from "./errors";
import { faultOf } from "./faults";
import type { Effect, Scene, Step } from "./physics";
import { Change, Properties, Thing, count, grouped } from "./things";

/** Half of those that are switched off come back each day: guessed, and only their coming matters. */
const HALF_LIFE_MINUTES = 24 * 60;

/** How many an order takes: all, unless it says fewer. The others follow by and by. */
export const takenOf = ({ thing, args }: Pick<Scene, "thing" | "args">): number =>
  Math.min(count(thing, "agents"), numberIn(args, "take", count(thing, "agents")));

/** Whom an order can wait for: those that it takes and that were seen lately. */
export function expectedOf({ thing, args }: Pick<Scene, "thing" | "args">): number {
  const taken = takenOf({ thing, args });
  return thing?.["seen"] === undefined ? taken : Math.min(taken, count(thing, "seen"));
}

/** How many of a wave are under way: what it took, where it took fewer than there are. */
export const underWay = (wave: Thing): number => count(wave, wave["taken"] === undefined ? "agents" : "taken");

/** How many of a wave an order wants, of those that can be waited for; what it does not say is not asked. */
export const wantedOf = (scene: Scene, percent: string): number =>
  Math.ceil((expectedOf(scene) * numberIn(scene.args, percent, 0)) / 100);

/** Who is switched on arrives now: what a wave knows of itself from then on. */
export function arrival(scene: Scene): Readonly<{ arrived: number; away: number; set: Properties }> {
  const agents = count(scene.thing, "agents");
  const expected = expectedOf(scene);
  const share = faultOf(scene.faults, "off", scene.ref)?.share ?? count(scene.thing, ".off");
  const away = agents - expected + Math.round(expected * Math.min(1, Math.max(0, share)));
  const arrived = agents - away;
  // who has not been seen for long does not come by itself
  const stays = agents - Math.min(agents, scene.thing?.["seen"] === undefined ? agents : count(scene.thing, "seen"));
  const set = { arrived, ".away": away, ".awayWas": away, ".awayAt": scene.at, ".stays": stays };
  return { arrived, away, set };
}

/** `3,412 of 5,000 agents report to bea-smp1`. */
export function arrivedSay(scene: Scene, arrived: number, who: string, where: string): string {
  const [expected, agents] = [expectedOf(scene), count(scene.thing, "agents")];
  return `${grouped(arrived)} of ${grouped(expected)} ${who}${expected === agents ? "" : " that can come"} ${where}`;
}

/** A count that must be reached before the act goes on. */
export function mustReach(scene: Scene, say: string, reached: number, wanted: number): void {
  scene.progress(say);
  if (reached < wanted) throw new Refusal(NOT_YET, scene.ref, `${say}; ${grouped(wanted)} are wanted`);
}

/** Until the share that the order asks for has come, the wave is under way; one reading may be chance. */
export function readings(say: (scene: Scene, arrived: number) => string): readonly Step[] {
  const does = (scene: Scene): Effect => {
    const arrived = count(scene.thing, "arrived");
    mustReach(scene, say(scene, arrived), arrived, wantedOf(scene, "arrivedPercent"));
    return { evidence: { arrived: String(arrived), of: String(count(scene.thing, "agents")) } };
  };
  return [
    { name: "read", minutes: 0, does },
    { name: "read-again", minutes: (args) => (numberIn(args, "readings", 1) - 1) * numberIn(args, "minutesApart", 0), does },
  ];
}

/** What has come by a minute of those that were switched off; nothing where nobody has. */
export function comeBy(wave: Thing, at: number): Change | undefined {
  const before = count(wave, ".away");
  const stays = count(wave, ".stays");
  const days = Math.max(0, (at - count(wave, ".awayAt")) / HALF_LIFE_MINUTES);
  const after = Math.min(before, stays + Math.floor((count(wave, ".awayWas") - stays) * 0.5 ** days));
  if (after === before) return undefined;
  const arrived = count(wave, "arrived") + before - after;
  // the upgrade waits for them where they arrive
  const upgraded = count(wave, "upgraded") > 0 ? { upgraded: arrived } : undefined;
  return { ref: wave.ref, set: { ".away": after, arrived, ...upgraded } };
}
