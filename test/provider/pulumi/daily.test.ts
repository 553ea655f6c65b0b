import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Project, Ran } from "./project";

const MINUTES = 60_000;

describe("a restructuring that is planned anew on its way, on the real engine", function () {
  this.timeout(6 * MINUTES);
  const project = new Project({ sample: "restructure" });
  after(() => project.remove());

  const plain = ({ status, output }: Ran): string =>
    `${status}\n${output.replaceAll(project.migration, "m").replaceAll("migrations/restructure", "m").replaceAll(`${project.folder}/`, "")}`;
  const settings = (): string => readFileSync(join(project.folder, "Pulumi.lab.yaml"), "utf8");
  const up = (): Promise<string> => project.succeeds("up", "--yes", "--skip-preview");

  it("is carried out to its first stage", async () => {
    await project.newStack();
    await up();
    await project.go("adopt", "ho2-su2-new");
    assert.equal(project.completed(), "r1/ho2-su2-new");
  });

  it("is not finished: the new estate is not there yet", async () => {
    const ran = plain(await project.drover("finish", project.migration, "--stack", "lab"));
    assert.equal(
      ran,
      "2\nlab has completed r1/ho2-su2-new, and the last stage is r1/bea-dp1-and-3-more: the new estate is not there yet — drover status lab says what is left\n",
    );
    assert.ok(!existsSync(join(project.migration, "ledger.yaml")));
  });

  it("gets a second plan beside the first, from where the stack is to what is wanted now", async () => {
    const estate = join(project.migration, "estate.yaml");
    writeFileSync(estate, readFileSync(estate, "utf8").replace("[10.45.0.0/24] } }  ", "[10.45.0.0/24, 10.46.0.0/24] } }  "));
    const first = readFileSync(join(project.migration, "plan.lock.yaml"), "utf8");
    const ran = plain(await project.drover("replan", project.migration, "--stack", "lab"));
    assert.match(ran, /^0\n/);
    assert.match(
      ran,
      /\nwrote m\/plan\.r2\.lock\.yaml beside m\/plan\.lock\.yaml, which is kept: every operation stays in its stage, and what is said of some differs\nr1\/ho2-su2-new = r2\/adopt {3}state [0-9a-f]{12}\n/,
    );
    assert.equal(readFileSync(join(project.migration, "plan.lock.yaml"), "utf8"), first);
  });

  it("comes to it where both meet, and changes nothing there", async () => {
    const ran = plain(await project.drover("promote", "lab"));
    assert.match(ran, /^0\nPulumi\.lab\.yaml: r1\/ho2-su2-new → r2\/adopt\n/);
    assert.match(settings(), /"?drover:stage"?: "?r2\/adopt"?/);
    const before = project.acts().length;
    await up();
    assert.equal(project.completed(), "r2/adopt");
    assert.equal(project.acts().length, before);
  });

  it("goes on from there, and has no way back to the first plan", async () => {
    const ran = plain(await project.drover("promote", "lab", "--back"));
    assert.match(ran, /r2\/adopt is where lab began: there is nothing to take back/);
    assert.match(
      plain(await project.drover("promote", "lab")),
      /^0\nPulumi\.lab\.yaml: r2\/adopt → r2\/bea-and-6-more-boundaries\n/,
    );
  });
});

