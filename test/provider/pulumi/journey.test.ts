import assert from "node:assert/strict";
import { Project, refusals } from "./project";
import { judgeRecord } from "./record";

/** Each command starts several processes. */
const MINUTES = 60_000;

describe("a whole migration on the real engine", function () {
  this.timeout(10 * MINUTES);
  const project = new Project();
  after(() => project.remove());

  const operations = (stage: string): readonly string[] => Object.keys(project.lock.stages[stage]?.does ?? {}).map((ref) => `update ${ref}`).sort();
  const target = "urn:pulumi:lab::drover::drover:estate:NotificationServer$drover:index:Server::bea-ns1@7.0";
  /** Nothing was carried out since. */
  const untouched = async (work: () => Promise<void>): Promise<void> => {
    const before = project.look((lab) => lab.journal().length);
    await work();
    assert.equal(project.look((lab) => lab.journal().length), before);
  };

  it("refuses a fresh stack that begins with another stage than adopt", async () => {
    await project.newStack();
    const [first = ""] = project.stages;
    project.tell("adopt", first);
    const preview = await project.run("preview");
    assert.notEqual(preview.status, 0);
    assert.deepEqual(refusals(preview), [
      `INT-007 this stack has adopted nothing yet, so it begins with r1/adopt; drover:stage is r1/${first} — begin with it: \`drover promote lab\` writes it, \`drover apply lab\` carries it out`,
    ]);
  });

  it("adopts without changing anything", async () => {
    await project.inProcessesOfTheirOwn(() => project.go("", "adopt"));
    assert.equal(project.completed(), "r1/adopt");
    assert.deepEqual(project.look((lab) => lab.journal().map(({ what }) => what)), ["seed"]);
    await project.succeeds("preview", "--expect-no-changes");
    project.keep("adopt");
  });

  it("lists every difference between a declared and a found estate, all in one preview", async () => {
    project.change((lab) => {
      lab.meddle("server/bea-ns1@7.0", { os: "windows-server-2003-sp2-x64" });
      lab.meddle("server/lak-ns1@7.0", { installPath: "C:\\Program Files" });
      lab.meddle("siteServer/gal-ps1", { services: ["package"] });
      lab.meddle("boundaries/beaumont@7.0", { addresses: ["10.20.0.0/21"] });
      lab.meddle("wave/orange");
    });
    project.tell("", "adopt");
    const { status, output } = await project.run("preview");
    assert.notEqual(status, 0);
    const found = refusals({ status, output }).map((text) => text.replaceAll(`${project.migration}/`, ""));
    const remedy = "correct the document, or put the estate right";
    // both are like hou-ns1: a correction there would be one of all three
    const own = (name: string, prop: string): string =>
      `write what is found into the entry of ${name} at old.yaml:N, as ${prop} of its own (old.yaml:N is another's, which it is like); or put the estate right`;
    assert.deepEqual(found.map((text) => text.replace(/old\.yaml:\d+:\d+ /, "").replace(/old\.yaml:\d+/g, "old.yaml:N")), [
      `EST-001 server/bea-ns1@7.0 os: declared "windows-server-2003-sp2-x86", found "windows-server-2003-sp2-x64" — ${own("bea-ns1", "os")}`,
      `EST-001 server/lak-ns1@7.0 installPath: declared "D:\\\\Program Files", found "C:\\\\Program Files" — ${own("lak-ns1", "installPath")}`,
      `EST-001 boundaries/beaumont@7.0 addresses: declared and not found: 10.20.8.0/24 — ${remedy}`,
      `EST-001 wave/orange phase: declared "waiting", found "absent" — ${remedy}`,
      `EST-001 siteServer/gal-ps1 services: declared and not found: task — ${remedy}`,
    ]);
    project.restore("adopt");
  });

  it("refuses a skipped stage in preview, under --target and without preview, and touches nothing", async () => {
    const [first = "", second = ""] = project.stages;
    const refused = [`INT-004 r1/${second} skips r1/${first}: this stack has completed r1/adopt — carry out r1/${first} first: \`drover promote lab\` writes it`];
    project.tell(first, second);
    await untouched(async () => {
      for (const args of [["preview"], ["up", "--yes", "--skip-preview", "--target", target]]) {
        const ran = await project.run(...args);
        assert.deepEqual([ran.status === 0, refusals(ran)], [false, refused], args.join(" "));
      }
    });
    assert.equal(project.completed(), "r1/adopt");
  });

  /** A tenth of the pilot is switched off: its stage waits, with counts, and goes on when they have come. */
  const waitsForAgents = async (stage: string): Promise<void> => {
    const before = project.completed();
    const ran = await project.run("up", "--yes", "--skip-preview", "--continue-on-error");
    assert.notEqual(ran.status, 0);
    assert.match(ran.output, new RegExp(`WAITING r1/${stage}/wave/beaumont: 315 of 350 agents report to bea-smp1; 333 are wanted`));
    assert.equal(project.completed(), before);
    project.change((lab) => lab.advance(24 * 60));
  };

  it("carries out every stage with agents switched off, and each preview shows that stage's operations and no others", async () => {
    project.faults([{ ref: "wave/beaumont", does: "off", share: 0.1 }, { ref: "wave/*", does: "off", share: 0.02 }]);
    let from = "adopt";
    for (const stage of project.stages) {
      project.tell(from, stage);
      assert.deepEqual(await project.changes(), operations(stage), stage);
      if (operations(stage).includes("update wave/beaumont")) await waitsForAgents(stage);
      const carryOut = (): Promise<string> => project.succeeds("up", "--yes", "--skip-preview");
      // the first one as a user would, with nothing kept from one command to the next
      await (from === "adopt" ? project.inProcessesOfTheirOwn(carryOut) : carryOut());
      assert.equal(project.completed(), `r1/${stage}`);
      project.keep(stage);
      from = stage;
    }
  });

  it("refuses the way back over a point of no return, in preview and without", async () => {
    const last = project.look((lab) => lab.journal().length);
    const at = project.stages.findIndex((stage) => Object.entries(project.lock.stages[stage]?.does ?? {}).some(([, { move }]) => move === "move"));
    const [stage = "", before = ""] = [project.stages[at], project.stages[at - 1]];
    const waves = Object.entries(project.lock.stages[stage]?.does ?? {}).filter(([, { move }]) => move === "move" || move === "take-over");
    project.keep("end");
    project.restore(stage);
    project.tell(stage, before);
    for (const args of [["preview"], ["up", "--yes", "--skip-preview", "--target", target]]) {
      assert.deepEqual(refusals(await project.run(...args)), [
        `INT-006 r1/${stage} is a point of no return and this stack has entered it: there is no way back from ` +
          `${waves.map(([ref, { move }]) => `${ref} ${move}`).sort().join(", ")} — go on to the next stage; to change what is still ahead, change the documents and plan the rest: \`drover replan\``,
      ]);
    }
    project.restore("end");
    project.tell(project.stages.at(-2) ?? "", project.stages.at(-1) ?? "");
    assert.equal(project.look((lab) => lab.journal().length), last);
  });

  it("kept the order of the platform, as the lab wrote it down and the documents alone judge it", () => {
    const journal = project.look((lab) => lab.journal());
    assert.deepEqual(judgeRecord(journal, project.migration), []);
    // the judge is worth something: it notices a parent before its child, and a site server that is missing
    const backwards = [...journal].reverse();
    const without = journal.filter(({ ref }) => ref !== "siteServer/hou-tmp71");
    assert.ok(judgeRecord(backwards, project.migration).some((text) => text.includes("was begun before")));
    assert.ok(judgeRecord(without, project.migration).includes("wave/houston moved to hou-smp1@7.1, which had no site server"));
  });

  it("leaves exactly the new estate, with no damage and nothing done twice", () => {
    assert.deepEqual(project.look((lab) => lab.damages()), []);
    assert.deepEqual(project.look((lab) => lab.violations()), []);
    const ids = project.look((lab) => lab.journal().filter(({ what }) => what === "begin").map(({ id }) => id));
    assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), []);
  });

  it("finds the last stage unchanged, and forgets without touching anything", async () => {
    await project.succeeds("preview", "--expect-no-changes");
    await project.succeeds("refresh", "--preview-only", "--expect-no-changes");
    await untouched(async () => {
      const output = await project.succeeds("destroy", "--yes", "--skip-preview");
      const diagnostics = output.slice(output.indexOf("Diagnostics:"));
      assert.equal(diagnostics.match(/forgotten by Pulumi; nothing in the estate was changed/g)?.length, 1);
    });
  });
});
