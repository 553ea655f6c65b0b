import Papa from "papaparse";
import type { Finding, Source } from "../engine/model/finding";
import { problem } from "./codes";
import { didYouMean } from "./near";
import type { Text } from "./text";

/** A table's columns: those that a row must fill, and those that it may. */
export type Columns<Name extends string> = Readonly<{ must: readonly Name[]; may: readonly Name[] }>;

/** One row, with what messages about it need. */
export type Row<Name extends string> = Readonly<{
  get(column: Name): string;
  /** Where a column's value stands. */
  place(column: Name): Source;
}>;

export type Table<Name extends string> = Readonly<{ delimiter: Delimiter; columns: readonly Name[]; rows: number; findings: readonly Finding[] }>;

export type Delimiter = "," | ";" | "\t";
const delimiters: readonly Delimiter[] = [",", ";", "\t"];
const said: Readonly<Record<Delimiter, string>> = { ",": "comma", ";": "semicolon", "\t": "tab" };

/** Beyond these many, a file has one mistake in every row, and one more line tells nothing new. */
const MOST_FINDINGS = 20;

type Record_ = Readonly<{ fields: readonly string[]; start: number; line: number }>;

/**
 * Reads a table row by row, without keeping the rows: a computer list has a million of them. `choose` gets the header's names and
 * answers with the columns of the table that it must be.
 */
export function readCsv<Name extends string>(
  { file, text }: Pick<Text, "file" | "text">,
  choose: (header: readonly string[]) => Columns<Name>,
  onRow: (row: Row<Name>, findings: Finding[]) => void,
): Table<Name> {
  const lines = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const findings: Finding[] = [];
  const place = (line: number, column = 1): Source => ({ file, line, column });
  const delimiter = delimiterOf(lines);
  let header: Readonly<{ columns: readonly (Name | undefined)[]; known: readonly Name[]; must: readonly Name[] }> | undefined;
  let rows = 0;
  for (const record of recordsOf(lines, delimiter, (line, say) => findings.push(problem("DOC-030", say, { at: place(line) })))) {
    if (!header) {
      header = headerOf(record, choose, (say, index, fix) => findings.push(problem("DOC-031", say, { at: place(record.line, columnAt(lines, record, index, delimiter)), fix })));
      if (findings.length > 0) break;
      continue;
    }
    rows += 1;
    const { columns, must } = header;
    if (record.fields.length !== columns.length) {
      const say = `this row has ${record.fields.length} fields, and the header has ${columns.length}`;
      findings.push(problem("DOC-030", say, { at: place(record.line) }));
      continue;
    }
    const row: Row<Name> = {
      get: (column) => (record.fields[columns.indexOf(column)] ?? "").trim(),
      place: (column) => place(record.line, columnAt(lines, record, Math.max(columns.indexOf(column), 0), delimiter)),
    };
    const empty = must.find((column) => row.get(column) === "");
    if (empty === undefined) onRow(row, findings);
    else findings.push(problem("DOC-032", `this row has no ${empty}`, { at: row.place(empty) }));
  }
  if (!header) findings.push(problem("DOC-006", `${file} is empty`, { at: place(1), fix: "begin with a line that names the columns" }));
  return { delimiter, columns: header?.known ?? [], rows, findings: [...delimiterNote(delimiter, place(1)), ...capped(findings)] };
}

/** The usual comma is not worth a line. */
const delimiterNote = (delimiter: Delimiter, at: Source): readonly Finding[] =>
  delimiter === "," ? [] : [problem("DOC-033", `columns are separated by a ${said[delimiter]} here`, { at, severity: "info" })];

function capped(findings: readonly Finding[]): readonly Finding[] {
  const more = findings.length - MOST_FINDINGS;
  const last = findings[MOST_FINDINGS];
  if (more <= 1 || !last) return findings;
  return [...findings.slice(0, MOST_FINDINGS), { ...last, say: `${last.say}; ${more - 1} more of this file are not shown` }];
}

/** The delimiter that the first line (comments aside) has most of. */
function delimiterOf(text: string): Delimiter {
  const first = /^(?![ \t]*(?:#|$)).*$/m.exec(text)?.[0] ?? "";
  const outside = first.replace(/"(?:[^"]|"")*"/g, "");
  const count = (delimiter: Delimiter): number => outside.split(delimiter).length;
  return delimiters.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

/** The records of a text with the lines that they begin in; quoted fields may hold line breaks. */
function recordsOf(text: string, delimiter: Delimiter, complain: (line: number, say: string) => void): readonly Record_[] {
  const records: Record_[] = [];
  let cursor = 0;
  let line = 1;
  Papa.parse<string[]>(text, {
    delimiter,
    newline: "\n",
    comments: "#",
    skipEmptyLines: "greedy",
    step: ({ data, errors, meta }) => {
      let start = cursor;
      for (let end = text.indexOf("\n", start); end >= 0 && end < meta.cursor && skipped(text.slice(start, end)); end = text.indexOf("\n", start)) {
        line += 1;
        start = end + 1;
      }
      for (const error of errors) if (error.type === "Quotes") complain(line, "a quotation mark is not closed, or stands inside a field");
      if (data.some((field) => field.trim() !== "")) records.push({ fields: data, start, line });
      for (let end = text.indexOf("\n", start); end >= 0 && end < meta.cursor; end = text.indexOf("\n", end + 1)) line += 1;
      cursor = meta.cursor;
    },
  });
  return records;
}

const skipped = (line: string): boolean => line.trim() === "" || line.startsWith("#");

function headerOf<Name extends string>(record: Record_, choose: (header: readonly string[]) => Columns<Name>, complain: (say: string, index: number, fix?: string) => void) {
  const names = record.fields.map((field) => field.trim().toLowerCase());
  const { must, may } = choose(names);
  const all = [...must, ...may];
  const columns = names.map((name, index) => {
    const known = all.find((column) => column === name);
    if (known === undefined) complain(`the column ${JSON.stringify(record.fields[index]?.trim())} is not known`, index, didYouMean(name, all));
    else if (names.indexOf(name) !== index) complain(`the column ${name} stands here for the second time`, index);
    return known;
  });
  const missing = must.filter((column) => !columns.includes(column));
  if (missing.length > 0) {
    const fix = `columns are ${must.join(", ")}${may.length > 0 ? ` and, if wanted, ${may.join(", ")}` : ""}`;
    complain(`the column${missing.length > 1 ? "s" : ""} ${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} missing`, 0, fix);
  }
  return { columns, known: columns.filter((column) => column !== undefined), must };
}

/** The character that a field begins at: 1 for the first. */
function columnAt(text: string, { start }: Record_, index: number, delimiter: Delimiter): number {
  let quoted = false;
  let left = index;
  let here = start;
  while (left > 0 && here < text.length && (quoted || text[here] !== "\n")) {
    if (text[here] === '"') quoted = !quoted;
    else if (!quoted && text[here] === delimiter) left -= 1;
    here += 1;
  }
  return here - start + 1;
}
