// @ts-check
"use strict";
/**
 * Runs the project's TypeScript without a build step, and fast.
 *
 *     node -r ./tools/ts.js FILE.ts          mocha -r tools/ts.js …
 *
 * Every process of Drover is short: a command, a provider for one `pulumi up`, a worker of the tests. Loading the compiler costs
 * each of them most of a second, so what it made is kept on disk under the hash of all it was made from; a warm process
 * loads neither typescript nor ts-node. Types are not checked here: `npm test` does that once for the whole project.
 */
const { createHash, randomBytes } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const v8 = require("node:v8");

// V8 optimises for processes that live for minutes: compiling a function that is used for a second takes longer than it saves.
// Of a plan for a thousand sites that is a fourth of the processors' time, of a check of all types a third.
v8.setFlagsFromString("--interrupt-budget=250000");

const root = path.join(__dirname, "..");
const cacheFolder = path.join(root, "node_modules", ".cache", "drover-ts");
/** Ends every file of the cache, so that a half-written one (a full disk, a power cut) is never taken for whole. */
const END = "\n//# whole\n";

/** @param {string} name */
function installedVersion(name) {
  const file = path.join(root, "node_modules", name, "package.json");
  try {
    return /** @type {string} */ (JSON.parse(fs.readFileSync(file, "utf8")).version);
  } catch (cause) {
    throw new Error(`${name} is not installed in ${path.join(root, "node_modules")}: run "npm ci" or "npm start" there`, {
      cause,
    });
  }
}

/** All besides a file's path and text that decides what the compiler makes of it; read once a process. */
function readSettings() {
  const own = fs.readFileSync(__filename);
  const config = fs.readFileSync(path.join(root, "tsconfig.json"));
  return createHash("sha256")
    .update(["typescript", "ts-node"].map((name) => `${name} ${installedVersion(name)}\n`).join(""))
    .update(own)
    .update(config)
    .digest();
}

/** @type {Buffer | undefined} */
let settings;

/** The path is part of the key because the source map holds it. @param {string} file @param {Buffer} source */
function cacheFile(file, source) {
  settings ??= readSettings();
  const key = createHash("sha256").update(settings).update(file).update("\0").update(source).digest("hex");
  return path.join(cacheFolder, `${key}.js`);
}

/** @param {string} file */
function readWhole(file) {
  try {
    const text = fs.readFileSync(file, "utf8");
    return text.endsWith(END) ? text : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Written beside and renamed, so that parallel writers never show one another half a file.
 * @param {string} file
 * @param {string} text
 */
function writeWhole(file, text) {
  const beside = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(beside, text);
    fs.renameSync(beside, file);
  } catch {
    // a cache that cannot be written costs time, not correctness
    fs.rmSync(beside, { force: true });
  }
}

/** @type {import("ts-node").Service | undefined} */
let compiler;

/** @param {string} file @param {string} source */
function compile(file, source) {
  // the file's folder must not decide which settings hold: one tsconfig.json for the project
  compiler ??= require("ts-node").create({ cwd: root, project: path.join(root, "tsconfig.json"), transpileOnly: true });
  return compiler.compile(source, file);
}

/** @param {string} file */
function javascriptOf(file) {
  const source = fs.readFileSync(file);
  const cached = cacheFile(file, source);
  const known = readWhole(cached);
  if (known !== undefined) return known;
  const made = compile(file, source.toString("utf8")) + END;
  writeWhole(cached, made);
  return made;
}

/** @typedef {{ _compile(code: string, file: string): void }} Compilable */
/** @type {Record<string, (module: Compilable, file: string) => void>} */ (Reflect.get(Module, "_extensions"))[".ts"] = (
  module,
  file,
) => module._compile(javascriptOf(file), file);

process.setSourceMapsEnabled(true);
