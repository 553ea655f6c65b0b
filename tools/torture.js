// @ts-check
"use strict";
/**
 * `npm run torture [-- --moments 200 --seed 1 --only N]`: the sample migration on the real CLI and the lab; at each of so many
 * seeded moments something happens in the middle of a stage, and then the documented command is typed. A line a moment, a table
 * at the end; a moment that fails says how it is repeated alone. Ends with 0 when all held.
 */
const path = require("node:path");
const { spawnSync } = require("node:child_process");
const { parseArgs } = require("node:util");
const { root, setup } = require("./setup");
const { fail } = require("./setup/report");

const HOUR = 60 * 60_000;
const WHOLE = /^\d{1,9}$/;
const SOME = /^\d{1,9}(-\d{1,9})?$/;

/** The options, or what is wrong with them. @param {readonly string[]} args */
function asked(args) {
  try {
    const option = (/** @type {string} */ otherwise) => /** @type {const} */ ({ type: "string", default: otherwise });
    const options = { moments: option("200"), seed: option("1"), only: option("") };
    const { values } = parseArgs({ args: [...args], options, strict: true });
    const wrong = Object.entries(values).find(
      ([name, value]) => !(name === "only" ? value === "" || SOME.test(String(value)) : WHOLE.test(String(value))),
    );
    return wrong ? `--${wrong[0]} ${wrong[1]} is no number` : values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function torture() {
  const options = asked(process.argv.slice(2));
  if (typeof options === "string") {
    process.stderr.write(`${options}: npm run torture -- --moments 200 --seed 1 (and --only N for one of them)\n`);
    process.exitCode = 64;
    return;
  }
  const { env } = await setup();
  const mocha = path.join(root, "node_modules", "mocha", "bin", "mocha.js");
  const args = [mocha, "--timeout", String(24 * HOUR), path.join("test", "torture", "torture.test.ts")];
  const { moments, seed, only } = options;
  const chosen = { DROVER_TORTURE: moments, DROVER_SEED: seed, DROVER_ONLY: only };
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env, ...chosen },
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}

torture().catch(fail);
