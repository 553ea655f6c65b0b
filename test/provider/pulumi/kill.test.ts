import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { Project, ended } from "./project";

/** Each command starts several processes. */
const MINUTES = 60_000;

/** The processes that a process has started, by its id. */
const childrenOf = (parent: number): readonly number[] =>
  readdirSync("/proc").map(Number).filter((pid) => {
    if (!pid) return false;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent;
    } catch {
      return false; // it ended just now
    }
  });

const isProvider = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("provider/main.ts");
  } catch {
    return false;
  }
};

const until = async (holds: () => boolean, what: string): Promise<void> => {
  for (let i = 0; !holds(); i++) {
    if (i > 1_200) assert.fail(`waited in vain until ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
};

/** Ten moments of a stage, by how many acts have begun: five deaths of the CLI, five of the provider. */
const moments = [1, 3, 6, 9, 12, 14, 16, 18, 20, 21];

describe("a stage that is killed on the real engine", function () {
  this.timeout(15 * MINUTES);
  const project = new Project();
  const [stage = ""] = project.stages;
  const delay = [{ ref: "*", does: "delay", ms: 120 }] as const;

  before(async function () {
    // processes are found through /proc
    if (process.platform !== "linux") this.skip();
    await project.succeeds("stack", "init", "lab");
    await project.go("", "adopt");
    project.keep("adopt");
  });
  after(() => project.remove());

  const begun = (): number => project.look((lab) => lab.journal().filter(({ what }) => what === "begin").length);

  for (const [i, moment] of moments.entries()) {
    const whom = i % 2 === 0 ? "pulumi" : "provider";
    it(`goes on after the ${whom} died in act ${moment}, and does nothing twice`, async () => {
      project.restore("adopt");
      project.faults(delay);
      project.tell("adopt", stage);
      const cli = project.start("up", "--yes", "--skip-preview");
      const over = ended(cli);
      const pid = cli.pid ?? assert.fail("pulumi did not start");
      await until(() => cli.exitCode !== null || begun() >= moment, `act ${moment} begins`);
      const [provider] = childrenOf(pid).filter(isProvider);
      assert.ok(provider, "there is a provider");
      process.kill(whom === "pulumi" ? pid : provider, "SIGKILL");
      const { status } = await over;
      assert.notEqual(status, 0);
      if (whom === "pulumi") await project.succeeds("cancel", "--yes");
      await project.succeeds("up", "--yes", "--skip-preview");
      assert.equal(project.completed(), `r1/${stage}`);
      await until(() => !isProvider(provider), "the orphan has gone");
      const begins = project.look((lab) => lab.journal().filter(({ what }) => what === "begin").map(({ id }) => id));
      assert.deepEqual(begins.filter((id, n) => begins.indexOf(id) !== n), []);
      const steps = project.look((lab) => lab.journal().filter(({ what }) => what === "step").map(({ id, step }) => `${id} ${step}`));
      assert.deepEqual(steps.filter((step, n) => steps.indexOf(step) !== n), []);
      assert.deepEqual(project.look((lab) => [lab.damages(), lab.violations()]), [[], []]);
    });
  }
});
