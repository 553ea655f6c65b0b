import { Entity, list, number, text } from "../../engine/model/entity";
import type { Phases } from "../../engine/model/phases";
import { meantBy } from "../shared/directory";
import { acts } from "../shared/acts";
import { either } from "../shared/hulls";

/** Which product serves a site: what is being upgraded or installed is neither the old one any more nor the new one yet. */
const product = (site: Entity): string =>
  ({
    running: text(site, "oldProduct"), detaching: text(site, "oldProduct"), detached: text(site, "oldProduct"),
    retiring: text(site, "oldProduct"), retired: "none", upgrading: "between", planned: "none", installing: "between",
  })[site.phase] ?? "configmgr";

const alone: ReadonlySet<string> = new Set(["planned", "detached", "retired"]);

/** Whom a site reports to in this phase. One that was taken out of the hierarchy reports to nobody until it is attached. */
const reports = (site: Entity): string => {
  const onItsOwn = site.detach === true && ["upgrading", "upgraded"].includes(site.phase);
  const notYet = site.role !== "secondary" && ["installing", "installed"].includes(site.phase);
  return alone.has(site.phase) || onItsOwn || notYet ? "" : text(site, "parent");
};

const inPlace = (entity: Entity): boolean => entity.way === "in-place";

/** What a site's boundaries mean. */
export const meant = (boundaries: Entity): readonly string[] => meantBy(list(boundaries, "addresses").map(String), list(boundaries, "directory").map(String));

/** Phases in which a site holds its boundaries, half-way ones included. */
export const holding: ReadonlySet<string> = new Set(["held", "inheriting", "read-only", "re-creating", "re-created", "releasing", "claiming"]);

/** What there is in an SMS or ConfigMgr hierarchy, and the ways it goes from SMS 2003 to ConfigMgr 2007. */
export const phases: readonly Phases[] = [
  {
    kind: "site",
    word: "site",
    reckoned: ["side", "way", "oldProduct", "clients", "services"],
    first: ["running", "planned"],
    last: ["running", "upgraded", "installed", "attached", "retired"],
    shows: (site) => ({ product: product(site), reports: reports(site) }),
    moves: [
      {
        name: "detach", from: "running", during: "detaching", to: "detached", undo: "re-attach", by: "driver", minutes: 20, about: "detach",
        when: (site) => site.detach === true,
      },
      {
        // Setup converts the database: what was is only in the backup.
        name: "upgrade", from: ["running", "detached"], during: "upgrading", to: "upgraded", by: "person", minutes: 120, about: "upgrade",
        steps: ["setup", "services"], risk: (site) => number(site, "clients"),
        when: (site, goal) => inPlace(site) && (goal.phase === "upgraded" || goal.phase === "attached") &&
          (site.detach !== true || site.phase === "detached"),
      },
      {
        name: "install", from: "planned", during: "installing", to: "installed", undo: "uninstall", by: "person", minutes: 180, about: "install",
        steps: ["setup", "services"], when: (site) => site.role !== "secondary",
      },
      {
        name: "attach", from: ["installed", "upgraded"], during: "attaching", to: "attached", undo: "part", by: "driver", minutes: 30,
        when: (_site, goal) => goal.phase === "attached",
      },
      {
        // A secondary site has no life of its own: its primary installs it below itself.
        name: "set-up", from: "planned", during: "installing", to: "attached", undo: "uninstall", by: "driver", minutes: 60, about: "install",
        steps: ["bootstrap", "setup"], when: (site) => site.role === "secondary",
      },
      { name: "retire", from: "running", during: "retiring", to: "retired", undo: "recommission", by: "person", minutes: 60, about: "retirement" },
    ],
  },
  {
    kind: "boundaries",
    word: "site boundaries",
    reckoned: ["way", "directory", "agents", "clients", "waitMinutes", "from"],
    first: ["held", "planned"],
    last: ["held", "read-only", "re-created", "released"],
    // Old and new sites share one realm: a client that finds two sites for its address finds neither reliably (CM-158).
    claims: (boundaries) => ({
      realm: text(boundaries, "realm"),
      addresses: holding.has(boundaries.phase) ? meant(boundaries) : [],
      ...(boundaries.waitMinutes === undefined ? {} : { minutes: number(boundaries, "waitMinutes") }),
      who: "clients",
    }),
    moves: [
      {
        // what an upgrade does by itself, and somebody sees to
        name: "inherit", from: "held", during: "inheriting", to: "read-only", by: "driver", minutes: 5, soon: true,
        when: (before) => inPlace(before),
      },
      {
        name: "re-create", from: ["read-only", "re-created"], during: "re-creating", to: "re-created", undo: "re-create-back", by: "driver", minutes: 20, soon: true,
        steps: ["delete", "create"], changes: ["addresses"], hull: either("addresses"), about: "boundaries", when: (_before, goal) => goal.phase === "re-created",
      },
      {
        // A boundary that keeps a part is deleted, too, and its part created (CM-161).
        name: "narrow", from: "held", during: "re-creating", to: "held", undo: "widen", by: "driver", minutes: 20, soon: true,
        steps: ["delete", "create"], changes: ["addresses"], hull: either("addresses"), about: "boundaries", when: (before, goal) => !inPlace(before) && goal.phase === "held",
      },
      {
        name: "release", from: "held", during: "releasing", to: "released", undo: "take-back", by: "driver", minutes: 20, soon: true,
        steps: ["delete"], about: "boundaries", when: (_before, goal) => goal.phase === "released",
      },
      {
        name: "claim", from: "planned", during: "claiming", to: "held", undo: "give-back", by: "driver", minutes: 20, soon: true,
        steps: ["create"], about: "boundaries",
      },
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
        name: "upgrade", from: "waiting", during: "moving", to: "moved", by: "driver", minutes: 180, about: "clients",
        steps: ["advertise", "install"], risk: (wave) => number(wave, "agents"), when: (wave) => wave.from === wave.to,
      },
      {
        name: "reassign", from: "waiting", during: "moving", to: "moved", by: "driver", minutes: 240, about: "clients",
        steps: ["advertise", "reassign", "install"], risk: (wave) => number(wave, "agents"), when: (wave) => wave.from !== wave.to,
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
    moves: [{ name: "allow-remote", from: "local", during: "allowing", to: "remote", undo: "disallow", by: "driver", minutes: 10 }],
  },
  ...acts,
];
