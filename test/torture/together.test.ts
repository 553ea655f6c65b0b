import assert from "node:assert/strict";
import { openMigration } from "../../documents/open";
import { transition } from "../../engine/stages";
import { LeaseHeld } from "../../lab";
import { LabDriver } from "../../provider/drivers/lab";
import { carriedIn } from "../../provider/session";
import { world } from "../../provider/world";
import { endLeftovers, providersIn, until } from "../provider/pulumi/processes";
import { Project, Ran, refusals } from "../provider/pulumi/project";
import { judge } from "./judge";

/** Each command starts several processes. */
const MINUTES = 60_000;
const UP = ["up", "--yes", "--skip-preview"] as const;

describe("two at one estate", function () {
  this.timeout(10 * MINUTES);
  const project = new Project({ sample: "bayou" });
  const other = new Project({ sample: "bayou", labFolder: project.labFolder });
  const plan = carriedIn(openMigration(project.migration)) ?? assert.fail("it can be carried out");
  const [stage = ""] = project.stages;
  let adopted = 0;

  before(async function () {
    // processes are found through /proc
    if (process.platform !== "linux") this.skip();
    await project.newStack();
    await project.go("", "adopt");
    other.takeStackOf(project);
    project.keep("adopt");
    adopted = project.look((lab) => lab.journal().length);
  });
  /** A provider may end a moment after its command line, here and in a process of its own: it is the only writer until then. */
  const isFree = (): boolean => {
    try {
      project.change(() => undefined);
      return true;
    } catch (error) {
      if (error instanceof LeaseHeld) return false;
      throw error;
    }
  };
  beforeEach(async () => {
    await until(() => providersIn(project.folder).length === 0 && isFree(), "the last test's providers have ended");
    project.restore("adopt");
    for (const one of [project, other]) {
      one.world = world;
      one.tell("adopt", stage);
    }
  });
  after(() => {
    for (const one of [project, other]) {
      endLeftovers(one.folder);
      one.remove();
    }
  });

  /** Every operation once, no damage, no rule broken, and the stack at the stage's end. */
  const unharmed = (of: Project): void => {
    const way = transition(plan, 0, 1);
    assert.deepEqual(judge(of, plan, way, of.look((lab) => lab.journal()).slice(adopted)), []);
    assert.equal(of.completed(), `r1/${stage}`);
  };

  it("of two ups of one stack one goes on, and the other is told who has it", async () => {
    const both = await Promise.all([project.run(...UP), project.run(...UP)]);
    const [winner, loser] = (both[0].status === 0 ? both : [both[1], both[0]]) as readonly [Ran, Ran];
    assert.equal(winner.status, 0, winner.output);
    assert.notEqual(loser.status, 0, loser.output);
    assert.match(loser.output, /the stack is currently locked by 1 lock\(s\)\.[\s\S]*created by \S+ \(pid \d+\) at /);
    unharmed(project);
  });

  it("of two stacks at one estate, with backends of their own, each act is done once; who comes too late is refused by name", async () => {
    // two programs in one process would take each other's errors for their own
    const slow = project.inProcessesOfTheirOwn(() => project.run(...UP));
    const both = await Promise.all([slow, other.run(...UP)]);
    // who met the other in the middle of something goes on; whose stack had not begun finds an estate that is no longer its own
    const again: Ran[] = [];
    for (const [i, one] of [project, other].entries()) again.push(both[i]?.status === 0 ? both[i] : await one.run(...UP));
    const ended = [project, other].filter((_, i) => again[i]?.status === 0);
    assert.ok(ended.length > 0, again.map(({ output }) => output).join("\n"));
    for (const one of ended) unharmed(one);
    for (const ran of again.filter(({ status }) => status !== 0)) {
      const said = refusals(ran);
      assert.ok(said.length > 0, ran.output);
      assert.deepEqual(
        said.filter((text) => !/^EST-002 \w+\/\S+ .*\(r1\/\S+ relies on it\) — put it back; /.test(text)),
        [],
      );
    }
  });

  it("beside an orphan that still acts, an up fails by that process's number; when it is ended, the next one goes on", async () => {
    project.faults([{ ref: "server/hou-smp1@7.1", verb: "install", does: "hang", ms: 10 * MINUTES }]);
    const { child, over } = await project.inProcessesOfTheirOwn(() => project.begin(...UP));
    await until(() => project.look((lab) => lab.look("server/hou-smp1@7.1")?.["phase"] === "installing"), "the act hangs");
    child.kill("SIGKILL");
    await over;
    const [orphan] = providersIn(project.folder);
    assert.ok(orphan, "the provider of the killed CLI lives on");
    await project.succeeds("cancel", "--yes");
    project.world = {
      ...world,
      driver: ({ settings: { lab }, carried }) => new LabDriver(lab, carried.states[0] ?? new Map(), { waitMs: 500 }),
    };
    const beside = await project.run(...UP);
    assert.notEqual(beside.status, 0);
    assert.match(beside.output, new RegExp(`ACT-008 \\S+: \\S+ is being written by process ${orphan} on \\S+ since `));
    process.kill(orphan, "SIGKILL");
    // what was refused beside it may just be giving up
    await until(() => providersIn(project.folder).length === 0 && isFree(), "the orphan has gone");
    project.faults([]);
    project.world = world;
    await project.succeeds(...UP);
    unharmed(project);
  });
});
