// @ts-check
"use strict";
/**
 * How the tool chain speaks: a line a step, a sign of life while something takes long, errors without a stack where nothing
 * of ours is wrong.
 */

/** Something about this machine that its user can put right; every line is for a person. */
class SetupError extends Error {
  /** @param {readonly string[]} lines */
  constructor(lines) {
    super(lines.join("\n"));
    this.name = "SetupError";
  }
}

/** @typedef {(line: string) => void} Log */

/** Standard error, so that `--print-env` has standard output for itself. @type {Log} */
const toStandardError = (line) => void process.stderr.write(`${line}\n`);

/** @param {number} since milliseconds, as Date.now gives them */
const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;

/**
 * Says every five seconds how far a long step is.
 * @template T
 * @param {Log} log @param {(elapsed: string) => string} line @param {() => Promise<T>} work
 */
async function withProgress(log, line, work) {
  const started = Date.now();
  const timer = setInterval(() => log(`  ${line(seconds(started))}`), 5_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Prints an error as its kind deserves and says that the process failed. @param {unknown} error */
function fail(error) {
  process.stderr.write(
    `✘ ${error instanceof SetupError ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
}

module.exports = { SetupError, fail, seconds, toStandardError, withProgress };
