// @ts-check
"use strict";
/** Builds the Pulumi CLI and a Node.js language host from the Go module proxy; their versions are pinned in tools/cli. */
const fs = require("node:fs");
const path = require("node:path");
const { run, whatWentWrong } = require("./run");
const { withProgress } = require("./report");

const LIMIT = 60 * 60_000;

/** @typedef {{ folder: string, module: string, program: string, file: string, packages: number }} Part */
/** What is built; `packages` only says roughly how far a build is. @type {readonly Part[]} */
const parts = [
  { folder: "pulumi", module: "github.com/pulumi/pulumi/pkg/v3", program: "cmd/pulumi", file: "pulumi", packages: 1600 },
  {
    folder: "language-host",
    module: "github.com/pulumi/pulumi/sdk/v3",
    program: "nodejs/cmd/pulumi-language-nodejs",
    file: "pulumi-language-nodejs",
    packages: 500,
  },
];

/** @param {string} sources @param {Part} part */
const goMod = (sources, part) => fs.readFileSync(path.join(sources, part.folder, "go.mod"), "utf8");

/** @param {string} text */
const goVersion = (text) =>
  /(\d+)\.(\d+)(?:\.(\d+))?/
    .exec(text)
    ?.slice(1, 4)
    .map((part) => Number(part ?? 0)) ?? [0, 0, 0];

/** @param {readonly number[]} a @param {readonly number[]} b */
const isOlder = (a, b) => {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
};

/** The Go that the modules ask for. @param {string} sources */
const neededGo = (sources) => /^go (\S+)/m.exec(goMod(sources, /** @type {Part} */ (parts[0])))?.[1] ?? "";

/**
 * Whether Go can build here, and if not why.
 * @param {{ sources: string, env: NodeJS.ProcessEnv }} context
 * @returns {Promise<{ ok: true, version: string } | { ok: false, why: string }>}
 */
async function findGo({ sources, env }) {
  const limit = 20_000;
  const answer = await run("go", ["env", "GOVERSION", "GOTOOLCHAIN"], { env, cwd: sources, limit });
  if (answer.status !== 0)
    return { ok: false, why: answer.ended === "not started" ? "no go on PATH" : `"go env" ${whatWentWrong(answer, limit)}` };
  const [version = "", toolchain = ""] = answer.output.trim().split("\n");
  // from 1.21 on, Go fetches the toolchain that a module asks for, unless it was told to stay what it is
  const canGrow = !isOlder(goVersion(version), [1, 21, 0]) && toolchain !== "local";
  if (!canGrow && isOlder(goVersion(version), goVersion(neededGo(sources))))
    return { ok: false, why: `${version} is too old; needed is Go ${neededGo(sources)}` };
  return { ok: true, version };
}

/**
 * Counts what `go build -v` says, for a line of progress.
 * @param {Part} part
 */
function progressOf({ file, packages }) {
  let fetched = 0;
  let compiled = 0;
  return {
    /** @param {string} line */
    onLine: (line) => {
      if (line.startsWith("go: downloading")) fetched += 1;
      else if (/^[\w.-]+(\/\S+)*$/.test(line)) compiled += 1;
    },
    say: () => (compiled === 0 ? `${file}: ${fetched} modules fetched` : `${file}: ${compiled} of about ${packages} packages`),
  };
}

/**
 * @param {Part} part
 * @param {{ bin: string, sources: string, env: NodeJS.ProcessEnv, onLine: (line: string) => void }} context
 * @returns {Promise<string>} why it failed, or nothing
 */
async function buildPart(part, { bin, sources, env, onLine }) {
  const version = new RegExp(`${part.module} (v\\S+)`).exec(goMod(sources, part))?.[1] ?? "";
  const target = path.join(bin, process.platform === "win32" ? `${part.file}.exe` : part.file);
  const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
  // without debugging data the compiler has a tenth less to do, and without cgo it needs no C compiler
  const how = ["-v", "-mod=readonly", "-trimpath", "-gcflags=all=-dwarf=false", "-ldflags", flags];
  const result = await run("go", ["build", ...how, "-o", target, `${part.module}/${part.program}`], {
    cwd: path.join(sources, part.folder),
    env: { ...env, CGO_ENABLED: "0", GOWORK: "off" },
    limit: LIMIT,
    onLine,
  });
  return result.status === 0 ? "" : `go build of ${part.file} ${whatWentWrong(result, LIMIT)}`;
}

/**
 * Builds both into a folder, side by side: the CLI has packages so large that a second core would wait for them.
 * @param {{ bin: string, sources: string, env: NodeJS.ProcessEnv, log: import("./report").Log }} context
 * @returns {Promise<{ ok: true } | { ok: false, why: string }>}
 */
async function build({ bin, sources, env, log }) {
  fs.mkdirSync(bin, { recursive: true });
  const work = parts.map((part) => ({ part, progress: progressOf(part) }));
  const line = (/** @type {string} */ elapsed) => `building, ${elapsed}: ${work.map(({ progress }) => progress.say()).join(", ")}`;
  const reasons = await withProgress(log, line, () =>
    Promise.all(work.map(({ part, progress }) => buildPart(part, { bin, sources, env, onLine: progress.onLine }))),
  );
  const why = reasons.find((reason) => reason !== "");
  return why === undefined ? { ok: true } : { ok: false, why };
}

module.exports = { build, findGo, neededGo };
