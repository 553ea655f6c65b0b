import { join } from "node:path";
import { stringify } from "yaml";
import type { Finding } from "../engine/model/finding";
import { problem } from "./codes";
import { Folder, YAML_LIMIT } from "./text";
import { plain } from "./tree";
import { parseYaml } from "./yaml";

/** A plan that was carried out to its end: what a stack that carried it out says of itself. */
export type Finished = Readonly<{ plan: string; revision: string; completed: string; lock: string }>;

const LEDGER = "ledger.yaml";

export const ledgerFile = (folder: string): string => join(folder, LEDGER);

/** The plans that an estate has behind it, the first one first. */
export function readLedger(folder: string): readonly Finished[] {
  const read = new Folder(folder).has(LEDGER) ? entriesOf(new Folder(folder)) : [];
  return Array.isArray(read) ? read.filter(isFinished) : [];
}

/** What is wrong with the ledger: a plan that is not known to be behind the estate would be made again. */
export function checkLedger(folder: Folder): readonly Finding[] {
  const read = folder.has(LEDGER) ? entriesOf(folder) : [];
  if (!Array.isArray(read)) return [read as Finding];
  const odd = read.findIndex((entry) => !isFinished(entry));
  const say = `entry ${odd + 1} of ${folder.path(LEDGER)} is no plan with its revision, its last stage and its lock`;
  return odd < 0 ? [] : [problem("DOC-062", say, { at: { file: folder.path(LEDGER), line: 1, column: 1 } })];
}

function entriesOf(folder: Folder): readonly unknown[] | Finding {
  const text = folder.read(LEDGER, { limit: YAML_LIMIT });
  if (!text.ok) return text.finding;
  const { tree, findings } = parseYaml(text.value);
  const content = tree && plain(tree);
  const at = { file: text.value.file, line: 1, column: 1 };
  return findings[0] ?? (Array.isArray(content) ? content : problem("DOC-062", `${at.file} is no list of plans`, { at }));
}

const isFinished = (value: unknown): value is Finished =>
  typeof value === "object" &&
  value !== null &&
  ["plan", "revision", "completed", "lock"].every((key) => typeof (value as Record<string, unknown>)[key] === "string");

/** The ledger with one plan more. */
export const ledgerText = (all: readonly Finished[]): string =>
  `# The plans that this estate has behind it; written by drover finish. The next plan joins the last one.\n${stringify(all)}`;
