// @ts-check
"use strict";
/**
 * Real parts that some suites need: a server, a browser. A suite names them on its first lines, `// needs: sshd, chromium`.
 * They are installed from Debian's packages where that is possible (root and apt-get); else the suites that need them are not
 * run, and the end of `npm test` says so, with the command that would help. Under CI=true a missing part is a failure.
 */
const fs = require("node:fs");
const path = require("node:path");
const { executablesIn, pathFolders } = require("./setup/judge");
const { seconds, withProgress } = require("./setup/report");
const { run, whatWentWrong } = require("./setup/run");

const LIMIT = 10 * 60_000;
/** Servers lie where an ordinary user's PATH often does not look. */
const SERVER_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/sbin"];

/** @typedef {{ readonly package: string, readonly programs: readonly string[] }} Part */
/** @type {Readonly<Record<string, Part>>} */
const parts = {
  bind: { package: "bind9", programs: ["named"] },
  chromium: { package: "chromium", programs: ["chromium", "google-chrome"] },
  python: { package: "python3", programs: ["python3"] },
  slapd: { package: "slapd", programs: ["slapd"] },
  sshd: { package: "openssh-server", programs: ["sshd"] },
};

/** @param {string} name */
function partNamed(name) {
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (part === undefined)
    throw new Error(
      `tools/parts.js knows no part "${name}", only ${Object.keys(parts).join(", ")}: correct the suite's "// needs:" line or add it there`,
    );
  return part;
}

/**
 * A part's program, for the suite that starts it.
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
function find(name, env = process.env) {
  const folders = [...pathFolders(env), ...SERVER_FOLDERS];
  return partNamed(name).programs.flatMap((program) => executablesIn(program, folders))[0];
}

/** The parts that a test file names in its first lines. @param {string} text */
function neededBy(text) {
  const named = /^\/\/ needs: (.+)$/m.exec(text.split("\n").slice(0, 5).join("\n"))?.[1] ?? "";
  return named
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Part → the test files below a folder that need it. @param {string} folder @returns {Map<string, string[]>} */
function needs(folder) {
  /** @type {Map<string, string[]>} */
  const byPart = new Map();
  const files = fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts"))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  for (const file of files)
    for (const name of neededBy(fs.readFileSync(file, "utf8"))) byPart.set(name, [...(byPart.get(name) ?? []), file]);
  return byPart;
}

/** @param {readonly string[]} packages */
const installCommand = (packages) => `apt-get install -y --no-install-recommends ${packages.join(" ")}`;

/**
 * Without letting the packages start their servers: the suites start their own.
 * @param {readonly string[]} packages
 * @param {NodeJS.ProcessEnv} env
 */
async function install(packages, env) {
  const quiet = { ...env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  // an old list of packages is no reason to fail: the installation itself tells
  await run("apt-get", ["update", "-q"], { env: quiet, limit: LIMIT });
  return run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], { env: quiet, limit: LIMIT });
}

/**
 * Installs what is missing where that is possible.
 * @param {readonly string[]} names
 * @param {{ log: import("./setup/report").Log, env?: NodeJS.ProcessEnv }} context
 * @returns {Promise<{ missing: readonly { name: string, why: string, command: string }[] }>}
 */
async function ensure(names, { log, env = process.env }) {
  const absent = names.filter((name) => find(name, env) === undefined);
  if (absent.length === 0) return { missing: [] };
  const packages = absent.map((name) => partNamed(name).package);
  const possible = process.getuid?.() === 0 && executablesIn("apt-get", pathFolders(env)).length > 0;
  let why = "is not installed";
  if (possible) {
    const started = Date.now();
    log(`… installing what suites need: ${installCommand(packages)}`);
    const result = await withProgress(
      log,
      (elapsed) => `apt-get: ${elapsed}`,
      () => install(packages, env),
    );
    if (result.status === 0) log(`✔ installed ${absent.join(", ")} in ${seconds(started)}`);
    else why = `could not be installed: apt-get ${whatWentWrong(result, LIMIT)}`;
  }
  const missing = absent.filter((name) => find(name, env) === undefined);
  return { missing: missing.map((name) => ({ name, why, command: installCommand([partNamed(name).package]) })) };
}

module.exports = { ensure, find, neededBy, needs, parts };
