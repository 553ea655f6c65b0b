// @ts-check
"use strict";
/** `npm run bench`: how fast this is, as ratios to what the same machine does in the same run; docs/speed.md explains them. */
const { setup } = require("./setup");
const { fail } = require("./setup/report");

async function bench() {
  require("./ts.js");
  const { asked, measured, needsPulumi, report } = /** @type {typeof import("../bench/main")} */ (require("../bench/main"));
  const what = asked(process.argv.slice(2));
  if ("say" in what) {
    (what.status === 0 ? process.stdout : process.stderr).write(what.say);
    process.exitCode = what.status;
    return;
  }
  const log = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`);
  if (needsPulumi(what)) Object.assign(process.env, (await setup({ log })).env);
  process.exitCode = report(measured(what, log), what, (text) => void process.stdout.write(text));
}

bench().catch(fail);