describe("an estate's days: one plan after another, on one stack and one estate", function () {
  this.timeout(6 * MINUTES);
  const project = new Project({ sample: "creek" });
  after(() => project.remove());

  const estate = join(project.migration, "estate.yaml");
  const drover = async (...args: readonly string[]): Promise<string> => {
    const { status, output } = await project.drover(...args);
    assert.equal(status, 0, output);
    return output.replaceAll(project.migration, "m").replaceAll("migrations/creek", "m");
  };
  const acts = (): readonly string[] => project.acts().map(({ ref, verb }) => `${verb} ${ref}`);
  const rehoming = ["do task/GAL/backup", "re-home site/GAL", "pass gate/GAL/verified"];

  it("carries out a first plan to its end", async () => {
    await project.newStack();
    await project.succeeds("up", "--yes", "--skip-preview");
    await project.go("adopt", "gal-server");
    assert.deepEqual(acts(), rehoming);
  });

  it("finishes it: what was wanted is what is applied, and the next plan begins there", async () => {
    assert.match(await drover("finish", project.migration), /\nwrote m\/ledger\.yaml: the next plan joins this one\n/);
    writeFileSync(estate, readFileSync(estate, "utf8").replace("gal-cm9", "gal-cm1"));
    await drover("plan", project.migration, "--quiet");
    assert.match(await drover("promote", "lab"), /^Pulumi\.lab\.yaml: r1\/gal-server → r2\/adopt\n/);
  });

  it("cannot be looked at as the finished plan has it, and says what is next", async () => {
    const { status, output } = await project.run("refresh", "--yes");
    assert.notEqual(status, 0);
    const said =
      "INT-009 r1/gal-server is of a plan that is finished — plan what is wanted next, and adopt: `drover promote`, `pulumi up`";
    assert.ok(output.includes(said), output);
  });

  it("adopts what the first plan has left: tasks and gates of the second are its own, and still to be done", async () => {
    await project.succeeds("preview");
    await project.succeeds("up", "--yes", "--skip-preview");
    assert.deepEqual([project.completed(), acts()], ["r2/adopt", rehoming]);
    const phases = ["task/GAL/backup", "gate/GAL/verified"].map((ref) => project.look((lab) => lab.look(ref))?.["phase"]);
    assert.deepEqual(phases, [undefined, undefined]);
  });

  it("finds what was changed by hand since, and nothing else", async () => {
    project.change((lab) => lab.meddle("site/HOU", { server: "hou-cm7" }));
    const { status, output } = await project.run("refresh", "--yes");
    project.change((lab) => lab.meddle("site/HOU", { server: "hou-cm1" }));
    assert.equal(status, 0, output);
    const changed = [...output.matchAll(/index:(\w+ \S+) update \[diff: (.*)\]/g)].map(([, what, diff]) => `${what} ${diff}`);
    assert.deepEqual([...new Set(changed)], ["Site HOU ~server"]);
  });

  it("carries out the second to its end, with every act done again", async () => {
    await project.succeeds("refresh", "--yes");
    await drover("promote", "lab");
    await project.succeeds("up", "--yes", "--skip-preview");
    assert.deepEqual([project.completed(), acts()], ["r2/gal-server", [...rehoming, ...rehoming]]);
    assert.equal(project.look((lab) => lab.look("site/GAL"))?.["server"], "gal-cm1");
    assert.match(await drover("status", "lab"), /r2\/gal-server/);
    assert.match(await drover("finish", project.migration), /ledger/);
  });
});

