// @ts-check
"use strict";
/**
 * The Pulumi CLI: the one on PATH, else the one in the cache, else the official binary by its npm package, else one built
 * with Go. Says which and why. What is got goes into the cache under its version and platform, whole and checked, or not at all.
 */
const fs = require("node:fs");
const path = require("node:path");
const { build, findGo, neededGo } = require("./build");
const { cacheFolder, removeUnfinished, temporaryFolder } = require("./cache");
const { download } = require("./download");
const { executablesIn, judge, pathFolders } = require("./judge");
const { withLock } = require("./lock");
const { SetupError, seconds } = require("./report");

/**
 * @typedef {{ root: string, env: NodeJS.ProcessEnv, log: import("./report").Log, limit?: number }} Context `limit`:
 * milliseconds that a CLI has to answer
 */
/** @typedef {{ file: string, version: string, how: string }} Found */

/** The version that the program's own library has, so that the two never drift apart. @param {string} root */
function neededVersion(root) {
  const text = fs.readFileSync(path.join(root, "package.json"), "utf8");
  const version = /** @type {{ dependencies: Record<string, string> }} */ (JSON.parse(text)).dependencies["@pulumi/pulumi"];
  if (version === undefined) throw new Error("package.json has no dependency @pulumi/pulumi to take the CLI's version from");
  return version;
}

/**
 * The folders of PATH without those of npm, whose `pulumi` would be the downloader and not the CLI.
 * @param {NodeJS.ProcessEnv} env
 */
const foldersToSearch = (env) => pathFolders(env).filter((folder) => !folder.split(path.sep).includes("node_modules"));

/** @param {Context & { needed: string, cache: string }} context @returns {Promise<{ found?: Found, why: string }>} */
async function onPath(context) {
  const seen = executablesIn("pulumi", foldersToSearch(context.env));
  const reasons = [];
  for (const file of [...new Set(seen)]) {
    const answer = await judge(file, context);
    if (answer.ok) return { found: { file, version: answer.version, how: "on PATH" }, why: "" };
    context.log(`… ${file} ${answer.why}: not used`);
    reasons.push(answer.why);
  }
  return { why: reasons.length === 0 ? "none on PATH" : "the one on PATH will not do" };
}

/** @param {string} cache @param {string} needed */
const cachedFolder = (cache, needed) => path.join(cache, `pulumi-${needed}-${process.platform}-${process.arch}`);

/** @param {Context & { needed: string, cache: string }} context @returns {Promise<Found | undefined>} */
async function inCache(context) {
  const folder = cachedFolder(context.cache, context.needed);
  const file = executablesIn("pulumi", [folder])[0];
  if (file === undefined) return undefined;
  const answer = await judge(file, context);
  if (answer.ok) return { file, version: answer.version, how: "in the cache" };
  context.log(`… ${file} ${answer.why}: not used, got anew`);
  return undefined;
}

/**
 * Makes what was got into the cache's: checked by running it, then by a rename.
 * @param {string} bin
 * @param {Context & { needed: string, cache: string }} context
 * @returns {Promise<{ file: string, version: string } | { why: string }>}
 */
async function keep(bin, context) {
  const file = executablesIn("pulumi", [bin])[0];
  if (file === undefined) return { why: "brought no pulumi" };
  const answer = await judge(file, context);
  if (!answer.ok) return { why: `brought one that will not do: ${answer.why}` };
  const folder = cachedFolder(context.cache, context.needed);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(bin, folder);
  return { file: path.join(folder, path.basename(file)), version: answer.version };
}

/**
 * @param {string} folder
 * @param {Context & { needed: string, cache: string }} context
 * @returns {Promise<{ found?: Found, why: string }>}
 */
async function byDownload(folder, context) {
  const started = Date.now();
  context.log(`… getting Pulumi CLI ${context.needed} by the npm package pulumi`);
  const answer = await download({ folder, version: context.needed, env: context.env, log: context.log });
  if (!answer.ok) return { why: `the npm package pulumi ${answer.why}` };
  const kept = await keep(answer.bin, context);
  return "why" in kept
    ? { why: `the npm package pulumi ${kept.why}` }
    : { found: { ...kept, how: `downloaded in ${seconds(started)}` }, why: "" };
}

/**
 * @param {string} folder
 * @param {Context & { needed: string, cache: string }} context
 * @returns {Promise<{ found?: Found, why: string }>}
 */
async function byBuilding(folder, context) {
  const started = Date.now();
  const sources = path.join(context.root, "tools", "cli");
  const go = await findGo({ sources, env: context.env });
  if (!go.ok) return { why: go.why };
  context.log(`… building Pulumi CLI ${context.needed} with ${go.version}; this takes minutes, once for this machine`);
  const bin = path.join(folder, "built");
  const answer = await build({ bin, sources, env: context.env, log: context.log });
  if (!answer.ok) return { why: answer.why };
  const kept = await keep(bin, context);
  return "why" in kept
    ? { why: `the build ${kept.why}` }
    : { found: { ...kept, how: `built with ${go.version} in ${seconds(started)}` }, why: "" };
}

/** @param {Context & { needed: string }} context */
const nothingWorks = ({ root, needed }) =>
  new SetupError([
    `Drover needs the Pulumi CLI ${needed} or a later 3.x, and there is no way to get it here. Do one of these, then try again:`,
    "  - install the official Pulumi CLI, so that pulumi and pulumi-language-nodejs are on PATH; or allow its download",
    `  - install Go ${neededGo(path.join(root, "tools", "cli"))} or later, so that go is on PATH and reaches its module proxy: the CLI is then built here`,
  ]);

/**
 * Gets one under the lock of the cache, and leaves nothing unfinished behind.
 * @param {Context & { needed: string, cache: string }} context
 * @returns {Promise<Found>}
 */
async function get(context) {
  const already = await inCache(context);
  if (already !== undefined) return { ...already, how: "in the cache, put there by another set-up meanwhile" };
  removeUnfinished(context.cache);
  const folder = temporaryFolder(context.cache);
  try {
    for (const way of [byDownload, byBuilding]) {
      const { found, why } = await way(folder, context);
      if (found !== undefined) return found;
      context.log(`… ${why}`);
    }
    throw nothingWorks(context);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Finds or gets the CLI.
 * @param {Context} given
 * @returns {Promise<Found>}
 */
async function ensurePulumi(given) {
  const context = { ...given, needed: neededVersion(given.root), cache: cacheFolder(given.env) };
  const { found, why } = await onPath(context);
  if (found !== undefined) return found;
  const cached = await inCache(context);
  if (cached !== undefined) return { ...cached, how: `in the cache; ${why}` };
  // one lock for all versions: whoever holds it may clear away what others left unfinished
  return withLock(path.join(context.cache, "pulumi.lock"), { what: "getting the Pulumi CLI", log: context.log }, () => get(context));
}

module.exports = { ensurePulumi };
