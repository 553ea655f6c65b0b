import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Replanned, isSame, joint, replanned } from "../../cli/replanning";
import { nothingYet } from "../../cli/deployment";
import { Shown, statusText } from "../../cli/overview";
import { differing, unfinishedOf } from "../../cli/planning";
import { realityOf } from "../../cli/reality";
import type { Settings } from "../../cli/settings";
import { carriedOf, errorsOf, nextPlanOf } from "../../cli/stack";
import { Opened, openMigration, poseMigration } from "../../documents/open";
import { lockFile } from "../../documents/revisions";
import { printLock } from "../../engine/lock";
import type { Lock } from "../../engine/lock";
import type { Entity, Ref, State } from "../../engine/model/entity";
import type { Operation } from "../../engine/model/plan";
import type { Problem } from "../../engine/model/problem";
import { diff } from "../../engine/passes/diff";
import { walk } from "../../engine/passes/walk";

type Whole = Opened & Readonly<{ lock: Lock; problem: Problem }>;

const folders: string[] = [];

/** A migration's folder of its own, with some texts of its documents replaced. */
function copy(of: string, changes: Readonly<Record<string, readonly (readonly [string, string])[]>> = {}): string {
  const folder = join(mkdtempSync(join(tmpdir(), "drover-replan-")), "m");
  folders.push(folder);
  cpSync(of, folder, { recursive: true });
  for (const [file, pairs] of Object.entries(changes)) change(folder, file, pairs);
  return folder;
}

function change(folder: string, file: string, pairs: readonly (readonly [string, string])[]): void {
  const text = readFileSync(join(folder, file), "utf8");
  const after = pairs.reduce((now, [from, to]) => {
    assert.ok(now.includes(from), `${file} does not hold ${from}`);
    return now.replace(from, to);
  }, text);
  writeFileSync(join(folder, file), after);
}

function opened(folder: string, revision?: string): Whole {
  const found = openMigration(folder, undefined, revision);
  assert.ok(found.lock && found.problem, found.findings.map(({ say }) => say).join("\n"));
  return { ...found, lock: found.lock, problem: found.problem };
}

/** What a stack's state holds of an estate: of what is half-way, only what its act was to reach. */
function stored({ stages, states, problem }: Whole, done: number, half?: Operation): ReadonlyMap<Ref, Entity> {
  const before = states[done] as State;
  if (!half) return before;
  const stage = stages[done];
  assert.ok(stage);
  const path = walk(problem.table, before.get(half.entity) as Entity, half);
  const needed = new Set([half.id]);
  for (const id of needed) for (const edge of stage.edges) if (edge.then === id) needed.add(edge.first);
  const all = new Map(before);
  for (const operation of stage.operations)
    if (needed.has(operation.id))
      all.set(operation.entity, walk(problem.table, before.get(operation.entity) as Entity, operation).at(-1) as Entity);
  const { phase } = path[1] as Entity;
  return all.set(half.entity, { ...(path.at(-1) as Entity), phase });
}

const nameAt = ({ lock }: Whole, index: number): string =>
  `${lock.revision}/${["adopt", ...Object.keys(lock.stages)][index] ?? ""}`;

/** Documents are read once. */
const posed = new Map<string, ReturnType<typeof poseMigration>>();

/** The plan from where a stack is, as the command makes it. */
function goingOn(whole: Whole, folder: string, done: number, half?: Operation): Replanned {
  const { documents, problem, findings } = posed.get(folder) ?? poseMigration(folder);
  posed.set(folder, { ...(documents ? { documents } : {}), ...(problem ? { problem } : {}), findings });
  assert.ok(documents && problem, findings.map(({ say }) => say).join("\n"));
  const [completed, intended] = [nameAt(whole, done), nameAt(whole, half ? done + 1 : done)];
  const deployment = { completed, intent: { plan: whole.lock.plan, from: completed, to: intended } };
  return replanned({ documents, problem, lock: whole.lock, deployment, entities: stored(whole, done, half), revision: "r2" });
}

const without = ({ stages }: Lock, stage: string, entity: string): object =>
  Object.fromEntries(Object.entries(stages[stage]?.does ?? {}).filter(([ref]) => ref !== entity));

const said = ({ findings }: Replanned): readonly string[] =>
  findings.filter(({ severity }) => severity === "error").map(({ rule, say, fix }) => `${rule} ${say} → ${fix ?? ""}`);