describe("a migration's estate goes on through its days, on the same stack and the same estate", function () {
  this.timeout(6 * MINUTES);
  const project = new Project({ sample: "bayou" });
  after(() => project.remove());

  const days = join(project.folder, "estate");
  const drover = async (...args: readonly string[]): Promise<string> => {
    const { status, output } = await project.drover(...args);
    assert.equal(status, 0, output);
    return output;
  };
  const acts = (): readonly string[] => project.acts().map(({ ref, verb }) => `${verb} ${ref}`);

  it("is migrated to the end", async () => {
    await project.newStack();
    await project.succeeds("up", "--yes", "--skip-preview");
    let from = "adopt";
    for (const stage of project.stages) {
      await project.go(from, stage);
      from = stage;
    }
    assert.equal(project.completed(), "r1/clean-up");
  });

  it("is finished: the new estate is one document, and the migration keeps its lock", async () => {
    const said = await drover("finish", project.migration);
    assert.match(said, /^wrote estate\/estate\.yaml: the new estate, with nothing left to another document\n/);
    assert.match(said, /\ncopied estate\/finished\/[0-9a-f]{12}\.plan\.lock\.yaml: the lock that is over is kept\nwrote estate\/ledger\.yaml: the next plan joins this one\n/);
    assert.ok(existsSync(join(project.migration, "plan.lock.yaml")));
  });

  it("is not finished twice, since what was typed meanwhile would be gone", async () => {
    const { status, output } = await project.drover("finish", project.migration);
    assert.deepEqual([status, output.replaceAll(project.migration, "m")], [
      2,
      "m is finished already: estate/ledger.yaml says so — go on in estate/estate.yaml\n",
    ]);
  });

  it("goes over to no plan that begins elsewhere", async () => {
    const { status, output } = await project.drover("promote", "lab", "-m", days);
    assert.notEqual(status, 0);
    assert.match(output, /carries out \S+, and no plan of \S+ begins where lab is: give it a stack of its own/);
  });

  it("goes over to the plan of its estate, and adopts what the migration has left without touching it", async () => {
    const estate = join(days, "estate.yaml");
    const text = readFileSync(estate, "utf8");
    const wanted = text.replace("10.20.0.0/21", "10.20.0.0/21, 10.20.8.0/24");
    assert.notEqual(wanted, text);
    writeFileSync(estate, wanted);
    const planned = await drover("plan", days, "--quiet");
    assert.match(planned, /\nnext: git add and commit it; then drover promote lab -m estate, with which lab goes over to it, and drover apply lab\n/);
    assert.match(await drover("promote", "lab", "-m", days), /^Pulumi\.lab\.yaml: r1\/clean-up → r2\/adopt\n/);
    const before = acts();
    await project.succeeds("preview");
    await project.succeeds("up", "--yes", "--skip-preview");
    assert.deepEqual([project.completed(), acts()], ["r2/adopt", before]);
    assert.equal(project.look((lab) => lab.look("server/hou-smp1@7.1"))?.["phase"], "running");
  });

  it("carries out its first day, and has no way back to the migration", async () => {
    const before = acts();
    await drover("promote", "lab");
    await project.succeeds("up", "--yes", "--skip-preview");
    assert.deepEqual(acts().slice(before.length), ["change boundaries/beaumont@7.1"]);
    assert.deepEqual(project.look((lab) => [lab.damages(), lab.violations()]), [[], []]);
    await project.succeeds("preview", "--expect-no-changes");
    await project.succeeds("refresh", "--preview-only", "--expect-no-changes");
    await drover("promote", "lab", "--back");
    await project.succeeds("up", "--yes", "--skip-preview");
    const ran = await project.drover("promote", "lab", "--back");
    assert.match(ran.output, /r2\/adopt is where lab began: there is nothing to take back/);
  });
});

describe("a migration whose waves are cut anew on its way", function () {
  this.timeout(6 * MINUTES);
  const project = new Project({ sample: "bayou" });
  after(() => project.remove());

  const drover = async (...args: readonly string[]): Promise<string> => {
    const { status, output } = await project.drover(...args);
    assert.equal(status, 0, output);
    return output;
  };
  const phases = (...refs: readonly string[]): readonly unknown[] => refs.map((ref) => project.look((lab) => lab.look(ref))?.["phase"]);

  it("has one wave for Houston while its server is installed", async () => {
    await project.newStack();
    await project.succeeds("up", "--yes", "--skip-preview");
    await project.go("adopt", "hou-smp1");
    assert.deepEqual(phases("wave/houston", "wave/houston-1", "task/hou-ns1/backup-1"), ["waiting", undefined, "done"]);
  });

  it("goes on with two: what was not begun is no more, what takes its place is there, and what is done stays done", async () => {
    const file = join(project.migration, "migration.yaml");
    writeFileSync(file, `${readFileSync(file, "utf8")}waves: { size: 500 }\n`);
    await drover("replan", project.migration, "--stack", "lab");
    await drover("promote", "lab");
    const before = project.acts().length;
    await project.succeeds("preview");
    await project.succeeds("up", "--yes", "--skip-preview");
    assert.equal(project.completed(), "r2/adopt");
    assert.equal(project.acts().length, before);
    const waves = phases("wave/houston", "wave/houston-1", "wave/houston-2", "wave/beaumont", "task/hou-ns1/backup-1");
    assert.deepEqual(waves, [undefined, "waiting", "waiting", "waiting", "done"]);
    await project.succeeds("preview", "--expect-no-changes");
  });

  it("comes to its end, with every agent", async () => {
    for (let told = "r2/adopt"; told !== "r2/clean-up"; told = project.completed()) {
      await drover("promote", "lab");
      await project.succeeds("up", "--yes", "--skip-preview");
      assert.notEqual(project.completed(), told);
    }
    assert.deepEqual(phases("wave/houston-1", "wave/houston-2", "wave/beaumont"), ["moved", "moved", "moved"]);
    assert.deepEqual(project.look((lab) => [lab.damages(), lab.violations()]), [[], []]);
  });
});
