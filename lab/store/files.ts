import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

/** All bytes or an error: a write may take fewer than it was given. */
export function writeAll(fd: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}

/** Makes a folder's new names last through a power cut. Windows cannot open folders, and needs no such thing. */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const fd = openSync(folder, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

export function makeFolder(folder: string): void {
  const made = mkdirSync(folder, { recursive: true });
  if (made !== undefined) syncFolder(dirname(made));
}

/** A file beside the one that is meant: whole and on the disk before it gets its name. */
export function writeBeside(file: string, text: string): string {
  const beside = join(dirname(file), `.${process.pid}.${randomBytes(6).toString("hex")}.new`);
  const fd = openSync(beside, "wx");
  try {
    writeAll(fd, Buffer.from(text), 0);
    fsyncSync(fd);
  } catch (cause) {
    rmSync(beside, { force: true });
    throw cause;
  } finally {
    closeSync(fd);
  }
  return beside;
}

/** Replaces a file as a whole: readers see the old one or the new one. */
export function replaceFile(file: string, text: string): void {
  const beside = writeBeside(file, text);
  try {
    renameSync(beside, file);
  } catch (cause) {
    rmSync(beside, { force: true });
    throw cause;
  }
  syncFolder(dirname(file));
}
