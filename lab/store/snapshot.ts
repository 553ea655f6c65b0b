import { readFileSync } from "node:fs";
import { replaceFile } from "./files";
import { decodeLine, encodeLine, isBroken } from "./lines";

/** A state, and how much of the journal is folded into it. A convenience: without one, opening reads the whole journal. */
export type Snapshot<S> = Readonly<{ seq: number; offset: number; state: S }>;

export const writeSnapshot = <S>(file: string, snapshot: Snapshot<S>): void =>
  replaceFile(file, encodeLine(snapshot).toString("utf8"));

/** Nothing where there is no snapshot or it is not whole: the journal knows all that it knew. */
export function readSnapshot<S>(file: string): Snapshot<S> | undefined {
  let line: string;
  try {
    line = readFileSync(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
  if (!line.endsWith("\n")) return undefined;
  const snapshot = decodeLine(line.slice(0, -1));
  return isBroken(snapshot) ? undefined : (snapshot as Snapshot<S>);
}
