import { Entity, list, text } from "../../../engine/model/entity";
import { defineRule, inProcedure } from "../../../engine/model/define";
import type { Rule, View } from "../../../engine/model/rule";
import { guide } from "./source";

const end = (view: View, ref: string): Entity | undefined => view.get(ref);

/** A server has left 7.0 as soon as its successor is being built: from then on the two talk different languages. */
const leaving = (view: View, server: Entity | undefined): boolean => {
  const successor = view.get(text(server, "successor"));
  return successor !== undefined && successor.phase !== "planned";
};

const ends = (link: Entity): readonly string[] => list(link, "ends").map(String);

export const hierarchy: readonly Rule[] = [
  defineRule({
    id: "ALT-052",
    title: "no link joins two versions",
    source: guide("ch. 2, 'About migrating to SMP 7.1', Note", 498),
    severity: "error",
    is: [
      {
        form: "state",
        over: "link",
        check(link, view) {
          if (link.phase === "planned" || link.phase === "detached") return undefined;
          const versions = ends(link).map((ref) => (leaving(view, end(view, ref)) ? "between" : text(end(view, ref), "version")));
          if (versions.every((version) => version === link.version)) return undefined;
          return { say: `${link.ref} would join servers of two versions: ${ends(link).map((ref, i) => `${ref} is ${versions[i] === "between" ? "on its way to 7.1" : versions[i]}`).join(", ")}`, fix: "remove the link before either end migrates (ALT-101)" };
        },
      },
    ],
    breaks: [
      {
        case: "one end is being installed on 7.1",
        given: {
          "link/a--b@7.0": { phase: "linked", version: "7.0", ends: ["server/a@7.0", "server/b@7.0"] },
          "server/a@7.0": { phase: "running", version: "7.0", successor: "server/a@7.1" }, "server/b@7.0": { phase: "running", version: "7.0" },
          "server/a@7.1": { phase: "installing", version: "7.1" },
        },
      },
      {
        case: "a new link reaches back to 7.0",
        given: {
          "link/a--b@7.1": { phase: "linking", version: "7.1", ends: ["server/a@7.1", "server/b@7.0"] },
          "server/a@7.1": { phase: "installed", version: "7.1" }, "server/b@7.0": { phase: "running", version: "7.0" },
        },
      },
    ],
    holds: [
      {
        case: "the link is gone before",
        given: {
          "link/a--b@7.0": { phase: "detached", version: "7.0", ends: ["server/a@7.0", "server/b@7.0"] },
          "server/a@7.0": { phase: "running", version: "7.0", successor: "server/a@7.1" }, "server/b@7.0": { phase: "running", version: "7.0" },
          "server/a@7.1": { phase: "installing", version: "7.1" },
        },
      },
    ],
  }),
  defineRule({
    id: "ALT-193",
    covers: ["ALT-192", "ALT-193", "ALT-200"],
    title: "bottom-up: every child before its parent",
    source: guide("ch. 3, 'Migrating Notification Server computers in a hierarchy'", 845),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "server",
        check(server, view) {
          if (server.phase === "planned" || server.phase === "running") return undefined;
          const open = list(server, "children").find((child) => view.get(`gate/${String(child)}/validated`)?.phase !== "open");
          return open === undefined
            ? undefined
            : { say: `${server.ref} is ${server.phase} while its child ${String(open)} is not validated on 7.1`, fix: `migrate ${String(open)} first` };
        },
      },
    ],
    breaks: [
      {
        case: "the parent is installed while its child is not signed off",
        given: { "server/p@7.1": { phase: "installing", children: ["c"] }, "gate/c/validated": { phase: "closed" } },
      },
    ],
    holds: [
      { case: "the child is signed off", given: { "server/p@7.1": { phase: "installing", children: ["c"] }, "gate/c/validated": { phase: "open" } } },
      { case: "nobody has begun", given: { "server/p@7.1": { phase: "planned", children: ["c"] }, "gate/c/validated": { phase: "closed" } } },
    ],
  }),
  defineRule({
    id: "ALT-213",
    covers: ["ALT-212", "ALT-213"],
    title: "replication is off on a server and on its neighbours before a link goes",
    source: guide("ch. 3, 'Disabling hierarchy replication'", 891),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "link",
        check(link, view) {
          if (link.phase !== "detaching" && link.phase !== "detached") return undefined;
          const on = ends(link).find((ref) => end(view, ref)?.replication !== "off");
          return on === undefined ? undefined : { say: `${link.ref} is ${link.phase} while replication on ${on} is ${text(end(view, on), "replication")}`, fix: `disable replication on ${on} first` };
        },
      },
    ],
    breaks: [
      {
        case: "the parent still replicates",
        given: {
          "link/p--c@7.0": { phase: "detaching", version: "7.0", ends: ["server/p@7.0", "server/c@7.0"] },
          "server/p@7.0": { phase: "running", replication: "on" }, "server/c@7.0": { phase: "separated", replication: "off" },
        },
      },
    ],
    holds: [
      {
        case: "both are silent",
        given: {
          "link/p--c@7.0": { phase: "detaching", version: "7.0", ends: ["server/p@7.0", "server/c@7.0"] },
          "server/p@7.0": { phase: "separated", replication: "off" }, "server/c@7.0": { phase: "separated", replication: "off" },
        },
      },
    ],
  }),
  defineRule({
    id: "ALT-214",
    covers: ["ALT-138", "ALT-214"],
    title: "replication is on again at the end",
    source: guide("ch. 3, 'Disabling hierarchy replication'", 893),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "link",
        in: "final",
        check(link, view) {
          const off = link.phase === "linked" ? ends(link).find((ref) => end(view, ref)?.replication !== "on") : undefined;
          return off === undefined ? undefined : `${link.ref} ends with replication ${text(end(view, off), "replication")} on ${off}`;
        },
      },
    ],
    breaks: [
      {
        case: "forgotten on one end",
        given: {
          "link/p--c@7.1": { phase: "linked", ends: ["server/p@7.1", "server/c@7.1"] },
          "server/p@7.1": { phase: "joined", replication: "on" }, "server/c@7.1": { phase: "installed", replication: "off" },
        },
      },
    ],
    holds: [
      {
        case: "on at both ends",
        given: {
          "link/p--c@7.1": { phase: "linked", ends: ["server/p@7.1", "server/c@7.1"] },
          "server/p@7.1": { phase: "joined", replication: "on" }, "server/c@7.1": { phase: "joined", replication: "on" },
        },
      },
    ],
  }),
  defineRule({
    id: "ALT-136",
    title: "a link only between servers that have been migrated",
    source: guide("ch. 3, table 3-2 step 14", 684),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "link",
        check(link, view) {
          if (link.version !== "7.1" || link.phase === "planned") return undefined;
          const raw = ends(link).find((ref) => !["installed", "joining", "joined"].includes(text(end(view, ref), "phase")));
          return raw === undefined ? undefined : `${link.ref} is ${link.phase} while ${raw} is ${text(end(view, raw), "phase")}`;
        },
      },
    ],
    breaks: [
      {
        case: "the parent is still being installed",
        given: { "link/p--c@7.1": { phase: "linking", version: "7.1", ends: ["server/p@7.1", "server/c@7.1"] }, "server/p@7.1": { phase: "installing" }, "server/c@7.1": { phase: "installed" } },
      },
    ],
    holds: [
      {
        case: "both are 7.1",
        given: { "link/p--c@7.1": { phase: "linking", version: "7.1", ends: ["server/p@7.1", "server/c@7.1"] }, "server/p@7.1": { phase: "installed" }, "server/c@7.1": { phase: "joined" } },
      },
    ],
  }),
  defineRule({
    id: "ALT-196",
    covers: ["ALT-196", "ALT-197"],
    title: "no replication job runs when a link goes",
    source: guide("ch. 3, 'Migrating Notification Server computers in a hierarchy'", 855),
    severity: "error",
    is: [
      { form: "order" },
      { form: "gate", gate: "separate.idle", ask: "running-replication-jobs", allow: (answer) => answer === 0, denies: "replication jobs still run: Current Replication Activity has rows" },
    ],
    breaks: [{ case: "two jobs run", answer: 2 }],
    holds: [{ case: "the report is empty", answer: 0 }],
  }),
  inProcedure("ALT-100", "a link is written down before it is removed", guide("ch. 3, table 3-2 step 2", 648), "both"),
  defineRule({
    id: "ALT-101",
    title: "all links are removed before the final backup",
    source: guide("ch. 3, table 3-2 step 2", 648),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "database",
        check(database, view) {
          if (database.phase !== "restoring" && database.phase !== "restored") return undefined;
          for (const link of view.all("link", "ends", text(database, "wasServer")))
            if (link.phase !== "detached") return `${database.ref} is ${database.phase} while ${link.ref} is ${link.phase}`;
          return undefined;
        },
      },
    ],
    breaks: [
      { case: "restored while linked", given: { "database/a@7.1": { phase: "restoring", wasServer: "server/a@7.0" }, "link/p--a@7.0": { phase: "linked", ends: ["server/p@7.0", "server/a@7.0"] } } },
    ],
    holds: [
      { case: "restored after", given: { "database/a@7.1": { phase: "restoring", wasServer: "server/a@7.0" }, "link/p--a@7.0": { phase: "detached", ends: ["server/p@7.0", "server/a@7.0"] } } },
    ],
  }),
  inProcedure("ALT-102", "links do not migrate: each is established anew", guide("ch. 3, table 3-2 step 2", 648), "task"),
  inProcedure("ALT-137", "a link comes back only where it is still needed", guide("ch. 3, table 3-2 step 14", 684), "task", "info"),
  inProcedure("ALT-139", "the hierarchy comes last, after the agents", guide("ch. 3, table 3-2 step 14", 684), "order", "warning"),
  inProcedure("ALT-195", "the topology is weighed before children are connected", guide("ch. 3, 'Migrating Notification Server computers in a hierarchy'", 847), "both", "warning"),
  inProcedure("ALT-203", "all links away, then children, parent, links back", guide("ch. 3, 'Migrating the parent server after migrating all of the child servers'", 866), "both"),
  inProcedure("ALT-204", "replication rules come back with the links", guide("ch. 3, procedures, last steps", 871), "both"),
  inProcedure("ALT-215", "how replication is disabled on a node", guide("ch. 3, 'To disable hierarchy replication on a hierarchy node'", 895), "task"),
  defineRule({
    id: "ALT-210",
    title: "the first replication may be slow",
    source: guide("ch. 3, 'Migrating the parent server after migrating half of the child servers', Note", 884),
    severity: "warning",
    is: [{ form: "note", at: { kind: "link", move: "link" }, text: "A parent that is still busy with agents or inventories answers the first replication slowly." }],
  }),
];
