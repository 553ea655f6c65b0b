import type { Waiver } from "./wish";

/** A place in a document, as its reader would look for it: both numbers count from 1. */
export type Source = Readonly<{ file: string; line: number; column: number }>;

export type Severity = "error" | "warning" | "info";

/** Something a reader must know: which rule speaks, what is wrong where, and what would mend it. Collected, never thrown. */
export type Finding = Readonly<{
  rule: string;
  severity: Severity;
  say: string;
  at?: Source;
  entity?: string;
  fix?: string;
  related?: readonly Readonly<{ at: Source; say: string }>[];
  /** Who lets it be, where somebody does. */
  waived?: Waiver;
}>;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order in which findings are shown: errors first, then by place, then by rule; stable for equal input. */
export const byPlace = (a: Finding, b: Finding): number =>
  rank(a.severity) - rank(b.severity) ||
  byText(a.at?.file ?? "", b.at?.file ?? "") ||
  (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
  (a.at?.column ?? 0) - (b.at?.column ?? 0) ||
  byText(a.rule, b.rule) ||
  byText(a.entity ?? "", b.entity ?? "") ||
  byText(a.say, b.say);

const rank = (severity: Severity): number => (severity === "error" ? 0 : severity === "warning" ? 1 : 2);
