import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { removeMachines, temporaryFolder } from "./fakes";

const tools = path.join(__dirname, "..", "..", "tools");

/** A project with two generators in one file; what is TypeScript there is plain enough to need no compiler. */
function newProject(): { readonly folder: string; readonly run: (...args: string[]) => object } {
  const folder = temporaryFolder();
  fs.mkdirSync(path.join(folder, "tools", "generators"), { recursive: true });
  fs.mkdirSync(path.join(folder, "tools", "setup"));
  for (const name of ["generate.js", "setup/report.js"]) fs.copyFileSync(path.join(tools, name), path.join(folder, "tools", name));
  fs.writeFileSync(path.join(folder, "tools", "ts.js"), 'require.extensions[".ts"] = require.extensions[".js"];');
  fs.writeFileSync(
    path.join(folder, "tools", "generators", "some.ts"),
    'exports.generators = [{ file: "deep/a.txt", make: () => "a\\n" }, { file: "b.txt", make: async () => "b\\n" }];',
  );
  return {
    folder,
    run: (...args) => {
      const file = path.join(folder, "tools", "generate.js");
      const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { encoding: "utf8" });
      return { status, stdout, stderr };
    },
  };
}

const FINE = { status: 0, stdout: "", stderr: "" };

describe("generated files", () => {
  afterEach(removeMachines);

  it("are written where they differ, and then let be", () => {
    const { run, folder } = newProject();
    fs.writeFileSync(path.join(folder, "b.txt"), "old\n");
    assert.deepEqual(run(), { ...FINE, stdout: "wrote deep/a.txt\nwrote b.txt\n" });
    assert.equal(fs.readFileSync(path.join(folder, "b.txt"), "utf8"), "b\n");
    assert.deepEqual(run(), FINE);
    assert.deepEqual(run("--check"), FINE);
  });

  it("that differ fail the check, which writes nothing", () => {
    const { run, folder } = newProject();
    run();
    fs.writeFileSync(path.join(folder, "b.txt"), "edited\n");
    const stderr = '✘ not what their generators make: b.txt\n  run "node tools/generate.js" and commit what it writes\n';
    assert.deepEqual(run("--check"), { status: 1, stdout: "", stderr });
    assert.equal(fs.readFileSync(path.join(folder, "b.txt"), "utf8"), "edited\n");
  });

  it("with the line ends of Windows are the same", () => {
    const { run, folder } = newProject();
    run();
    fs.writeFileSync(path.join(folder, "b.txt"), "b\r\n");
    assert.deepEqual(run("--check"), FINE);
  });
});
