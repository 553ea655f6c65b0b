import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inputsOf, poseMigration } from "../../../../documents/open";
import { printLock, toLock } from "../../../../engine/lock";
import { solve } from "../../../../engine/plan";

/** The documents of this folder: applied.yaml and estate.yaml. */
export const documents = __dirname;

/** A copy of them with the lock of their plan, as `drover plan` writes it. Whoever asks for one removes it. */
export function locked(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "drover-restructure-")), "gulf");
  for (const name of ["applied.yaml", "estate.yaml"]) cpSync(join(documents, name), join(folder, name));
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
