import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inputsOf, poseMigration } from "../../../../documents/open";
import { printLock, toLock } from "../../../../engine/lock";
import { solve } from "../../../../engine/plan";

/** The documents of this folder: applied.yaml and estate.yaml. */
export const documents = __dirname;

/** A copy of them with the lock of their plan, as `drover plan` writes it. Whoever asks for one removes it. */
export const locked = (): string => lockedWith(documents, ["applied.yaml", "estate.yaml"], []);

/** A sentence of a document, and what stands there instead: it is there once. */
export type Edit = readonly [file: string, from: string, to: string];

/** A copy of a folder's documents, changed, with the lock of their plan. Whoever asks for one removes it. */
export function lockedWith(from: string, names: readonly string[], edits: readonly Edit[]): string {
  const folder = join(mkdtempSync(join(tmpdir(), "drover-locked-")), "gulf");
  for (const name of names) cpSync(join(from, name), join(folder, name));
  for (const [name, was, is] of edits) {
    const [before = "", after, ...more] = readFileSync(join(folder, name), "utf8").split(was);
    if (after === undefined || more.length > 0) throw new Error(`${name} does not say "${was}" once`);
    writeFileSync(join(folder, name), `${before}${is}${after}`);
  }
  const { documents: read, problem } = poseMigration(folder);
  const made = problem && solve(problem);
  if (!read || !made?.plan) throw new Error("the documents cannot be planned");
  const lock = toLock(made.problem, made.plan, {
    lock: read.migration.migration,
    revision: "r1",
    inputs: inputsOf(read),
    engine: "0",
  });
  writeFileSync(join(folder, "plan.lock.yaml"), printLock(lock));
  return folder;
}
