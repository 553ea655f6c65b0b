#!/usr/bin/env node
"use strict";
/** A program that does what programs should not do, by the name of its first argument; asked `did` it answers with its second. */
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const [, , mode, did = "unknown", ...rest] = process.argv;
const token = (request) => process.env.DNS_TOKEN ?? request.env?.DNS_TOKEN ?? "";
const say = (text) => process.stdout.write(text);
const answer = (request, said) => say(JSON.stringify({ protocol: 1, id: request.id, ...said }));
/** Files beside the program: over SSH it is started in somebody's home. */
const beside = (name) => path.join(__dirname, name);
/** For longer than any test waits; not for ever, since over SSH nobody can end it. */
const forever = () => setTimeout(() => process.exit(1), 120_000);
const ok = { ok: { observed: { phase: "running" } } };

/** Of all above this process the first that is sshd. */
function sessionOf(pid) {
  const [, name, parent] = /\((.*)\) \S (\d+)/.exec(fs.readFileSync(`/proc/${pid}/stat`, "utf8"));
  return name.startsWith("sshd") ? pid : sessionOf(Number(parent));
}

const modes = {
  exit: () => {
    process.stderr.write("one\n\u001b[31mtwo\u001b[0m\u0007\u202e\n\n");
    process.exitCode = 3;
  },
  "exit-255": () => (process.exitCode = 255),
  signal: () => process.kill(process.pid, "SIGKILL"),
  hang: () => forever(),
  deaf: () => {
    process.on("SIGTERM", () => process.stderr.write("not now\n"));
    const beating =
      "process.on('SIGTERM', () => {}); setInterval(() => require('fs').appendFileSync(process.argv[1], '.'), 20)";
    spawn(process.execPath, ["-e", beating, beside("beats")], { stdio: "inherit" });
    forever();
  },
  flood: () => say("x".repeat(9_000_000)),
  nothing: () => undefined,
  words: () => say(`done, the token is ${process.env.DNS_TOKEN}\n`),
  half: (request) => say(JSON.stringify({ protocol: 1, id: request.id, ...ok }).slice(0, -5)),
  twice: (request) => [1, 2].forEach(() => answer(request, ok)),
  bytes: () => process.stdout.write(Buffer.from([0x7b, 0xff, 0xfe])),
  /** The third argument as it is, with the request's id for $ID. */
  say: (request) => say(rest[0].replace("$ID", request.id)),
  "left behind": (request) => {
    spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" }).unref();
    answer(request, ok);
  },
  args: (request) => answer(request, { ok: { observed: { phase: "running", args: rest } } }),
  env: (request) =>
    answer(request, {
      ok: { observed: { phase: "running", names: Object.keys(process.env).sort(), sent: Object.keys(request.env ?? {}) } },
    }),
  leak: (request) => {
    const secret = token(request);
    const forms = [secret, JSON.stringify(secret), encodeURIComponent(secret), Buffer.from(secret).toString("base64")];
    for (const form of forms) process.stderr.write(`${JSON.stringify({ progress: `now ${form}` })}\nand ${form}\n`);
    if (rest[0] === "fail") process.exitCode = 1;
    else
      answer(request, { ok: { observed: { phase: "running", token: secret, list: forms }, evidence: { [secret]: secret } } });
  },
  passing: (request) => {
    const times = fs.existsSync(beside("times")) ? fs.readFileSync(beside("times")).length : 0;
    fs.appendFileSync(beside("times"), ".");
    answer(request, times < Number(rest[0]) ? { unreachable: "the console restarts", retry: Number(rest[1]) } : ok);
  },
  turns: async (request) => {
    fs.appendFileSync(beside("turns"), "(");
    await new Promise((done) => setTimeout(done, 50));
    fs.appendFileSync(beside("turns"), ")");
    answer(request, ok);
  },
  cut: () => process.kill(sessionOf(process.pid), "SIGKILL"),
};

if (mode === "unread") {
  answer({ id: "all" }, { ok: { all: JSON.parse(rest[0]) } });
  process.stdin.destroy();
} else {
  const request = JSON.parse(fs.readFileSync(0, "utf8"));
  fs.appendFileSync(beside("asked"), `${request.ask}\n`);
  if (request.ask !== "did") modes[mode](request);
  else if (did === "fails") process.exitCode = 9;
  else answer(request, { ok: { did, ...(did === "yes" ? { evidence: { serial: "7" } } : {}) } });
}
