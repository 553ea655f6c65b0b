import assert from "node:assert/strict";
import type { Entry } from "../../../lab";
import { programsIn, providersIn, providersOf, until } from "./processes";
import { Project, ended } from "./project";

/** Each command starts several processes. */
const MINUTES = 60_000;

/** Ten moments of one stage, by how many acts have begun. It is killed at each in turn: the CLI, the provider, the CLI … */
const moments = [1, 3, 6, 8, 10, 12, 14, 16, 18, 20];

describe("a stage that is killed ten times on the real engine", function () {
  this.timeout(15 * MINUTES);
  const project = new Project({ sample: "bayou" });
  const [stage = ""] = project.stages;
  const journal = (what: string): readonly Entry[] => project.look((lab) => lab.journal().filter((entry) => entry.what === what));
  const twice = (names: readonly string[]): readonly string[] => names.filter((name, i) => names.indexOf(name) !== i);

  before(async function () {
    // processes are found through /proc
    if (process.platform !== "linux") this.skip();
    await project.newStack();
    await project.go("", "adopt");
    project.faults([{ ref: "*", does: "delay", ms: 100 }]);
    project.tell("adopt", stage);
  });
  after(() => project.remove());

  for (const [i, moment] of moments.entries()) {
    const whom = i % 2 === 0 ? "CLI" : "provider";
    it(`the ${whom} dies in act ${moment}: what was done stays done, and the next up goes on from there`, async () => {
      const cli = await project.start("up", "--yes", "--skip-preview");
      const over = ended(cli);
      const pid = cli.pid ?? assert.fail("pulumi did not start");
      const providers = (): readonly number[] => providersOf(pid);
      // the last one's orphan may still end what it had begun, so that acts alone do not say that this one has come so far
      const there = (): boolean => providers().length > 0 && journal("begin").length >= moment;
      await until(() => cli.exitCode !== null || there(), `act ${moment} begins`);
      const [provider] = providers();
      if (provider === undefined) assert.fail(`it ended before act ${moment}: ${(await over).output}`);
      const done = journal("end").map(({ id }) => id);
      process.kill(whom === "CLI" ? pid : provider, "SIGKILL");
      const { status } = await over;
      assert.notEqual(status, 0);
      // an orphan ends its act and goes; it need not have gone before the next one comes
      if (whom === "CLI") await project.succeeds("cancel", "--yes");
      assert.notEqual(project.completed(), `r1/${stage}`);
      assert.deepEqual(done.filter((id) => !journal("end").some((entry) => entry.id === id)), []);
      assert.deepEqual(twice(journal("begin").map(({ id }) => id)), []);
    });
  }

  it("a last up ends the stage: every act once, every step once, nothing damaged", async () => {
    await project.succeeds("up", "--yes", "--skip-preview");
    assert.equal(project.completed(), `r1/${stage}`);
    const operations = Object.keys(project.lock.stages[stage]?.does ?? {});
    // one update may be several acts of one entity: each has an id of its own, and none was begun twice
    assert.deepEqual([...new Set(journal("begin").map(({ ref }) => ref))].sort(), [...operations].sort());
    assert.deepEqual(twice(journal("begin").map(({ id }) => id)), []);
    assert.deepEqual(twice(journal("step").map(({ id, step }) => `${id} ${step}`)), []);
    assert.deepEqual(project.look((lab) => [lab.damages(), lab.violations()]), [[], []]);
  });

  it("no provider outlives its stage, and no program", async () => {
    await until(() => providersIn(project.folder).length === 0, "the orphans have gone");
    await until(() => programsIn(project.folder).length === 0, "the programs have gone");
  });
});
