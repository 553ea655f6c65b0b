import assert from "node:assert/strict";
import { join } from "node:path";
import { main } from "../../cli/main";
import { standing } from "../../cli/project";
import { Project } from "./project";

describe("the command line, started once", () => {
  const project = new Project();
  const home = process.cwd();
  const below = join(project.folder, "stacks");
  after(() => project.remove());
  afterEach(() => process.chdir(home));

  it("leaves the process where it stood, though the command entered the project above", async () => {
    process.chdir(below);
    const write = process.stderr.write;
    process.stderr.write = () => true;
    try {
      assert.equal(await main(["lab"]), 2);
    } finally {
      process.stderr.write = write;
    }
    assert.equal(process.cwd(), below);
    process.chdir(project.folder);
    assert.equal(standing(), project.folder);
  });

  it("says as bin/drover.js what it says in this process, and ends with the same status", async () => {
    const cases: Readonly<Record<string, number>> = { "rules int-004": 0, "check golf": 64, "lab journal": 2 };
    for (const [line, status] of Object.entries(cases)) {
      const here = await project.run(line.split(" "), {}, "stacks");
      assert.deepEqual(await project.inProcessOfItsOwn(line.split(" "), {}, "stacks"), here);
      assert.equal(here.status, status, line);
    }
  }).timeout(20_000);
});
