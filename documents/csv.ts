import Papa from "papaparse";
import type { Finding, Source } from "../engine/model/finding";
import { problem } from "./codes";
import { didYouMean, nearest } from "./near";
import type { Text } from "./text";

/** A table's columns: those that a row must fill, and those that it may. */
export type Columns<Name extends string> = Readonly<{ must: readonly Name[]; may: readonly Name[] }>;

/** One row, with what messages about it need. */
export type Row<Name extends string> = Readonly<{
  get(column: Name): string;
  /** Where a column's value stands. */
  place(column: Name): Source;
}>;

export type Table<Name extends string> = Readonly<{
  delimiter: Delimiter;
  columns: readonly Name[];
  rows: number;
  findings: readonly Finding[];
}>;

export type Delimiter = "," | ";" | "\t";
const delimiters: readonly Delimiter[] = [",", ";", "\t"];
const said: Readonly<Record<Delimiter, string>> = { ",": "comma", ";": "semicolon", "\t": "tab" };

/** Beyond these many, a file has one mistake in every row, and one more line tells nothing new. */
const MOST_FINDINGS = 20;

/** One record, with the offset and the line that it begins at. */
type Fields = Readonly<{ fields: readonly string[]; start: number; line: number }>;

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
  const complain = (line: number, say: string, fix?: string): void =>
    void findings.push(problem("DOC-030", say, { at: place(line), fix }));
  eachRecord(lines, delimiter, complain, (record) => {
    const column = (index: number): Source => place(record.line, columnAt(lines, record, index, delimiter));
    if (!header && /^sep=/i.test(record.fields[0] ?? "")) return true; // Excel tells itself the delimiter
    if (!header) {
      header = headerOf(record, choose, (say, index, fix) => findings.push(problem("DOC-031", say, { at: column(index), fix })));
      return findings.length === 0;
    }
    rows += 1;
    const { columns, must } = header;
    const length = withoutLast(record.fields, columns.length).length;
    if (length !== columns.length) {
      const other = length === 1 ? delimiters.find((one) => record.fields[0]?.includes(one)) : undefined;
      const fields = `this row has ${length} ${length === 1 ? "field" : "fields"}, and the header has ${columns.length}`;
      complain(
        record.line,
        fields,
        other && `part columns alike: the header does it by a ${said[delimiter]}, this row by a ${said[other]}`,
      );
      return true;
    }
    const indexOf = (name: Name): number => columns.indexOf(name);
    const row: Row<Name> = {
      get: (name) => (record.fields[indexOf(name)] ?? "").trim(),
      place: (name) => column(Math.max(indexOf(name), 0)),
    };
    const empty = must.find((name) => row.get(name) === "");
    if (empty === undefined) onRow(row, findings);
    else findings.push(problem("DOC-032", `this row has no ${empty}`, { at: row.place(empty) }));
    return true;
  });
  if (!header)
    findings.push(problem("DOC-006", `${file} is empty`, { at: place(1), fix: "begin with a line that names the columns" }));
  return {
    delimiter,
    columns: header?.known ?? [],
    rows,
    findings: [...delimiterNote(delimiter, place(1)), ...capped(findings)],
  };
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

/**
 * Visits the records of a text with the lines that they begin in, until the visitor answers no. Quoted fields may hold line
 * breaks, and comments and empty lines are no records, so lines are counted along the parser's way through the text.
 */
function eachRecord(
  text: string,
  delimiter: Delimiter,
  complain: (line: number, say: string) => void,
  visit: (record: Fields) => boolean,
): void {
  let cursor = 0;
  let line = 1;
  const nextLine = (from: number, before: number): number | undefined => {
    const end = text.indexOf("\n", from);
    return end >= 0 && end < before ? end + 1 : undefined;
  };
  Papa.parse<string[]>(text, {
    delimiter,
    newline: "\n",
    comments: "#",
    skipEmptyLines: false,
    step: ({ data, errors, meta }, parser) => {
      let start = cursor;
      for (let next = nextLine(start, meta.cursor); next !== undefined && skipped(text.slice(start, next));) {
        line += 1;
        start = next;
        next = nextLine(start, meta.cursor);
      }
      for (const error of errors) {
        if (error.type === "Quotes") complain(line, "a quotation mark is not closed, or stands inside a field");
      }
      const goOn = data.every((field) => field.trim() === "") || visit({ fields: data, start, line });
      for (let next = nextLine(start, meta.cursor); next !== undefined; next = nextLine(next, meta.cursor)) line += 1;
      cursor = meta.cursor;
      if (!goOn) parser.abort();
    },
  });
}

/** Spreadsheets write a delimiter for every column that was once touched: fields without a name and without a value are none. */
function withoutLast(fields: readonly string[], least: number): readonly string[] {
  let length = fields.length;
  while (length > Math.max(least, 1) && fields[length - 1]?.trim() === "") length -= 1;
  return fields.slice(0, length);
}

const skipped = (line: string): boolean => line.trim() === "" || line.trimStart().startsWith("#");

function headerOf<Name extends string>(
  record: Fields,
  choose: (header: readonly string[]) => Columns<Name>,
  complain: (say: string, index: number, fix?: string) => void,
) {
  const names = withoutLast(record.fields, 0).map((field) => field.trim().toLowerCase());
  const { must, may } = choose(names);
  const all = [...must, ...may];
  const meant = new Set(names.flatMap((name) => nearest(name, all) ?? []));
  const wanted = `columns are ${must.join(", ")}${may.length > 0 ? ` and, if wanted, ${may.join(", ")}` : ""}`;
  if (meant.size === 0) {
    // a title, or a row: of what is no header, no column is wrong by itself
    complain("this line names none of the table's columns", 0, `begin with a line that does: ${wanted}`);
    return { columns: [], known: [], must };
  }
  const columns = names.map((name, index) => {
    const known = all.find((column) => column === name);
    if (known === undefined)
      complain(`the column ${JSON.stringify(record.fields[index]?.trim())} is not known`, index, didYouMean(name, all));
    else if (names.indexOf(name) !== index) complain(`the column ${name} stands here for the second time`, index);
    return known;
  });
  // one that is misspelt is there
  const missing = must.filter((column) => !columns.includes(column) && !meant.has(column));
  if (missing.length > 0) {
    complain(
      `the column${missing.length > 1 ? "s" : ""} ${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} missing`,
      0,
      wanted,
    );
  }
  return { columns, known: columns.filter((column) => column !== undefined), must };
}

/** The character that a field begins at: 1 for the first. */
function columnAt(text: string, { start }: Fields, index: number, delimiter: Delimiter): number {
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
