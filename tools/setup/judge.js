// @ts-check
"use strict";
/** Whether a Pulumi CLI found somewhere will do: its version, its Node.js language host, and that both run at all. */
const fs = require("node:fs");
const path = require("node:path");
const { createHash } = require("node:crypto");
const { writeWhole } = require("./cache");
const { run, whatWentWrong } = require("./run");

const LIMIT = 10_000;
const HOST = "pulumi-language-nodejs";

/** @typedef {{ ok: true, file: string, version: string } | { ok: false, file: string, why: string }} Judgement */

/** The names under which a program may lie in a folder of PATH. @param {string} name */
const fileNames = (name) => (process.platform === "win32" ? [`${name}.exe`, `${name}.cmd`] : [name]);

/**
 * @param {string} name
 * @param {readonly string[]} folders every file of that name in the folders that may be executed, in their order
 */
function executablesIn(name, folders) {
  const files = folders.flatMap((folder) => fileNames(name).map((file) => path.join(folder, file)));
  return files.filter((file) => {
    try {
      fs.accessSync(file, fs.constants.X_OK);
      return fs.statSync(file).isFile();
    } catch {
      return false;
    }
  });
}

/** The folders of PATH, absolute ones only. @param {NodeJS.ProcessEnv} env */
const pathFolders = (env) => (env.PATH ?? env.Path ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));

/**
 * The language host: beside the CLI, beside what it links to, or on PATH, which is where the CLI looks.
 * @param {string} pulumi
 * @param {NodeJS.ProcessEnv} env
 */
const languageHostFor = (pulumi, env) =>
  executablesIn(HOST, [path.dirname(pulumi), path.dirname(fs.realpathSync(pulumi)), ...pathFolders(env)])[0];

/** @param {string} text */
const numbersOf = (text) => /^v?(\d+)\.(\d+)\.(\d+)/m.exec(text)?.slice(1, 4).map(Number);

/** The same major version, and at least as new. @param {readonly number[]} found @param {readonly number[]} needed */
function isNewEnough([major = 0, minor = 0, patch = 0], [wantedMajor = 0, wantedMinor = 0, wantedPatch = 0]) {
  return major === wantedMajor && (minor > wantedMinor || (minor === wantedMinor && patch >= wantedPatch));
}

/** What identifies a file without reading it. @param {string} file */
function fingerprint(file) {
  const { size, mtimeMs } = fs.statSync(file);
  return `${fs.realpathSync(file)} ${size} ${mtimeMs}`;
}

/**
 * What was found good before is remembered by path, size and time, so that only the first set-up has to start it.
 * @param {string} cache
 * @param {string} pulumi
 * @param {string} host
 */
const memoFile = (cache, pulumi, host) =>
  path.join(
    cache,
    "checked",
    createHash("sha256")
      .update(`${fingerprint(pulumi)}\n${fingerprint(host)}`)
      .digest("hex"),
  );

/** @param {string} file */
function readMemo(file) {
  try {
    return numbersOf(fs.readFileSync(file, "utf8"))?.join(".");
  } catch {
    return undefined;
  }
}

/**
 * @param {string} pulumi @param {{ env: NodeJS.ProcessEnv, cache: string, needed: string, limit?: number }} context
 * @returns {Promise<Judgement>}
 */
async function judge(pulumi, { env, cache, needed, limit = LIMIT }) {
  /** @param {string} why @returns {Judgement} */
  const no = (why) => ({ ok: false, file: pulumi, why });
  const wanted = numbersOf(needed) ?? [];
  const host = languageHostFor(pulumi, env);
  if (host === undefined) return no(`has no ${HOST} beside it or on PATH`);
  const memo = memoFile(cache, pulumi, host);
  const known = readMemo(memo);
  if (known !== undefined && isNewEnough(numbersOf(known) ?? [], wanted)) return { ok: true, file: pulumi, version: known };

  const quiet = { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const answer = await run(pulumi, ["version"], { env: quiet, limit });
  if (answer.status !== 0) return no(`"pulumi version" ${whatWentWrong(answer, limit)}`);
  const version = numbersOf(answer.output);
  if (version === undefined) return no(`"pulumi version" says no version: ${answer.output.trim().slice(0, 80)}`);
  if (!isNewEnough(version, wanted)) return no(`is ${version.join(".")}; needed is ${needed} or a later ${wanted[0]}.x`);
  // it has no command that does nothing: asked for help, it shows that it starts
  const started = await run(host, ["-h"], { env: quiet, limit });
  if (started.status === null) return no(`${host} ${whatWentWrong(started, limit)}`);
  writeWhole(memo, `${version.join(".")}\n`);
  return { ok: true, file: pulumi, version: version.join(".") };
}

module.exports = { executablesIn, judge, pathFolders };
