import { basename, dirname } from "node:path";
import { Document, parseDocument } from "yaml";
import type { Lock } from "../engine/lock";
import type { Finding } from "../engine/model/finding";
import { readQuickly } from "./quickLock";
import { Folder } from "./text";

/** A million operations are no more than this. */
export const LARGEST = 100_000_000;

/** Two plans cannot be joined line by line, but what they were made from can. */
const MERGED = "merge the documents first; then run drover plan, which writes the lock anew, and have it reviewed";

/** The lock's text as data. Its shape is checked here, its content by whoever folds it. */
export function readLock(file: string): Readonly<{ lock?: Lock; findings: readonly Finding[] }> {
  const refuse = (say: string, line = 1, column = 1): Readonly<{ findings: readonly Finding[] }> => ({
    findings: [
      {
        rule: "LOCK-004",
        severity: "error",
        say,
        fix: "run drover plan, or take the file from git again",
        at: { file, line, column },
      },
    ],
  });
  const read = new Folder(dirname(file)).read(basename(file), { limit: LARGEST });
  if (!read.ok) return { findings: [{ ...read.finding, ...(read.finding.rule === "DOC-008" ? { fix: MERGED } : {}) }] };
  const quickly = readQuickly(read.value.text);
  if (quickly && isLock(quickly)) return { lock: quickly, findings: [] };
  const document = parsed(read.value.text);
  if (document === "too deep") return refuse("no lock nests so deep: look for an opening bracket without its closing one");
  const error = document.errors[0];
  const [place] = error?.linePos ?? [];
  if (error) return refuse(`no YAML: ${reason(error.message)}`, place?.line, place?.col);
  const lock = dataOf(document);
  return isLock(lock) ? { lock, findings: [] } : refuse("not a lock: a header or the stages are missing");
}

function parsed(text: string): Document.Parsed | "too deep" {
  try {
    return parseDocument(text, { uniqueKeys: true, logLevel: "error" });
  } catch (error) {
    if (error instanceof RangeError) return "too deep"; // the parser recurses: its stack ends first
    throw error;
  }
}

/** No lock has aliases, so whatever has them is none: they would also multiply. */
function dataOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

/** The parser's sentence, without the place that the finding has anyway. */
const reason = (message: string): string => (message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "");

const record = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isJoined = (joins: unknown, start: unknown): boolean =>
  record(joins) &&
  ["revision", "plan", "completed", "intended", "state"].every((key) => typeof joins[key] === "string") &&
  record(start) &&
  Object.values(start).every((line) => record(line) && typeof line.phase === "string");

function isLock(value: unknown): value is Lock {
  if (!record(value) || !record(value.inputs) || !record(value.options) || !record(value.stages) || !record(value.bound))
    return false;
  if (value.joins !== undefined && !isJoined(value.joins, value.start)) return false;
  if (["lock", "revision", "plan", "engine", "pack", "rules"].some((key) => typeof value[key] !== "string")) return false;
  return Object.values(value.stages).every(
    (stage) =>
      record(stage) &&
      (stage.ends === "promote" || stage.ends === "signed-off") &&
      typeof stage.milestone === "string" &&
      record(stage.does) &&
      Object.values(stage.does).every(
        (line) =>
          record(line) &&
          typeof line.move === "string" &&
          Array.isArray(line.for) &&
          (line.after === undefined || record(line.after)),
      ),
  );
}
