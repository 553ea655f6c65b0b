import { list, number, text } from "../../../engine/model/entity";
import { defineRule, inProcedure } from "../../../engine/model/define";
import type { Rule } from "../../../engine/model/rule";
import { upgradable } from "../subjects";
import { chapter } from "./source";

const begun = (phase: string): boolean => ["upgrading", "upgraded", "attaching", "attached"].includes(phase);

export const sites: readonly Rule[] = [
  defineRule({
    id: "CM-011",
    title: "only SMS 2003 SP 2 and SP 3 are upgraded directly",
    source: chapter("ch. 9, note 'About Supported Upgrade Paths'", 46),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "site",
        check(site, view) {
          if (site.oldProduct !== "sms" || !begun(site.phase) || upgradable.includes(text(site, "version"))) return undefined;
          if (view.get(`task/${text(site, "code")}/service-pack`)?.phase === "done") return undefined;
          return { say: `${site.ref} is ${site.phase} from ${text(site, "version")}`, prop: "version", fix: "bring it to SMS 2003 SP 3 first (CM-012)" };
        },
      },
    ],
    breaks: [{ case: "straight from SP 1", given: { "site/HOU": { phase: "upgrading", code: "HOU", oldProduct: "sms", version: "2003-sp1" }, "task/HOU/service-pack": { phase: "todo" } } }],
    holds: [
      { case: "SP 2 is enough", given: { "site/HOU": { phase: "upgrading", code: "HOU", oldProduct: "sms", version: "2003-sp2" } } },
      { case: "the service pack came first", given: { "site/HOU": { phase: "upgraded", code: "HOU", oldProduct: "sms", version: "2003-sp1" }, "task/HOU/service-pack": { phase: "done" } } },
    ],
  }),
  inProcedure("CM-012", "an earlier version goes to SMS 2003 SP 3 first", chapter("ch. 9, note 'About Supported Upgrade Paths'", 46), "both"),
  defineRule({
    id: "CM-013",
    title: "no ConfigMgr site reports to an SMS site",
    source: chapter("ch. 9, note 'About Supported Upgrade Paths'", 48),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "site",
        check(site, view) {
          if (!["between", "configmgr"].includes(text(site, "product")) || text(site, "reports") === "") return undefined;
          const parent = view.get(text(site, "reports"));
          if (parent?.product === "configmgr") return undefined;
          return { say: `${site.ref} is ${site.phase} and reports to ${text(site, "reports")}, which is ${parent?.phase ?? "not there"}`, prop: "parent", fix: "the parent goes first, or the site is detached (CM-016)" };
        },
      },
      {
        form: "estate",
        over: "site",
        check(site, view) {
          const parent = view.get(text(site, "parent"));
          if (!parent || !["between", "configmgr"].includes(text(site, "product")) || parent.product === "configmgr") return undefined;
          return { say: `${site.ref} is to report to ${parent.ref}, which is to stay an SMS site`, prop: "parent", fix: `upgrade ${parent.ref}, or give the site a ConfigMgr parent` };
        },
      },
    ],
    breaks: [
      { case: "its parent is being upgraded, too", given: { "site/DAL": { phase: "upgrading", product: "between", reports: "site/CEN" }, "site/CEN": { phase: "upgrading", product: "between" } } },
      { case: "attached to an SMS site", given: { "site/DA7": { phase: "attaching", product: "configmgr", reports: "site/CEN" }, "site/CEN": { phase: "running", product: "sms" } } },
      { case: "so declared", given: { "site/DA7": { phase: "attached", product: "configmgr", parent: "site/CEN" }, "site/CEN": { phase: "running", product: "sms" } } },
    ],
    holds: [
      { case: "the parent has gone before", given: { "site/DAL": { phase: "upgrading", product: "between", reports: "site/CEN" }, "site/CEN": { phase: "upgraded", product: "configmgr" } } },
      { case: "an SMS site below a ConfigMgr one", given: { "site/DAL": { phase: "running", product: "sms", reports: "site/CEN", parent: "site/CEN" }, "site/CEN": { phase: "upgraded", product: "configmgr" } } },
      { case: "a detached one reports to nobody", given: { "site/DAL": { phase: "upgrading", product: "between", reports: "" } } },
    ],
  }),
  defineRule({
    id: "CM-014",
    title: "SMS sites may stay below ConfigMgr sites",
    source: chapter("ch. 9, note 'About Supported Upgrade Paths'", 48),
    severity: "info",
    is: [{ form: "note", at: { kind: "site", move: "upgrade" }, text: "SMS 2003 sites below go on reporting to the upgraded site; each product keeps its own console meanwhile." }],
  }),
  inProcedure("CM-015", "the central site first, then level by level", chapter("ch. 9, note 'About Supported Upgrade Paths'", 48), "both"),
  defineRule({
    id: "CM-016",
    title: "a child that goes before the central site is detached first",
    source: chapter("ch. 9, note 'About Supported Upgrade Paths'", 50),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "estate",
        over: "site",
        check: (site) =>
          site.detach === true && site.role !== "primary"
            ? { say: `${site.ref} is a ${text(site, "role")} site and cannot be detached: only a primary site lives on its own`, prop: "detach", fix: "take detach out" }
            : undefined,
      },
    ],
    breaks: [{ case: "a secondary site", given: { "site/LFK": { phase: "attached", role: "secondary", detach: true } } }],
    holds: [{ case: "a primary site", given: { "site/HOU": { phase: "attached", role: "primary", detach: true } } }, { case: "nobody is", given: { "site/LFK": { phase: "upgraded", role: "secondary" } } }],
  }),
  defineRule({
    id: "CM-017",
    title: "a site on its own is attached again when its parent is ConfigMgr",
    source: chapter("ch. 9, note 'About Supported Upgrade Paths'", 50),
    severity: "warning",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "site",
        in: "final",
        check: (site) => (site.detach === true && site.phase !== "attached" ? `${site.ref} was detached and ends as ${site.phase}, not attached` : undefined),
      },
    ],
    breaks: [{ case: "forgotten", given: { "site/HOU": { phase: "upgraded", detach: true } } }],
    holds: [{ case: "attached again", given: { "site/HOU": { phase: "attached", detach: true } } }],
  }),
  defineRule({
    id: "CM-040",
    title: "no legacy client in a ConfigMgr site",
    source: chapter("ch. 9, 'Upgrade Prerequisites', bullet 6", 88),
    severity: "error",
    is: [
      { form: "order" },
      { form: "task", task: "upgrade.convert-legacy" },
      { form: "gate", gate: "upgrade.no-legacy", ask: "legacy-clients", allow: (answer) => answer === 0, denies: "legacy clients are left: convert them, move them to a site that stays SMS, or retire them" },
      {
        form: "state",
        over: "site",
        check(site, view) {
          if (site.oldProduct !== "sms" || number(site, "legacy") === 0) return undefined;
          const code = text(site, "code");
          if (begun(site.phase) && view.get(`gate/${code}/no-legacy`)?.phase !== "open") return `${site.ref} is ${site.phase} and nobody has seen that its ${number(site, "legacy")} legacy clients are gone`;
          const closing = ["retiring", "retired"].includes(site.phase);
          return closing && view.get(`task/${code}/convert-legacy`)?.phase !== "done" ? `${site.ref} is ${site.phase} and its ${number(site, "legacy")} legacy clients have nowhere to go` : undefined;
        },
      },
      {
        form: "estate",
        over: "site",
        check(site) {
          if (site.oldProduct !== "sms" || number(site, "legacy") === 0) return undefined;
          const [legacy, decision] = [`${site.ref} has ${number(site, "legacy")} legacy clients`, text(site, "legacyDecision")];
          const goes = site.way !== "stays";
          if (goes && decision === "stay") return { say: `${legacy} that are to stay, and the site goes`, prop: "legacy", fix: "keep the site in the new estate (keep: true), or choose convert" };
          return goes && decision !== "convert" ? { say: `${legacy}, which do not work in a ConfigMgr site`, prop: "legacy", fix: "decide in the migration: decisions.legacyClients, convert or stay" } : undefined;
        },
      },
      {
        form: "estate",
        over: "site",
        check: (site) =>
          site.oldProduct === "none" && number(site, "legacy") > 0
            ? { say: `${site.ref} is to have ${number(site, "legacy")} legacy clients, and a ConfigMgr site serves none`, prop: "legacy", fix: "leave them at an SMS site that stays" }
            : undefined,
      },
    ],
    breaks: [
      { case: "twelve are left", answer: 12 },
      { case: "upgraded unasked", given: { "site/HOU": { phase: "upgrading", code: "HOU", oldProduct: "sms", legacy: 12, way: "in-place", legacyDecision: "convert" }, "gate/HOU/no-legacy": { phase: "closed" } } },
      { case: "retired under them", given: { "site/DAL": { phase: "retiring", code: "DAL", oldProduct: "sms", legacy: 12, way: "replaced", legacyDecision: "convert" }, "task/DAL/convert-legacy": { phase: "todo" } } },
      { case: "nobody has decided", given: { "site/DAL": { phase: "running", code: "DAL", oldProduct: "sms", legacy: 12, way: "replaced" } } },
      { case: "they stay and the site goes", given: { "site/DAL": { phase: "running", code: "DAL", oldProduct: "sms", legacy: 12, way: "replaced", legacyDecision: "stay" } } },
      { case: "taken along", given: { "site/DA7": { phase: "planned", code: "DA7", oldProduct: "none", legacy: 12 } } },
    ],
    holds: [
      { case: "none is left", answer: 0 },
      { case: "they stay with their site", given: { "site/DAL": { phase: "running", code: "DAL", oldProduct: "sms", legacy: 12, way: "stays", legacyDecision: "stay" } } },
      { case: "seen to be gone", given: { "site/HOU": { phase: "upgraded", code: "HOU", oldProduct: "sms", legacy: 12, way: "in-place", legacyDecision: "convert" }, "gate/HOU/no-legacy": { phase: "open" } } },
      { case: "there were none", given: { "site/HOU": { phase: "upgraded", code: "HOU", oldProduct: "sms", legacy: 0, way: "in-place" } } },
    ],
  }),
  defineRule({
    id: "CM-080",
    title: "the upgrade of the database is tried on a copy",
    source: chapter("ch. 9, 'Database Upgrade Tips and Tricks', step 1", 249),
    severity: "error",
    is: [
      { form: "order" },
      { form: "task", task: "upgrade.copy-database" },
      { form: "task", task: "upgrade.test-database" },
      {
        form: "estate",
        over: "site",
        check: (site) =>
          site.database !== undefined && text(site, "testDatabase").toLowerCase() === text(site, "database").toLowerCase()
            ? { say: `${site.ref} would try the upgrade on ${text(site, "database")}, its own database: that can make it useless for SMS 2003`, prop: "testDatabase", fix: "name the copy otherwise" }
            : undefined,
      },
    ],
    breaks: [{ case: "on the site database itself", given: { "site/CEN": { phase: "upgraded", database: "SMS_CEN", testDatabase: "sms_cen" } } }],
    holds: [{ case: "on a copy", given: { "site/CEN": { phase: "upgraded", database: "SMS_CEN", testDatabase: "SMS_CEN_TEST" } } }, { case: "a secondary site has none", given: { "site/LFK": { phase: "upgraded" } } }],
  }),
  inProcedure("CM-112", "the four services have started", chapter("ch. 9, 'Running the Upgrade', step 13", 360), "both"),
  inProcedure("CM-113", "the console shows systems and components in order", chapter("ch. 9, 'Running the Upgrade', step 14", 372), "both", "warning"),
  defineRule({
    id: "CM-114",
    covers: ["CM-114", "CM-117"],
    title: "a secondary site goes in a later stage than its primary",
    source: chapter("ch. 9, 'Upgrading Secondary Sites'", 376),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "site",
        check(site, view) {
          if (site.role !== "secondary" || !["between", "configmgr"].includes(text(site, "product"))) return undefined;
          // a primary that ran ConfigMgr all the time has no gate, and needs none
          const verified = view.get(`gate/${text(view.get(text(site, "parent")), "code")}/verified`);
          if (!verified || verified.phase === "open") return undefined;
          return { say: `${site.ref} is ${site.phase} and its primary ${text(site, "parent")} is not verified on ConfigMgr`, fix: "its primary goes first" };
        },
      },
    ],
    breaks: [{ case: "with its primary", given: { "site/LFK": { phase: "upgrading", role: "secondary", product: "between", parent: "site/HOU" }, "site/HOU": { phase: "upgrading", code: "HOU" }, "gate/HOU/verified": { phase: "closed" } } }],
    holds: [
      { case: "after it", given: { "site/LFK": { phase: "upgrading", role: "secondary", product: "between", parent: "site/HOU" }, "site/HOU": { phase: "upgraded", code: "HOU" }, "gate/HOU/verified": { phase: "open" } } },
      { case: "nobody has begun", given: { "site/LFK": { phase: "running", role: "secondary", product: "sms", parent: "site/HOU" }, "site/HOU": { phase: "running", code: "HOU" } } },
      { case: "both ran it all the time", given: { "site/LFK": { phase: "running", role: "secondary", product: "configmgr", parent: "site/HOU" }, "site/HOU": { phase: "running", code: "HOU" } } },
    ],
  }),
  inProcedure("CM-115", "the checker runs again for all secondary sites", chapter("ch. 9, 'Upgrading Secondary Sites'", 376), "both"),
  inProcedure("CM-126", "a secondary site's status is looked at afterwards", chapter("ch. 9, 'Upgrading Secondary Sites'", 421), "both", "warning"),
  defineRule({
    id: "CM-152",
    title: "a site beside an old one has a code of its own",
    source: chapter("ch. 9, 'Side-by-Side Migrations', task 1", 498),
    severity: "error",
    is: [
      { form: "task", task: "build.install" },
      {
        form: "estate",
        over: "site",
        check(site, view) {
          if (site.way !== "side-by-side" || view.get(`site/${text(site, "code")}`)?.side !== "old") return undefined;
          return { say: `${text(site, "code")} is the code of an old site, and a new one is to be built beside it under the same`, fix: "take a code that no site of either estate has" };
        },
      },
    ],
    breaks: [{ case: "the same code", given: { "site/DAL@new": { phase: "attached", code: "DAL", way: "side-by-side", side: "new" }, "site/DAL": { phase: "retired", code: "DAL", side: "old" } } }],
    holds: [
      { case: "another code", given: { "site/DA7": { phase: "attached", code: "DA7", way: "side-by-side", side: "new" }, "site/DAL": { phase: "retired", code: "DAL", side: "old" } } },
      { case: "in place it keeps its own", given: { "site/CEN": { phase: "upgraded", code: "CEN", way: "in-place", side: "old" } } },
    ],
  }),
  defineRule({
    id: "CM-153",
    title: "new sites, then boundaries, then clients, then the old sites' end",
    source: chapter("ch. 9, 'Side-by-Side Migrations', task 2", 499),
    severity: "error",
    is: [
      { form: "order" },
      { form: "task", task: "leave.retire" },
      {
        form: "state",
        over: "wave",
        check(wave, view) {
          const from = view.get(text(wave, "from"));
          if (!from || !["retiring", "retired"].includes(from.phase) || !list(wave, "assigned").includes(from.ref)) return undefined;
          return `${from.ref} is ${from.phase} while ${wave.ref} (${number(wave, "agents")} clients) is assigned to it`;
        },
      },
    ],
    breaks: [{ case: "clients are left", given: { "wave/DAL": { phase: "waiting", from: "site/DAL", assigned: "site/DAL", agents: 12 }, "site/DAL": { phase: "retiring" } } }],
    holds: [{ case: "all have gone", given: { "wave/DAL": { phase: "moved", from: "site/DAL", assigned: "site/DA7", agents: 12 }, "site/DAL": { phase: "retiring" } } }],
  }),
  inProcedure("CM-154", "what the old site published is removed", chapter("ch. 9, 'Side-by-Side Migrations', task 3", 500), "both", "error", ["CM-154", "CM-155"]),
];
