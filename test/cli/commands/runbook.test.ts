import assert from "node:assert/strict";
import { appendFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openLab } from "../../../lab";
import { Project } from "../project";

const APPROVE = "task/estate/approve-plan";
const REHEARSE = "task/estate/rehearse";

type Resource = Readonly<{ urn: string; outputs?: Readonly<{ phase?: string; evidence?: string }> }>;

/** A stage of which people do two tasks and the simulated estate all else, on the real CLI. */
describe("a stage that people and drivers share, on the real CLI", function () {
  this.timeout(180_000);
  const project = new Project("bayou");
  const { migration } = project;
  const [, first = ""] = project.stages;
  after(() => project.remove());

  const attest = (entity: string, ...fields: readonly string[]): ReturnType<Project["run"]> =>
    project.run(["attest", "migrations/bayou", entity, "--by", "approver-1", ...fields.flatMap((field) => ["--field", field])]);

  /** What the stack's state says of an entity. */
  const stored = (entity: string): Resource["outputs"] => {
    const file = join(project.folder, ".drover", "state", ".pulumi", "stacks", "drover", "lab.json");
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as { checkpoint: { latest: { resources: readonly Resource[] } } };
    return checkpoint.latest.resources.find(({ urn }) => urn.endsWith(`:Task::${entity.slice("task/".length)}`))?.outputs;
  };

  it("is adopted under the plan that was reviewed, though its drivers are others now", async () => {
    appendFileSync(join(migration, "migration.yaml"), "\ndrivers: { approve-plan: runbook, rehearse: runbook }\n");
    const { status, output, errors } = await project.run(["apply", "lab"]);
    assert.equal(status, 0, `${output}${errors}`);
  });

  it("waits for people without failing, and says what to do, what to record and what to type", async () => {
    assert.equal((await project.run(["promote", "lab"])).status, 0);
    const { status, output } = await project.run(["apply", "lab"]);
    assert.equal(status, 75, output);
    const summary = output.slice(output.lastIndexOf("\nWAITING ") + 1);
    assert.match(summary, new RegExp(`^WAITING ${first}/${APPROVE}: people do it, and nobody has attested it yet\n`));
    assert.match(summary, /\n {2}Agree on the migration plan\n {2}Record: approver \(text\), ticket \(text\)\n/);
    assert.match(summary, new RegExp(`\n  drover attest \\S*migrations/bayou ${APPROVE} --stage ${first.slice(3)} --by "<who>" --field "approver=<text>" --field "ticket=<text>"\n`));
    assert.match(summary, new RegExp(`\n${first}: 1 waiting, 1 done, \\d+ not started .*; nothing failed\\.\n`, "s"));
  });

  it("goes on to its end when both are attested, the second one ahead, and its state names the evidence", async () => {
    const wrote = [await attest(APPROVE, "approver=approver-1", "ticket=CHG-1"), await attest(REHEARSE, "result=all well")];
    assert.deepEqual(wrote.map(({ status }) => status), [0, 0], wrote.map(({ errors }) => errors).join(""));
    const { status, output, errors } = await project.run(["apply", "lab"]);
    assert.equal(status, 0, `${output}${errors}`);
    assert.match(output, new RegExp(`✔ ${first} is complete`));
    for (const [entity, file] of [[APPROVE, "approve-plan"], [REHEARSE, "rehearse"]] as const) {
      const { phase, evidence } = stored(entity) ?? assert.fail(`the state has no ${entity}`);
      assert.equal(phase, "done");
      assert.match(evidence ?? "", new RegExp(`^evidence/${first}/task__estate__${file}\\.yaml [0-9a-f]{12}$`));
    }
  });

  it("is not believed any more when its evidence is gone", async () => {
    rmSync(join(migration, "evidence", first, "task__estate__approve-plan.yaml"));
    assert.equal((await project.run(["promote", "lab"])).status, 0);
    const journal = (): number => openLab(join(project.folder, "lab"), { write: false }).journal().length;
    const before = journal();
    const { status, output } = await project.run(["apply", "lab"]);
    assert.equal(status, 2, output);
    const text = output.replace(/\s+/g, " ");
    assert.ok(text.includes("EST-003 the estate cannot be read: EVI-004 "), output);
    assert.ok(text.includes(`rests on evidence/${first}/task__estate__approve-plan.yaml, which is missing`), output);
    assert.ok(text.includes("run the command again: nothing was changed"), output);
    assert.equal(journal(), before);
  });
});
