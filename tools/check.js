// @ts-check
"use strict";
/**
 * Types and lint of all sources, in one go: both need the whole program read and bound, which is most of what either of them
 * takes. `npx tsc` and `npx eslint .` say the same, one after the other.
 */
// as tools/ts.js says: compiled later, it is done sooner
require("node:v8").setFlagsFromString("--interrupt-budget=250000");
const path = require("node:path");
const { ESLint } = require("eslint");
const ts = require("typescript");

const root = path.join(__dirname, "..");

function readProgram() {
  const file = path.join(root, "tsconfig.json");
  /** @type {import("typescript").ParseConfigFileHost} */
  const host = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (problem) => {
      throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, "\n"));
    },
  };
  const config = ts.getParsedCommandLineOfConfigFile(file, { incremental: false, tsBuildInfoFile: undefined }, host);
  if (!config) throw new Error(`${file} cannot be read`);
  return ts.createProgram({
    rootNames: config.fileNames,
    options: config.options,
    configFileParsingDiagnostics: config.errors,
  });
}

/** @param {import("typescript").Program} program */
function checkTypes(program) {
  const found = ts.getPreEmitDiagnostics(program);
  const shown = ts.formatDiagnostics(found, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  });
  return { count: found.length, shown };
}

/** @param {import("typescript").Program} program */
async function lint(program) {
  const typed = { files: ["**/*.ts"], languageOptions: { parserOptions: { projectService: false, programs: [program] } } };
  const eslint = new ESLint({ cwd: root, overrideConfig: [typed] });
  const found = await eslint.lintFiles(["."]);
  const formatter = await eslint.loadFormatter("stylish");
  // a warning counts: who wants none of a rule switches it off
  const count = found.reduce((sum, { errorCount, warningCount }) => sum + errorCount + warningCount, 0);
  return { count, shown: count > 0 ? await formatter.format(found, {}) : "" };
}

async function check() {
  const program = readProgram();
  const all = [checkTypes(program), await lint(program)];
  process.stdout.write(all.map(({ shown }) => shown).join(""));
  process.exitCode = all.some(({ count }) => count > 0) ? 1 : 0;
}

void check();
