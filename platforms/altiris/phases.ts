import { Entity, list, number } from "../../engine/model/entity";
import type { Phases } from "../../engine/model/phases";
import { acts } from "../shared/acts";
import { either } from "../shared/hulls";
import { meantBy } from "../shared/directory";

const strings = (entity: Entity, prop: string): readonly string[] => list(entity, prop).map(String);

/** Where a site server is registered, phase by phase: while it moves it serves neither side (ALT-153, ALT-154). */
const registered = (entity: Entity): readonly string[] => {
  const side = { old: entity.from, new: entity.to, up: entity.side }[entity.phase];
  return side === undefined ? [] : [String(side)];
};

/** Which servers an agent may report to: while its wave moves, either. */
export const reportsTo = (entity: Entity): readonly string[] =>
  entity.phase === "waiting"
    ? [String(entity.from)]
    : entity.phase === "moved"
      ? [String(entity.to)]
      : [String(entity.from), String(entity.to)];

const replication = (entity: Entity): string =>
  ({
    running: "on",
    separating: "changing",
    separated: "off",
    retiring: "off",
    kept: "off",
    planned: "off",
    installing: "off",
    installed: "off",
    joining: "changing",
    joined: "on",
  })[entity.phase] ?? "off";

const oldServer = ["running", "separated"] as const;

/** What there is in an Altiris estate, and the ways it goes from 7.0 to 7.1. */
export const phases: readonly Phases[] = [
  {
    kind: "server",
    word: "Notification Server",
    mayHold: { products: "later" },
    first: ["running", "planned"],
    last: ["kept", "installed", "joined"],
    shows: (server) => ({ replication: replication(server) }),
    moves: [
      {
        name: "separate",
        from: "running",
        during: "separating",
        to: "separated",
        undo: "rejoin",
        by: "driver",
        minutes: 10,
        about: "separation",
      },
      {
        name: "retire",
        from: oldServer,
        during: "retiring",
        to: "kept",
        undo: "recommission",
        by: "person",
        minutes: 30,
        about: "retirement",
        // A server with links is taken out of replication before it can go (ALT-213).
        when: (server) => server.phase !== "running" || server.linked !== true,
      },
      {
        name: "install",
        from: "planned",
        during: "installing",
        to: "installed",
        undo: "uninstall",
        by: "person",
        minutes: 240,
        about: "install",
        steps: ["prepare", "installer", "products", "connect-database"],
        risk: (server) => number(server, "agents"),
      },
      {
        name: "join",
        from: "installed",
        during: "joining",
        to: "joined",
        undo: "leave",
        by: "driver",
        minutes: 10,
        about: "hierarchy",
      },
    ],
  },
  {
    kind: "database",
    word: "CMDB",
    first: ["attached", "planned"],
    last: ["attached", "restored"],
    moves: [{ name: "restore", from: "planned", during: "restoring", to: "restored", undo: "drop", by: "person", minutes: 90 }],
  },
  {
    kind: "link",
    word: "hierarchy link",
    first: ["linked", "planned"],
    last: ["detached", "linked"],
    moves: [
      {
        name: "detach",
        from: "linked",
        during: "detaching",
        to: "detached",
        undo: "attach",
        by: "driver",
        minutes: 10,
        about: "separation",
        when: (link, goal) => goal.phase === "detached",
      },
      {
        name: "link",
        from: "planned",
        during: "linking",
        to: "linked",
        undo: "unlink",
        by: "driver",
        minutes: 20,
        about: "hierarchy",
        when: (_link, goal) => goal.phase === "linked",
      },
    ],
  },
  {
    kind: "boundaries",
    word: "site boundaries",
    first: ["held", "planned"],
    last: ["held"],
    // Inherited records are nobody's claim until they are confirmed (ALT-133).
    // A computer belongs to the most specific subnet that holds it: nested ones are no conflict (assumed: the guide is silent).
    claims: (boundaries) => ({
      realm: String(boundaries.server),
      addresses:
        boundaries.phase === "planned" ? [] : meantBy(strings(boundaries, "addresses"), strings(boundaries, "directory")),
      nested: "allowed",
    }),
    moves: [
      {
        name: "confirm",
        from: "planned",
        during: "confirming",
        to: "held",
        undo: "unconfirm",
        by: "driver",
        minutes: 15,
        changes: ["addresses"],
        hull: either("addresses"),
      },
      {
        name: "change",
        from: "held",
        during: "changing",
        to: "held",
        undo: "change-back",
        by: "driver",
        minutes: 15,
        changes: ["addresses"],
        hull: either("addresses"),
      },
    ],
  },
  {
    kind: "siteServer",
    word: "site server",
    first: ["old", "planned"],
    last: ["new", "gone"],
    shows: (siteServer) => ({ on: registered(siteServer) }),
    moves: [
      {
        name: "take-over",
        from: "old",
        during: "taking-over",
        to: "new",
        by: "driver",
        minutes: 45,
        steps: ["redirect", "drop-from-old", "upgrade"],
        when: (siteServer) => siteServer.way === "take-over",
      },
      {
        name: "drop",
        from: "old",
        during: "dropping",
        to: "dropped",
        undo: "undrop",
        by: "driver",
        minutes: 15,
        when: (siteServer) => siteServer.way === "rebuild",
      },
      {
        name: "create",
        from: "dropped",
        during: "creating",
        to: "new",
        undo: "uncreate",
        by: "driver",
        minutes: 45,
        soon: true,
        when: (siteServer) => siteServer.way === "rebuild",
      },
      { name: "set-up", from: "planned", during: "setting-up", to: "up", undo: "dismantle", by: "driver", minutes: 60 },
      { name: "remove", from: "up", during: "removing", to: "gone", undo: "bring-back", by: "driver", minutes: 20 },
    ],
  },
  {
    kind: "wave",
    word: "wave of agents",
    ofPlan: true,
    first: ["waiting"],
    last: ["moved"],
    shows: (wave) => ({ at: reportsTo(wave) }),
    moves: [
      {
        name: "move",
        from: "waiting",
        during: "moving",
        to: "moved",
        by: "driver",
        minutes: 180,
        about: "agents",
        steps: ["redirect", "report", "upgrade-agent", "upgrade-plug-ins"],
        risk: (wave) => number(wave, "agents"),
      },
    ],
  },
  {
    kind: "stragglers",
    word: "stragglers",
    first: ["open"],
    last: ["settled"],
    shows: (stragglers) => ({ at: stragglers.phase === "settled" ? [] : [String(stragglers.server)] }),
    moves: [{ name: "settle", from: "open", during: "settling", to: "settled", undo: "unsettle", by: "driver", minutes: 60 }],
  },
  {
    kind: "licence",
    word: "licences",
    first: ["planned"],
    last: ["applied"],
    moves: [
      {
        name: "apply",
        from: "planned",
        during: "applying",
        to: "applied",
        undo: "unapply",
        by: "driver",
        minutes: 10,
        steps: ["copy", "apply"],
      },
    ],
  },
  {
    kind: "settings",
    word: "agent settings",
    first: ["ready"],
    last: ["ready"],
    moves: [
      {
        name: "target",
        from: "ready",
        during: "targeting",
        to: "ready",
        undo: "untarget",
        by: "driver",
        minutes: 10,
        grows: "targets",
      },
    ],
  },
  {
    kind: "object",
    word: "product",
    first: ["planned"],
    last: ["installed"],
    moves: [
      { name: "install", from: "planned", during: "installing", to: "installed", undo: "uninstall", by: "person", minutes: 60 },
    ],
  },
  ...acts,
];
