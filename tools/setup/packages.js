// @ts-check
"use strict";
/** The npm packages: exactly those of package-lock.json, installed once. */
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { withLock } = require("./lock");
const { SetupError, seconds, withProgress } = require("./report");
const { run, whatWentWrong } = require("./run");

const LIMIT = 15 * 60_000;

/** @typedef {{ packages: Record<string, { version?: string, integrity?: string, optional?: boolean }> }} LockFile */

/** @param {string} file */
function readIfThere(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** @param {string} root */
const stampFile = (root) => path.join(root, "node_modules", ".drover-packages");

/** What the stamp must say. The platform belongs to it: a folder may be shared between systems. @param {string} lock */
const stampOf = (lock) => `${createHash("sha256").update(lock).digest("hex")} ${process.platform}-${process.arch}\n`;

/**
 * Whether npm's own record of what it installed agrees with the lockfile, so that an `npm ci` or `npm install` by hand counts.
 * npm writes that record last; an interrupted installation has none.
 * @param {string} root @param {string} lock
 */
function npmInstalledIt(root, lock) {
  const record = readIfThere(path.join(root, "node_modules", ".package-lock.json"));
  if (record === undefined) return false;
  const wanted = /** @type {LockFile} */ (JSON.parse(lock)).packages;
  const installed = /** @type {LockFile} */ (JSON.parse(record)).packages;
  return Object.entries(wanted).every(([name, { version, integrity, optional }]) => {
    const found = installed[name];
    if (name === "" || (found === undefined && optional === true)) return true;
    return found !== undefined && found.version === version && found.integrity === integrity;
  });
}

/** @param {string} root @param {string} lock */
function areInstalled(root, lock) {
  if (readIfThere(stampFile(root)) === stampOf(lock)) return true;
  if (!npmInstalledIt(root, lock)) return false;
  fs.writeFileSync(stampFile(root), stampOf(lock));
  return true;
}

/**
 * Npm as a file for node where that is known (npm says so to its scripts), which needs no shell on any system.
 * @param {NodeJS.ProcessEnv} env
 */
function npmCommand(env) {
  const file = env.npm_execpath;
  const isNpm = file !== undefined && path.basename(file) === "npm-cli.js" && fs.existsSync(file);
  return isNpm ? { command: process.execPath, args: [file] } : { command: "npm", args: [] };
}

/**
 * Installs the packages unless they are there.
 * @param {{ root: string, env: NodeJS.ProcessEnv, log: import("./report").Log }} context
 * @returns {Promise<string>} what was found or done
 */
async function ensurePackages({ root, env, log }) {
  const lock = fs.readFileSync(path.join(root, "package-lock.json"), "utf8");
  if (areInstalled(root, lock)) return "npm packages up to date";
  return withLock(path.join(root, ".drover", "packages.lock"), { what: "installing the npm packages", log }, async () => {
    if (areInstalled(root, lock)) return "npm packages up to date (another set-up installed them)";
    const started = Date.now();
    log("… npm packages: node_modules is not what package-lock.json says; running npm ci");
    fs.rmSync(stampFile(root), { force: true });
    const { command, args } = npmCommand(env);
    // no script of a dependency is needed, so none is run
    const flags = [
      "ci",
      "--include=dev",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--prefer-offline",
      "--loglevel=error",
    ];
    const result = await withProgress(
      log,
      (elapsed) => `npm ci: ${elapsed}`,
      () => run(command, [...args, ...flags], { cwd: root, env: { ...env, NODE_ENV: "" }, limit: LIMIT }),
    );
    if (result.status !== 0) {
      throw new SetupError([
        `npm ci ${whatWentWrong(result, LIMIT)}`,
        ...result.output
          .trim()
          .split("\n")
          .slice(-12)
          .map((line) => `  ${line}`),
        `The packages of package-lock.json are needed; set npm's registry or proxy right, try "npm ci" in ${root}, then this command again.`,
      ]);
    }
    fs.writeFileSync(stampFile(root), stampOf(lock));
    return `npm packages installed in ${seconds(started)}`;
  });
}

module.exports = { ensurePackages, npmCommand };
