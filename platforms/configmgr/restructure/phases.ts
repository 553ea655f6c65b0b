import { Entity, number, text } from "../../../engine/model/entity";
import type { Phases } from "../../../engine/model/phases";
import { acts } from "../../shared/acts";
import { both, either } from "../../shared/hulls";
import { meant } from "../phases";

/** Which product serves a site: what is being set up or is gone is none. */
const product = ({ phase }: Entity): string =>
  phase === "installing" ? "between" : phase === "planned" || phase === "retired" ? "none" : "configmgr";

/** Whom a site reports to; nobody while that changes. */
const reports = (site: Entity): string => (["running", "retiring", "moving"].includes(site.phase) ? text(site, "parent") : "");

const isSecondary = (site: Entity): boolean => site.role === "secondary";

/** Phases in which a site holds its boundaries, half-way ones included. */
const holding: ReadonlySet<string> = new Set(["held", "re-creating", "releasing", "claiming"]);

/**
 * What changes in a hierarchy of one version. What is there ends where it began (running, held, up), so that one restructuring
 * begins where the last one ended; and every move has a way back.
 */
export const phases: readonly Phases[] = [
  {
    kind: "site",
    word: "site",
    reckoned: ["side", "way", "oldProduct", "clients", "services"],
    first: ["running", "planned"],
    last: ["running", "retired"],
    shows: (site) => ({ product: product(site), reports: reports(site) }),
    moves: [
      {
        name: "found", from: "planned", during: "installing", to: "running", undo: "take-down", by: "person", minutes: 180, about: "installation",
        steps: ["setup", "services"], when: (site) => !isSecondary(site) && site.parent === "",
      },
      {
        name: "build", from: "planned", during: "installing", to: "detached", undo: "take-down", by: "person", minutes: 180, about: "installation",
        steps: ["setup", "services"], when: (site) => !isSecondary(site) && site.parent !== "",
      },
      { name: "join", from: "detached", during: "joining", to: "running", undo: "leave", by: "driver", minutes: 30, about: "installation" },
      {
        name: "set-up-below", from: "planned", during: "installing", to: "running", undo: "take-down", by: "driver", minutes: 60, about: "installation",
        steps: ["bootstrap", "setup"], when: isSecondary,
      },
      {
        name: "re-parent", from: "running", during: "re-parenting", to: "running", undo: "re-parent", by: "driver", minutes: 50, about: "hierarchy",
        steps: ["detach", "attach"], changes: ["parent"], when: (site, goal) => !isSecondary(site) && (site.phase === "re-parenting" || site.parent !== goal.parent),
      },
      {
        name: "re-home", from: "running", during: "moving", to: "running", undo: "re-home", by: "person", minutes: 240, about: "site server",
        steps: ["install", "restore"], changes: ["server"], risk: (site) => number(site, "clients"), when: (site, goal) => site.phase === "moving" || site.server !== goal.server,
      },
      {
        name: "retire", from: "running", during: "retiring", to: "retired", undo: "recommission", by: "person", minutes: 60, about: "retirement",
        when: (_site, goal) => goal.phase === "retired",
      },
    ],
  },
  {
    kind: "boundaries",
    word: "site boundaries",
    reckoned: ["way", "directory", "agents", "clients", "waitMinutes", "from"],
    first: ["held", "planned"],
    last: ["held", "gone"],
    claims: (boundaries) => ({
      realm: text(boundaries, "realm"),
      addresses: holding.has(boundaries.phase) ? meant(boundaries) : [],
      minutes: number(boundaries, "waitMinutes"),
      who: "clients",
    }),
    moves: [
      {
        name: "narrow", from: "held", during: "re-creating", to: "held", undo: "widen", by: "driver", minutes: 20, soon: true, about: "boundaries",
        steps: ["delete", "create", "replicate"], changes: ["addresses"], hull: either("addresses"), when: (_before, goal) => goal.phase === "held",
      },
      {
        name: "give-up", from: "held", during: "releasing", to: "gone", undo: "take-again", by: "driver", minutes: 20, soon: true, about: "boundaries",
        steps: ["delete", "replicate"], when: (_before, goal) => goal.phase === "gone",
      },
      {
        name: "claim", from: "planned", during: "claiming", to: "held", undo: "give-back", by: "driver", minutes: 20, soon: true, about: "boundaries",
        steps: ["create"],
      },
    ],
  },
  {
    kind: "siteServer",
    word: "site system",
    first: ["up", "planned"],
    last: ["up", "gone"],
    moves: [
      { name: "set-up", from: "planned", during: "setting-up", to: "up", undo: "dismantle", by: "driver", minutes: 45, about: "site systems" },
      {
        name: "change", from: "up", during: "changing", to: "up", undo: "change", by: "driver", minutes: 45, about: "site systems",
        changes: ["services", "sites"], hull: both("sites", "services"), when: (_system, goal) => goal.phase === "up",
      },
      { name: "remove", from: "up", during: "removing", to: "gone", undo: "bring-back", by: "driver", minutes: 30, about: "site systems", when: (_system, goal) => goal.phase === "gone" },
    ],
  },
  {
    kind: "wave",
    word: "wave of clients",
    ofPlan: true,
    first: ["waiting"],
    last: ["moved"],
    shows: (wave) => ({ assigned: wave.phase === "waiting" ? text(wave, "from") : wave.phase === "moved" ? text(wave, "to") : [text(wave, "from"), text(wave, "to")] }),
    moves: [
      {
        name: "reassign", from: "waiting", during: "moving", to: "moved", undo: "assign-back", by: "driver", minutes: 240, about: "clients",
        steps: ["advertise", "reassign"], risk: (wave) => number(wave, "agents"),
      },
    ],
  },
  {
    kind: "settings",
    word: "advertisement settings",
    reckoned: ["wanted"],
    first: ["local"],
    last: ["local", "remote"],
    shows: (settings) => ({ remote: settings.phase === "remote" ? text(settings, "wanted") : "do not run" }),
    moves: [
      { name: "allow-remote", from: "local", during: "allowing", to: "remote", undo: "disallow", by: "driver", minutes: 10, when: (settings, goal) => settings.restored !== goal.restored || goal.phase === "remote" },
      // a site that stays gets its settings back; `restored` tells the end from the beginning, which look the same, half-way too
      { name: "disallow", from: "remote", during: "allowing", to: "local", undo: "allow-remote", by: "driver", minutes: 10, changes: ["restored"], when: (settings, goal) => goal.phase === "local" && (settings.phase === "remote" || settings.restored === goal.restored) },
    ],
  },
  ...acts,
];
