// @ts-check
"use strict";
/** `npm start`: sets up, then shows the sample migration and the preview of its next stage. */
const path = require("node:path");
const { spawnSync } = require("node:child_process");
const { root, setup } = require("./setup");
const { fail } = require("./setup/report");

async function start() {
  const { env } = await setup();
  const drover = path.join(root, "bin", "drover.js");
  const { status, error } = spawnSync(process.execPath, [drover, "tour", ...process.argv.slice(2)], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  if (error !== undefined) throw error;
  process.exitCode = status ?? 1;
}

start().catch(fail);
