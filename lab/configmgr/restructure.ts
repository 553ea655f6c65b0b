import { arg, propertiesIn } from "../args";
import type { Effect, Harm, Scene, Step, Verb } from "../physics";
import { Properties, Thing, text, texts } from "../things";
import { asClaimed, create, drop, replicate, siteAnswers } from "./boundaries";
import { harm, refusal } from "./laws";
import { asNew, mayInstall, only, parentMayServe, underParent } from "./sites";

/** What is done in a hierarchy that keeps its version: everything ends where it began, or is gone. */
const setup: readonly Step[] = [...only("setup", 120), ...only("services", 10, { product: "configmgr" })];

const parentOf = (scene: Scene): string => arg(scene.args, "parent") ?? "";

const reporting = (scene: Scene): Effect => ({
  changes: [{ ref: scene.ref, set: { parent: parentOf(scene), reports: parentOf(scene) } }],
});

/** Without a backup of its own a site is another site, whatever its code. */
function fromBackup(scene: Scene): void {
  const backup = scene.world.get(`task/${text(scene.thing, "code")}/backup`);
  if (text(backup, "phase") === "done") return;
  throw refusal("LAW-SITE-BACKUP", scene.ref, `${scene.ref} has no backup to be restored from. Back it up first.`);
}

const restored = ({ ref, args }: Scene): Effect => ({ changes: [{ ref, set: { server: arg(args, "server") ?? "" } }] });

export const dailySites: Readonly<Record<string, Verb>> = {
  found: { from: ["absent"], during: "installing", to: "running", takes: asNew, may: mayInstall, steps: setup },
  build: { from: ["absent"], during: "installing", to: "detached", takes: asNew, may: mayInstall, steps: setup },
  join: {
    from: ["detached"],
    during: "joining",
    to: "running",
    may: (scene) => parentMayServe(scene, parentOf(scene)),
    steps: [{ name: "attach", minutes: 30, does: reporting }],
  },
  leave: { from: ["running"], during: "joining", to: "detached", steps: only("detach", 20, { reports: "" }) },
  "set-up-below": {
    from: ["absent"],
    during: "installing",
    to: "running",
    takes: asNew,
    may: mayInstall,
    steps: [...only("bootstrap", 20), { name: "setup", minutes: 40, does: underParent }],
  },
  "take-down": { from: ["running", "detached"], during: "installing", to: "absent", steps: only("uninstall", 30) },
  "re-parent": {
    from: ["running"],
    during: "re-parenting",
    to: "running",
    may: (scene) => parentMayServe(scene, parentOf(scene)),
    steps: [...only("detach", 20, { reports: "" }), { name: "attach", minutes: 30, does: reporting }],
  },
  "re-home": {
    from: ["running"],
    during: "moving",
    to: "running",
    may: fromBackup,
    steps: [...only("install", 120), { name: "restore", minutes: 120, does: restored }],
  },
};

export const dailyBoundaries: Readonly<Record<string, Verb>> = {
  "give-up": { from: ["held"], during: "releasing", to: "absent", may: siteAnswers, steps: [drop, replicate] },
  "take-again": { from: ["absent"], during: "releasing", to: "held", takes: asClaimed, may: siteAnswers, steps: [create] },
};

/** Clients that were assigned anew go back where they came from. */
export const dailyWaves: Readonly<Record<string, Verb>> = {
  "assign-back": {
    from: ["moved"],
    during: "moving",
    to: "waiting",
    steps: [
      {
        name: "assign-back",
        minutes: 120,
        does: ({ ref, thing }) => ({ changes: [{ ref, set: { assigned: text(thing, "from") } }] }),
      },
    ],
  },
};

const serves = (system: Thing, site: string, service: string): boolean =>
  text(system, "phase") === "up" && texts(system, "sites").includes(site) && texts(system, "services").includes(service);

/** What is served by nobody once this one leaves these duties: clients of the site find nothing there. */
function unserved({ ref, thing, world, args }: Scene, stays: boolean): readonly Harm[] {
  const [sites, services] = stays ? [texts(args, "sites"), texts(args, "services")] : [[], []];
  return texts(thing, "sites").flatMap((site) =>
    texts(thing, "services").flatMap((service) => {
      const leaves = !(sites.includes(site) && services.includes(service));
      const other = world.of("siteServer").some((one) => one.ref !== ref && serves(one, site, service));
      const wanted = texts(world.get(`site/${site}`), "services").includes(service);
      return leaves && !other && wanted ? [harm("LAW-ROLE", ref, `site/${site} has no ${service} when ${ref} leaves`)] : [];
    }),
  );
}

const duties = (args: Properties): Properties => ({ ...propertiesIn(args), services: args["services"] ?? [] });

export const systemVerbs: Readonly<Record<string, Verb>> = {
  "set-up": { from: ["absent"], during: "setting-up", to: "up", takes: duties, steps: only("install", 45) },
  dismantle: { from: ["up"], during: "setting-up", to: "absent", steps: only("uninstall", 30) },
  change: {
    from: ["up"],
    during: "changing",
    to: "up",
    steps: [
      {
        name: "change",
        minutes: 45,
        does: (scene) => ({
          changes: [{ ref: scene.ref, set: { sites: texts(scene.args, "sites"), services: texts(scene.args, "services") } }],
          harms: unserved(scene, true),
        }),
      },
    ],
  },
  remove: {
    from: ["up"],
    during: "removing",
    to: "absent",
    steps: [{ name: "uninstall", minutes: 30, does: (scene) => ({ harms: unserved(scene, false) }) }],
  },
  "bring-back": { from: ["absent"], during: "removing", to: "up", takes: duties, steps: only("install", 45) },
};
