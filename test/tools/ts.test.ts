import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { removeMachines, temporaryFolder } from "./fakes";

const root = path.join(__dirname, "..", "..");
const project = fs.realpathSync(root);

/** A project with the real hook and settings, the real packages by a link, and a cache of its own. */
function newProject(program: string): {
  readonly run: (...args: string[]) => string;
  readonly folder: string;
  readonly cached: () => string[];
} {
  const folder = temporaryFolder();
  fs.mkdirSync(path.join(folder, "tools"));
  fs.mkdirSync(path.join(folder, "node_modules"));
  for (const name of ["tools/ts.js", "tsconfig.json"]) fs.copyFileSync(path.join(project, name), path.join(folder, name));
  for (const name of fs.readdirSync(path.join(project, "node_modules")))
    if (!name.startsWith("."))
      fs.symlinkSync(path.join(project, "node_modules", name), path.join(folder, "node_modules", name));
  fs.writeFileSync(path.join(folder, "main.ts"), program);
  const cache = path.join(folder, "node_modules", ".cache", "drover-ts");
  return {
    folder,
    run: (...args) =>
      execFileSync(process.execPath, ["-r", "./tools/ts.js", "./main.ts", ...args], {
        cwd: folder,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      }),
    cached: () => fs.readdirSync(cache).map((name) => path.join(cache, name)),
  };
}

const SAYS_WHAT_IS_LOADED = `
const loaded: string[] = Object.keys(require.cache).filter((file) => /node_modules.(typescript|ts-node)./.test(file));
console.log(loaded.length > 0 ? "compiler loaded" : "compiler not loaded");
`;

describe("TypeScript run through the cache", function () {
  this.timeout(60_000);
  this.slow(4000);
  afterEach(removeMachines);

  it("loads the compiler the first time only, and again after a change or for half a file", () => {
    const { run, folder, cached } = newProject(SAYS_WHAT_IS_LOADED);
    assert.equal(run(), "compiler loaded\n");
    assert.equal(run(), "compiler not loaded\n");
    const [file = ""] = cached();
    fs.truncateSync(file, 40);
    assert.equal(run(), "compiler loaded\n");
    assert.equal(run(), "compiler not loaded\n");
    fs.appendFileSync(path.join(folder, "main.ts"), "const more: number = 1; console.log(more);\n");
    assert.equal(run(), "compiler loaded\n1\n");
    assert.equal(run(), "compiler not loaded\n1\n");
  });

  it("names the TypeScript's line in an error, compiled or cached", () => {
    const { run } = newProject(
      [
        "interface Nothing {",
        "  readonly a: 1;",
        "}",
        "",
        "const fail = (): never => { throw new Error(`no ${1 as unknown as Nothing}`); };",
        "fail();",
      ].join("\n"),
    );
    for (const _ of ["compiled", "cached"])
      assert.throws(
        () => run(),
        (error: { stderr: string }) => /main\.ts:5:35\)?\n.*main\.ts:6:1\)?\n/.test(error.stderr),
      );
  });

  it("survives two writers at once and leaves one file", async () => {
    const { folder, cached } = newProject("const one: number = 1;\nconsole.log(one);\n");
    const start = promisify(execFile);
    const runs = await Promise.all(
      Array.from({ length: 2 }, () => start(process.execPath, ["-r", "./tools/ts.js", "./main.ts"], { cwd: folder })),
    );
    assert.deepEqual(
      runs.map(({ stdout }) => stdout),
      Array.from({ length: 2 }, () => "1\n"),
    );
    assert.equal(cached().length, 1);
  });

  it("says what to do where nothing is installed", () => {
    const { run, folder } = newProject("");
    fs.rmSync(path.join(folder, "node_modules"), { recursive: true });
    assert.throws(
      () => run(),
      (error: { stderr: string }) =>
        error.stderr.includes(
          `Error: typescript is not installed in ${path.join(folder, "node_modules")}: run "npm ci" or "npm start" there\n`,
        ),
    );
  });
});
