import assert from "node:assert/strict";
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { examples } from "../drivers/exec/estate";
import { Project } from "./project";

const TASK = "task/hou-ns1/backup-1";

/** A program that says of a task that it is done, and records something else than the task asks for; on the real CLI. */
describe("a task whose program has not recorded what it asks for", function () {
  this.timeout(180_000);
  const project = new Project({ sample: "bayou" });
  const [stage = ""] = project.stages;
  const estate = join(project.migration, "estate.json");
  const records = (type: string): object => ({ [TASK]: { set: "nightly", type, location: "nas2", result: "success" } });

  before(async () => {
    mkdirSync(join(project.migration, "drivers"));
    copyFileSync(join(examples, "json-file.js"), join(project.migration, "drivers", "json-file.js"));
    const driver = "{ exec: [./drivers/json-file.js, estate.json] }";
    appendFileSync(join(project.migration, "migration.yaml"), `\ndrivers: { default: lab, backup-1: ${driver} }\n`);
    writeFileSync(estate, JSON.stringify({ records: records("Incremental") }));
    await project.newStack();
    await project.go("", "adopt");
    project.tell("adopt", stage);
  });
  after(() => project.remove());

  const up = (): ReturnType<Project["run"]> => project.run("up", "--yes", "--skip-preview", "--continue-on-error");
  const halfDone = new RegExp(
    `HALF-DONE r1/${stage}/${TASK} \\(done\\): ACT-007 EXE-018 exec:\\./drivers/json-file\\.js says that ${TASK} is done, and what it ` +
      'recorded is not what the task asks for: type is "Incremental"; it must be Full — ',
  );
  const isHalfDone = async (): Promise<void> => {
    const { status, output } = await up();
    assert.notEqual(status, 0, output);
    assert.match(output, halfDone);
    assert.equal(project.completed(), "r1/adopt");
  };

  it("is half done, and so it is at the next up", async () => {
    await isHalfDone();
    await isHalfDone();
  });

  it("is not made done by a refresh", async () => {
    await project.run("refresh", "--yes", "--skip-preview");
    await isHalfDone();
  });

  it("is done when it has", async () => {
    const file = JSON.parse(readFileSync(estate, "utf8")) as object;
    writeFileSync(estate, JSON.stringify({ ...file, records: records("Full") }));
    const { status, output } = await up();
    assert.equal(status, 0, output);
    assert.equal(project.completed(), `r1/${stage}`);
  });
});
