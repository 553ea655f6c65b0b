import type { Effect, Harm, Scene, Verb } from "../physics";
import { Thing, count, text, texts } from "../things";
import { arg, isTargeted, mustRun, propertiesIn, settingsOf, successor, versionAt } from "./estate";
import { harm, refusal } from "./laws";

/** Where a site server goes: as ordered, else where an interrupted act was taking it, else to the server after its own. */
function targetOf({ args, thing, world, ref }: Scene): string {
  const ordered = arg(args, "to") ?? arg(args, "side") ?? texts(args, "on")[0];
  const begun = text(thing, "phase") === "taking-over" ? text(thing, ".to") : "";
  const to = ordered ?? (begun || successor(world, lastOn(thing))?.ref);
  if (to !== undefined) return to;
  throw refusal(
    "LAW-NO-SERVER",
    ref,
    `${ref} has nowhere to go: no server follows the one it is registered on. Install that server first, or say to which one.`,
  );
}

const remember = (scene: Scene): Effect => ({ changes: [{ ref: scene.ref, set: { ".to": targetOf(scene) } }] });

/** ALT-153 (line 762). */
function mayRegister(scene: Scene): void {
  const wanted = texts(scene.args, "on");
  if (wanted.length > 1)
    throw refusal(
      "LAW-BOTH",
      scene.ref,
      `${scene.ref} cannot be registered on ${wanted.join(" and ")}: a site server has one server. Drop it from one of them.`,
    );
  const to = targetOf(scene);
  const other = texts(scene.thing, "on").find((server) => server !== to);
  if (other !== undefined && scene.verb !== "take-over")
    throw refusal(
      "LAW-BOTH",
      scene.ref,
      `${scene.ref} cannot be registered on ${to}: ${other} has it still. Drop it there first.`,
    );
  mustRun(scene.world, to, `${scene.ref} cannot be registered`);
}

/** The server that it is registered on, or was before it was taken off. */
const lastOn = (thing: Thing | undefined): string => texts(thing, "on")[0] ?? text(thing, ".was");

const redirect = (scene: Scene): Effect => {
  const to = targetOf(scene);
  mustRun(scene.world, to, `${scene.ref} cannot be redirected`);
  return { changes: [{ ref: scene.ref, set: { reports: to, ".was": lastOn(scene.thing) } }], evidence: { reports: to } };
};

const unregister = ({ ref, thing }: Scene): Effect => ({
  changes: [{ ref, set: { on: [], ".was": lastOn(thing) } }],
});

const register = (scene: Scene): Effect => {
  const to = targetOf(scene);
  mayRegister(scene);
  const agentVersion = versionAt(scene.world, to);
  return { changes: [{ ref: scene.ref, set: { on: [to], reports: to, agentVersion } }], evidence: { on: to, agentVersion } };
};

/** ALT-235 (line 948), ALT-095 (616). */
function upgrade(scene: Scene): Effect {
  const to = targetOf(scene);
  const server = mustRun(scene.world, to, `${scene.ref} cannot be upgraded`);
  const stuck = server[".pathChanged"] === true;
  const agentVersion = stuck ? text(scene.thing, "agentVersion") || "7.0" : versionAt(scene.world, to);
  const harms: Harm[] = [...untargeted(scene, to)];
  if (stuck)
    harms.push(
      harm(
        "LAW-PATH",
        scene.ref,
        `${scene.ref} keeps its old agent: ${to} was installed at another path than the server before it`,
      ),
    );
  return {
    changes: [{ ref: scene.ref, set: { on: [to], reports: to, agentVersion } }],
    harms,
    evidence: { on: to, agentVersion },
  };
}

function untargeted(scene: Scene, to: string): readonly Harm[] {
  const settings = settingsOf(scene.world, to);
  const waiting = scene.world
    .of("wave")
    .filter(
      (wave) =>
        texts(scene.thing, "sites").includes(text(wave, "site")) &&
        text(wave, "phase") === "waiting" &&
        count(wave, "agents") > 0,
    );
  const isPackageServer = texts(scene.thing, "services").includes("package");
  if (!settings || !isPackageServer || waiting.length === 0 || clientsTargeted(scene, settings)) return [];
  return [
    harm(
      "LAW-PACKAGE-TARGET",
      scene.ref,
      `${scene.ref} was upgraded before any of its clients was targeted on ${to}: packages are fetched twice over slow lines`,
    ),
  ];
}

const clientsTargeted = (scene: Scene, settings: Thing): boolean =>
  scene.world
    .of("wave")
    .some((wave) => texts(scene.thing, "sites").includes(text(wave, "site")) && isTargeted(settings, wave.ref));

/** ALT-060 (line 618). */
function mayReturn(scene: Scene): void {
  const was = lastOn(scene.thing);
  const [agent, server] = [text(scene.thing, "agentVersion"), versionAt(scene.world, was)];
  if (agent !== "" && agent !== server)
    throw refusal(
      "LAW-AGENT-DOWN",
      scene.ref,
      `${scene.ref} cannot go back to ${was}: its agent is ${agent} and that server ${server}. Set up a new ${server} ` +
        `agent instead.`,
    );
  mustRun(scene.world, was, `${scene.ref} cannot be registered`);
}

const goBack = ({ ref, thing }: Scene): Effect => ({
  changes: [{ ref, set: { on: [lastOn(thing)], reports: lastOn(thing) } }],
});

/** One that was there before it was created goes back to being dropped. */
const beforeCreation = ({ thing }: Scene): string => (thing?.[".fresh"] === true ? "absent" : "dropped");

const fresh = ({ ref, world }: Scene): Effect =>
  world.get(ref) ? {} : { changes: [{ ref, set: { ".fresh": true, on: [] } }] };

const step = (name: string, minutes: number, does: (scene: Scene) => Effect): Verb["steps"][number] => ({
  name,
  minutes,
  does,
});
const properties: Verb["takes"] = (args) => {
  const { on: _on, ...rest } = propertiesIn(args);
  return rest;
};

export const siteServerVerbs: Readonly<Record<string, Verb>> = {
  "take-over": {
    from: ["old"],
    during: "taking-over",
    to: "new",
    may: mayRegister,
    begins: remember,
    steps: [step("redirect", 10, redirect), step("drop-from-old", 5, unregister), step("upgrade", 20, upgrade)],
  },
  drop: { from: ["old"], during: "dropping", to: "dropped", steps: [step("drop-from-old", 5, unregister)] },
  undrop: { from: ["dropped"], during: "dropping", to: "old", may: mayReturn, steps: [step("register", 10, goBack)] },
  create: {
    from: ["absent", "dropped"],
    during: "creating",
    to: "new",
    takes: properties,
    may: mayRegister,
    begins: fresh,
    steps: [step("register", 20, register)],
  },
  uncreate: { from: ["new"], during: "creating", to: beforeCreation, steps: [step("unregister", 5, unregister)] },
  "set-up": {
    from: ["absent", "gone", "removing"],
    during: "setting-up",
    to: "up",
    takes: properties,
    may: mayRegister,
    begins: fresh,
    steps: [step("register", 20, register)],
  },
  dismantle: { from: ["up"], during: "setting-up", to: "absent", steps: [step("unregister", 5, unregister)] },
  remove: { from: ["up", "setting-up"], during: "removing", to: "gone", steps: [step("unregister", 5, unregister)] },
  "bring-back": { from: ["gone"], during: "removing", to: "up", may: mayReturn, steps: [step("register", 20, goBack)] },
};
