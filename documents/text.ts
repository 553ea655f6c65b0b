import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, isAbsolute, join, posix, relative, resolve, sep, win32 } from "node:path";
import { TextDecoder } from "node:util";
import type { Finding, Source } from "../engine/model/finding";
import { problem } from "./codes";
import { didYouMean } from "./near";

/** The most that a YAML document may have; what is longer belongs into CSV files. */
export const YAML_LIMIT = 20_000_000;
/** A computer list of a million rows has about 80 MB. */
export const CSV_LIMIT = 200_000_000;

export type Text = Readonly<{ file: string; text: string; sha256: string }>;
export type Asked = Readonly<{ limit: number; at?: Source }>;
export type Read = Readonly<{ ok: true; value: Text }> | Readonly<{ ok: false; finding: Finding }>;

/** A folder whose files may be read, and nothing outside it, whatever a document or a symbolic link says. */
export class Folder {
  readonly name: string;
  private readonly real: string | undefined;

  /** `shown` is the folder as the user typed it: findings name files so that the user can open them. */
  constructor(readonly shown: string) {
    this.name = basename(resolve(shown));
    this.real = statSync(shown, { throwIfNoEntry: false })?.isDirectory() ? realpathSync(shown) : undefined;
  }

  get exists(): boolean {
    return this.real !== undefined;
  }

  /** Whether there is such a file, whatever it holds. */
  has(name: string): boolean {
    return existsSync(join(this.real ?? this.shown, name));
  }

  /** A file of the folder as findings name it. */
  path(name: string): string {
    return posix.join(this.shown.split(sep).join("/"), name);
  }

  /** Reads a file whole. Its size is asked for first, so that a huge one costs nothing. */
  read(name: string, { limit, at }: Asked): Read {
    const file = this.path(name);
    const no = (finding: Finding): Read => ({ ok: false, finding });
    const place = at ?? { file, line: 1, column: 1 };
    const found = this.locate(name, place);
    if (typeof found !== "string") return no(found);
    let handle: number | undefined;
    try {
      const status = statSync(found); // before it is opened: opening a pipe would wait for its writer
      if (!status.isFile())
        return no(problem("DOC-004", `${file} is ${status.isDirectory() ? "a folder" : "no file"}`, { at: place }));
      if (status.size > limit) {
        return no(
          problem("DOC-003", `${file} has ${megabytes(status.size)}; at most ${megabytes(limit)} are read`, { at: place }),
        );
      }
      handle = openSync(found, "r");
      const bytes = wholeFile(handle, status.size);
      const text = decode(bytes);
      if (typeof text !== "string") return no(problem("DOC-005", `${file} is no text: ${text.because}`, { at: place }));
      const conflict = conflictIn(text);
      if (conflict !== undefined)
        return no(
          problem("DOC-008", `${file} holds both sides of a merge from here on`, { at: { file, line: conflict, column: 1 } }),
        );
      return { ok: true, value: { file, text, sha256: createHash("sha256").update(bytes).digest("hex") } };
    } catch (error) {
      return no(problem("DOC-007", `${file} cannot be read: ${reason(error)}`, { at: place }));
    } finally {
      if (handle !== undefined) closeSync(handle);
    }
  }

  /** The real path of a file inside the folder, or why there is none. */
  locate(name: string, at: Source): string | Finding {
    const outside = (why: string): Finding =>
      problem("DOC-002", `${JSON.stringify(name)} lies outside ${this.shown}: ${why}`, { at });
    if (isAbsolute(name) || win32.isAbsolute(name) || /^[A-Za-z]:/.test(name)) return outside("it is an absolute path");
    if (name.split(/[\\/]/).includes("..")) return outside("it goes up by ..");
    if (name.includes("\0")) return outside("it holds a NUL character");
    const wanted = join(this.real ?? this.shown, name);
    let real: string;
    try {
      real = realpathSync(wanted);
    } catch (error) {
      return code(error) === "ENOENT" || code(error) === "ENOTDIR" ? this.missing(name, at) : this.unreadable(name, error, at);
    }
    const inside = relative(this.real ?? this.shown, real);
    return inside.startsWith("..") || isAbsolute(inside) ? outside("a symbolic link leads out") : real;
  }

  private missing(name: string, at: Source): Finding {
    const near =
      this.real === undefined
        ? undefined
        : didYouMean(
            name,
            readdirSync(this.real).filter((other) => other !== name),
          );
    return problem("DOC-001", `${this.path(name)} does not exist`, { at, fix: near });
  }

  private unreadable(name: string, error: unknown, at: Source): Finding {
    return problem("DOC-007", `${this.path(name)} cannot be read: ${reason(error)}`, { at });
  }
}

function wholeFile(handle: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let filled = 0;
  while (filled < size) {
    const count = readSync(handle, bytes, filled, size - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

/** UTF-8, with or without a byte order mark, or UTF-16 with one, as spreadsheets and database consoles write it. */
function decode(bytes: Buffer): string | Readonly<{ because: string }> {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes("\0") ? { because: `it holds a NUL character in line ${lineOf(text, text.indexOf("\0"))}` } : text;
  } catch {
    return { because: `its bytes are not ${encoding.toUpperCase()}` };
  }
}

/** The line that begins what git could not merge. The three marks stand for themselves, each where a line begins. */
export function conflictIn(text: string): number | undefined {
  const start = /^<{7} /m.exec(text);
  return start && /^={7}\r?$/m.test(text.slice(start.index)) ? lineOf(text, start.index) : undefined;
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e5) / 10} MB`;

const code = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

const reason = (error: unknown): string => code(error) || (error instanceof Error ? error.message : String(error));
