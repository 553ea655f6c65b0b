import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { ensurePackages } from "../../tools/setup/packages";
import { newMachine, removeMachines, type Machine } from "./fakes";

const WANTED = { "": { version: "0.1.0" }, "node_modules/yaml": { version: "2.8.2", integrity: "sha512-a" } };

/** npm that installs what the lockfile says, or gives an error; it notes how it was called. */
const NPM = `echo "$@" >> npm.log
/bin/mkdir -p node_modules
/bin/cp package-lock.json node_modules/.package-lock.json`;
const CALL = "ci --include=dev --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error";

function machineWith(installed: Record<string, object> | undefined, npm = NPM): Machine {
  const machine = newMachine();
  fs.writeFileSync(path.join(machine.root, "package-lock.json"), JSON.stringify({ packages: WANTED }));
  machine.program("npm", npm);
  if (installed === undefined) return machine;
  fs.mkdirSync(path.join(machine.root, "node_modules"));
  fs.writeFileSync(path.join(machine.root, "node_modules", ".package-lock.json"), JSON.stringify({ packages: installed }));
  return machine;
}

const calls = ({ root }: Machine): readonly string[] => {
  const file = path.join(root, "npm.log");
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim().split("\n") : [];
};

const ANNOUNCED = "… npm packages: node_modules is not what package-lock.json says; running npm ci";

describe("the npm packages", () => {
  if (process.platform === "win32") return;
  afterEach(removeMachines);

  const yaml = WANTED["node_modules/yaml"];
  const cases: Record<string, { installed: Record<string, object> | undefined; calls: readonly string[] }> = {
    "are left alone when npm's record agrees with the lockfile": { installed: { "node_modules/yaml": yaml }, calls: [] },
    "are installed where there are none": { installed: undefined, calls: [CALL] },
    "are installed anew where one is missing": { installed: {}, calls: [CALL] },
    "are installed anew where one is of another version": {
      installed: { "node_modules/yaml": { ...yaml, version: "2.0.0" } },
      calls: [CALL],
    },
    "are installed anew where one has other content": {
      installed: { "node_modules/yaml": { ...yaml, integrity: "sha512-b" } },
      calls: [CALL],
    },
  };
  for (const [name, { installed, calls: wanted }] of Object.entries(cases)) {
    it(name, async () => {
      const machine = machineWith(installed);
      await ensurePackages(machine);
      assert.deepEqual(calls(machine), wanted);
      assert.deepEqual(machine.said, wanted.length === 0 ? [] : [ANNOUNCED]);
      assert.equal(await ensurePackages(machine), "npm packages up to date");
      assert.deepEqual(calls(machine), wanted, "and a second set-up does nothing");
    });
  }

  it("are installed once by two set-ups at once", async () => {
    const machine = machineWith(undefined, `/bin/sleep 0.3; ${NPM}`);
    const said = await Promise.all([ensurePackages(machine), ensurePackages(machine)]);
    assert.deepEqual(said.map((line) => line.replace(/\d+ s/, "N s")).sort(), [
      "npm packages installed in N s",
      "npm packages up to date (another set-up installed them)",
    ]);
    assert.deepEqual(calls(machine), [CALL]);
  });

  it("that cannot be had: what npm said, and what to do", async () => {
    const machine = machineWith(undefined, "echo npm error network; exit 1");
    await assert.rejects(ensurePackages(machine), {
      name: "SetupError",
      message: [
        "npm ci ended with status 1: npm error network",
        "  npm error network",
        `The packages of package-lock.json are needed; set npm's registry or proxy right, try "npm ci" in ${machine.root}, then this command again.`,
      ].join("\n"),
    });
    machine.program("npm", NPM);
    await ensurePackages(machine);
    assert.deepEqual(calls(machine), [CALL], "and a later set-up tries again");
  });
});
