import { inProcedure } from "../../../engine/model/define";
import { byText, list, text } from "../../../engine/model/entity";
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
];

/** Every rule of a restructuring, in the order of their ids. */
export const rules: readonly Rule[] = [...migrating.filter(({ id }) => kept.has(id)), ...mine].sort((a, b) => byText(a.id, b.id));
