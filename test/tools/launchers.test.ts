import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { removeMachines, temporaryFolder } from "./fakes";

const bin = path.join(__dirname, "..", "..", "bin");

/** A project that holds a launcher and, for what it launches, a program that says how it was started. */
function newProject(launcher: string): string {
  const folder = temporaryFolder();
  for (const name of ["bin", "tools", "provider", "cli"]) fs.mkdirSync(path.join(folder, name));
  fs.copyFileSync(path.join(bin, launcher), path.join(folder, "bin", launcher));
  fs.writeFileSync(path.join(folder, "tools", "ts.js"), 'require.extensions[".ts"] = require.extensions[".js"];');
  fs.writeFileSync(
    path.join(folder, "provider", "main.ts"),
    "console.log(JSON.stringify({ args: process.argv.slice(2), parent: process.ppid }));",
  );
  fs.writeFileSync(
    path.join(folder, "cli", "main.ts"),
    "exports.letReadersGo = () => console.log('readers may go');" +
      "exports.main = async (argv) => { console.log(argv.join(' ')); return 75; };",
  );
  return folder;
}

describe("the provider's launcher", () => {
  if (process.platform === "win32") return;
  afterEach(removeMachines);
  const env = { PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin` };
  const want = JSON.stringify({ args: ["127.0.0.1:4000", "a b"], parent: process.pid });

  it("starts the provider, whose parent is then who started the launcher", () => {
    const file = path.join(newProject("pulumi-resource-drover"), "bin", "pulumi-resource-drover");
    assert.equal(execFileSync(file, ["127.0.0.1:4000", "a b"], { cwd: "/", env, encoding: "utf8" }), `${want}\n`);
  });

  it("finds its project through links, absolute and relative", () => {
    const folder = newProject("pulumi-resource-drover");
    const elsewhere = temporaryFolder();
    fs.symlinkSync(path.join(folder, "bin", "pulumi-resource-drover"), path.join(elsewhere, "absolute"));
    fs.symlinkSync("absolute", path.join(elsewhere, "pulumi-resource-drover"));
    const started = execFileSync("pulumi-resource-drover", ["127.0.0.1:4000", "a b"], {
      cwd: "/",
      env: { PATH: `${elsewhere}:${env.PATH}` },
      encoding: "utf8",
    });
    assert.equal(started, `${want}\n`);
  });
});

describe("bin/drover.js", () => {
  afterEach(removeMachines);
  const run = (folder: string): { status: number | null; stdout: string; stderr: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(folder, "bin", "drover.js"), "plan", "here"], {
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };

  it("passes its arguments to the command line and its status to the shell", () => {
    const folder = newProject("drover.js");
    fs.mkdirSync(path.join(folder, "node_modules", "typescript"), { recursive: true });
    assert.deepEqual(run(folder), { status: 75, stdout: "readers may go\nplan here\n", stderr: "" });
  });

  it("says what to do where nothing is installed", () => {
    const folder = newProject("drover.js");
    const stderr = `drover: its npm packages are not installed: run "npm start" (sets up everything) or "npm ci" in ${folder}\n`;
    assert.deepEqual(run(folder), { status: 1, stdout: "", stderr });
  });
});
