#!/usr/bin/env node
// @ts-check
"use strict";
/** The command line's entry: plain JavaScript, so that it can still speak where nothing is installed yet. */
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");

if (!fs.existsSync(path.join(root, "node_modules", "typescript"))) {
  process.stderr.write(
    `drover: its npm packages are not installed: run "npm start" (sets up everything) or "npm ci" in ${root}\n`,
  );
  process.exit(1);
}

require("../tools/ts.js");

/** @type {{ main(argv: readonly string[]): Promise<number>, letReadersGo(): void }} */
const { main, letReadersGo } = require(path.join(root, "cli", "main.ts"));

letReadersGo();
main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error) => {
    // what the system refuses (a full disk, a file that may not be written) is no defect of the program: its sentence is enough
    const refused = error instanceof Error && "syscall" in error && !process.env.DROVER_TRACES;
    process.stderr.write(`${refused ? `drover: ${error.message}` : error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  },
);
