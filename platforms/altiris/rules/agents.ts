import { Entity, byText, list, number, text } from "../../../engine/model/entity";
import { defineRule, inProcedure } from "../../../engine/model/define";
import type { Rule, Said, View } from "../../../engine/model/rule";
import { grouped } from "../../../engine/text";
import { guide } from "./source";

/** For what is said once a migration, and not once a wave. */
function isFirst(wave: Entity, view: View): boolean {
  for (const first of view.all("wave")) return first.ref === wave.ref;
  return false;
}

/** Where nobody tries the migration before the rest: the smallest site would do, or a part of the only one. */
function unpiloted(view: View): Said {
  // a program's own change is no migration, and has no document to say it in
  if (view.option("strategy") === undefined) return undefined;
  const sites = new Map<string, number>();
  for (const wave of view.all("wave")) {
    if (wave.pilot === true) return undefined;
    const site = text(wave, "site");
    sites.set(site, (sites.get(site) ?? 0) + number(wave, "agents"));
  }
  const [smallest = ["", 0]] = [...sites].sort(([a, some], [b, others]) => some - others || byText(a, b));
  const [site, agents] = smallest;
  const part = sites.size > 1 ? "" : ` agents: ${Math.ceil(agents / 10)},`;
  return {
    say: "no pilot is declared: nobody tries the migration, and the upgrade of agents and plug-ins, before all others follow",
    prop: "pilot",
    fix: `pilot: { site: ${site},${part} for: 5 d }`,
  };
}

