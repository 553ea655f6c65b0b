import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder, syncFolder, writeAll } from "./files";
import { decodeLine, encodeLine, isBroken } from "./lines";

export type Numbered = Readonly<{ seq: number }>;

/** The journal holds a line that was whole once and is no more: nothing that follows can be believed. */
export class JournalDamaged extends Error {
  override readonly name = "JournalDamaged";

  constructor(file: string, seq: number, offset: number, why: string) {
    super(`${file}: record ${seq} (byte ${offset}) is damaged: ${why}. Put the file back from a copy, or start a new estate.`);
  }
}

/** Records read from somewhere on, and where whole records end. */
type Read<R> = Readonly<{ records: readonly R[]; end: number }>;

const LINE_BREAK = 0x0a;

/**
 * An append-only file of numbered records. Each is one line, on the disk before `append` returns; a last line that is
 * not whole was never
 * promised to anybody and is dropped. It is never shortened otherwise, so what was done stays to be read.
 */
export class Journal<R extends Numbered> {
  private fd: number | undefined;
  private failed: unknown;

  private constructor(
    private readonly file: string,
    private writes: boolean,
    /** Where whole records end, as far as this journal has read. */
    private end: number,
    private seq: number,
  ) {}

  static open<R extends Numbered>(file: string, options: Readonly<{ write: boolean }>, from = { seq: 0, offset: 0 }): Journal<R> {
    return new Journal<R>(file, options.write, from.offset, from.seq);
  }

  get position(): Readonly<{ seq: number; offset: number }> {
    return { seq: this.seq, offset: this.end };
  }

  /** The records that have come since this journal last read or wrote. */
  catchUp(): readonly R[] {
    const fd = this.opened();
    if (fd === undefined) return [];
    const { records, end } = read<R>(fd, this.file, this.end, this.seq);
    if (this.writes && fstatSync(fd).size > end) {
      ftruncateSync(fd, end);
      fsyncSync(fd);
    }
    this.end = end;
    this.seq += records.length;
    return records;
  }

  /** Every record there is, from the first. */
  all(): readonly R[] {
    const fd = this.opened();
    return fd === undefined ? [] : read<R>(fd, this.file, 0, 0).records;
  }

  /** Whether as many bytes are there as a snapshot speaks of. */
  reaches(offset: number): boolean {
    const fd = this.opened();
    return fd === undefined ? offset === 0 : fstatSync(fd).size >= offset;
  }

  append(record: R): void {
    if (!this.writes) throw new Error(`${this.file} was opened for reading`);
    if (this.failed !== undefined)
      throw new Error(`${this.file}: an earlier write failed; open it again`, { cause: this.failed });
    if (record.seq !== this.seq + 1) throw new Error(`${this.file}: record ${record.seq} cannot follow record ${this.seq}`);
    const fd = this.opened();
    if (fd === undefined) throw new Error(`${this.file} is closed`);
    const line = encodeLine(record);
    try {
      writeAll(fd, line, this.end);
      fsyncSync(fd);
    } catch (cause) {
      // whether the bytes are there is not known any more: only a new opening finds out
      this.failed = cause;
      throw new Error(`${this.file}: record ${record.seq} could not be written`, { cause });
    }
    this.end += line.length;
    this.seq = record.seq;
  }

  /** From now on this is the one writer; whoever calls has the lease. A torn last record goes with the next catchUp. */
  startWriting(): void {
    this.close();
    this.failed = undefined;
    this.writes = true;
  }

  /** Gives up writing. Reading goes on: it opens the file again by itself. */
  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
    this.writes = false;
  }

  private opened(): number | undefined {
    if (this.fd !== undefined) return this.fd;
    try {
      this.fd = openSync(this.file, this.writes ? "r+" : "r");
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
      if (this.writes) this.fd = create(this.file);
    }
    return this.fd;
  }
}

function create(file: string): number {
  makeFolder(dirname(file));
  const fd = openSync(file, "wx+");
  fsyncSync(fd);
  syncFolder(dirname(file));
  return fd;
}

function read<R extends Numbered>(fd: number, file: string, offset: number, seq: number): Read<R> {
  const bytes = readFrom(fd, offset);
  const records: R[] = [];
  let start = 0;
  for (let stop = bytes.indexOf(LINE_BREAK); stop >= 0; stop = bytes.indexOf(LINE_BREAK, start)) {
    const record = decodeLine(bytes.toString("utf8", start, stop));
    const expected = seq + records.length + 1;
    if (isBroken(record)) {
      if (bytes.indexOf(LINE_BREAK, stop + 1) < 0) break; // the last line: torn, not damaged
      throw new JournalDamaged(file, expected, offset + start, record.broken);
    }
    const found = (record as Numbered).seq;
    if (found !== expected) throw new JournalDamaged(file, expected, offset + start, `it says it is record ${found}`);
    records.push(record as R);
    start = stop + 1;
  }
  return { records, end: offset + start };
}

function readFrom(fd: number, offset: number): Buffer {
  const size = Math.max(0, fstatSync(fd).size - offset);
  const bytes = Buffer.allocUnsafe(size);
  let done = 0;
  while (done < size) {
    const got = readSync(fd, bytes, done, size - done, offset + done);
    if (got === 0) break;
    done += got;
  }
  return bytes.subarray(0, done);
}
