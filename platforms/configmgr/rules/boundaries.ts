import { boundarySet, NO_DIRECTORY, sweep, writeSpan } from "../../../engine/boundaries";
import { Entity, byText, list, text } from "../../../engine/model/entity";
import { defineRule, inProcedure } from "../../../engine/model/define";
import type { Rule, Said, View } from "../../../engine/model/rule";
import { meeting } from "../overlap";
import { holding, meant } from "../phases";
import { chapter } from "./source";

/** Two sites of a realm that hold the same, found in one sweep: the first boundaries of the realm speak for all. */
function overlapping(boundaries: Entity, view: View): Said {
  const realm = [...view.all("boundaries", "realm", text(boundaries, "realm"))].filter((one) => holding.has(one.phase));
  const refs = realm.map((one) => one.ref).sort(byText);
  if (refs[0] !== boundaries.ref) return undefined;
  const held = realm.flatMap((one) => meant(one).map((address) => ({ ref: one.ref, address: String(address) })));
  const { between, sites } = sweep(boundarySet(held.map((one) => one.address), held.map((one) => one.ref), NO_DIRECTORY));
  const address = between.overlaps[0];
  const site = sites.between[0];
  const first = address ? { owners: address.owners, shared: writeSpan(address.shared) } : site && { owners: site.owners, shared: `ad:${site.site}` };
  if (!first) return undefined;
  const [a, b] = first.owners;
  return { say: `${a} and ${b} both have ${first.shared}: clients there cannot know their site`, prop: "addresses", fix: "give it to one of them", at: b as Entity["ref"] };
}

/** An old boundary that still holds a part of what a new site claims (CM-161), be it a roaming one (CM-163). */
function stillHeld(boundaries: Entity, view: View): Said {
  if (boundaries.way !== "side-by-side" || !holding.has(boundaries.phase)) return undefined;
  for (const ref of list(boundaries, "from")) {
    const giver = view.get(String(ref));
    const shared = giver && holding.has(giver.phase) ? meeting(meant(giver), meant(boundaries)) : undefined;
    if (shared !== undefined) return { say: `${boundaries.ref} is ${boundaries.phase} while ${giver?.ref} still has ${shared}`, fix: "remove it there first, roaming boundaries too" };
  }
  return undefined;
}

const dallas = { phase: "held", realm: "contoso for roaming", addresses: ["10.20.0.0/20"] } as const;