for (const migration of ["migrations/gulf", "migrations/contoso", "migrations/restructure"])
  describe(`planning ${migration} anew on its way`, () => {
    const whole = opened(migration);

    it("nothing is otherwise where nothing has changed: the same stages are left, under the same names", () => {
      const others = whole.states.flatMap((_, done) => {
        const { made } = goingOn(whole, migration, done);
        return made && isSame(whole.lock, made.lock, done) ? [] : [nameAt(whole, done)];
      });
      assert.deepEqual(others, []);
    }).timeout(60_000);

    it("what is half-way is all that it may hold, from what a stack keeps of it", () => {
      const wrong = whole.stages.flatMap((stage, done) =>
        stage.operations.flatMap((operation) => {
          const path = walk(whole.problem.table, whole.states[done]?.get(operation.entity) as Entity, operation);
          if (path.length < 3) return [];
          const seen = realityOf(stored(whole, done, operation), whole.problem.table, whole.lock, whole.problem.start).get(
            operation.entity,
          );
          return diff(new Map([[operation.entity, path[1] as Entity]]), new Map([[operation.entity, seen as Entity]])).map(
            () => operation.id,
          );
        }),
      );
      assert.deepEqual(wrong, []);
    });

    it("from anywhere, half-done acts included, a plan leads on, and its lock says the same", () => {
      const wrong = whole.stages.flatMap((stage, done) =>
        stage.operations
          .filter((_, i) => i % 17 === done % 17)
          .flatMap((operation) => {
            const result = goingOn(whole, migration, done, operation);
            return result.made ? [] : [`${stage.name}: ${operation.id}: ${said(result).join("; ")}`];
          }),
      );
      assert.deepEqual(wrong, []);
    }).timeout(120_000);
  });

