#!/usr/bin/env node
// @ts-check
"use strict";
/**
 * Sets a clone up: the right Node.js, the npm packages of the lockfile, the Pulumi CLI. Nothing outside the clone and the
 * cache is touched.
 *
 *     node tools/setup.js               sets up and says what it found
 *     node tools/setup.js --print-env   and prints { "pulumi": …, "env": … } as JSON
 */
const path = require("node:path");
const { ensurePackages } = require("./setup/packages");
const { ensurePulumi } = require("./setup/pulumi");
const { SetupError, fail, toStandardError } = require("./setup/report");

const root = path.join(__dirname, "..");
const NODE_NEEDED = 20;

function checkNode() {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) >= NODE_NEEDED) return `Node.js ${node}`;
  throw new SetupError([
    `Node.js ${node} (${process.execPath}) is too old for Drover: install Node.js ${NODE_NEEDED} or later and try again.`,
  ]);
}

/**
 * @typedef {object} Ready
 * @property {string} pulumi the Pulumi CLI's file
 * @property {{ readonly PATH: string, readonly PULUMI_SKIP_UPDATE_CHECK: "true" }} env what a process needs to use it
 */
/**
 * @param {object} [options]
 * @param {import("./setup/report").Log} [options.log]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {() => void} [options.onPackages] called when the npm packages are there: what needs no CLI need not wait for it
 * @returns {Promise<Ready>}
 */
async function setup({ log = toStandardError, env = process.env, onPackages = () => undefined } = {}) {
  const node = checkNode();
  const packages = await ensurePackages({ root, env, log });
  onPackages();
  const pulumi = await ensurePulumi({ root, env, log });
  log(`✔ ${node} · ${packages} · Pulumi CLI ${pulumi.version} ${pulumi.how} (${pulumi.file})`);
  const PATH = [path.dirname(pulumi.file), env.PATH ?? env.Path ?? ""].join(path.delimiter);
  return { pulumi: pulumi.file, env: { PATH, PULUMI_SKIP_UPDATE_CHECK: "true" } };
}

module.exports = { root, setup };

if (require.main === module) {
  setup()
    .then((ready) => {
      if (process.argv.includes("--print-env")) process.stdout.write(`${JSON.stringify(ready, undefined, 2)}\n`);
    })
    .catch(fail);
}
