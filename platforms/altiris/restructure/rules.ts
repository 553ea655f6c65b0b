import { defineRule } from "../../../engine/model/define";
import { byText, list, text } from "../../../engine/model/entity";
import type { Rule } from "../../../engine/model/rule";
import { neverLacking, own } from "../../shared/serving";
import { rules as migrating } from "../rules";

/** What of the migration's rules holds within one version, too: hierarchy, redirection, capacity, site servers. */
const kept: ReadonlySet<string> = new Set([
  "ALT-076", "ALT-100", "ALT-102", "ALT-132", "ALT-151", "ALT-153", "ALT-161", "ALT-168", "ALT-171", "ALT-172", "ALT-173", "ALT-196", "ALT-203", "ALT-204",
  "ALT-213", "ALT-214", "ALT-215", "ALT-231",
]);

const site = { phase: "held", site: "houston", server: "server/hou@7.1", services: ["package"] } as const;
const ps = { phase: "up", sites: ["houston"], services: ["package"], on: ["server/hou@7.1"] } as const;
const wave = { from: "server/hou@7.1", to: "server/bea@7.1", fromBoundaries: "boundaries/houston@7.1", newBoundaries: "boundaries/orange@7.1" } as const;

const mine: readonly Rule[] = [
  neverLacking({
    title: "a service that a site has before and after never lacks a site server",
    task: "siteServer.set-up",
    over: "boundaries",
    served: (boundaries, service, view) =>
      [...view.all("siteServer", "sites", text(boundaries, "site"))].some(
        (siteServer) => list(siteServer, "services").includes(service) && list(siteServer, "on").includes(text(boundaries, "server")),
      ),
    say: (boundaries, service) => `site ${text(boundaries, "site")} has no site server with the service ${service}`,
    breaks: [{ case: "the only one goes first", given: { "boundaries/houston@7.1": site, "siteServer/ps1": { ...ps, phase: "retiring", on: [] }, "siteServer/ps2": { ...ps, phase: "planned", on: [] } } }],
    holds: [
      { case: "another one is up", given: { "boundaries/houston@7.1": site, "siteServer/ps1": { ...ps, phase: "retiring", on: [] }, "siteServer/ps2": ps } },
      { case: "a new site waits for its first", given: { "boundaries/houston@7.1": { ...site, phase: "planned" } } },
    ],
  }),
  defineRule({
    id: "RES-003",
    title: "agents find their site in the book of every server that they report to",
    source: own("decisions/0010", 1),
    severity: "error",
    is: [
      { form: "order" },
      { form: "task", task: "book.claim" },
      {
        form: "state",
        over: "wave",
        check(moving, view) {
          const [from, to] = [text(moving, "from"), text(moving, "to")];
          if (from === to) return undefined;
          for (const server of list(moving, "at").map(String)) {
            const boundaries = text(moving, server === from ? "fromBoundaries" : "newBoundaries");
            if (!list(view.get(boundaries), "books").includes(server))
              return { say: `${moving.ref} is ${moving.phase}, and ${server} does not have ${boundaries}`, fix: "the site is created before its agents come, and deleted after they have left" };
          }
          return undefined;
        },
      },
    ],
    breaks: [
      { case: "the new server does not know the site yet", given: { "wave/x": { ...wave, phase: "moving", at: ["server/hou@7.1", "server/bea@7.1"] }, "boundaries/houston@7.1": { phase: "held", books: ["server/hou@7.1"] }, "boundaries/orange@7.1": { phase: "claiming", books: [] } } },
      { case: "the site is deleted under its agents", given: { "wave/x": { ...wave, phase: "waiting", at: ["server/hou@7.1"] }, "boundaries/houston@7.1": { phase: "releasing", books: [] } } },
    ],
    holds: [
      { case: "both know it", given: { "wave/x": { ...wave, phase: "moving", at: ["server/hou@7.1", "server/bea@7.1"] }, "boundaries/houston@7.1": { phase: "held", books: ["server/hou@7.1"] }, "boundaries/orange@7.1": { phase: "held", books: ["server/bea@7.1"] } } },
      { case: "nobody is left", given: { "wave/x": { ...wave, phase: "moved", at: ["server/bea@7.1"] }, "boundaries/houston@7.1": { phase: "gone", books: [] }, "boundaries/orange@7.1": { phase: "held", books: ["server/bea@7.1"] } } },
    ],
  }),
  defineRule({
    id: "RES-004",
    title: "a redirection ends when all have come, or are let go",
    source: own("decisions/0010", 1),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "gate", gate: "redirection.settled", ask: "signed-off", allow: (answer) => answer === true || answer === "yes",
        denies: "nobody has signed that all agents have come, or that the others are let go", signed: true,
      },
    ],
    breaks: [{ case: "the answer is no", answer: false }],
    holds: [{ case: "the answer is yes", answer: "yes" }],
  }),
];

/** Every rule of a restructuring, in the order of their ids. */
export const rules: readonly Rule[] = [...migrating.filter(({ id }) => kept.has(id)), ...mine].sort((a, b) => byText(a.id, b.id));