describe("a lock that was made on the way", () => {
  after(() => folders.forEach((folder) => rmSync(join(folder, ".."), { recursive: true })));

  const half = (whole: Whole, id: string): readonly [number, Operation] => {
    const done = whole.stages.findIndex(({ operations }) => operations.some((one) => one.id === id));
    return [done, whole.stages[done]?.operations.find((one) => one.id === id) as Operation];
  };

  it("is opened beside the first one, begins where the stack is, and ends in the new estate", () => {
    const folder = copy("migrations/restructure");
    const whole = opened(folder);
    const [done, operation] = half(whole, "boundaries/LAK.assignment:narrow");
    const { made } = goingOn(whole, folder, done, operation);
    assert.ok(made);
    writeFileSync(lockFile(folder, "r2"), printLock(made.lock));
    const [first, second] = [opened(folder, "r1"), opened(folder, "r2")];
    assert.deepEqual([first.lock.plan, second.lock.plan], [whole.lock.plan, made.lock.plan]);
    assert.deepEqual(
      second.findings.filter(({ severity }) => severity === "error"),
      [],
    );
    assert.equal(joint(made.joins, "r2"), "r1/ho2-su2-new (and r1/bea-and-6-more-boundaries as far as it came) = r2/adopt");
    assert.deepEqual(second.lock.start?.["boundaries/LAK.assignment"], {
      phase: "re-creating",
      set: { addresses: ["10.42.1.0/24", "10.43.0.0/24", "10.43.1.0/24"] },
    });
    assert.deepEqual(diff(second.states.at(-1) as State, second.problem.goal), []);
  });

  it("is what the stack goes over to, where the documents have left the plan that it follows", () => {
    const folder = copy("migrations/restructure");
    const whole = opened(folder);
    const [completed, plan] = [nameAt(whole, 1), whole.lock.plan];
    change(folder, "estate.yaml", [
      ["boundaries: { assignment: [10.45.0.0/24]", "boundaries: { assignment: [10.45.0.0/24, 10.46.0.0/24]"],
    ]);
    const deployment = { ...nothingYet, completed, intent: { plan, from: completed, to: completed } };
    const settings = { migration: folder, plan, stage: completed };
    const stack = (revision: string, told: Settings = settings): Shown =>
      ({ name: "days", file: "Pulumi.days.yaml", text: "", settings: told, opened: openMigration(folder, undefined, revision), deployment });
    const lines = (shown: Shown): readonly string[] =>
      statusText(shown, true).replaceAll("\n         ", " ").replaceAll(folder, "m").replace(/plan (r\d) \w{8}/, "plan $1").split("\n");
    assert.equal(nextPlanOf(stack("r1")), undefined);
    assert.deepEqual(errorsOf(stack("r1")).map(({ rule, fix }) => `${rule} ${fix}`.replaceAll(folder, "m")), [
      "LOCK-002 take back the change of the documents; or plan the rest from where the stack is: drover replan m --stack days",
    ]);
    const { made } = goingOn(whole, folder, 1);
    assert.ok(made);
    writeFileSync(lockFile(folder, "r2"), printLock(made.lock));
    assert.deepEqual(carriedOf(stack("r1")), {
      say: "r1 cannot be carried out as the documents are now, and nothing was changed; r2 begins where days is — drover promote days goes over to it",
      status: 2,
    });
    assert.equal(nextPlanOf(stack("r1"))?.opened.lock?.plan, made.lock.plan);
    assert.deepEqual(lines(stack("r2")), [
      `days   atlantic 2007-sp1   plan r2   ${completed} is complete`,
      `  told   Pulumi.days.yaml says ${completed}`,
      "  plan   r2 begins where days is — drover promote days goes over to it",
    ]);
    assert.deepEqual(lines(stack("r2", { ...settings, plan: made.lock.plan, stage: "r2/adopt" })), [
      `days   atlantic 2007-sp1   plan r2   ${completed} is complete`,
      "  told   Pulumi.days.yaml says r2/adopt",
      "  plan   r2 begins where days is — drover apply days goes over to it",
    ]);
  });

  it("follows documents that changed on the way: what is left is planned to them, and what is done stays done", () => {
    const folder = copy("migrations/restructure", {
      "estate.yaml": [
        [
          "sul-cm2, boundaries: { assignment: [10.45.0.0/24]",
          "sul-cm2, boundaries: { assignment: [10.45.0.0/24, 10.46.0.0/24]",
        ],
      ],
    });
    const whole = opened("migrations/restructure");
    const result = goingOn(whole, folder, 2);
    assert.deepEqual(said(result), []);
    const lines = Object.entries(result.made?.lock.stages ?? {}).flatMap(([stage, { does }]) =>
      Object.entries(does).flatMap(([entity, { move, set }]) =>
        entity.startsWith("boundaries/SU2") ? [`${stage}: ${entity} ${move} ${JSON.stringify(set)}`] : [],
      ),
    );
    assert.deepEqual(lines, [
      'gal-ho2-hou-boundaries: boundaries/SU2.assignment narrow {"addresses":"new"}',
      'gal-ho2-hou-boundaries: boundaries/SU2.fast narrow {"addresses":"new"}',
    ]);
  });

  it("says what it changes of what was left: what is finished is not removed", () => {
    const folder = copy("migrations/gulf", { "migration.yaml": [["hou-tmp71:", "hou-tmp72:"], ["host: hou-tmp71", "host: hou-tmp72"]] });
    const whole = opened("migrations/gulf");
    const { made } = goingOn(whole, folder, 2);
    assert.ok(made);
    const { table } = whole.problem;
    const changed = (phases: ReadonlyMap<string, string>): string =>
      differing(unfinishedOf(whole.lock, 2, table, phases), made.lock);
    assert.equal(changed(new Map()), ": 0 moved, 2 added, 2 removed");
    // of what is under way only that is left which has not come to its end
    const [first] = Object.entries(unfinishedOf(whole.lock, 2, table, new Map([["wave/beaumont", "moved"]])).stages);
    assert.deepEqual(first, ["beaumont-pilot", { ...whole.lock.stages["beaumont-pilot"], does: without(whole.lock, "beaumont-pilot", "wave/beaumont") }]);
  });

  it("is not made where something is there that the documents do not have any more", () => {
    const folder = copy("migrations/restructure", {
      "estate.yaml": [
        [
          "  SU2: { from: SUL, role: secondary, parent: HOU, server: sul-cm2, boundaries: { assignment: [10.45.0.0/24] } }",
          "  SU3: { from: SUL, role: secondary, parent: HOU, server: sul-cm3, boundaries: { assignment: [10.45.0.0/24] } }",
        ],
      ],
    });
    const { made, findings } = goingOn(opened("migrations/restructure"), folder, 1);
    assert.equal(made, undefined);
    assert.deepEqual(said({ findings } as Replanned), [
      "PLAN-007 site/SU2 is running, and the documents do not have it any more → write it into them again, or take back the stage that brought it there before planning anew",
    ]);
  });

  it("is not made where the documents say something else of what is done", () => {
    const folder = copy("migrations/restructure", { "estate.yaml": [["server: hou-cm2", "server: hou-cm9"]] });
    const { made, findings } = goingOn(opened("migrations/restructure"), folder, 2);
    assert.equal(
      made?.plan.stages.some(({ operations }) => operations.some(({ id }) => id === "site/HO2:re-home")),
      true,
      said({ findings } as Replanned).join(),
    );
  });
});
