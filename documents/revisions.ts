import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Lock } from "../engine/lock";
import { readLedger } from "./ledger";
import { readLock } from "./lock";

/** Where a revision's lock lies: `plan.lock.yaml` for the first one, `plan.r2.lock.yaml` … for those made on the way. */
export const lockFile = (folder: string, revision = "r1"): string =>
  join(folder, revision === "r1" ? "plan.lock.yaml" : `plan.${revision}.lock.yaml`);

/** The revision that a stage belongs to: `r2/houston` → `r2`. */
export const revisionOf = (stage: string | undefined): string | undefined => /^(r[1-9]\d*)\//.exec(stage ?? "")?.[1];

const number = (revision: string): number => Number(revision.slice(1));

/** The revisions that a folder has locks of, the first one first. Locks are kept: a stack may follow an earlier one. */
export function revisionsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((file) => (file === "plan.lock.yaml" ? ["r1"] : (/^plan\.(r[1-9]\d*)\.lock\.yaml$/.exec(file)?.[1] ?? [])))
    .sort((a, b) => number(a) - number(b));
}

/** The revision that a new stack would follow. */
export const newestIn = (folder: string): string => revisionsIn(folder).at(-1) ?? "r1";

/** The one after it. */
export const nextAfter = (revision: string): string => `r${number(revision) + 1}`;

/** Which of a folder's locks a stack that was told this stage follows; the newest, where its own is finished and put away. */
export const followedIn = (folder: string, stage: string | undefined): string | undefined => {
  const revision = revisionOf(stage);
  const over = revision !== undefined && !existsSync(lockFile(folder, revision)) && isFinished(folder, revision);
  return over ? undefined : revision;
};

const isFinished = (folder: string, revision: string): boolean => readLedger(folder).some((one) => one.revision === revision);

/** The revision whose lock is this plan, also of those that are finished. */
export function revisionWith(
  folder: string,
  plan: string,
): Readonly<{ revision: string; lock: Lock; finished: boolean }> | undefined {
  for (const revision of [...revisionsIn(folder)].reverse()) {
    const { lock } = readLock(lockFile(folder, revision));
    if (lock?.plan === plan) return { revision, lock, finished: false };
  }
  const over = readLedger(folder).find((one) => one.plan === plan);
  const { lock } = over ? readLock(join(folder, over.lock)) : { lock: undefined };
  return over && lock ? { revision: over.revision, lock, finished: true } : undefined;
}
