// @ts-check
"use strict";
/**
 * `npm run fuzz [-- --inputs 1000 --seed 1 --only "documents:17"]`: so many seeded hostile inputs (documents, driver answers,
 * evidence, stack settings), in this process alone. A failure says which input it was and how it is tried again.
 */
const path = require("node:path");
const { spawnSync } = require("node:child_process");
const { parseArgs } = require("node:util");

const root = path.join(__dirname, "..");
const USAGE = 'npm run fuzz -- --inputs 1000 --seed 1 (and --only "documents:17" for one of them)';

/** The options, or what is wrong with them. @param {readonly string[]} args */
function asked(args) {
  try {
    const option = (/** @type {string} */ otherwise) => /** @type {const} */ ({ type: "string", default: otherwise });
    const options = { inputs: option("1000"), seed: option("1"), only: option("") };
    const { values } = parseArgs({ args: [...args], options, strict: true });
    const { inputs, seed, only } = values;
    for (const number of [inputs, seed]) if (!/^[1-9]\d{0,6}$/.test(number)) return `${number} is no number`;
    return only === "" || /^[a-z ]+:\d{1,6}$/.test(only) ? values : `${only} names no input`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const options = asked(process.argv.slice(2));
if (typeof options === "string") {
  process.stderr.write(`${options}: ${USAGE}\n`);
  process.exitCode = 64;
} else {
  const mocha = path.join(root, "node_modules", "mocha", "bin", "mocha.js");
  const { inputs, seed, only } = options;
  const chosen = { DROVER_FUZZ: inputs, DROVER_SEED: seed, DROVER_ONLY: only };
  const { status } = spawnSync(process.execPath, [mocha, path.join("test", "fuzz", "fuzz.test.ts")], {
    cwd: root,
    env: { ...process.env, ...chosen },
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
