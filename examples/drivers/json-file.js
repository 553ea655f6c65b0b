#!/usr/bin/env node
"use strict";
/**
 * A driver for an estate that is a JSON file: small, and complete. docs/exec.md explains what it answers to.
 *
 *     drivers: { default: { exec: [./drivers/json-file.js, estate.json] } }
 *
 * The file: things (what there is), acts (the last act of each), and what can be written in by hand to try things out: records
 * (what is found out about a task or a gate, field by field), waits (a reason why an entity cannot be changed yet) and dies
 * (entities whose change ends half-way).
 */
const fs = require("node:fs");

const file = process.argv[2] ?? "estate.json";
const lock = `${file}.lock`;

/** Read before every answer and kept nowhere else: the next question is another process. */
function estate() {
  const { things = {}, acts = {}, records = {}, waits = {}, dies = [] } = JSON.parse(fs.readFileSync(file, "utf8"));
  return { things, acts, records, waits, dies };
}

/** Beside it and renamed: whoever reads it, or is killed, never sees half of it. */
function write(changed) {
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(changed, undefined, 2)}\n`);
  fs.renameSync(`${file}.new`, file);
}

/** The process that holds the lock; one that has ended holds nothing. */
function holder() {
  try {
    const pid = Number(fs.readFileSync(lock, "utf8"));
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}

/** Takes the lock, unless somebody alive has it. Creating a file that is there fails, so of two only one gets it. */
function taken() {
  for (const again of [true, false]) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
      return true;
    } catch {
      if (!again || holder() !== undefined) return false;
      fs.rmSync(lock, { force: true });
    }
  }
}

/** One act at a time, also where two of Drover's processes run: the second one says who is acting. */
function alone(work) {
  if (!taken()) return { busy: `process ${holder()} is changing ${file}` };
  try {
    return work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

const seen = (things, ref) => things[ref] ?? { phase: "absent" };

/** What the task asks to be recorded (of a gate, the answer to its question): looked up, as a real driver asks its platform. */
const asked = ({ question, evidence = [] }) => [...(question === undefined ? [] : [question]), ...evidence];
const recorded = ({ records }, ref, fields) =>
  Object.fromEntries(fields.map((field) => [field, records[ref]?.[field] ?? `${field} of ${ref}`]));

/** Drover takes nobody's word that a wave has moved: who has come is counted. Here everybody comes at once. */
function counted({ ref: _ref, kind, ...thing }) {
  if (kind !== "wave" || thing.phase !== "moved") return thing;
  return { ...thing, arrived: thing.agents, upgraded: thing.agents };
}

function act({ id, ref, move, before, after, told }) {
  const now = estate();
  const last = now.acts[ref];
  // done under this name already: the answer is the same
  if (last?.id === id && last.done)
    return { ok: { observed: seen(now.things, ref), evidence: recorded(now, ref, last.fields) } };
  if (now.waits[ref] !== undefined) return { notYet: now.waits[ref] };
  const { phase } = seen(now.things, ref);
  if (last?.id !== id && phase !== "absent" && phase !== before.phase)
    return { refused: `${ref} is ${phase}; ${move} needs it to be ${before.phase}` };

  // what was begun is written down first: after a crash, nobody may say that it was not
  now.acts[ref] = { id, done: false };
  write(now);
  process.stderr.write(`${JSON.stringify({ progress: `${ref}: ${move}` })}\n`);
  if (now.dies.includes(ref)) {
    process.stderr.write(`${ref} fell over\n`);
    fs.rmSync(lock, { force: true });
    process.exit(3);
  }
  const thing = counted(after);
  const fields = asked(told);
  write({ ...now, things: { ...now.things, [ref]: thing }, acts: { ...now.acts, [ref]: { id, done: true, fields } } });
  return { ok: { observed: thing, evidence: recorded(now, ref, fields) } };
}

/** Only the last act of an entity counts: one that was taken back was not done. */
function did({ id }) {
  const now = estate();
  const [ref, known] = Object.entries(now.acts).find(([, last]) => last.id === id) ?? [];
  if (!known) return { ok: { did: "no" } };
  return { ok: known.done ? { did: "yes", evidence: recorded(now, ref, known.fields) } : { did: "unknown" } };
}

function answer(request) {
  switch (request.ask) {
    case "read":
      return { ok: { observed: seen(estate().things, request.ref) } };
    case "readAll": {
      const { things } = estate();
      return { ok: { all: Object.fromEntries(request.refs.map((ref) => [ref, seen(things, ref)])) } };
    }
    case "did":
      return did(request);
    default:
      return alone(() => act(request));
  }
}

const request = JSON.parse(fs.readFileSync(0, "utf8"));
let said;
try {
  said = answer(request);
} catch (error) {
  said = { unreachable: `${file} cannot be used: ${error.message}` };
}
process.stdout.write(`${JSON.stringify({ protocol: 1, id: request.id, ...said })}\n`);
