import { lstatSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";
import type { Finding, Severity, Source } from "../engine/model/finding";
import { Rule, rulesById } from "../engine/model/rule";
import { exit } from "./command";
import { width } from "./width";
import { plural, printable } from "../engine/text";

export const out = (text = ""): void => void process.stdout.write(`${text}\n`);
export const err = (text: string): void => void process.stderr.write(`${text}\n`);

/**
 * A reader that has seen enough (`drover plan | head`) ends the reading, not the command. Nor does a full disk: what was begun
 * comes to its end, and then the command has failed, since nobody can read what it said.
 */
export function letReadersGo(): void {
  let failed = false;
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", ({ code, message }: NodeJS.ErrnoException) => {
      if (code === "EPIPE" || failed) return;
      failed = true;
      if (stream === process.stdout) err(`drover: what it says cannot be written: ${message}`);
      process.on("exit", (status) => (process.exitCode = status === 0 ? exit.broken : status));
    });
}

export const json = (value: unknown): void => out(JSON.stringify(value, null, 2));

/** Columns as wide as their widest cell; numbers to the right. The last column is never padded. */
export function table(rows: readonly (readonly string[])[], right: ReadonlySet<number> = new Set()): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          right.has(column)
            ? cell.padStart(widths[column] as number)
            : column === row.length - 1
              ? cell
              : cell.padEnd(widths[column] as number),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Text in lines of a width, each after the first indented. */
export function wrap(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  let [line, length] = ["", 0];
  for (const word of text.split(" ")) {
    // colours take no room
    const size = stripVTControlCharacters(word).length;
    if (line && length + 1 + size > width) {
      lines.push(line);
      [line, length] = [word, size];
    } else [line, length] = line ? [`${line} ${word}`, length + 1 + size] : [word, size];
  }
  return [...lines, line].join(`\n${indent}`);
}

/** A line with those that it is folded into: as far in as it is, and a little more. */
export function folded(line: string): string {
  const margin = /^ */.exec(line)?.[0] ?? "";
  const inside = `${margin}  `;
  return margin + wrap(line.slice(margin.length), width() - inside.length, inside);
}

const colours: Record<Severity, (text: string) => string> = { error: pc.red, warning: pc.yellow, info: pc.cyan };

/** A finding with the line it is about, the source it comes from and what to do. */
export function show(finding: Finding, rule?: Rule): string {
  const at = finding.at ? `${printable(finding.at.file)}:${finding.at.line}:${finding.at.column}  ` : "";
  const lines = [`${pc.bold(at)}${finding.rule}  ${colours[finding.severity](finding.severity)}  ${printable(finding.say)}`];
  if (finding.at) lines.push(...excerpt(finding.at));
  for (const { at: place, say } of finding.related ?? [])
    lines.push(`  ${printable(place.file)}:${place.line}:${place.column}  ${printable(say)}`);
  if (finding.fix) lines.push(`  Remedy: ${printable(finding.fix)}`);
  if (rule) lines.push(pc.dim(`  Rule: ${rule.title}. Source: ${rule.source.document}, ${rule.source.where}`));
  return lines.join("\n");
}

function excerpt({ file, line, column }: Source): readonly string[] {
  // nothing through a link: the file may be refused because it leads out of the migration's folder
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return [];
  const text = readFileSync(file, "utf8").split(/\r?\n/)[line - 1];
  if (text === undefined || text.length > 400) return [];
  const shown = printable(text.length > 110 ? `${text.slice(0, 110)} …` : text);
  const margin = String(line).padStart(5);
  return [pc.dim(`${margin} │ ${shown}`), ...(column <= 110 ? [pc.dim(`${" ".repeat(5)} │ ${" ".repeat(column - 1)}^`)] : [])];
}

/** How many of each, as a sentence: nothing is shown as fine that was not looked at. */
export function tally(findings: readonly Finding[]): string {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const parts = [
    plural(count("error"), "error"),
    plural(count("warning"), "warning"),
    ...(count("info") > 0 ? [plural(count("info"), "note")] : []),
  ];
  return parts.join(", ");
}

/** All findings, each with its rule's title and source where a pack has it. */
export const showAll = (findings: readonly Finding[], rules: readonly Rule[] = []): string => {
  const byId = rulesById(rules);
  return findings.map((finding) => show(finding, byId.get(finding.rule))).join("\n\n");
};
