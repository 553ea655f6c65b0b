/** The one table of ratios, for people. */
import { Limit, Row, within } from "./measure";

const COLUMNS = ["name", "ratio", "allowed", "", "took : against", "memory", "this machine"] as const;

export const allowedText = (limit: Limit): string => ("atMost" in limit ? `≤ ${limit.atMost}` : `≥ ${limit.atLeast}`);

/** So many digits as tell two runs apart. */
export const duration = (ms: number): string => (ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(0)} ms`);

const cells = (row: Row): readonly string[] => [
  row.name,
  row.ratio.toFixed(2),
  allowedText(row.allowed),
  within(row) ? "ok" : "over",
  row.ms.map(duration).join(" : "),
  row.memory ? `${row.memory.megabytes.toFixed(0)} ≤ ${row.memory.atMost} MB` : "",
  Object.entries(row.yardsticks)
    .map(([name, ms]) => `${name} ${duration(ms)}`)
    .join(", "),
];

/** A line a row under its columns' names; below, what each compares and what else is to know. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [COLUMNS, ...rows.map(cells)];
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const table = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const explained = rows.flatMap(({ name, what, notes }) => [`${name}: ${what}`, ...notes.map((note) => `  ${note}`)]);
  return [...table, "", ...explained].join("\n");
}
