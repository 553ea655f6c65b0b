import { Entity, Value, list, number, text } from "../../../engine/model/entity";
import type { Patch, Phases } from "../../../engine/model/phases";
import { acts } from "../../shared/acts";
import { meantBy } from "../../shared/directory";
import { both, either } from "../../shared/hulls";
import { reportsTo } from "../phases";

/** Phases in which a site holds its addresses in its server's book, half-way ones included. */
const holding: ReadonlySet<string> = new Set(["held", "changing", "claiming", "releasing", "adding", "in both", "dropping"]);

/** In whose book a site surely is: agents that report to this server find it. */
const books = (boundaries: Entity): readonly string[] =>
  ({
    held: [text(boundaries, "server")],
    changing: [text(boundaries, "server")],
    adding: [text(boundaries, "server")],
    "in both": [text(boundaries, "server"), text(boundaries, "next")],
    dropping: [text(boundaries, "next")],
  })[boundaries.phase] ?? [];

/** In whose book it may be besides. */
const also = (boundaries: Entity): readonly string[] =>
  ["adding", "in both", "dropping"].includes(boundaries.phase) ? [text(boundaries, "next")] : [];

/** Where a site server is registered: nowhere while it goes from one Notification Server to another (ALT-153). */
const registered = ({ phase, side }: Entity): readonly string[] =>
  ["up", "changing"].includes(phase) && side !== undefined && side !== "" ? [String(side)] : [];

const surely = (before: Entity, after: Entity): Readonly<Record<string, Value>> => ({
  ...both("sites", "services")(before, after),
  side: before.side === after.side ? text(before, "side") : "",
});

const replication: Readonly<Record<string, string>> = { running: "on", separated: "off" };

/**
 * What changes in an estate of one version. What is there ends where it began (running, linked, held, up), so that one
 * restructuring begins where the last one ended; and every move has a way back.
 */
export const phases: readonly Phases[] = [
  {
    kind: "server",
    word: "Notification Server",
    alias: { installed: "running", joined: "running" },
    first: ["running"],
    last: ["running"],
    // whether a server that stands alone would replicate is no matter
    shows: (server): Patch => (server.alone === true ? {} : { replication: replication[server.phase] ?? "changing" }),
    moves: [
      {
        name: "separate", from: "running", during: "separating", to: "separated", undo: "rejoin", by: "driver", minutes: 10, about: "hierarchy",
        when: (server, goal) => list(server, "links").join() !== list(goal, "links").join(),
      },
      // its links tell the end from the beginning, which look the same
      { name: "reconnect", from: "separated", during: "reconnecting", to: "running", undo: "disconnect", by: "driver", minutes: 10, soon: true, about: "hierarchy", changes: ["links"] },
    ],
  },
  {
    kind: "link",
    word: "hierarchy link",
    first: ["linked", "planned"],
    last: ["linked", "gone"],
    moves: [
      {
        name: "cut", from: "linked", during: "detaching", to: "gone", undo: "tie", by: "driver", minutes: 10, about: "hierarchy",
        when: (_link, goal) => goal.phase === "gone",
      },
      { name: "link", from: "planned", during: "linking", to: "linked", undo: "unlink", by: "driver", minutes: 20, about: "hierarchy" },
    ],
  },
  {
    kind: "boundaries",
    word: "site boundaries",
    reckoned: ["directory", "agents", "services", "next"],
    first: ["held", "planned"],
    last: ["held", "gone"],
    shows: (boundaries) => ({ books: books(boundaries) }),
    // as in a migration: each server has a book of its own, and nested subnets are no conflict
    claims: (boundaries) => ({
      realm: text(boundaries, "server"),
      also: also(boundaries),
      addresses: holding.has(boundaries.phase) ? meantBy(list(boundaries, "addresses").map(String), list(boundaries, "directory").map(String)) : [],
      nested: "allowed",
      minutes: 0,
      who: "agents",
    }),
    moves: [
      {
        name: "change", from: "held", during: "changing", to: "held", undo: "change-back", by: "driver", minutes: 15, soon: true, about: "boundaries",
        changes: ["addresses"], hull: either("addresses"), when: (boundaries, goal) => goal.phase === "held" && boundaries.server === goal.server,
      },
      {
        name: "give-up", from: "held", during: "releasing", to: "gone", undo: "take-again", by: "driver", minutes: 15, soon: true, about: "boundaries",
        when: (_boundaries, goal) => goal.phase === "gone",
      },
      { name: "claim", from: "planned", during: "claiming", to: "held", undo: "give-back", by: "driver", minutes: 15, soon: true, about: "boundaries" },
      {
        name: "add", from: "held", during: "adding", to: "in both", undo: "take-out", by: "driver", minutes: 15, about: "boundaries",
        when: (boundaries, goal) => boundaries.server !== goal.server,
      },
      { name: "drop", from: "in both", during: "dropping", to: "held", undo: "put-back", by: "driver", minutes: 15, soon: true, about: "boundaries", changes: ["server"] },
    ],
  },
  {
    kind: "siteServer",
    word: "site server",
    alias: { new: "up" },
    first: ["up", "planned"],
    last: ["up", "gone"],
    shows: (siteServer) => ({ on: registered(siteServer) }),
    moves: [
      { name: "set-up", from: "planned", during: "setting-up", to: "up", undo: "dismantle", by: "driver", minutes: 60, about: "site servers" },
      {
        name: "change", from: "up", during: "changing", to: "up", undo: "change", by: "driver", minutes: 45, about: "site servers",
        changes: ["services", "side", "sites"], hull: surely, when: (_siteServer, goal) => goal.phase === "up",
      },
      {
        name: "retire", from: "up", during: "retiring", to: "gone", undo: "reinstate", by: "driver", minutes: 20, about: "site servers",
        when: (_siteServer, goal) => goal.phase === "gone",
      },
    ],
  },
  {
    kind: "wave",
    word: "wave of agents",
    ofPlan: true,
    first: ["waiting"],
    last: ["moved", "waiting"],
    shows: (wave) => ({ at: [...new Set(reportsTo(wave))] }),
    moves: [
      {
        name: "move", from: "waiting", during: "moving", to: "moved", undo: "move-back", by: "driver", minutes: 180, about: "agents",
        steps: ["redirect", "report"], risk: (wave) => number(wave, "agents"),
      },
    ],
  },
  {
    kind: "settings",
    word: "redirection",
    first: ["planned"],
    last: ["gone"],
    moves: [
      { name: "create", from: "planned", during: "creating", to: "ready", undo: "discard", by: "driver", minutes: 10 },
      { name: "target", from: "ready", during: "targeting", to: "ready", undo: "untarget", by: "driver", minutes: 10, grows: "targets" },
      { name: "withdraw", from: "ready", during: "withdrawing", to: "gone", undo: "reinstate", by: "driver", minutes: 10, soon: true },
    ],
  },
  ...acts,
];
