import assert from "node:assert/strict";
import { dice } from "../../bench/dice";
import { loadMigration } from "../../documents/load";
import type { Documents } from "../../documents/model";
import { State, Value } from "../../engine/model/entity";
import type { Edge, Operation, Stage } from "../../engine/model/plan";
import type { Problem } from "../../engine/model/problem";
import { verify } from "../../engine/passes/verify";
import { Verifier } from "../../engine/verify/verifier";
import { laws } from "../../lab/altiris/laws";
import { altiris } from "../../platforms/altiris";
import type { AltirisEstate } from "../../platforms/altiris/estate";
import { Drawn, drawn, planned } from "../support/plans";
import { runs } from "../support/runs";

const { documents } = loadMigration("migrations/gulf");
const gulf = planned(altiris.read(documents as Documents<AltirisEstate>), "gulf");

type Stages = readonly Stage[];
type Fault = (stages: Stages) => Stages;

/** Who caught a plan: `state ALT-231`, `limit ALT-076`, `order ALT-099`. Warnings stop no plan, so they catch none. */
function caught(problem: Problem, stages: Stages): readonly string[] {
  const { breaches, excesses, misplaced } = verify(problem, stages);
  return [
    ...new Set([
      ...breaches.filter((one) => one.severity === "error" && !one.inherited).map((one) => `state ${one.rule}`),
      ...excesses.filter((one) => one.severity === "error").map((one) => `limit ${one.rule}`),
      ...misplaced.map((one) => `order ${one.edge.rule}`),
    ]),
  ].sort();
}

const entityOf = (id: string): string => id.slice(0, id.lastIndexOf(":"));
const stageOf = (stages: Stages, id: string): number => {
  const at = stages.findIndex((stage) => stage.operations.some((operation) => operation.id === id));
  assert.notEqual(at, -1, `no stage has ${id}: the fault cannot be planted`);
  return at;
};
const without = (stage: Stage, id: string): Stage => ({
  ...stage,
  operations: stage.operations.filter((operation) => operation.id !== id),
  edges: stage.edges.filter((edge) => edge.first !== id && edge.then !== id),
});

/** The first stage in which an entity waits for another one waits no more. */
const unwaited =
  (then: string, first: string): Fault =>
  (stages) => {
    const is = (edge: Edge): boolean => entityOf(edge.then) === then && entityOf(edge.first) === first;
    const at = stages.findIndex((stage) => stage.edges.some(is));
    assert.notEqual(at, -1, `${then} waits for ${first} nowhere`);
    return stages.map((stage, i) => (i === at ? { ...stage, edges: stage.edges.filter((edge) => !is(edge)) } : stage));
  };

/** … or it is the other one that waits. */
const swapped =
  (then: string, first: string): Fault =>
  (stages) => {
    const at = stages.findIndex((stage) =>
      stage.edges.some((edge) => entityOf(edge.then) === then && entityOf(edge.first) === first),
    );
    const found = stages[at]?.edges.find((edge) => entityOf(edge.then) === then && entityOf(edge.first) === first) as Edge;
    return unwaited(
      then,
      first,
    )(stages).map((stage, i) =>
      i === at ? { ...stage, edges: [...stage.edges, { ...found, first: found.then, then: found.first }] } : stage,
    );
  };

const missing =
  (...ids: readonly string[]): Fault =>
  (stages) => {
    for (const id of ids) stageOf(stages, id);
    return stages.map((stage) => ids.reduce(without, stage));
  };

/** Operations go to the stage of another one, or so many stages further. */
const moved =
  (to: string | number, ...ids: readonly string[]): Fault =>
  (stages) => {
    const operations = ids.map((id) => stages[stageOf(stages, id)]?.operations.find((one) => one.id === id) as Operation);
    const at = typeof to === "string" ? stageOf(stages, to) : stageOf(stages, ids[0] as string) + to;
    return stages.map((stage, i) => {
      const left = ids.reduce(without, stage);
      return i === at ? { ...left, operations: [...left.operations, ...operations] } : left;
    });
  };

const waiting =
  (then: string, first: string): Fault =>
  (stages) =>
    stages.map((stage, i) =>
      i === stageOf(stages, then)
        ? { ...stage, edges: [...stage.edges, { first, then, rule: "ALT-099", how: "before" }] }
        : stage,
    );

const unaimed =
  (id: string, element: string): Fault =>
  (stages) =>
    stages.map((stage) => ({
      ...stage,
      operations: stage.operations.map((one) =>
        one.id === id ? { ...one, add: (one.add ?? []).filter((other) => other !== element) } : one,
      ),
    }));

