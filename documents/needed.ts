import { problem } from "./codes";
import { nearest } from "./near";
import type { Reading } from "./reading";
import { Path, entriesOf, isCut } from "./tree";

/**
 * What an entry cannot do without, after everything that it is like has been asked. One that is carried over as a whole is
 * incomplete in the old estate, and said so there. One that says little and is called almost as another is probably that one.
 */
export function needed(reading: Reading, path: Path, property: string, such: string): string {
  const value = reading.text([...path, property]);
  if (value === undefined && reading.node(path)?.origin.by !== "like" && !isCut(reading.node(path.slice(0, 2)))) {
    const meant = path.length === 2 ? otherThan(reading, path) : undefined;
    const write = `write it, such as ${property}: ${such}`;
    const fix = meant === undefined ? write : `did you mean ${meant}? If it is a new one, ${write}`;
    const say = `${path.slice(1).join(".")} has no ${property}`;
    reading.findings.push(problem("DOC-051", say, { at: reading.place(path), entity: path.join("/"), fix }));
  }
  return value ?? "";
}

/** Shorter names, such as the codes of ConfigMgr's sites, are alike without any of them being misspelt. */
const LONG = 5;

function otherThan(reading: Reading, path: Path): string | undefined {
  const name = String(path[1]);
  if (name.length < LONG) return undefined;
  return nearest(
    name,
    [...entriesOf(reading.node(path.slice(0, 1))).keys()].filter((one) => one !== name),
  );
}
