import { existsSync } from "node:fs";
import { hashOf } from "../engine/hash";
import { startFrom } from "../engine/join";
import { Lock, fromLock, manifestOf, planHash } from "../engine/lock";
import type { State } from "../engine/model/entity";
import { Finding, byPlace } from "../engine/model/finding";
import type { Pack } from "../engine/model/pack";
import type { Stage } from "../engine/model/plan";
import type { Problem } from "../engine/model/problem";
import { checkEstates } from "../engine/passes/validate";
import { findingsOf, verify } from "../engine/passes/verify";
import { expired } from "../engine/passes/waive";
import { states } from "../engine/passes/walk";
import { pose } from "../engine/plan";
import { packs, restructurings } from "../platforms";
import { checkDrivers } from "./drivers";
import { loadMigration } from "./load";
import { Proofs, proofKey } from "./proofs";
import { editedAt } from "./editedLock";
import { readLock } from "./lock";
import { lockFile, newestIn } from "./revisions";
import type { Documents } from "./model";

/** A migration's folder, ready to be carried out: documents, lock, and the states that the lock says. */
export type Opened = Readonly<{
  folder: string;
  name: string;
  documents?: Documents;
  problem?: Problem;
  lock?: Lock;
  stages: readonly Stage[];
  /** S0 … Sn: one more than there are stages. */
  states: readonly State[];
  findings: readonly Finding[];
}>;

/**
 * The hashes that bind a lock to what it was made from. Who carries it out, when, and who approves it has no part in it; and when
 * facts were last seen to be true is no fact of the estate. All of these may change without another review of the plan.
 */
export const inputsOf = ({ normalised }: Documents): Lock["inputs"] => {
  const { drivers: _drivers, windows: _windows, teams: _teams, approvals: _approvals, ...wishes } = normalised.migration;
  return { old: hashOf(undated(normalised.old)), new: hashOf(undated(normalised.new)), migration: hashOf(wishes) };
};

/** The hash of how a plan is carried out: it changes when a driver or a window does, and the lock's do not. */
export const carryingHash = ({ migration: { drivers, windows } }: Pick<Documents, "migration">): string =>
  hashOf({ drivers, windows });

const DATES: ReadonlySet<string> = new Set(["asOf", "countedOn"]);

function undated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(undated);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !DATES.has(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, undated(inner)]));
}

/** The problem that a migration's documents pose, whether or not there is a lock yet. `today`: what is over by then is said. */
export function poseMigration(
  folder: string,
  today?: string,
): Readonly<{ documents?: Documents; problem?: Problem; findings: readonly Finding[] }> {
  const { documents, findings } = loadMigration(folder);
  if (!documents) return { findings };
  const pack = packOf(documents);
  if (!pack) return { documents, findings: [...findings, noPack(folder, documents)] };
  const model = { ...pack.read(documents), elementAt: documents.elementAt };
  if (findings.some((finding) => finding.severity === "error")) return { documents, findings };
  const problem = pose(pack as unknown as Pack<never>, model);
  const drivers = checkDrivers(documents, problem);
  const over = today === undefined ? [] : expired(model.asked?.waivers ?? [], today);
  return { documents, problem, findings: [...findings, ...model.findings, ...drivers, ...problem.findings, ...over] };
}

/** Where the new estate runs decides, and whether it is another version or the same one in another form. */
const packOf = ({ form, new: wanted }: Documents): Pack<Documents> | undefined =>
  (form === "estate" ? restructurings : packs)[wanted.platform] as Pack<Documents> | undefined;

const noPack = (folder: string, { form, new: wanted, origin }: Documents): Finding => ({
  rule: "DIA-001",
  severity: "error",
  say: `${folder}: ${form === "estate" ? "the changes of" : "a migration to"} ${wanted.platform} cannot be planned yet`,
  ...placed(origin("new/platform")),
  fix:
    form === "estate"
      ? "describe them as a migration: old.yaml, new.yaml, migration.yaml"
      : `one of ${Object.keys(packs).join(", ")}`,
});

const placed = (at: Finding["at"]): Pick<Finding, "at"> => (at ? { at } : {});

/**
 * Everything that carrying out needs. It never plans: it reads the lock, folds it, and judges it by the present rules.
 * `revision`: which of a folder's locks; without it, the newest. `proofs`: for whoever wants to know of errors alone.
 */
export function openMigration(folder: string, today?: string, revision?: string, proofs?: Proofs): Opened {
  const opened = foldMigration(folder, today, revision);
  const { problem, lock, stages, states: all, findings, documents } = opened;
  if (!problem || !lock || all.length === 0) return opened;
  const key = proofs && documents && proofKey(lock, inputsOf(documents), problem);
  if (key !== undefined && proofs?.has(key)) return opened;
  const file = lockFile(folder, revision ?? newestIn(folder));
  const found = judged(lock, problem, stages, file);
  if (key !== undefined && !found.some(({ severity }) => severity === "error")) proofs?.add(key);
  return { ...opened, findings: [...findings, ...found].sort(byPlace) };
}

