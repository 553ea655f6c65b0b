// @ts-check
"use strict";
/** Locks between processes: a folder is made by one alone. The holder's pid and a heartbeat tell a live lock from a dead one. */
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { setTimeout: pause } = require("node:timers/promises");

const HEARTBEAT = 2_000;
/** Without a heartbeat for so long, a lock is dead even where its pid lives (another machine's, or used anew). */
const DEAD_AFTER = 60_000;
/** A folder without a holder's name belongs to a process that is just writing it, or that died doing so. */
const NAMELESS_AFTER = 5_000;

/** @typedef {{ pid: number, host: string }} Holder */

/** @param {string} folder @returns {Holder | undefined} */
function holderOf(folder) {
  try {
    return /** @type {Holder} */ (JSON.parse(fs.readFileSync(path.join(folder, "holder.json"), "utf8")));
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** @param {string} folder */
function isDead(folder) {
  const holder = holderOf(folder);
  const file = holder === undefined ? folder : path.join(folder, "holder.json");
  const age = Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (holder === undefined) return age > NAMELESS_AFTER;
  return age > DEAD_AFTER || (holder.host === os.hostname() && !lives(holder.pid));
}

/** @param {string} folder */
function tryMake(folder) {
  try {
    fs.mkdirSync(folder);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Takes a dead lock away. Under a lock of its own, so that of two who saw it dead none removes the other's new one.
 * @param {string} folder
 */
function removeDead(folder) {
  const guard = `${folder}.removing`;
  if (!tryMake(guard)) {
    const made = fs.statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - made > NAMELESS_AFTER) fs.rmSync(guard, { recursive: true, force: true });
    return;
  }
  try {
    if (isDead(folder)) fs.rmSync(folder, { recursive: true, force: true });
  } finally {
    fs.rmSync(guard, { recursive: true, force: true });
  }
}

/**
 * Does the work while holding the lock; waits for whoever holds it, and says so once.
 * @template T
 * @param {string} folder
 * @param {{ what: string, log: (line: string) => void, poll?: number }} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withLock(folder, { what, log, poll = 250 }, work) {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  let said = false;
  while (!tryMake(folder)) {
    if (isDead(folder)) {
      removeDead(folder);
      continue;
    }
    const holder = holderOf(folder);
    if (!said && holder !== undefined) log(`… waiting: process ${holder.pid} on ${holder.host} is ${what} (${folder})`);
    said ||= holder !== undefined;
    await pause(poll);
  }
  const file = path.join(folder, "holder.json");
  fs.writeFileSync(file, JSON.stringify({ pid: process.pid, host: os.hostname() }));
  const heartbeat = setInterval(() => fs.utimes(file, new Date(), new Date(), () => undefined), HEARTBEAT);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

module.exports = { withLock };
