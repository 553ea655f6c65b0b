import { Entity, list, text } from "../../../engine/model/entity";
import { defineRule, inProcedure } from "../../../engine/model/define";
import type { Rule, Said, View } from "../../../engine/model/rule";
import { guide } from "./source";

/** Whether somebody surely serves there: what moves is on neither side. */
const served = (view: View, server: string): boolean => {
  for (const _siteServer of view.all("siteServer", "on", server)) return true;
  return false;
};

const unserved = (entity: Entity, view: View): Said => {
  const side = list(entity, "at").find((server) => !served(view, String(server)));
  return side === undefined
    ? undefined
    : { say: `${String(side)} still has ${entity.ref} and no site server`, fix: "declare a temporary site server on that side: migration.yaml, decisions.temporarySiteServers" };
};

export const siteServers: readonly Rule[] = [
  defineRule({
    id: "ALT-231",
    title: "neither side is ever without a site server",
    source: guide("ch. 3, 'About upgrading site servers'", 944),
    severity: "error",
    // Asked per wave, which reads one side or two, and not per server, which would read every wave of it.
    is: [{ form: "order" }, { form: "task", task: "wave.temporary-old" }, { form: "state", over: "wave", check: unserved }, { form: "state", over: "stragglers", check: unserved }],
    breaks: [
      { case: "the last site server moves before the agents", given: { "wave/x": { phase: "waiting", at: ["server/a@7.0"] }, "siteServer/ps": { phase: "taking-over", on: [] } } },
      { case: "agents arrive where nobody serves", given: { "wave/x": { phase: "moved", at: ["server/a@7.1"] }, "siteServer/ps": { phase: "old", on: ["server/a@7.0"] } } },
      { case: "only stragglers are left", given: { "stragglers/a": { phase: "open", at: ["server/a@7.0"] }, "siteServer/tmp": { phase: "removing", on: [] } } },
    ],
    holds: [
      {
        case: "a temporary one covers",
        given: { "wave/x": { phase: "waiting", at: ["server/a@7.0"] }, "siteServer/ps": { phase: "taking-over", on: [] }, "siteServer/tmp": { phase: "up", on: ["server/a@7.0"] } },
      },
    ],
  }),
  defineRule({
    id: "ALT-151",
    covers: ["ALT-151", "ALT-163"],
    title: "the site servers of a site are on 7.1 before its agents",
    source: guide("ch. 3, 'About redirecting sites and agents', guidelines", 761),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "wave",
        check(wave, view) {
          if (wave.phase === "waiting") return undefined;
          let own = false;
          for (const siteServer of view.all("siteServer", "sites", text(wave, "site"))) {
            if (list(siteServer, "on").includes(text(wave, "to"))) return undefined;
            own ||= siteServer.temporary !== true;
          }
          const fix = own
            ? "a shared site server comes back last: declare a temporary one on the new side (decisions.temporarySiteServers)"
            : `${text(wave, "site")} has none that stays: write a site server with sites: [${text(wave, "site")}] into the new estate`;
          return { say: `${wave.ref} is ${wave.phase} and no site server of ${text(wave, "site")} is on ${text(wave, "to")}`, fix };
        },
      },
    ],
    breaks: [{ case: "redirected first", given: { "wave/x": { phase: "moving", site: "x", to: "server/a@7.1" }, "siteServer/ps": { phase: "old", sites: ["x"], on: ["server/a@7.0"] } } }],
    holds: [
      { case: "there before", given: { "wave/x": { phase: "moving", site: "x", to: "server/a@7.1" }, "siteServer/ps": { phase: "new", sites: ["x"], on: ["server/a@7.1"] } } },
      { case: "nobody moves", given: { "wave/x": { phase: "waiting", site: "x", to: "server/a@7.1" } } },
    ],
  }),
  defineRule({
    id: "ALT-153",
    title: "a site server is on one side only",
    source: guide("ch. 3, 'About redirecting sites and agents', guidelines", 762),
    severity: "error",
    is: [
      { form: "task", task: "wave.take-over" },
      {
        form: "state",
        over: "siteServer",
        // One entity is never on two sides: its phases see to that. One computer is, where two names are declared for it.
        check(siteServer, view) {
          const host = text(siteServer, "host");
          const [own] = list(siteServer, "on");
          if (host === "" || own === undefined) return undefined;
          for (const other of view.all("siteServer", "host", host))
            if (other.ref < siteServer.ref && list(other, "on").some((server) => server !== own))
              return { say: `${siteServer.ref} and ${other.ref} are one computer, ${host}, and serve ${String(own)} and ${list(other, "on").join(", ")} at once`, prop: "host", fix: "give each a computer of its own, or declare one site server that is taken over" };
          return undefined;
        },
      },
    ],
    breaks: [
      { case: "a temporary one on the computer of one that still serves 7.0", given: { "siteServer/ps": { phase: "old", host: "ps1", on: ["server/a@7.0"] }, "siteServer/tmp": { phase: "up", host: "ps1", on: ["server/a@7.1"] } } },
    ],
    holds: [
      { case: "on neither while it moves", given: { "siteServer/ps": { phase: "taking-over", host: "ps1", on: [] }, "siteServer/tmp": { phase: "up", host: "ps1", on: ["server/a@7.1"] } } },
      { case: "two computers", given: { "siteServer/ps": { phase: "old", host: "ps1", on: ["server/a@7.0"] }, "siteServer/tmp": { phase: "up", host: "ps2", on: ["server/a@7.1"] } } },
    ],
  }),
  defineRule({
    id: "ALT-166",
    covers: ["ALT-157", "ALT-166"],
    title: "above 5,000 agents a shared site server leaves 7.0 first",
    source: guide("ch. 3, 'About redirecting sites and agents', 'Sites are defined', fourth item", 781),
    severity: "error",
    is: [
      { form: "order" },
      { form: "task", task: "wave.drop" },
      {
        form: "state",
        over: "wave",
        check(wave, view) {
          if (wave.phase === "waiting") return undefined;
          for (const siteServer of view.all("siteServer", "sites", text(wave, "site")))
            if (siteServer.way === "rebuild" && ["old", "dropping"].includes(siteServer.phase)) return `${wave.ref} is ${wave.phase} while the shared ${siteServer.ref} is still on 7.0`;
          return undefined;
        },
      },
    ],
    breaks: [{ case: "still registered", given: { "wave/x": { phase: "moving", site: "x" }, "siteServer/ps": { phase: "old", sites: ["x", "y"], way: "rebuild" } } }],
    holds: [{ case: "dropped", given: { "wave/x": { phase: "moving", site: "x" }, "siteServer/ps": { phase: "dropped", sites: ["x", "y"], way: "rebuild" } } }],
  }),
  defineRule({
    id: "ALT-167",
    title: "a shared site server comes back after the last of its sites",
    source: guide("ch. 3, 'About redirecting sites and agents', 'Sites are defined', fourth item", 781),
    severity: "error",
    is: [
      { form: "order" },
      { form: "task", task: "shared.recreate" },
      {
        form: "state",
        over: "siteServer",
        check(siteServer, view) {
          if (siteServer.way !== "rebuild" || !["creating", "new"].includes(siteServer.phase)) return undefined;
          for (const site of list(siteServer, "sites")) for (const wave of view.all("wave", "site", site)) if (wave.phase !== "moved") return `${siteServer.ref} is ${siteServer.phase} while ${wave.ref} is ${wave.phase}`;
          return undefined;
        },
      },
    ],
    breaks: [{ case: "one site is left", given: { "siteServer/ps": { phase: "creating", way: "rebuild", sites: ["x"] }, "wave/x": { phase: "moving", site: "x" } } }],
    holds: [{ case: "all are there", given: { "siteServer/ps": { phase: "creating", way: "rebuild", sites: ["x"] }, "wave/x": { phase: "moved", site: "x" } } }],
  }),
  defineRule({
    id: "ALT-165",
    title: "sites that share a site server move together, up to 5,000 agents",
    source: guide("ch. 3, 'About redirecting sites and agents', 'Sites are defined', third item", 780),
    severity: "error",
    is: [
      {
        form: "order",
        *edges(view, operations) {
          // A site of several waves shares with nobody: the first wave of each site stands for it.
          const firstOf = new Map<string, string>();
          for (const { id, entity, move } of operations) {
            const site = move === "move" ? text(view.get(entity), "site") : "";
            if (site !== "" && !firstOf.has(site)) firstOf.set(site, id);
          }
          for (const siteServer of view.all("siteServer", "way", "take-over")) {
            const [first, ...others] = list(siteServer, "sites").flatMap((site) => firstOf.get(String(site)) ?? []);
            for (const then of first === undefined ? [] : others) yield { first: first as string, then, how: "together" };
          }
        },
      },
    ],
    breaks: [
      {
        case: "one site a stage",
        given: { "siteServer/ps": { phase: "new", way: "take-over", sites: ["x", "y"] }, "wave/x": { phase: "moved", site: "x" }, "wave/y": { phase: "moved", site: "y" } },
        order: ["siteServer/ps:take-over", "wave/x:move", "|", "wave/y:move"],
      },
    ],
    holds: [
      {
        case: "both in one",
        given: { "siteServer/ps": { phase: "new", way: "take-over", sites: ["x", "y"] }, "wave/x": { phase: "moved", site: "x" }, "wave/y": { phase: "moved", site: "y" } },
        order: ["siteServer/ps:take-over", "wave/x:move", "wave/y:move"],
      },
    ],
  }),
  defineRule({
    id: "ALT-181",
    title: "temporary site servers go after the last agent, and do go",
    source: guide("ch. 3, 'To redirect computers to Symantec Management Platform 7.1', step 1", 803),
    severity: "error",
    is: [
      {
        form: "order",
        // A site may go to another server than its own one's successor: whose agents it serves is seen by the site.
        *edges(view, operations) {
          for (const { id: then, entity, move } of operations) {
            const temporary = move === "remove" ? view.get(entity) : undefined;
            if (temporary?.temporary !== true) continue;
            for (const site of list(temporary, "sites").map(String)) {
              for (const wave of view.all("wave", "site", site)) yield { first: `${wave.ref}:move`, then, how: "before" };
              for (const shared of view.all("siteServer", "sites", site)) if (shared.way === "rebuild") yield { first: `${shared.ref}:create`, then, how: "before" };
            }
          }
        },
      },
      {
        form: "state",
        over: "siteServer",
        check(siteServer, view) {
          if (siteServer.temporary !== true || !["removing", "gone"].includes(siteServer.phase)) return undefined;
          for (const site of list(siteServer, "sites")) for (const wave of view.all("wave", "site", site)) if (wave.phase !== "moved") return `${siteServer.ref} is ${siteServer.phase} while ${wave.ref} is ${wave.phase}`;
          return undefined;
        },
      },
      { form: "state", over: "siteServer", in: "final", check: (siteServer) => (siteServer.temporary === true && siteServer.phase !== "gone" ? `${siteServer.ref} is temporary and still ${siteServer.phase} at the end` : undefined) },
    ],
    breaks: [
      { case: "too early", given: { "siteServer/tmp": { phase: "removing", temporary: true, sites: ["x"] }, "wave/x": { phase: "moving", site: "x" } } },
      { case: "forgotten", given: { "siteServer/tmp": { phase: "up", temporary: true, sites: ["x"] }, "wave/x": { phase: "moved", site: "x" } } },
    ],
    holds: [{ case: "after the last", given: { "siteServer/tmp": { phase: "gone", temporary: true, sites: ["x"] }, "wave/x": { phase: "moved", site: "x" } } }],
  }),
  defineRule({
    id: "ALT-235",
    title: "clients are targeted before their package server is upgraded",
    source: guide("ch. 3, 'About upgrading site servers', Warning", 948),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "siteServer",
        check(siteServer, view) {
          if (siteServer.temporary === true || !["taking-over", "new"].includes(siteServer.phase) || !list(siteServer, "services").includes("package")) return undefined;
          const targets = list(view.get(text(siteServer, "newSettings")), "targets");
          for (const site of list(siteServer, "sites")) {
            let any = false;
            for (const wave of view.all("wave", "site", site)) any ||= targets.includes(wave.ref);
            if (!any) return `${siteServer.ref} is ${siteServer.phase} and no agent of ${String(site)} is targeted for the upgrade`;
          }
          return undefined;
        },
      },
    ],
    breaks: [
      {
        case: "nobody is targeted",
        given: {
          "siteServer/ps": { phase: "taking-over", services: ["package"], sites: ["x"], newSettings: "settings/a@7.1" }, "settings/a@7.1": { phase: "ready", targets: [] },
          "wave/x": { phase: "waiting", site: "x" },
        },
      },
    ],
    holds: [
      {
        case: "the site is targeted",
        given: {
          "siteServer/ps": { phase: "taking-over", services: ["package"], sites: ["x"], newSettings: "settings/a@7.1" }, "settings/a@7.1": { phase: "ready", targets: ["wave/x"] },
          "wave/x": { phase: "waiting", site: "x" },
        },
      },
    ],
  }),
  inProcedure("ALT-132", "a site is there before its site servers", guide("ch. 3, table 3-2 step 10", 676), "order"),
  inProcedure("ALT-154", "a redirected site server is upgraded at once", guide("ch. 3, 'About redirecting sites and agents', guidelines", 763), "task", "error", ["ALT-154", "ALT-155"]),
  inProcedure("ALT-230", "a long migration has temporary site servers, or moves them in groups", guide("ch. 3, 'About upgrading site servers'", 944), "both", "warning"),
];
