// @ts-check
"use strict";
/** Gets the official Pulumi CLI by the npm package `pulumi`, which fetches it on its first use. */
const fs = require("node:fs");
const path = require("node:path");
const { npmCommand } = require("./packages");
const { run, whatWentWrong } = require("./run");
const { withProgress } = require("./report");

/** The package began later than the CLI that is wanted; it takes the version from PULUMI_VERSION. */
const PACKAGE = "pulumi@3.250.0";
const LIMIT = 15 * 60_000;
/** So long without a byte more, and the download is given up: a closed network must not hold up the other ways. */
const STALLED_AFTER = 30_000;

/** @param {string} folder @returns {number} */
function bytesIn(folder) {
  try {
    return fs
      .readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .reduce(
        (sum, entry) =>
          sum + (fs.statSync(path.join(entry.parentPath ?? entry.path, entry.name), { throwIfNoEntry: false })?.size ?? 0),
        0,
      );
  } catch {
    // it is being changed under our hands: the next look will tell
    return 0;
  }
}

/** True once the folder has not changed its size for so long. @param {string} folder @param {number} patience */
function stallWatch(folder, patience) {
  let size = -1;
  let since = Date.now();
  return () => {
    const now = bytesIn(folder);
    if (now !== size) [size, since] = [now, Date.now()];
    return Date.now() - since > patience;
  };
}

/**
 * @typedef {{ folder: string, version: string, env: NodeJS.ProcessEnv, log: import("./report").Log, stalledAfter?: number }} Wish
 */
/**
 * @param {Wish} wish
 * @returns {Promise<{ ok: true, bin: string } | { ok: false, why: string }>}
 */
async function download({ folder, version, env, log, stalledAfter = STALLED_AFTER }) {
  const temporary = path.join(folder, "tmp");
  fs.mkdirSync(temporary, { recursive: true });
  const { command, args } = npmCommand(env);
  // everything it writes, its temporary files too, stays in our folder, which is also how we see it move
  const own = { ...env, PULUMI_VERSION: version, PULUMI_HOME: folder, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const result = await withProgress(
    log,
    (elapsed) => `downloading: ${elapsed}, ${Math.round(bytesIn(folder) / 1e6)} MB`,
    () =>
      run(command, [...args, "exec", "--yes", `--package=${PACKAGE}`, "--", "pulumi", "version"], {
        cwd: folder,
        env: { ...own, PULUMI_SKIP_UPDATE_CHECK: "true" },
        limit: LIMIT,
        stalled: stallWatch(folder, stalledAfter),
      }),
  );
  if (result.status !== 0) return { ok: false, why: whatWentWrong(result, LIMIT) };
  return { ok: true, bin: path.join(folder, "versions", version, "bin") };
}

module.exports = { download };
