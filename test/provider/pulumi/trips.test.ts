import assert from "node:assert/strict";
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ProviderResource } from "@pulumi/pulumi";
import { settingsOfStack } from "../../../components";
import { COMPLETION } from "../../../engine/resources";
import { Project, Ran, refusals } from "./project";

class CutShort extends ProviderResource {}

/** Each command starts several processes. */
const MINUTES = 60_000;

describe("one stage and what can happen to it on the real engine", function () {
  this.timeout(10 * MINUTES);
  const project = new Project();
  const [stage = ""] = project.stages;
  const server = "server/bea-ns1@7.0";
  const link = "link/hou-ns1--bea-ns1@7.0";
  const gate = "gate/bea-ns1/idle";
  const target = (ref: string, component = "NotificationServer"): string =>
    `urn:pulumi:lab::drover::drover:estate:${component}$drover:index:${ref.charAt(0).toUpperCase()}${ref.slice(1).replace("/", "::")}`;

  before(async () => {
    await project.newStack();
    await project.go("", "adopt");
    project.keep("adopt");
  });
  after(() => project.remove());
  beforeEach(() => {
    project.restore("adopt");
    project.tell("adopt", stage);
  });

  /** Every way to run it: none of them may touch the estate. */
  const refusedEverywhere = async (want: (ran: Ran) => void): Promise<void> => {
    const before = project.look((lab) => lab.journal().length);
    for (const args of [["preview"], ["up", "--yes", "--skip-preview", "--target", target(server)]]) {
      const ran = await project.run(...args);
      assert.notEqual(ran.status, 0, args.join(" "));
      want(ran);
    }
    assert.equal(project.look((lab) => lab.journal().length), before);
  };
  const phaseOf = (ref: string): unknown => project.look((lab) => lab.look(ref)?.["phase"] ?? "absent");

  it("refuses an edited lock", async () => {
    const file = join(project.migration, "plan.lock.yaml");
    copyFileSync(file, `${file}.kept`);
    try {
      writeFileSync(file, readFileSync(file, "utf8").replace("ends: promote", "ends: signed-off"));
      await refusedEverywhere((ran) => assert.match(refusals(ran).join("\n"), /^\S+plan\.lock\.yaml:\d+:\d+ LOCK-001 .* has been edited: .* — take back the edit/));
    } finally {
      copyFileSync(`${file}.kept`, file);
    }
  });

  it("refuses an estate that was edited after it was planned", async () => {
    const file = join(project.migration, "old.yaml");
    copyFileSync(file, `${file}.kept`);
    try {
      writeFileSync(file, readFileSync(file, "utf8").replace("size: 42 GB", "size: 43 GB"));
      await refusedEverywhere((ran) => assert.match(refusals(ran).join("\n"), /LOCK-002 .*old\.yaml.* changed after .* was planned, and with it .*new\.yaml, which is like it — take back the change of the documents; or plan the rest from where the stack is: drover replan /));
    } finally {
      copyFileSync(`${file}.kept`, file);
    }
  });

  it("refuses documents that cannot be read, without a stack trace", async () => {
    const file = join(project.migration, "old.yaml");
    copyFileSync(file, `${file}.kept`);
    try {
      appendFileSync(file, "\nestat: gulf\n");
      const { status, output } = await project.run("preview");
      assert.notEqual(status, 0);
      assert.match(output, /old\.yaml:\d+:\d+ DOC-\d+ .*estat/);
      assert.doesNotMatch(output, /\n +at .*\(.*:\d+:\d+\)/);
    } finally {
      copyFileSync(`${file}.kept`, file);
    }
  });

  it("waits for a gate, does all that does not wait, and goes on when it opens", async () => {
    project.faults([{ ref: "server/bea-ns1@7.0", does: "busy", jobs: 2 }]);
    const ran = await project.run("up", "--yes", "--skip-preview", "--continue-on-error");
    assert.notEqual(ran.status, 0);
    assert.match(ran.output, new RegExp(`WAITING r1/${stage}/${gate}: .*running-replication-jobs of server/bea-ns1@7\\.0 is 2`));
    assert.deepEqual([phaseOf(link), phaseOf("link/hou-ns1--lak-ns1@7.0")], ["linked", "detached"]);
    assert.equal(project.completed(), "r1/adopt");
    project.faults([]);
    await project.succeeds("up", "--yes", "--skip-preview");
    assert.equal(project.completed(), `r1/${stage}`);
  });

  it("says what is half done, and goes on where it stopped", async () => {
    project.faults([{ ref: server, verb: "separate", does: "half", after: 0, times: 1 }]);
    const ran = await project.run("up", "--yes", "--skip-preview");
    assert.match(ran.output, new RegExp(`HALF-DONE r1/${stage}/${server} \\(separating\\): ACT-007`));
    assert.equal(project.completed(), "r1/adopt");
    assert.ok((await project.changes()).includes(`update ${server}`));
    await project.succeeds("up", "--yes", "--skip-preview");
    assert.equal(project.completed(), `r1/${stage}`);
    assert.equal(project.acts().filter(({ ref, verb }) => ref === server && verb === "separate").length, 1);
  });

  it("takes back what was done and is not in the stack's state, as a killed command leaves it", async () => {
    project.faults([{ ref: link, verb: "detach", does: "half", after: 0, times: 1 }]);
    await project.run("up", "--yes", "--skip-preview", "--continue-on-error");
    assert.equal(project.completed(), "r1/adopt");
    const unwritten = ["task/bea-ns1/outstanding", server];
    assert.deepEqual(unwritten.map(phaseOf), ["done", "separated"]);
    project.forget(unwritten, "adopt");
    project.tell(stage, "adopt");
    const back = await project.changes();
    assert.deepEqual(unwritten.filter((ref) => !back.includes(`update ${ref}`)), []);
    await project.succeeds("up", "--yes", "--skip-preview");
    assert.deepEqual([phaseOf(server), phaseOf(link), phaseOf("task/bea-ns1/outstanding")], ["running", "linked", "todo"]);
    await project.go("adopt", stage);
    assert.equal(project.completed(), `r1/${stage}`);
  });

  it("keeps its order where --target goes around it", async () => {
    const ran = await project.run("up", "--yes", "--skip-preview", "--target", target(link, "HierarchyLink"));
    assert.notEqual(ran.status, 0);
    assert.match(ran.output, new RegExp(`ACT-005 ${link} detach waits until \\S+ \\S+ is done`));
    assert.deepEqual(project.acts(), []);
  });

  it("forgets no entity where a program ends before it has registered any", async () => {
    const whole = project.program;
    const before = project.checkpoint.latest.resources.length;
    project.program = async () => {
      const { stage: to, secrets: _secrets, ...rest } = settingsOfStack();
      new CutShort("drover", "estate", { ...rest, to });
    };
    const ran = await project.run("up", "--yes", "--skip-preview", "--continue-on-error");
    assert.notEqual(ran.status, 0);
    assert.match(ran.output, /ACT-014 \S+ is kept: it was not registered, and the plan has it — run `pulumi up` again/);
    assert.equal(project.checkpoint.latest.resources.filter(({ type }) => type !== COMPLETION).length, before - 1);
    project.program = whole;
    await project.succeeds("up", "--yes", "--skip-preview");
    assert.equal(project.completed(), `r1/${stage}`);
  });

  it("takes a stage back in the other order, and carries it out again", async () => {
    await project.go("adopt", stage);
    const forward = project.acts().map(({ ref }) => ref);
    project.tell(stage, "adopt");
    assert.deepEqual(await project.changes(), forward.map((ref) => `update ${ref}`).sort());
    await project.succeeds("up", "--yes", "--skip-preview");
    assert.equal(project.completed(), "r1/adopt");
    const back = project.acts().slice(forward.length).map(({ ref }) => ref);
    assert.deepEqual([...back].sort(), [...forward].sort());
    assert.ok(back.indexOf(link) < back.indexOf(gate) && back.indexOf(gate) < back.indexOf(server), back.join(" "));
    assert.deepEqual([phaseOf(server), phaseOf(link)], ["running", "linked"]);
    await project.go("adopt", stage);
    assert.equal(project.completed(), `r1/${stage}`);
    assert.equal(project.acts().length, 3 * forward.length);
  });

  it("finds what was changed by hand: by refresh, and by the stage itself", async () => {
    project.change((lab) => lab.meddle(server, { os: "windows-server-2003-sp2-x64" }));
    const drift = await project.run("refresh", "--preview-only", "--expect-no-changes", "--diff");
    assert.equal(drift.status, 7, drift.output);
    assert.match(drift.output, /os *: "windows-server-2003-sp2-x86" => "windows-server-2003-sp2-x64"/);
    await refusedEverywhere((ran) =>
      assert.deepEqual(refusals(ran).map((text) => text.replace(/[^\s(]+(?=old\.yaml:)/g, "").replace(/(replan) \S+ (--stack) \S+;/, "$1 m $2 s;")), [
        `EST-002 ${server} os: the plan has "windows-server-2003-sp2-x86", found "windows-server-2003-sp2-x64" (r1/${stage} relies on it) — ` +
          "put it back; or take it over: write what is found into the entry of bea-ns1 at old.yaml:23, as os of its own (old.yaml:13 is another's, which it is like), then drover replan m --stack s; or postpone: leave drover:stage at r1/adopt",
      ]),
    );
  });
});