/** The same without the judgement of its states. */
function foldMigration(folder: string, today?: string, revision?: string): Opened {
  const posed = poseMigration(folder, today);
  const { documents } = posed;
  const base = { folder, name: documents?.migration.migration ?? folder, stages: [], states: [] };
  if (!documents || !posed.problem) return { ...base, findings: posed.findings };
  const file = lockFile(folder, revision ?? newestIn(folder));
  if (!existsSync(file)) {
    const missing: Finding = {
      rule: "LOCK-005",
      severity: "error",
      say: `${file} does not exist: nothing has been planned`,
      fix: `run drover plan ${folder}, review it and commit it`,
    };
    return { ...base, documents, problem: posed.problem, findings: [...posed.findings, missing] };
  }
  const { lock, findings: unread } = readLock(file);
  if (!lock) return { ...base, documents, problem: posed.problem, findings: [...posed.findings, ...unread] };
  const { problem, findings: unjoined } = onItsWay(posed.problem, lock, file);
  const { stages, findings: unfolded } = fromLock(lock, problem, file);
  const unknown = [...unjoined, ...unfolded];
  const broken = sealed(lock, documents, file, problem);
  // an edit, or a lock of something else, is one mistake, however many lines come to nothing by it
  const early = [...posed.findings, ...unread, ...broken, ...(broken.length > 0 ? [] : unknown)];
  if (unknown.some((finding) => finding.severity === "error"))
    return { ...base, documents, problem, lock, findings: early.sort(byPlace) };
  return {
    ...base,
    documents,
    problem,
    lock,
    stages,
    states: states(problem.table, problem.start, stages),
    findings: early.sort(byPlace),
  };
}

/** A plan that was made on the way begins where the estate was then, and not with the documents' old estate. */
function onItsWay(problem: Problem, lock: Lock, file: string): Readonly<{ problem: Problem; findings: readonly Finding[] }> {
  if (!lock.start) return { problem, findings: [] };
  const { start, unknown } = startFrom(problem.start, lock.start);
  const findings = unknown.map((ref): Finding => ({
    rule: "LOCK-003",
    severity: "error",
    say: `${file}: it begins with ${ref}, which these documents do not have`,
    fix: "take back the change of the documents, or run drover replan and have the new lock reviewed",
  }));
  return { problem: pose(problem.pack, problem.model, start), findings };
}

/** What binds the lock to its content and to its documents. */
function sealed(lock: Lock, documents: Documents, file: string, problem: Problem): readonly Finding[] {
  const now = inputsOf(documents);
  const changed = (["old", "new", "migration"] as const).filter((input) => now[input] !== lock.inputs[input]);
  const { migration } = documents.migration;
  if (lock.lock !== migration && changed.length === 3)
    return [
      {
        rule: "LOCK-006",
        severity: "error",
        at: { file, line: 1, column: 1 },
        say: `${file} is the plan of ${lock.lock}, and the documents beside it are ${migration}`,
        fix: "put back the lock of these documents (git checkout); or remove this one and run drover plan",
      },
    ];
  const findings: Finding[] = [];
  if (planHash(lock) !== lock.plan) {
    const edit = editedAt(file, { ...lock, lock: migration, inputs: now }, problem);
    findings.push({
      rule: "LOCK-001",
      severity: "error",
      at: edit?.at ?? { file, line: 1, column: 1 },
      say: `${file} has been edited: its content is not what its plan hash ${lock.plan.slice(0, 8)} was made of`,
      fix: "take back the edit (git checkout), or say what you want in the documents and run drover plan",
      ...(edit ? { related: [edit] } : {}),
    });
  }
  // where planning anew shows the edit, the documents are those that were planned
  if (changed.length > 0 && !findings.some(({ related }) => related))
    findings.push({
      rule: "LOCK-002",
      severity: "error",
      at: { file, line: 1, column: 1 },
      say: edited(documents, changed, file),
      fix: "take back the change; or run drover plan (on the way: drover replan) and have the new lock reviewed",
    });
  return findings;
}

/** Which files were edited, as far as can be known: a new estate that is like the old one changes with it. */
function edited({ folder, files, origin, origins }: Documents, changed: readonly string[], lock: string): string {
  const fileOf = (input: string): string => origin(input)?.file ?? `${folder}/${input}.yaml`;
  const isLike = [...origins].some(([path, { by }]) => path.startsWith("new") && by === "like");
  // what an estate names is a part of it
  const parts = files.filter(({ file }) => file.endsWith(".csv")).map(({ file }) => file.slice(file.lastIndexOf("/") + 1));
  const whole = (input: string): string =>
    parts.length > 0 && (input === "old" || (input === "new" && !isLike))
      ? `${fileOf(input)} (or ${parts.join(", ")})`
      : fileOf(input);
  const followed = isLike && changed.includes("old") && changed.includes("new");
  const own = followed ? changed.filter((input) => input !== "new") : changed;
  const more = followed ? `, and with it ${fileOf("new")}, which is like it` : "";
  return `${own.map(whole).join(" and ")} changed after ${lock} was planned${more}`;
}

/** The lock under the present rules. Newer rules than the lock's may find more: that is reported, and does not stop the stack. */
function judged(lock: Lock, problem: Problem, stages: readonly Stage[], file: string): readonly Finding[] {
  const found = [...checkEstates(problem.pack.rules, problem), ...findingsOf(problem, verify(problem, stages))];
  if (lock.rules === manifestOf(problem.pack.rules)) return found;
  return found.map((finding) => ({
    ...finding,
    severity: finding.severity === "error" ? "warning" : finding.severity,
    say: `${finding.say} (${file} was planned under other rules: drover replan)`,
  }));
}