export const agents: readonly Rule[] = [
  defineRule({
    id: "ALT-059",
    covers: ["ALT-057", "ALT-059"],
    title: "validated and signed before the first redirect",
    source: guide("ch. 2, phase Validate", 510),
    severity: "error",
    is: [
      { form: "order" },
      { form: "gate", gate: "server.validated", ask: "signed-off", allow: (answer) => answer === true || answer === "yes", denies: "nobody has signed that the new server is configured as required", signed: true },
      {
        form: "state",
        over: "wave",
        check: (wave, view) =>
          wave.phase !== "waiting" && view.get(`gate/${text(wave, "newServer")}/validated`)?.phase !== "open"
            ? { say: `${wave.ref} is ${wave.phase} to a server that nobody has validated`, fix: `sign gate/${text(wave, "newServer")}/validated first` }
            : undefined,
      },
    ],
    breaks: [
      { case: "moves to an unsigned server", given: { "wave/x": { phase: "moving", newServer: "a" }, "gate/a/validated": { phase: "asking" } } },
      { case: "the answer is no", answer: false },
    ],
    holds: [{ case: "signed", given: { "wave/x": { phase: "moving", newServer: "a" }, "gate/a/validated": { phase: "open" } } }, { case: "the answer is yes", answer: "yes" }],
  }),
  defineRule({
    id: "ALT-074",
    title: "a small pilot goes first",
    source: guide("ch. 3, table 3-1, 'Use a pilot test group'", 589),
    severity: "warning",
    is: [
      { form: "order" },
      {
        form: "estate",
        over: "wave",
        check(wave, view) {
          if (wave.pilot !== true) return undefined;
          for (const other of view.all("wave"))
            if (other.pilot !== true && number(other, "agents") < number(wave, "agents"))
              return { say: `the pilot ${wave.ref} has ${number(wave, "agents")} agents, ${other.ref} has ${number(other, "agents")}: a pilot is smaller than what follows`, fix: `take ${text(other, "site")} as the pilot` };
          return undefined;
        },
      },
      { form: "estate", over: "wave", check: (wave, view) => (isFirst(wave, view) ? unpiloted(view) : undefined) },
    ],
    breaks: [
      { case: "no pilot", options: { strategy: "children-first" }, given: { "wave/x": { phase: "waiting", agents: 300, site: "x" }, "wave/y": { phase: "waiting", agents: 200, site: "y" } } },
      { case: "no pilot, and one site alone", options: { strategy: "children-first" }, given: { "wave/x-1": { phase: "waiting", agents: 300, site: "x" }, "wave/x-2": { phase: "waiting", agents: 300, site: "x" } } },
      { case: "a later wave is smaller", given: { "wave/p": { phase: "waiting", pilot: true, agents: 900, site: "p" }, "wave/x": { phase: "waiting", agents: 300, site: "x" } } },
    ],
    holds: [
      { case: "the pilot is the smallest", options: { strategy: "children-first" }, given: { "wave/p": { phase: "waiting", pilot: true, agents: 300, site: "p" }, "wave/x": { phase: "waiting", agents: 900, site: "x" } } },
      { case: "a program moves agents", given: { "wave/x": { phase: "waiting", agents: 300, site: "x" } } },
    ],
  }),
  defineRule({
    id: "ALT-075",
    title: "while the pilot runs, everybody else stays",
    source: guide("ch. 3, table 3-1, 'Use a pilot test group'", 589),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "wave",
        check(wave, view) {
          if (wave.pilot === true || wave.phase === "waiting") return undefined;
          // A gate that is being asked has not answered yet.
          const worked = view.get("gate/pilot/worked");
          return worked && worked.phase !== "open" ? `${wave.ref} is ${wave.phase} while the pilot runs` : undefined;
        },
      },
    ],
    breaks: [
      { case: "a second wave at once", given: { "wave/x": { phase: "moving" }, "gate/pilot/worked": { phase: "closed" } } },
      { case: "while it is asked whether the pilot works", given: { "wave/x": { phase: "moving" }, "gate/pilot/worked": { phase: "asking" } } },
    ],
    holds: [
      { case: "the pilot has worked", given: { "wave/x": { phase: "moving" }, "gate/pilot/worked": { phase: "open" } } },
      { case: "the pilot itself", given: { "wave/p": { phase: "moving", pilot: true }, "gate/pilot/worked": { phase: "closed" } } },
    ],
  }),
  defineRule({
    id: "ALT-076",
    covers: ["ALT-076", "ALT-222", "ALT-223"],
    title: "5,000 agents at a time to one server",
    source: guide("ch. 3, table 3-1, 'Redirect managed computers in stages'", 590),
    severity: "error",
    is: [
      { form: "limit", of: "wave", by: "to", weigh: "agents", atMost: { option: "waves.atOnce", default: 5000 }, span: "stage", moves: ["move"] },
      { form: "limit", of: "wave", by: "to", weigh: "agents", atMost: { option: "waves.atOnce", default: 5000 }, span: "at-once", moves: ["move"] },
    ],
    breaks: [{ case: "5,001", given: { "wave/x": { phase: "waiting", to: "server/a@7.1", agents: 3000 }, "wave/y": { phase: "waiting", to: "server/a@7.1", agents: 2001 } }, moving: ["wave/x:move", "wave/y:move"] }],
    holds: [
      { case: "exactly 5,000", given: { "wave/x": { phase: "waiting", to: "server/a@7.1", agents: 3000 }, "wave/y": { phase: "waiting", to: "server/a@7.1", agents: 2000 } }, moving: ["wave/x:move", "wave/y:move"] },
      { case: "to two servers", given: { "wave/x": { phase: "waiting", to: "server/a@7.1", agents: 5000 }, "wave/y": { phase: "waiting", to: "server/b@7.1", agents: 5000 } }, moving: ["wave/x:move", "wave/y:move"] },
    ],
  }),
  defineRule({
    id: "ALT-173",
    covers: ["ALT-173", "ALT-224"],
    title: "never more than 15,000 at a time, whatever is declared",
    source: guide("ch. 3, 'Redirecting managed computers to Notification Server 7.1'", 789),
    severity: "error",
    is: [{ form: "limit", of: "wave", by: "to", weigh: "agents", atMost: 15000, span: "stage", moves: ["move"] }],
    breaks: [{ case: "15,001", given: { "wave/x": { phase: "waiting", to: "server/a@7.1", agents: 15001 } }, moving: ["wave/x:move"] }],
    holds: [{ case: "15,000", given: { "wave/x": { phase: "waiting", to: "server/a@7.1", agents: 15000 } }, moving: ["wave/x:move"] }],
  }),
  defineRule({
    id: "ALT-172",
    title: "20,000 computers on one server",
    source: guide("ch. 3, 'Redirecting managed computers to Notification Server 7.1'", 789),
    severity: "error",
    is: [{ form: "limit", of: "wave", by: "at", weigh: "agents", atMost: 20000, span: "state" }],
    breaks: [{ case: "20,001 on one server", given: { "wave/x": { phase: "moved", from: "server/o@7.0", to: "server/a@7.1", at: ["server/a@7.1"], agents: 15000 }, "wave/y": { phase: "waiting", from: "server/o@7.0", to: "server/a@7.1", at: ["server/o@7.0"], agents: 5001 } }, moving: ["wave/y:move"] }],
    holds: [{ case: "20,000", given: { "wave/x": { phase: "moved", from: "server/o@7.0", to: "server/a@7.1", at: ["server/a@7.1"], agents: 15000 }, "wave/y": { phase: "waiting", from: "server/o@7.0", to: "server/a@7.1", at: ["server/o@7.0"], agents: 5000 } }, moving: ["wave/y:move"] }],
  }),
  defineRule({
    id: "ALT-171",
    title: "the redirection filter only grows, and ends with everybody",
    source: guide("ch. 3, 'Redirecting managed computers to Notification Server 7.1'", 785),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "wave",
        check: (wave, view) =>
          wave.phase !== "waiting" && !list(view.get(text(wave, "oldSettings")), "targets").includes(wave.ref) ? `${wave.ref} is ${wave.phase} and ${text(wave, "oldSettings")} does not redirect it` : undefined,
      },
    ],
    breaks: [{ case: "moved without the filter", given: { "wave/x": { phase: "moved", oldSettings: "settings/a@7.0" }, "settings/a@7.0": { phase: "ready", targets: ["wave/y"] } } }],
    holds: [{ case: "in the filter", given: { "wave/x": { phase: "moved", oldSettings: "settings/a@7.0" }, "settings/a@7.0": { phase: "ready", targets: ["wave/x"] } } }],
  }),
  defineRule({
    id: "ALT-161",
    covers: ["ALT-161", "ALT-164"],
    title: "a site above 5,000 agents moves in parts",
    source: guide("ch. 3, 'About redirecting sites and agents', 'Sites are defined', second item", 779),
    severity: "warning",
    is: [
      {
        form: "state",
        over: "wave",
        // What the migration asks for cannot be the measure of it: above 5,000 it is asked for against the advice (waves.size).
        check: (wave) =>
          wave.phase === "moving" && number(wave, "agents") > 5000
            ? { say: `${wave.ref} is to move ${grouped(number(wave, "agents"))} agents of one site at once: above 5,000 they go in parts`, prop: "size", fix: "waves: { size: 5000 }, or divide the site" }
            : undefined,
      },
    ],
    breaks: [{ case: "5,001 in one wave", given: { "wave/x": { phase: "moving", agents: 5001 } } }],
    holds: [{ case: "5,000 in one wave", given: { "wave/x": { phase: "moving", agents: 5000 } } }],
  }),
  defineRule({
    id: "ALT-185",
    title: "which agent upgrade policy for which computer",
    source: guide("ch. 3, 'About the Symantec Management Agent upgrade policies'", 829),
    severity: "error",
    is: [
      {
        form: "setting",
        table: "agent-upgrade-policies",
        rows: [
          { set: "Site Server", computer: "64-bit", agent: "64-bit" },
          { set: "Site Server", computer: "64-bit", agent: "32-bit" },
          { set: "Site Server", computer: "32-bit", agent: "32-bit" },
          { set: "Non Site Server", computer: "64-bit", agent: "64-bit" },
          { set: "Non Site Server", computer: "64-bit", agent: "32-bit" },
          { set: "Non Site Server", computer: "32-bit", agent: "32-bit" },
        ],
      },
    ],
  }),
  defineRule({
    id: "ALT-133",
    title: "sites, subnets and connection profiles are intact",
    source: guide("ch. 3, table 3-2 step 11", 677),
    severity: "error",
    is: [
      { form: "order" },
      { form: "task", task: "server.confirm-sites" },
      {
        form: "state",
        over: "wave",
        check: (wave, view) => (wave.phase !== "waiting" && view.get(text(wave, "newBoundaries"))?.phase !== "held" ? `${wave.ref} is ${wave.phase} and ${text(wave, "newBoundaries")} have not been confirmed` : undefined),
      },
    ],
    breaks: [{ case: "nobody has looked", given: { "wave/x": { phase: "moving", newBoundaries: "boundaries/x@7.1" }, "boundaries/x@7.1": { phase: "planned" } } }],
    holds: [{ case: "confirmed", given: { "wave/x": { phase: "moving", newBoundaries: "boundaries/x@7.1" }, "boundaries/x@7.1": { phase: "held" } } }],
  }),
  inProcedure("ALT-060", "agents report to 7.1 before they are upgraded", guide("ch. 2, phase Validate", 510), "task", "error", ["ALT-060", "ALT-077", "ALT-216", "ALT-217"]),
  inProcedure("ALT-134", "all agents are redirected, in groups", guide("ch. 3, table 3-2 step 12", 678), "both"),
  inProcedure("ALT-168", "a filter holds the computers to be moved", guide("ch. 3, 'Redirecting managed computers to Notification Server 7.1'", 785), "both", "error", ["ALT-168", "ALT-169", "ALT-170"]),
  inProcedure("ALT-218", "redirect on the old side, upgrade policies on the new", guide("ch. 3, 'To upgrade the Symantec Management Agent and the agent plug-ins', step 1", 918), "both"),
  inProcedure("ALT-226", "who could not be reached comes by the old server's name", guide("ch. 3, 'To upgrade the Symantec Management Agent and the agent plug-ins', step 7", 930), "both", "warning"),
  inProcedure("ALT-227", "the old name leads to the new server after all groups have moved", guide("ch. 3, 'To upgrade the Symantec Management Agent and the agent plug-ins', steps 6 and 7", 930), "order"),
  inProcedure("ALT-228", "the old name leads there as long as anybody is left", guide("ch. 3, 'To upgrade the Symantec Management Agent and the agent plug-ins', step 7", 934), "both"),
  inProcedure("ALT-221", "the pilot is checked before the rest follows", guide("ch. 3, 'To upgrade the Symantec Management Agent and the agent plug-ins', step 5", 925), "both", "error", ["ALT-219", "ALT-221"]),
];
