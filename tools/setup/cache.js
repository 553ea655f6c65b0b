// @ts-check
"use strict";
/** Where what is expensive to get is kept: outside the clone, so that a second clone or a cleaned one need not get it again. */
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { randomBytes } = require("node:crypto");

/** @param {NodeJS.ProcessEnv} env @param {NodeJS.Platform} [platform] @param {string} [home] */
function cacheFolder(env, platform = process.platform, home = env.HOME || os.homedir()) {
  const paths = platform === "win32" ? path.win32 : path.posix;
  if (env.DROVER_CACHE) return env.DROVER_CACHE;
  if (platform === "win32") return paths.join(env.LOCALAPPDATA || paths.join(home, "AppData", "Local"), "drover");
  if (platform === "darwin") return paths.join(home, "Library", "Caches", "drover");
  return paths.join(env.XDG_CACHE_HOME || paths.join(home, ".cache"), "drover");
}

/** Written beside and renamed: readers see the old or the new, never half. @param {string} file @param {string} text */
function writeWhole(file, text) {
  const beside = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(beside, text);
  fs.renameSync(beside, file);
}

const TEMPORARY = "unfinished-";

/** A new folder in the cache for something unfinished. @param {string} cache */
function temporaryFolder(cache) {
  fs.mkdirSync(cache, { recursive: true });
  return fs.mkdtempSync(path.join(cache, TEMPORARY));
}

/**
 * Removes what interrupted set-ups left; call it only while holding the lock under which such folders are made.
 * @param {string} cache
 */
function removeUnfinished(cache) {
  if (!fs.existsSync(cache)) return;
  for (const name of fs.readdirSync(cache))
    if (name.startsWith(TEMPORARY)) fs.rmSync(path.join(cache, name), { recursive: true, force: true });
}

module.exports = { cacheFolder, removeUnfinished, temporaryFolder, writeWhole };