export const boundaries: readonly Rule[] = [
  defineRule({
    id: "CM-139",
    title: "boundaries arrive read-only",
    source: chapter("ch. 9, 'Site Boundaries'", 459),
    severity: "warning",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "boundaries",
        in: "rest",
        check: (held, view) =>
          held.way === "in-place" && held.phase === "held" && view.get(text(held, "site"))?.product === "configmgr"
            ? `${text(held, "site")} is upgraded, and nobody has seen that ${held.ref} has arrived`
            : undefined,
      },
    ],
    breaks: [{ case: "unseen", given: { "boundaries/CEN.fast": { phase: "held", way: "in-place", site: "site/CEN" }, "site/CEN": { phase: "upgraded", product: "configmgr" } } }],
    holds: [
      { case: "seen, read-only", given: { "boundaries/CEN.fast": { phase: "read-only", way: "in-place", site: "site/CEN" }, "site/CEN": { phase: "upgraded", product: "configmgr" } } },
      { case: "before the upgrade", given: { "boundaries/CEN.fast": { phase: "held", way: "in-place", site: "site/CEN" }, "site/CEN": { phase: "running", product: "sms" } } },
    ],
  }),
  defineRule({
    id: "CM-140",
    title: "a read-only boundary is changed by deleting it and creating it again",
    source: chapter("ch. 9, 'Site Boundaries'", 459),
    severity: "warning",
    is: [
      { form: "order" },
      { form: "task", task: "upgrade.re-create" },
      { form: "task", task: "secondary.re-create" },
      {
        form: "state",
        over: "boundaries",
        check: (held, view) =>
          ["re-creating", "re-created"].includes(held.phase) && held.way === "in-place" && view.get(text(held, "site"))?.product !== "configmgr"
            ? `${held.ref} is ${held.phase} before ${text(held, "site")} is upgraded: Setup would bring the old ones along`
            : undefined,
      },
    ],
    breaks: [{ case: "before the upgrade", given: { "boundaries/HOU.fast": { phase: "re-creating", way: "in-place", site: "site/HOU" }, "site/HOU": { phase: "running", product: "sms" } } }],
    holds: [{ case: "afterwards", given: { "boundaries/HOU.fast": { phase: "re-created", way: "in-place", site: "site/HOU" }, "site/HOU": { phase: "upgraded", product: "configmgr" } } }],
  }),
  inProcedure("CM-131", "boundaries are changed after the upgrade has succeeded", chapter("ch. 9, 'Post-Upgrade Considerations'", 449), "order", "warning"),
  inProcedure("CM-157", "boundaries are carried over by hand", chapter("ch. 9, 'Migrating Site Boundaries'", 506), "task", "warning"),
  defineRule({
    id: "CM-158",
    title: "site boundaries never overlap",
    source: chapter("ch. 9, 'Migrating Site Boundaries'", 506),
    severity: "error",
    is: [{ form: "estate", over: "boundaries", check: overlapping }],
    breaks: [
      { case: "a range inside another site's subnet", given: { "boundaries/DA7.fast": dallas, "boundaries/HOU.fast": { ...dallas, addresses: ["10.20.3.10-10.20.3.99"] } } },
      { case: "one directory site at two sites", given: { "boundaries/DA7.fast": { ...dallas, addresses: ["ad:Dallas"] }, "boundaries/HOU.fast": { ...dallas, addresses: ["ad:dallas"] } } },
      { case: "a directory site whose subnets are known", given: { "boundaries/DA7.fast": dallas, "boundaries/HOU.fast": { ...dallas, addresses: ["ad:Dallas"], directory: ["ad:Dallas 10.20.8.0/24"] } } },
    ],
    holds: [
      { case: "neighbours", given: { "boundaries/DA7.fast": dallas, "boundaries/HOU.fast": { ...dallas, addresses: ["10.20.16.0/20"] } } },
      { case: "assignment is another realm than roaming", given: { "boundaries/DA7.fast": dallas, "boundaries/HOU.assignment": { ...dallas, realm: "contoso for assignment" } } },
      { case: "what is released counts no more", given: { "boundaries/DA7.fast": dallas, "boundaries/DAL.fast": { ...dallas, phase: "released" } } },
    ],
  }),
  defineRule({
    id: "CM-159",
    title: "between two owners, clients find no site",
    source: chapter("ch. 9, 'Migrating Site Boundaries'", 506),
    severity: "info",
    is: [
      { form: "note", at: { kind: "boundaries", move: "claim" }, text: "Until the new site has the boundaries, new clients there are assigned to nobody, and all of them count as roaming." },
      {
        form: "estate",
        over: "settings",
        check(settings, view) {
          const [wait, gap] = [Number(view.option("boundaries.replicationWaitMinutes") ?? 0), Number(view.option("boundaries.gapMinutes") ?? 0)];
          return wait > gap ? { say: `the boundaries of ${text(settings, "site")} belong to nobody for ${wait} min of replication, and ${gap} min are allowed`, fix: "allow a longer gap (boundaries.gap), or hand over in smaller parts" } : undefined;
        },
      },
    ],
    breaks: [{ case: "replication takes longer than is allowed", given: { "settings/DAL": { phase: "local", site: "site/DAL" } }, options: { "boundaries.replicationWaitMinutes": 600, "boundaries.gapMinutes": 240 } }],
    holds: [{ case: "it fits", given: { "settings/DAL": { phase: "local", site: "site/DAL" } }, options: { "boundaries.replicationWaitMinutes": 240, "boundaries.gapMinutes": 240 } }],
  }),
  defineRule({
    id: "CM-160",
    title: "released, replicated, claimed",
    source: chapter("ch. 9, 'Migrating Site Boundaries'", 508),
    severity: "error",
    is: [
      { form: "order" },
      { form: "gate", gate: "hand-over.replicated", ask: "boundaries-replicated", allow: (answer) => answer === true, denies: "some sites of the hierarchy still know the removed boundaries" },
      {
        form: "state",
        over: "boundaries",
        check: (held, view) =>
          ["claiming", "held"].includes(held.phase) && text(held, "handOver") !== "" && view.get(text(held, "handOver"))?.phase !== "open"
            ? { say: `${held.ref} is ${held.phase} before the release of its addresses has replicated`, fix: `wait for ${text(held, "handOver")}` }
            : undefined,
      },
    ],
    breaks: [
      { case: "some sites do not know yet", answer: false },
      { case: "claimed at once", given: { "boundaries/DA7.fast": { phase: "claiming", handOver: "gate/DAL-DA7/replicated" }, "gate/DAL-DA7/replicated": { phase: "asking" } } },
    ],
    holds: [
      { case: "all sites know", answer: true },
      { case: "claimed after the wait", given: { "boundaries/DA7.fast": { phase: "held", handOver: "gate/DAL-DA7/replicated" }, "gate/DAL-DA7/replicated": { phase: "open" } } },
      { case: "held ever since", given: { "boundaries/CEN.fast": { phase: "held" } } },
    ],
  }),
  defineRule({
    id: "CM-161",
    covers: ["CM-161", "CM-163"],
    title: "whatever meets a new boundary is removed before, roaming boundaries too",
    source: chapter("ch. 9, 'Migrating Site Boundaries'", 508),
    severity: "error",
    is: [
      { form: "task", task: "hand-over.narrow" },
      { form: "task", task: "hand-over.release" },
      { form: "state", over: "boundaries", check: stillHeld },
    ],
    breaks: [
      { case: "a larger one is left", given: { "boundaries/DA7.fast": { phase: "claiming", way: "side-by-side", addresses: ["10.20.0.0-10.20.14.255"], from: ["boundaries/DAL.fast"] }, "boundaries/DAL.fast": dallas } },
      { case: "a roaming one is left", given: { "boundaries/DA7.fast": { phase: "held", way: "side-by-side", addresses: ["10.99.0.0/24"], from: ["boundaries/DAL.slow"] }, "boundaries/DAL.slow": { ...dallas, addresses: ["10.99.0.0/22"] } } },
    ],
    holds: [
      { case: "it was split first", given: { "boundaries/DA7.fast": { phase: "held", way: "side-by-side", addresses: ["10.20.0.0-10.20.14.255"], from: ["boundaries/DAL.fast"] }, "boundaries/DAL.fast": { ...dallas, addresses: ["10.20.15.0/24"] } } },
      { case: "it is gone", given: { "boundaries/DA7.fast": { phase: "held", way: "side-by-side", addresses: ["10.20.0.0/20"], from: ["boundaries/DAL.fast"] }, "boundaries/DAL.fast": { ...dallas, phase: "released" } } },
    ],
  }),
  inProcedure("CM-162", "how a boundary is deleted in SMS 2003", chapter("ch. 9, 'Migrating Site Boundaries', steps 1-4", 508), "task", "info"),
];
