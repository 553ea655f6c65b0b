import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";

/** A plan that was carried out to its end: what a stack that carried it out says of itself. */
export type Finished = Readonly<{ plan: string; revision: string; completed: string; lock: string }>;

const LEDGER = "ledger.yaml";

export const ledgerFile = (folder: string): string => join(folder, LEDGER);

/** The plans that an estate has behind it, the first one first. */
export function readLedger(folder: string): readonly Finished[] {
  const file = ledgerFile(folder);
  if (!existsSync(file)) return [];
  const content: unknown = parse(readFileSync(file, "utf8"));
  return Array.isArray(content) ? content.filter(isFinished) : [];
}

const isFinished = (value: unknown): value is Finished =>
  typeof value === "object" &&
  value !== null &&
  ["plan", "revision", "completed", "lock"].every((key) => typeof (value as Record<string, unknown>)[key] === "string");

/** The ledger with one plan more. */
export const ledgerText = (all: readonly Finished[]): string =>
  `# The plans that this estate has behind it; written by drover finish. The next plan joins the last one.\n${stringify(all)}`;