describe("faults planted into the plan of gulf", () => {
  it("none planted: nothing is caught", () => assert.deepEqual(caught(gulf.problem, gulf.plan.stages), []));

  // What catches it when no edge is known: a rule about states or a limit; else only the edge itself, which the lab may confirm.
  const cases: Record<string, { fault: Fault; by: string }> = {
    "the wave does not wait for its redirection": {
      fault: unwaited("wave/beaumont", "settings/bea-ns1@7.0"),
      by: "state ALT-171",
    },
    "agents are redirected before their site server has gone over": {
      fault: unwaited("settings/bea-ns1@7.0", "siteServer/bea-ps1"),
      by: "state ALT-151",
    },
    "a site server goes over before anybody is targeted": {
      fault: unwaited("siteServer/bea-ps1", "settings/bea-smp1@7.1"),
      by: "state ALT-235",
    },
    "the last site server goes before the temporary one is there": {
      fault: unwaited("siteServer/ora-ps1", "siteServer/ora-tmp70"),
      by: "state ALT-231",
    },
    "links go while replication is on": { fault: unwaited("gate/hou-ns1/idle", "server/hou-ns1@7.0"), by: "state ALT-213" },
    "replication goes off before the backup": {
      fault: unwaited("task/bea-ns1/verify-backups", "task/bea-ns1/backup-1"),
      by: "state ALT-083",
    },
    "replication goes off before the server's own backup": {
      fault: unwaited("task/bea-ns1/verify-backups", "task/bea-ns1/backup-server"),
      by: "state ALT-084",
    },
    "the database is restored from whatever there is": {
      fault: unwaited("task/bea-smp1/copy-backup", "task/bea-smp1/backup-2"),
      by: "state ALT-110",
    },
    "the products are installed before the database is there": {
      fault: unwaited("server/hou-smp1@7.1", "database/hou-smp1@7.1"),
      by: "state ALT-116",
    },
    "the temporary site server goes while stragglers are left": {
      fault: swapped("siteServer/lak-tmp70", "stragglers/lak-ns1"),
      by: "state ALT-231",
    },
    "targeting and taking over change places": {
      fault: swapped("siteServer/bea-ps1", "settings/bea-smp1@7.1"),
      by: "state ALT-235",
    },
    "the parent is installed with its children": {
      fault: moved("server/bea-smp1@7.1:install", "server/hou-smp1@7.1:install", "database/hou-smp1@7.1:restore"),
      by: "state ALT-193",
    },
    "a backup is made a stage later": { fault: moved(1, "task/bea-ns1/backup-1:do"), by: "state ALT-083" },
    "a second wave moves with the pilot": { fault: moved("wave/beaumont:move", "wave/orange:move"), by: "state ALT-075" },
    "both halves of a site move at once": {
      fault: moved("wave/lake-charles-1:move", "wave/lake-charles-2:move"),
      by: "limit ALT-076",
    },
    "a wave moves to a server that nobody has signed": {
      fault: moved("wave/beaumont:move", "gate/bea-smp1/validated:pass"),
      by: "state ALT-059",
    },
    "boundaries are confirmed after the agents came": {
      fault: moved("wave/galveston:move", "boundaries/houston@7.1:confirm"),
      by: "state ALT-133",
    },
    "the shared site server comes back one wave too early": {
      fault: moved(-1, "siteServer/hou-ps1:create"),
      by: "state ALT-167",
    },
    "the shared site server stays on 7.0 while its first site moves": {
      fault: moved(1, "siteServer/hou-ps1:drop"),
      by: "state ALT-166",
    },
    "an old server goes a stage before its last agents": { fault: moved(-2, "server/bea-ns1@7.0:retire"), by: "state ALT-069" },
    "links are made before both ends are 7.1": {
      fault: moved("server/bea-smp1@7.1:install", "link/hou-smp1--bea-smp1@7.1:link"),
      by: "state ALT-136",
    },
    "links stay while the children go over": { fault: moved(1, "link/hou-ns1--bea-ns1@7.0:detach"), by: "state ALT-052" },
    "replication is not switched on again": { fault: missing("server/bea-smp1@7.1:join"), by: "state ALT-214" },
    "a temporary site server stays for ever": { fault: missing("siteServer/lak-tmp70:remove"), by: "state ALT-181" },
    "the temporary site server is left out": {
      fault: missing("siteServer/lak-tmp70:set-up", "siteServer/lak-tmp70:remove"),
      by: "state ALT-231",
    },
    "a wave is left out": { fault: missing("wave/galveston:move"), by: "state ALT-069" },
    "a wave is left out of its filter": { fault: unaimed("settings/lak-ns1@7.0:target", "wave/sulphur"), by: "state ALT-171" },
    "nobody asks whether replication is idle": { fault: missing("gate/hou-ns1/idle:pass"), by: "state ALT-213" },
    "a link is not written down before it goes": {
      fault: unwaited("link/hou-ns1--bea-ns1@7.0", "task/hou-ns1--bea-ns1@7.0/document"),
      by: "order ALT-100",
    },
    "the products are installed before anybody owns the database": {
      fault: swapped("task/bea-smp1/permissions", "database/bea-smp1@7.1"),
      by: "state ALT-116",
    },
    "data is imported before it is exported": {
      fault: swapped("task/hou-smp1/copy-store", "task/hou-smp1/export"),
      by: "order ALT-266",
    },
    "a backup is older than its stage": { fault: moved(-1, "task/hou-smp1/backup-2:do"), by: "order ALT-110" },
    "an old server goes before anybody has asked whether it may": {
      fault: unwaited("server/lak-ns1@7.0", "task/lak-ns1/may-retire"),
      by: "order ALT-068",
    },
    "two wait for one another, and nothing can ever begin": {
      fault: waiting("task/bea-ns1/backup-1:do", "task/bea-ns1/outstanding:do"),
      by: "order ALT-099",
    },
  };
  const planted = Object.keys(cases).length;
  it(`there are at least twenty (${planted})`, () => assert.ok(planted >= 20));
  for (const [name, { fault, by }] of Object.entries(cases))
    it(`${name}: ${by}`, () => {
      const stages = fault(gulf.plan.stages);
      const found = caught(gulf.problem, stages);
      assert.ok(found.includes(by), `caught by ${found.join(", ") || "nobody"}`);
      // Rules about states and limits know no edges.
      const byState = found.filter((one) => !one.startsWith("order"));
      assert.equal(
        by.startsWith("order"),
        byState.length === 0,
        `without any edge it is caught by ${byState.join(", ") || "nobody"}`,
      );
    });

  it("a limit that is off by one: limit ALT-076", () => {
    const at = (most: Value): readonly string[] =>
      caught(
        { ...gulf.problem, model: { ...gulf.problem.model, options: { ...gulf.problem.model.options, "waves.atOnce": most } } },
        gulf.plan.stages,
      );
    assert.deepEqual([at(4_900), at(4_899)], [[], ["limit ALT-076"]]);
  });
});

