// @ts-check
"use strict";
/**
 * `npm test`: sets up, gets the parts that suites need, then all checks and all tests. Each step is a line; its output is
 * shown only when it fails. With arguments, mocha alone: `npm test -- --grep x`, `npm test -- test/engine/graph/*.test.ts`.
 * Ends with the line "N passed, N failed": mocha's tests, and each other step as one.
 */
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { spawnSync } = require("node:child_process");
const parts = require("./parts");
const { root, setup } = require("./setup");
const { fail, seconds } = require("./setup/report");
const { run } = require("./setup/run");

const LIMIT = 75 * 60_000;
const SLOW = 3_000;
const FOLDERS = [
  "bench",
  "bin",
  "calendar",
  "cli",
  "components",
  "documents",
  "engine",
  "examples",
  "lab",
  "platforms",
  "provider",
  "report",
  "schemas",
  "test",
  "tools",
];

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ name: string, program: string, args: readonly string[] }} Check */

const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`);
/** A tool's own JavaScript, so that node starts it on every system without a shell. @param {string} name */
const tool = (name) => path.join("node_modules", ...name.split("/"));

/** @returns {readonly Check[]} */
function checks() {
  const sources = [...FOLDERS, "index.ts"].filter((name) => fs.existsSync(path.join(root, name)));
  return [
    { name: "types and lint (tsc, eslint)", program: path.join("tools", "check.js"), args: [] },
    {
      name: "import boundaries (dependency-cruiser)",
      program: tool("dependency-cruiser/bin/dependency-cruise.mjs"),
      args: ["--config", ".dependency-cruiser.js", ...sources],
    },
    { name: "nothing unused (knip)", program: tool("knip/bin/knip.js"), args: ["--no-progress", "--no-config-hints"] },
    { name: "generated files up to date", program: path.join("tools", "generate.js"), args: ["--check"] },
  ];
}

/** @param {Check} check @param {NodeJS.ProcessEnv} env */
async function runCheck({ name, program, args }, env) {
  const started = Date.now();
  const { status, output } = await run(process.execPath, [program, ...args], { cwd: root, env, limit: LIMIT });
  say(`${status === 0 ? "✔" : "✘"} ${name}: ${seconds(started)}`);
  if (status !== 0) say(output.trimEnd().replace(/^/gm, "    "));
  return status === 0;
}

/**
 * One after the other beside what else there is to do: a build of the CLI, whose largest packages leave a core idle, and the
 * tests, which wait now and then for what they have started.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts>}
 */
async function runChecks(env) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const check of checks()) counts[(await runCheck(check, env)) ? "passed" : "failed"] += 1;
  return counts;
}

const MOCHA = tool("mocha/bin/mocha.js");
const SUITES = "test/**/*.test.ts";

/** All suites, those first that start whole programs: begun last, they would be waited for. */
function suites() {
  const files = fs.readdirSync(path.join(root, "test"), { recursive: true, encoding: "utf8" });
  const found = files.filter((file) => file.endsWith(".test.ts")).map((file) => path.join("test", file));
  const longest = [/journey/, /torture|pulumi/, /examples|exec|secrets|trials/];
  const turn = (/** @type {string} */ file) => {
    const at = longest.findIndex((name) => name.test(file));
    return at < 0 ? longest.length : at;
  };
  return found.sort((a, b) => turn(a) - turn(b) || (a < b ? -1 : 1));
}

/**
 * A folder stands for its suites: given the folder, mocha would load every file in it, programs that tests start among them.
 * @param {string} arg
 */
const suitesOf = (arg) => (fs.statSync(path.join(root, arg), { throwIfNoEntry: false })?.isDirectory() ? path.join(arg, "**", "*.test.ts") : arg);

/** @param {readonly string[]} args @param {NodeJS.ProcessEnv} env */
function runMochaAlone(args, env) {
  const namesFiles = args.some((arg) => !arg.startsWith("-") && (arg.endsWith(".ts") || fs.existsSync(path.join(root, arg))));
  const files = namesFiles ? [] : [SUITES];
  const { status } = spawnSync(process.execPath, [path.join(root, MOCHA), ...args.map(suitesOf), ...files], {
    cwd: root,
    env,
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}

/**
 * @typedef {{ passes: number, failures: number, pending: number, slowest: readonly { title: string, duration: number }[] }}
 * MochaCounts
 */

/** Pulumi and what it starts live for two seconds here: to collect garbage meanwhile takes a sixth of that. */
const SHORT_LIVED = { GOGC: "off", NODE_OPTIONS: [process.env.NODE_OPTIONS, "--max-semi-space-size=64"].join(" ").trim() };

/** What the reporter wrote, if mocha got that far. @param {string} file @returns {MochaCounts | undefined} */
const readCounts = (file) => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : undefined);

/**
 * @param {readonly string[]} ignored files of suites whose parts are missing
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts>}
 */
async function runMocha(ignored, env) {
  const started = Date.now();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "drover-test-"));
  const counts = path.join(folder, "counts.json");
  // one more than there are processors: some of them wait for processes that they have started
  const jobs = String(os.availableParallelism() + 1);
  const how = ["--parallel", "--jobs", jobs, "--reporter", path.join("tools", "reporter.js")];
  const left = new Set(ignored.map((file) => path.relative(root, file)));
  const args = [MOCHA, ...suites().filter((file) => !left.has(file)), ...how];
  const result = await run(process.execPath, args, {
    cwd: root,
    // whole messages are compared, and some libraries take CI for a terminal with colours
    env: { ...env, ...SHORT_LIVED, NO_COLOR: "1", DROVER_TEST_COUNTS: counts },
    limit: LIMIT,
    onLine: say,
  });
  const found = readCounts(counts);
  fs.rmSync(folder, { recursive: true, force: true });
  if (found === undefined) {
    say(`✘ tests (mocha): ${seconds(started)}, ended with status ${result.status} before it counted`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  // a status without a failed test: mocha itself failed, or there was nothing to run
  const failed = found.failures > 0 || result.status === 0 ? found.failures : 1;
  say(`${failed === 0 ? "✔" : "✘"} tests (mocha): ${seconds(started)}`);
  for (const { title, duration } of found.slowest)
    if (duration > SLOW) say(`    slow: ${(duration / 1000).toFixed(1)} s ${title.slice(0, 100)}`);
  return { passed: found.passes, failed, skipped: found.pending };
}

/** Gets the parts; says of those that are missing which suites are not run. @param {NodeJS.ProcessEnv} env */
async function getParts(env) {
  const needs = parts.needs(path.join(root, "test"));
  const { missing } = await parts.ensure([...needs.keys()].sort(), { log: say, env });
  const notRun = missing.map(({ name, why, command }) => {
    const files = needs.get(name) ?? [];
    const suites = files.map((file) => path.relative(root, file)).join(", ");
    return { files, line: `not run: ${suites}: ${name} ${why}; this would help: ${command}` };
  });
  return { ignored: [...new Set(notRun.flatMap(({ files }) => files))], lines: notRun.map(({ line }) => line) };
}

/** The set-up, and beside it what needs no Pulumi: the parts, and the checks as soon as there are packages. */
async function prepare() {
  let checked = Promise.resolve({ passed: 0, failed: 0, skipped: 0 });
  const begin = () => {
    checked = runChecks(process.env);
  };
  const [ready, found] = await Promise.allSettled([setup({ log: say, onPackages: begin }), getParts(process.env)]);
  if (ready.status === "fulfilled" && found.status === "fulfilled")
    return { checked, env: { ...process.env, ...ready.value.env }, ...found.value };
  // what has begun says its lines before the last one is said
  await checked;
  throw ready.status === "rejected" ? ready.reason : /** @type {PromiseRejectedResult} */ (found).reason;
}

async function test() {
  const started = Date.now();
  const args = process.argv.slice(2);
  if (args.length > 0) return runMochaAlone(args, { ...process.env, ...(await setup({ log: say })).env });
  const { checked, env, ignored, lines } = await prepare();
  const all = await Promise.all([runMocha(ignored, env), checked]);
  for (const line of lines) say(line);
  const missing = process.env.CI === "true" ? lines.length : 0;
  const passed = all.reduce((sum, counts) => sum + counts.passed, 0);
  const failed = all.reduce((sum, counts) => sum + counts.failed, missing);
  say(`${seconds(started)} in all`);
  const skipped = all.reduce((sum, counts) => sum + counts.skipped, 0);
  say(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

test().catch((error) => {
  fail(error);
  say("0 passed, 1 failed");
});
