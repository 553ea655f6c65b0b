import { Procedure, defineProcedure } from "../../../engine/model/procedure";

/** Per Notification Server whose links change. */
const separate = defineProcedure({
  name: "separate",
  milestone: "hierarchy",
  tasks: {
    "replication-off": {
      of: ["ALT-212", "ALT-213", "ALT-215"], do: "Disable replication on this node", on: "both", moves: { entity: "{server}", by: "separate" },
      after: { "unlink.document": "ALT-100" },
    },
    idle: {
      of: ["ALT-196", "ALT-197"], do: "Wait until the report Current Replication Activity is empty", on: "both", asks: { question: "running-replication-jobs" },
      after: { "replication-off": "ALT-196" },
    },
    "replication-on": {
      of: ["ALT-138", "ALT-214"], do: "Enable replication on this node", on: "both", moves: { entity: "{server}", by: "reconnect" },
      after: { idle: "ALT-214", "unlink.cut": "ALT-214", "link.link": "ALT-138", "link.replication-rules": "ALT-138" },
    },
  },
});

/** Per link that goes. */
const unlink = defineProcedure({
  name: "unlink",
  milestone: "hierarchy",
  tasks: {
    document: {
      of: "ALT-100", do: "Write down the link: direction, schedule, replication rules", on: "old", minutes: 20, evidence: { schedule: "text", rules: "text" },
    },
    cut: {
      of: "ALT-213", do: "Remove the relationship", on: "old", moves: { entity: "{link}", by: "cut" },
      after: { document: "ALT-100", "separate.replication-off": ["ALT-212", "ALT-213"], "separate.idle": "ALT-196" },
    },
  },
});

/** Per link that comes. */
const link = defineProcedure({
  name: "link",
  milestone: "hierarchy",
  tasks: {
    link: {
      of: ["ALT-102", "ALT-203"], do: "Establish the relationship", on: "new", moves: { entity: "{link}", by: "link" },
      after: { "unlink.cut": "ALT-203", "separate.replication-off": ["ALT-212", "ALT-213"], "separate.idle": "ALT-196" },
    },
    "replication-rules": {
      of: "ALT-204", do: "Enter the replication rules of the link", on: "new", minutes: 30, after: { link: "ALT-204", "unlink.document": "ALT-100" },
      evidence: { rules: "text" },
    },
  },
});

/** Per site whose record changes: in its server's book, or from one server's to another's. */
const book = defineProcedure({
  name: "book",
  milestone: "boundaries",
  tasks: {
    claim: { of: "RES-003", do: "Create the site, with its subnets", on: "new", when: "claimed", moves: { entity: "{claimed}", by: "claim" } },
    change: {
      of: "RES-003", do: "Give the site its subnets as declared", on: "both", when: "changed", moves: { entity: "{changed}", by: "change" },
      after: { "wave.move": "RES-003", "redirection.settled": "RES-004" },
    },
    release: {
      of: "RES-003", do: "Delete the site and its subnets", on: "old", when: "released", moves: { entity: "{released}", by: "give-up" },
      after: { "wave.move": "RES-003", "redirection.settled": "RES-004" },
    },
    add: { of: "RES-003", do: "Create the site on its other server as well, with its subnets", on: "new", when: "carried", moves: { entity: "{carried}", by: "add" } },
    drop: {
      of: "RES-003", do: "Delete the site on the server that it leaves", on: "old", when: "carried", moves: { entity: "{carried}", by: "drop" },
      after: {
        add: "RES-003", "wave.move": "RES-003", "redirection.settled": "RES-004", "siteServer.set-up": "ALT-151", "siteServer.change": "ALT-151",
        "siteServer.retire": "RES-001",
      },
    },
  },
});

/** Per site server. */
const siteServer = defineProcedure({
  name: "siteServer",
  milestone: "site servers",
  tasks: {
    "set-up": {
      of: "RES-001", do: "Make the computer a site server of its sites", on: "new", when: "new", moves: { entity: "{host}", by: "set-up" },
      after: { "book.claim": "ALT-132", "book.add": "ALT-132" },
    },
    change: {
      of: ["RES-001", "ALT-153"], do: "Give the site server its other sites and services", on: "both", when: "changed", moves: { entity: "{host}", by: "change" },
      after: {
        "book.claim": "ALT-132", "book.add": "ALT-132", "book.release": "RES-001", "siteServer.set-up": ["ALT-231", "RES-001"],
        "siteServer.change": ["ALT-231", "RES-001"],
      },
    },
    retire: {
      of: "RES-001", do: "Take the site services from the computer", on: "old", when: "gone", moves: { entity: "{host}", by: "retire" },
      after: {
        "book.release": "RES-001", "siteServer.set-up": ["ALT-231", "RES-001"], "siteServer.change": ["ALT-231", "RES-001"], "wave.move": ["ALT-231", "RES-001"],
        "redirection.settled": "RES-004",
      },
    },
  },
});

/** Per pair of servers between which agents go: the policy with the other server's address, aimed at those who go. */
const redirection = defineProcedure({
  name: "redirection",
  milestone: "agents",
  tasks: {
    create: {
      of: ["ALT-168", "ALT-169"], do: "Create a targeted agent settings policy that leads to the other server, with an empty filter", on: "old",
      moves: { entity: "{settings}", by: "create" },
    },
    settled: {
      of: "RES-004", do: "Sign that all who were redirected have come, or that the others are let go", on: "new",
      asks: { question: "signed-off", signed: true }, after: { "wave.move": "RES-004" },
    },
    withdraw: {
      of: "RES-004", do: "Delete the policy and its filter", on: "old", moves: { entity: "{settings}", by: "withdraw" }, after: { settled: "RES-004" },
    },
  },
});

const wave = defineProcedure({
  name: "wave",
  milestone: "agents",
  tasks: {
    aim: {
      of: ["ALT-168", "ALT-170"], do: "Widen the redirection's filter by this wave", on: "old", moves: { entity: "{settings}", by: "target", add: "{itself}" },
      after: {
        "redirection.create": "ALT-168", "book.claim": "RES-003", "book.change": "RES-003", "book.add": "RES-003", "siteServer.set-up": "ALT-151",
        "siteServer.change": "ALT-151", "wave.move": "ALT-171",
      },
    },
    move: {
      of: "ALT-168", do: "Let the agents report to the other server", on: "both", moves: { entity: "{itself}", by: "move" },
      after: { aim: "ALT-168", "wave.move": "ALT-171" },
    },
  },
});

export const procedures: readonly Procedure[] = [separate, unlink, link, book, siteServer, redirection, wave];

/** The guide's own order of what holds within a version, too: replication off, idle, links, replication on. */
export const sourceOrders: Readonly<Record<string, readonly string[]>> = {
  separate: ["replication-off", "idle", "replication-on"],
  unlink: ["document", "cut"],
  link: ["link", "replication-rules"],
  redirection: ["create", "settled", "withdraw"],
  wave: ["aim", "move"],
};