/** Whether the rules about states and limits notice by themselves that an edge is gone. */
function noticed(
  { problem, states }: Pick<Drawn, "problem" | "states">,
  stage: Stage,
  at: number,
  edge: Edge,
): readonly string[] {
  const verifier = new Verifier(problem.table, problem.pack.rules, states[at] as State, problem.model.options);
  verifier.rest("");
  const known = verifier.faults;
  const edges = stage.edges.filter((other) => other.first !== edge.first || other.then !== edge.then);
  return verifier
    .stage({ ...stage, edges })
    .filter((one) => !known.has(`${one.rule} ${one.focus}`))
    .map((one) => one.rule);
}

describe("edges", () => {
  it("of gulf: the share whose loss a rule about states notices by itself", () => {
    const silent = new Map<string, number>();
    let edges = 0;
    let heard = 0;
    let own = 0;
    gulf.plan.stages.forEach((stage, i) => {
      const pairs = new Map(stage.edges.map((edge) => [`${edge.first} ${edge.then}`, edge]));
      for (const edge of pairs.values()) {
        edges++;
        const rules = noticed(gulf, stage, i, edge);
        if (rules.length > 0) heard++;
        else silent.set(edge.rule, (silent.get(edge.rule) ?? 0) + 1);
        if (stage.edges.some((other) => other.first === edge.first && other.then === edge.then && rules.includes(other.rule)))
          own++;
      }
    });
    const lab = new Set(Object.values(laws).flatMap((law) => law.obligation ?? []));
    const named = (is: (rule: string) => boolean): string =>
      [...silent]
        .filter(([rule]) => is(rule))
        .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
        .map(([rule, count]) => `${rule} ${count}`)
        .join(", ");
    console.log(`      rules about states notice ${heard} of ${edges} edges (${own} with the edge's own id)`);
    console.log(`      of the others the lab has a law for: ${named((rule) => lab.has(rule))}`);
    console.log(`      the order alone knows: ${named((rule) => !lab.has(rule))}`);
    assert.ok(heard >= 0.3 * edges, `${heard} of ${edges}`);
  });

  it("of generated plans: none can be lost, turned round or crossed by a stage without being caught", () => {
    for (let seed = 0; seed < runs(4, 0.3); seed++) {
      const one = drawn(seed);
      const roll = dice(seed);
      const { stages } = one.plan;
      const at = roll.below(stages.length);
      const stage = stages[at] as Stage;
      const edge = stage.edges[roll.below(Math.max(1, stage.edges.length))];
      if (!edge) continue;
      const [then, first] = [entityOf(edge.then), entityOf(edge.first)];
      const here = (fault: Fault): Stages => stages.map((other, i) => (i === at ? (fault([other])[0] as Stage) : other));
      const last: Stage = { ...stage, name: "last", operations: [], edges: [], needs: [] };
      const faults: Record<string, Stages> = {
        lost: here(unwaited(then, first)),
        turned: here(swapped(then, first)),
        crossed: moved(stages.length - at, edge.first)([...stages, last]),
        missing: here(missing(edge.first)),
      };
      for (const [name, faulty] of Object.entries(faults))
        assert.notDeepEqual(caught(one.problem, faulty), [], `seed ${seed}: ${name}: ${edge.first} before ${edge.then}`);
    }
  });
});
