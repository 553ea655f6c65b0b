import { createHash } from "node:crypto";

/** Why a line of the journal is not one. */
export type Broken = Readonly<{ broken: string }>;

const sum = (json: string): string => createHash("sha256").update(json).digest("hex").slice(0, 16);

/** A record as a line: checksum, blank, JSON (which never holds a line break). */
export const encodeLine = (record: unknown): Buffer => {
  const json = JSON.stringify(record);
  return Buffer.from(`${sum(json)} ${json}\n`);
};

/** The record of a line, given without its line break; or why it is none. */
export function decodeLine(line: string): unknown | Broken {
  const json = line.slice(17);
  if (line[16] !== " " || sum(json) !== line.slice(0, 16)) return { broken: "its checksum does not fit" };
  return JSON.parse(json) as unknown;
}

export const isBroken = (value: unknown): value is Broken => typeof value === "object" && value !== null && "broken" in value;
