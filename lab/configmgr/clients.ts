import { arrival, arrivedSay, comeBy, readings } from "../arrival";
import type { Effect, Scene, Step, Verb } from "../physics";
import { Change, count, grouped, keyOf, text } from "../things";
import type { World } from "../world";
import { isConfigMgr, isHeld } from "./hierarchy";
import { refusal } from "./laws";

/** The site that the clients are to have: it must speak their new version already (line 425). */
function mayMove(scene: Scene): void {
  const to = text(scene.thing, "to");
  const site = scene.world.get(to);
  if (isConfigMgr(site)) return;
  throw refusal(
    "LAW-CLIENT-NEWER",
    scene.ref,
    `${scene.ref} cannot be upgraded: ${to} is ${text(site, "product") || "not there"}. Its site goes first.`,
  );
}

/** Out of its site's boundaries, a client takes every distribution point of that site for a remote one (line 539). */
function reaches({ world, thing, ref }: Scene): Effect {
  const from = text(thing, "from");
  const near = world
    .of("boundaries")
    .some(
      (held) => text(held, "site") === from && text(held, "use") === "fast" && text(held, "phase") === "held" && isHeld(held),
    );
  const settings = world.get(text(thing, "settings"));
  if (!near && !["download", "run"].includes(text(settings, "remote")))
    throw refusal(
      "LAW-REMOTE",
      ref,
      `${ref} gets no package: ${from} has no boundaries left, and its advertisements do not run from remote distribution points. Allow that first.`,
    );
  return { evidence: { advertised: String(count(thing, "agents")) } };
}

const toldOf = ({ progress, thing }: Scene, what: string): void => progress(`${grouped(count(thing, "agents"))} clients ${what}`);

const both: Verb["begins"] = ({ ref, thing }) => ({
  changes: [{ ref, set: { assigned: [text(thing, "from"), text(thing, "to")] } }],
});

function there(scene: Scene): Effect {
  const { arrived, set } = arrival(scene);
  return {
    changes: [{ ref: scene.ref, set: { ...set, upgraded: arrived } }],
    evidence: { arrived: String(arrived), of: String(count(scene.thing, "agents")) },
  };
}

const belongSay = (scene: Scene, arrived: number): string =>
  arrivedSay(scene, arrived, "clients", `have the ConfigMgr client and belong to ${keyOf(text(scene.thing, "to"))}`);

/** From the installation until as many as are asked for have the new client. */
const installed: readonly Step[] = [
  { name: "install", minutes: 150, does: there },
  ...readings(belongSay),
  { name: "assign", minutes: 0, does: ({ ref, thing }) => ({ changes: [{ ref, set: { assigned: text(thing, "to") } }] }) },
];

/** Who was switched off comes by and by: the advertisement waits for them. */
export const arrivals = (world: World, to: number): readonly Change[] =>
  world.of("wave").flatMap((wave) => (count(wave, ".away") > 0 ? (comeBy(wave, to) ?? []) : []));

export const waveVerbs: Readonly<Record<string, Verb>> = {
  upgrade: {
    from: ["waiting"],
    during: "moving",
    to: "moved",
    may: mayMove,
    begins: both,
    steps: [{ name: "advertise", minutes: 30, does: () => ({}) }, ...installed],
  },
  reassign: {
    from: ["waiting"],
    during: "moving",
    to: "moved",
    may: mayMove,
    begins: both,
    steps: [
      { name: "advertise", minutes: 30, does: reaches },
      { name: "reassign", minutes: 60, does: (scene) => (toldOf(scene, `are assigned to ${text(scene.thing, "to")}`), {}) },
      ...installed,
    ],
  },
};

export const settingsVerbs: Readonly<Record<string, Verb>> = {
  "allow-remote": {
    from: ["local"],
    during: "allowing",
    to: "remote",
    steps: [
      { name: "allow", minutes: 10, does: ({ ref, thing }) => ({ changes: [{ ref, set: { remote: text(thing, "wanted") } }] }) },
    ],
  },
  disallow: {
    from: ["remote"],
    during: "allowing",
    to: "local",
    steps: [{ name: "disallow", minutes: 10, does: ({ ref }) => ({ changes: [{ ref, set: { remote: "do not run" } }] }) }],
  },
};
