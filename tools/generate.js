// @ts-check
"use strict";
/**
 * Writes the files that are made from others: types from schemas, the rules reference, …
 *
 *     node tools/generate.js           writes those that differ
 *     node tools/generate.js --check   names those that differ, and fails
 *
 * Every TypeScript file in tools/generators/ exports `generators: readonly { file: string; make(): string | Promise<string> }[]`;
 * `file` is relative to the project.
 */
const fs = require("node:fs");
const path = require("node:path");
const { SetupError, fail } = require("./setup/report");

const root = path.join(__dirname, "..");
const folder = path.join(__dirname, "generators");

/** @typedef {{ readonly file: string, make(): string | Promise<string> }} Generator */

/** @returns {readonly Generator[]} */
function readGenerators() {
  require("./ts.js");
  const files = fs.existsSync(folder)
    ? fs
        .readdirSync(folder)
        .filter((name) => name.endsWith(".ts"))
        .sort()
    : [];
  return files.flatMap((name) => {
    const { generators } = /** @type {{ generators?: readonly Generator[] }} */ (require(path.join(folder, name)));
    if (generators === undefined) throw new Error(`tools/generators/${name} exports no "generators"`);
    return generators;
  });
}

/** @param {string} file */
const textOf = (file) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8").replaceAll("\r\n", "\n") : undefined);

async function generate() {
  const check = process.argv.includes("--check");
  const stale = [];
  for (const { file, make } of readGenerators()) {
    const text = await make();
    const target = path.join(root, file);
    if (textOf(target) === text) continue;
    stale.push(file);
    if (check) continue;
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
    process.stdout.write(`wrote ${file}\n`);
  }
  if (check && stale.length > 0)
    throw new SetupError([
      `not what their generators make: ${stale.join(", ")}`,
      '  run "node tools/generate.js" and commit what it writes',
    ]);
}

generate().catch(fail);
