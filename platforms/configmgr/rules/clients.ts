import { number, text } from "../../../engine/model/entity";
import { defineRule, inProcedure } from "../../../engine/model/define";
import type { Rule } from "../../../engine/model/rule";
import { chapter } from "./source";

const allowed: readonly string[] = ["download", "run"];

export const clients: readonly Rule[] = [
  defineRule({
    id: "CM-127",
    title: "clients are upgraded after their site, and apart from it",
    source: chapter("ch. 9, 'Upgrading Clients'", 425),
    severity: "warning",
    is: [
      { form: "order" },
      { form: "task", task: "wave.upgrade" },
      {
        form: "state",
        over: "wave",
        check(wave, view) {
          const to = view.get(text(wave, "to"));
          if (wave.phase === "waiting" || to?.product === "configmgr") return undefined;
          return `${wave.ref} (${number(wave, "agents")} clients) is ${wave.phase} while ${text(wave, "to")} is ${to?.phase ?? "not there"}`;
        },
      },
    ],
    breaks: [{ case: "before the site", given: { "wave/CEN": { phase: "moving", to: "site/CEN", agents: 12 }, "site/CEN": { phase: "running", product: "sms" } } }],
    holds: [
      { case: "afterwards", given: { "wave/CEN": { phase: "moving", to: "site/CEN", agents: 12 }, "site/CEN": { phase: "upgraded", product: "configmgr" } } },
      { case: "nobody moves", given: { "wave/CEN": { phase: "waiting", to: "site/CEN", agents: 12 }, "site/CEN": { phase: "running", product: "sms" } } },
    ],
  }),
  inProcedure("CM-129", "software distribution goes collection by collection", chapter("ch. 9, 'Upgrading Clients'", 438), "both", "info"),
  inProcedure("CM-164", "a deployment can bring version and site code at once", chapter("ch. 9, 'Migrating Clients', option 1", 521), "task", "info"),
  inProcedure("CM-166", "an advertised script reassigns clients", chapter("ch. 9, 'Migrating Clients', option 2", 522), "task", "info"),
  inProcedure("CM-169", "boundaries go before their clients", chapter("ch. 9, 'Migrating Clients', option 2", 539), "order", "info"),
  defineRule({
    id: "CM-168",
    title: "without boundaries, distribution points are remote: advertisements must allow that",
    source: chapter("ch. 9, 'Migrating Clients', option 2", 539),
    severity: "error",
    is: [
      { form: "order" },
      { form: "setting", table: "advertisements", rows: [{ remote: "download", allowed: true }, { remote: "run", allowed: true }, { remote: "do not run", allowed: false }] },
      {
        form: "estate",
        over: "settings",
        check: (settings) =>
          allowed.includes(text(settings, "wanted"))
            ? undefined
            : { say: `advertisements of ${text(settings, "site")} would "${text(settings, "wanted")}" from remote distribution points: no client would get the package that moves it`, prop: "wanted", fix: "boundaries.advertisements: download or run" },
      },
      {
        form: "state",
        over: "wave",
        check(wave, view) {
          if (wave.phase === "moved" || wave.from === wave.to) return undefined;
          const held = view.get(`boundaries/${text(wave, "site")}.fast`);
          if (!held || held.phase === "held" || allowed.includes(text(view.get(text(wave, "settings")), "remote"))) return undefined;
          return { say: `${held.ref} is ${held.phase} while advertisements to ${wave.ref} (${number(wave, "agents")} clients) do not run from remote distribution points`, fix: `allow it first: ${text(wave, "settings")}` };
        },
      },
    ],
    breaks: [
      { case: "so declared", given: { "settings/DAL": { phase: "remote", site: "site/DAL", wanted: "do not run" } } },
      {
        case: "the boundaries go first",
        given: {
          "wave/DAL": { phase: "waiting", from: "site/DAL", to: "site/DA7", site: "DAL", settings: "settings/DAL", agents: 900 },
          "boundaries/DAL.fast": { phase: "releasing" }, "settings/DAL": { phase: "local", wanted: "download", remote: "do not run" },
        },
      },
    ],
    holds: [
      {
        case: "allowed before",
        given: {
          "wave/DAL": { phase: "waiting", from: "site/DAL", to: "site/DA7", site: "DAL", settings: "settings/DAL", agents: 900 },
          "boundaries/DAL.fast": { phase: "released" }, "settings/DAL": { phase: "remote", wanted: "download", remote: "download" },
        },
      },
      { case: "in place nothing goes", given: { "wave/CEN": { phase: "waiting", from: "site/CEN", to: "site/CEN", site: "CEN" }, "boundaries/CEN.fast": { phase: "read-only" } } },
    ],
  }),
];
