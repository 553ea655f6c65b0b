import { defineRule, inProcedure } from "../../../engine/model/define";
import { Entity, byText, list, text } from "../../../engine/model/entity";
import type { Rule, View } from "../../../engine/model/rule";
import { neverLacking, own } from "../../shared/serving";
import { rules as migrating } from "../rules";

/** What of the migration's rules holds within one version, too. */
const kept: ReadonlySet<string> = new Set([
  "CM-013", "CM-113", "CM-126", "CM-129", "CM-152", "CM-153", "CM-154", "CM-157", "CM-158", "CM-159", "CM-161", "CM-166", "CM-168", "CM-169",
]);

const served = (view: View, code: string, service: string): boolean =>
  [...view.all("siteServer", "sites", code)].some(
    (system) => ["up", "changing"].includes(system.phase) && list(system, "services").includes(service),
  );

const there = ({ phase }: Entity): boolean => phase !== "planned" && phase !== "retired";

const dp = { phase: "up", sites: ["HOU"], services: ["dp"] } as const;

const mine: readonly Rule[] = [
  neverLacking({
    title: "a role that a site has before and after never lacks a site system",
    task: "system.set-up",
    over: "site",
    served: (site, service, view) => served(view, text(site, "code"), service),
    say: (site, service) => `${site.ref} has no site system with the role ${service}`,
    breaks: [{ case: "the only one goes first", given: { "site/HOU": { phase: "running", code: "HOU", services: ["dp"] }, "siteServer/hou-dp1": { ...dp, phase: "removing" }, "siteServer/hou-dp2": { ...dp, phase: "planned" } } }],
    holds: [
      { case: "another one is up", given: { "site/HOU": { phase: "running", code: "HOU", services: ["dp"] }, "siteServer/hou-dp1": { ...dp, phase: "removing" }, "siteServer/hou-dp2": dp } },
      { case: "a new site waits for its first", given: { "site/HO2": { phase: "planned", code: "HO2", services: ["dp"] } } },
    ],
  }),
  inProcedure("RES-002", "a site gets another server from a backup", own("decisions/0010", 1), "both"),
  defineRule({
    id: "RES-005",
    title: "no site reports to itself, not even through others",
    source: own("decisions/0010", 1),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "site",
        check(site, view) {
          const seen = new Set<string>();
          for (let one = text(site, "reports"); one !== "" && !seen.has(one); one = text(view.get(one), "reports")) {
            if (one === site.ref) return { say: `${site.ref} reports to itself, through ${[...seen].join(", ")}`, prop: "parent", fix: "who is to be above goes first" };
            seen.add(one);
          }
          return undefined;
        },
      },
    ],
    breaks: [{ case: "a child above its parent before the parent has moved", given: { "site/HOU": { phase: "running", reports: "site/GAL" }, "site/GAL": { phase: "running", reports: "site/HOU" } } }],
    holds: [
      { case: "the child has gone up first", given: { "site/HOU": { phase: "running", reports: "site/GAL" }, "site/GAL": { phase: "running", reports: "site/CEN" }, "site/CEN": { phase: "running", reports: "" } } },
      { case: "on its way it reports to nobody", given: { "site/SUL": { phase: "re-parenting", reports: "" } } },
    ],
  }),
  defineRule({
    id: "RES-006",
    title: "a server is one site's",
    source: own("decisions/0010", 1),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "site",
        check(site, view) {
          if (!there(site)) return undefined;
          for (const other of view.all("site", "server", text(site, "server")))
            if (other.ref !== site.ref && there(other))
              return { say: `${site.ref} is ${site.phase} on ${text(site, "server")}, which is ${other.ref}'s`, prop: "server", fix: "name another server for one of them" };
          return undefined;
        },
      },
    ],
    breaks: [{ case: "restored over another site", given: { "site/HOU": { phase: "moving", server: "bea1" }, "site/BEA": { phase: "running", server: "bea1" } } }],
    holds: [{ case: "that one is retired", given: { "site/HOU": { phase: "moving", server: "bea1" }, "site/BEA": { phase: "retired", server: "bea1" } } }],
  }),
];

/** Every rule of a restructuring, in the order of their ids. */
export const rules: readonly Rule[] = [...migrating.filter(({ id }) => kept.has(id)), ...mine].sort((a, b) => byText(a.id, b.id));
