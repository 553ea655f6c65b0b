// @ts-check
"use strict";
/** Builds the Pulumi CLI and a Node.js language host from the Go module proxy; their versions are pinned in tools/cli. */
const fs = require("node:fs");
const path = require("node:path");
const { run, whatWentWrong } = require("./run");
const { seconds } = require("./report");

const LIMIT = 60 * 60_000;
const PROGRESS_EVERY = 5_000;

/** @typedef {{ folder: string, module: string, program: string, file: string, packages: number }} Part */
/** What is built; `packages` only says roughly how far a build is. @type {readonly Part[]} */
const parts = [
  { folder: "pulumi", module: "github.com/pulumi/pulumi/pkg/v3", program: "cmd/pulumi", file: "pulumi", packages: 1600 },
  { folder: "language-host", module: "github.com/pulumi/pulumi/sdk/v3", program: "nodejs/cmd/pulumi-language-nodejs", file: "pulumi-language-nodejs", packages: 500 },
];

/** @param {string} sources @param {Part} part */
const goMod = (sources, part) => fs.readFileSync(path.join(sources, part.folder, "go.mod"), "utf8");

/** @param {string} text */
const goVersion = (text) => /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text)?.slice(1, 4).map((part) => Number(part ?? 0)) ?? [0, 0, 0];

/** @param {readonly number[]} a @param {readonly number[]} b */
const isOlder = (a, b) => {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
};

/** The Go that the modules ask for. @param {string} sources */
const neededGo = (sources) => /^go (\S+)/m.exec(goMod(sources, /** @type {Part} */ (parts[0])))?.[1] ?? "";

/** Whether Go can build here, and if not why. @param {{ sources: string, env: NodeJS.ProcessEnv }} context @returns {Promise<{ ok: true, version: string } | { ok: false, why: string }>} */
async function findGo({ sources, env }) {
  const limit = 20_000;
  const answer = await run("go", ["env", "GOVERSION", "GOTOOLCHAIN"], { env, cwd: sources, limit });
  if (answer.status !== 0) return { ok: false, why: answer.ended === "not started" ? "no go on PATH" : `"go env" ${whatWentWrong(answer, limit)}` };
  const [version = "", toolchain = ""] = answer.output.trim().split("\n");
  // from 1.21 on, Go fetches the toolchain that a module asks for, unless it was told to stay what it is
  const canGrow = !isOlder(goVersion(version), [1, 21, 0]) && toolchain !== "local";
  if (!canGrow && isOlder(goVersion(version), goVersion(neededGo(sources)))) return { ok: false, why: `${version} is too old; needed is Go ${neededGo(sources)}` };
  return { ok: true, version };
}

/** Counts what `go build -v` says into a line of progress. @param {Part} part @param {import("./report").Log} log */
function progressOf(part, log) {
  const started = Date.now();
  let said = started;
  let downloaded = 0;
  let compiled = 0;
  const say = () => {
    if (Date.now() - said < PROGRESS_EVERY) return;
    said = Date.now();
    const phase = compiled === 0 ? `fetching modules, ${downloaded} so far` : `${compiled} of about ${part.packages} packages`;
    log(`  building ${part.file}: ${seconds(started)}, ${phase}`);
  };
  const timer = setInterval(say, PROGRESS_EVERY);
  return {
    stop: () => clearInterval(timer),
    /** @param {string} line */
    onLine: (line) => {
      if (line.startsWith("go: downloading")) downloaded += 1;
      else if (/^[\w.-]+(\/\S+)*$/.test(line)) compiled += 1;
    },
  };
}

/** @param {Part} part @param {{ bin: string, sources: string, env: NodeJS.ProcessEnv, log: import("./report").Log }} context */
async function buildPart(part, { bin, sources, env, log }) {
  const version = new RegExp(`${part.module} (v\\S+)`).exec(goMod(sources, part))?.[1] ?? "";
  const target = path.join(bin, process.platform === "win32" ? `${part.file}.exe` : part.file);
  const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
  const { stop, onLine } = progressOf(part, log);
  // without cgo no C compiler is needed; without debugging data the compiler has a tenth less to do
  const args = ["build", "-v", "-mod=readonly", "-trimpath", "-gcflags=all=-dwarf=false", "-ldflags", flags, "-o", target, `${part.module}/${part.program}`];
  const result = await run("go", args, { cwd: path.join(sources, part.folder), env: { ...env, CGO_ENABLED: "0", GOWORK: "off" }, limit: LIMIT, onLine });
  stop();
  return result;
}

/**
 * Builds both into a folder.
 * @param {{ bin: string, sources: string, env: NodeJS.ProcessEnv, log: import("./report").Log }} context
 * @returns {Promise<{ ok: true } | { ok: false, why: string }>}
 */
async function build(context) {
  fs.mkdirSync(context.bin, { recursive: true });
  for (const part of parts) {
    const result = await buildPart(part, context);
    if (result.status !== 0) return { ok: false, why: `go build of ${part.file} ${whatWentWrong(result, LIMIT)}` };
  }
  return { ok: true };
}

module.exports = { build, findGo, neededGo };
