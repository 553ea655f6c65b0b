import { arg, propertiesIn } from "../args";
import type { Effect, Harm, Scene, Verb } from "../physics";
import { Change, Properties, count, grouped, text } from "../things";
import { answers, below, isConfigMgr } from "./hierarchy";
import { harm, refusal } from "./laws";

/** A step that does nothing but set properties. */
export const only = (name: string, minutes: number, set: Properties = {}): Verb["steps"] => [
  { name, minutes, does: ({ ref }) => (Object.keys(set).length > 0 ? { changes: [{ ref, set }] } : {}) },
];

const of = ({ thing, args }: Scene, name: string): string => text(thing, name) || (arg(args, name) ?? "");

/** Whom the site will report to once the act is done must run ConfigMgr already (line 48, line 376). */
export function parentMayServe(scene: Scene, parent: string): void {
  if (parent === "" || isConfigMgr(scene.world.get(parent))) return;
  const state = text(scene.world.get(parent), "product") || "not there";
  const secondary = of(scene, "role") === "secondary";
  throw refusal(
    secondary ? "LAW-SECONDARY" : "LAW-PARENT",
    scene.ref,
    `${scene.ref} cannot go to ConfigMgr: ${secondary ? "its primary" : "its parent"} ${parent} is ${state}. Upgrade that one first.`,
  );
}

const upgradable = new Set(["2003-sp2", "2003-sp3"]);

function mayUpgrade(scene: Scene): void {
  const { thing, ref } = scene;
  const version = text(thing, ".version") || text(thing, "version");
  if (!upgradable.has(version))
    throw refusal(
      "LAW-SERVICE-PACK",
      ref,
      `${ref} runs ${version}: Setup wants SMS 2003 SP 2 or SP 3. Install the service pack first.`,
    );
  if (thing?.[".databaseUseless"] === true)
    throw refusal(
      "LAW-DATABASE",
      ref,
      `${ref} cannot be upgraded: its database was spoilt by a trial. Restore it from a backup.`,
    );
  parentMayServe(scene, text(thing, "reports"));
}

const between: Verb["begins"] = ({ ref, thing, world }) => ({
  changes: [{ ref, set: { product: "between" } }],
  harms:
    text(thing, "role") === "secondary" && world.get(text(thing, "reports"))?.[".checked"] !== true
      ? [
          harm(
            "LAW-CHECKER",
            ref,
            `${ref} follows unchecked: nobody ran the prerequisite checker for all secondary sites on ${text(thing, "reports")}`,
          ),
        ]
      : [],
});

function finish({ ref, thing }: Scene): Effect {
  const legacy = count(thing, "legacy") - count(thing, ".converted");
  return {
    changes: [{ ref, set: { product: "configmgr" } }],
    harms:
      legacy > 0 ? [harm("LAW-LEGACY", ref, `${grouped(legacy)} legacy clients of ${ref} have no site that serves them`)] : [],
    evidence: { services: "4 started" },
  };
}

/** Setup of a new site: its code must be free (line 498). */
export function mayInstall(scene: Scene): void {
  const code = of(scene, "code");
  const twin = scene.world.of("site").find((other) => other.ref !== scene.ref && text(other, "code") === code && answers(other));
  if (twin)
    throw refusal(
      "LAW-CODE",
      scene.ref,
      `${scene.ref} cannot be installed: ${twin.ref} has the code ${code} already. Take another one.`,
    );
  if (of(scene, "role") === "secondary") parentMayServe(scene, of(scene, "parent"));
}

/** What an order says of the end is not true at the beginning. */
export const asNew = (args: Properties): Properties => ({ ...propertiesIn(args), product: "between", reports: "" });

export const underParent = (scene: Scene): Effect => ({
  changes: [{ ref: scene.ref, set: { product: "configmgr", reports: of(scene, "parent") } }],
});

function retiring({ ref, thing, world }: Scene): readonly Harm[] {
  const clients = world
    .of("wave")
    .filter((wave) => text(wave, "assigned") === ref || (text(wave, "phase") === "moving" && text(wave, "from") === ref));
  const agents = clients.reduce((sum, wave) => sum + count(wave, "agents"), 0);
  const children = below(world, ref);
  const legacy = count(thing, "legacy") - count(thing, ".converted");
  return [
    ...(agents + legacy > 0
      ? [harm("LAW-RETIRE", ref, `${grouped(agents + legacy)} clients are assigned to ${ref}, which goes`)]
      : []),
    ...(children.length > 0
      ? [harm("LAW-RETIRE", ref, `${children.map((child) => child.ref).join(", ")} report to ${ref}, which goes`)]
      : []),
  ];
}

const gone = ({ ref }: Scene): Change => ({ ref, set: { product: "none", reports: "" } });

/** The product that a site had before it went. */
const back = ({ ref, thing }: Scene): Effect => ({
  changes: [{ ref, set: { product: text(thing, "oldProduct"), reports: text(thing, "parent") } }],
});

/** What upgrades a site, builds one beside another, or ends one. */
export const siteVerbs: Readonly<Record<string, Verb>> = {
  detach: { from: ["running"], during: "detaching", to: "detached", steps: only("detach", 20, { reports: "" }) },
  "re-attach": { from: ["detached"], during: "detaching", to: "running", steps: [{ name: "attach", minutes: 20, does: back }] },
  upgrade: {
    from: ["running", "detached"],
    during: "upgrading",
    to: "upgraded",
    may: (scene) => (text(scene.thing, "product") === "between" ? undefined : mayUpgrade(scene)),
    begins: between,
    steps: [...only("setup", 90), { name: "services", minutes: 10, does: finish }],
  },
  install: {
    from: ["absent"],
    during: "installing",
    to: "installed",
    takes: asNew,
    may: mayInstall,
    steps: [...only("setup", 120), ...only("services", 10, { product: "configmgr" })],
  },
  "set-up": {
    from: ["absent"],
    during: "installing",
    to: "attached",
    takes: asNew,
    may: mayInstall,
    steps: [...only("bootstrap", 20), { name: "setup", minutes: 40, does: underParent }],
  },
  uninstall: { from: ["installed", "attached"], during: "installing", to: "absent", steps: only("uninstall", 30) },
  attach: {
    from: ["installed", "upgraded"],
    during: "attaching",
    to: "attached",
    may: (scene) => parentMayServe(scene, text(scene.thing, "parent")),
    steps: [{ name: "attach", minutes: 30, does: underParent }],
  },
  part: {
    from: ["attached"],
    during: "attaching",
    to: ({ thing }) => (thing?.["way"] === "in-place" ? "upgraded" : "installed"),
    steps: only("part", 30, { reports: "" }),
  },
  retire: {
    from: ["running"],
    during: "retiring",
    to: "retired",
    steps: [{ name: "switch-off", minutes: 30, does: (scene) => ({ changes: [gone(scene)], harms: retiring(scene) }) }],
  },
  recommission: { from: ["retired"], during: "retiring", to: "running", steps: [{ name: "switch-on", minutes: 30, does: back }] },
};
