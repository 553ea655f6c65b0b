// @ts-check
"use strict";
/**
 * `npm run properties [-- N]`: the properties of the planner on N generated estates (1,000 unless told otherwise) and as many
 * small cases of everything that is compared with brute force. `DROVER_SEED=n` begins at another estate; a failure names its
 * seed.
 */
const path = require("node:path");
const { spawnSync } = require("node:child_process");

const root = path.join(__dirname, "..");
const SUITES = ["test/properties/**/*.test.ts", "test/engine/verify/**/*.test.ts", "test/engine/passes/**/*.test.ts"];
const HOUR = 60 * 60_000;

const [asked = "1000"] = process.argv.slice(2);
if (/^[1-9]\d*$/.test(asked)) {
  const mocha = path.join(root, "node_modules", "mocha", "bin", "mocha.js");
  const { status } = spawnSync(process.execPath, [mocha, "--timeout", String(2 * HOUR), ...SUITES], {
    cwd: root,
    env: { ...process.env, DROVER_PROPERTIES: asked },
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} else {
  process.stderr.write(`"${asked}" is no number of estates: npm run properties -- 1000\n`);
  process.exitCode = 2;
}
