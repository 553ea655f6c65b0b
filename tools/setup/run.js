// @ts-check
"use strict";
/** Runs other programs within limits: a set-up must end, whatever a program on somebody's PATH does. */
const { spawn, spawnSync } = require("node:child_process");

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [limit] milliseconds after which the program is ended
 * @property {() => boolean} [stalled] asked every second; true ends the program
 * @property {(line: string) => void} [onLine] each line of standard output and error
 */
/**
 * @typedef {object} RunResult
 * @property {number | null} status
 * @property {string} output standard output and error, in the order of arrival
 * @property {"limit" | "stalled" | "not started" | undefined} ended why there is no exit status of the program's own
 */

/** Programs under way: ended with this process, so that an interrupted set-up leaves nothing running. @type {Set<number>} */
const underWay = new Set();

/** Ends a program and all it started. @param {number} pid */
function endTree(pid) {
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore" });
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // it ended by itself meanwhile
  }
}

function endAll() {
  for (const pid of underWay) endTree(pid);
}

/** @type {readonly (readonly [NodeJS.Signals, number])[]} */
const signals = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
];
const onSignal = signals.map(([signal, status]) => /** @type {const} */ ([signal, () => process.exit(status)]));

/** @param {number} pid */
function watch(pid) {
  if (underWay.size === 0) {
    process.on("exit", endAll);
    for (const [signal, handler] of onSignal) process.on(signal, handler);
  }
  underWay.add(pid);
}

/** @param {number} pid */
function unwatch(pid) {
  underWay.delete(pid);
  if (underWay.size > 0) return;
  process.off("exit", endAll);
  for (const [signal, handler] of onSignal) process.off(signal, handler);
}

/** Calls back with whole lines. @param {(line: string) => void} onLine */
function lineSplitter(onLine) {
  let rest = "";
  return (/** @type {string} */ text) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  };
}

/**
 * How to start a program: on Windows a script, npm's too, needs the command interpreter, which wants what has spaces quoted.
 * @param {string} command
 * @param {readonly string[]} args
 */
function launch(command, args) {
  const shell = process.platform === "win32" && (command === "npm" || /\.(cmd|bat)$/i.test(command));
  const quoted = (/** @type {string} */ text) => (shell && /\s/.test(text) ? `"${text}"` : text);
  return { file: quoted(command), args: args.map(quoted), shell };
}

/**
 * Runs a program without standard input and gathers what it says. Never throws for what the program does.
 * @param {string} command @param {readonly string[]} args @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
function run(command, args, { cwd, env, limit, stalled, onLine } = {}) {
  return new Promise((resolve) => {
    // a group of its own on Unix: the children of a program that is ended must go with it
    const start = launch(command, args);
    const child = spawn(start.file, start.args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
      shell: start.shell,
      windowsHide: true,
    });
    const { pid } = child;
    if (pid !== undefined) watch(pid);
    let output = "";
    /** @type {RunResult["ended"]} */
    let ended;
    const lines = lineSplitter(onLine ?? (() => undefined));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
        lines(text);
      });
    }
    /** @param {"limit" | "stalled"} why */
    const end = (why) => {
      ended ??= why;
      if (pid !== undefined) endTree(pid);
    };
    const timer = limit === undefined ? undefined : setTimeout(() => end("limit"), limit);
    const watcher =
      stalled === undefined
        ? undefined
        : setInterval(() => {
            if (stalled()) end("stalled");
          }, 1000);
    /** @param {number | null} status */
    const finish = (status) => {
      clearTimeout(timer);
      clearInterval(watcher);
      if (pid !== undefined) unwatch(pid);
      resolve({ status: ended === undefined ? status : null, output, ended });
    };
    child.on("error", (error) => {
      ended ??= "not started";
      output += error.message;
      if (pid === undefined) finish(null);
    });
    child.on("close", finish);
  });
}

/** How a run went wrong, in a few words. @param {RunResult} result @param {number} limit its limit in milliseconds */
function whatWentWrong({ status, output, ended }, limit) {
  const last = output.trim().split("\n").at(-1)?.trim() ?? "";
  if (ended === "limit") return `gave no answer within ${limit / 1000} s`;
  if (ended === "stalled") return "made no progress";
  if (ended === "not started") return `could not be started (${last})`;
  return last === "" ? `ended with status ${status}` : `ended with status ${status}: ${last}`;
}

module.exports = { run, whatWentWrong };
