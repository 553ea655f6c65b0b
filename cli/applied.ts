import { spawnSync } from "node:child_process";
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { APPLIED, ESTATE } from "../documents/dayTwo";

/** Branches that changes are meant for, where nobody says another. */
const trunks = ["origin/HEAD", "origin/main", "origin/master", "main", "master"] as const;

/**
 * The estate as it was where this branch left the trunk: what is applied, as long as nobody has written a ledger. On the trunk
 * itself it is what was committed last.
 */
export function fromGit(folder: string): Readonly<{ text: string; commit: string }> | undefined {
  const git = (...args: readonly string[]): string | undefined => {
    const { status, stdout, error } = spawnSync("git", ["-C", folder, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
    return error || status !== 0 ? undefined : stdout;
  };
  const bases = trunks.map((trunk) => git("merge-base", "HEAD", trunk)?.trim());
  const commit = bases.find((base) => base !== undefined && base !== "") ?? git("rev-parse", "HEAD")?.trim();
  const text = commit === undefined ? undefined : git("show", `${commit}:./${ESTATE}`);
  return commit === undefined || text === undefined ? undefined : { text, commit };
}

/** The ledger's first line: who wrote it and what it is for. */
export const ledger = (text: string, why: string): string =>
  `# ${why}\n# What is applied: drover plan compares ${ESTATE} with it, and drover finish writes it anew.\n${text}`;

/** Writes the ledger from git where there is none, and says so; nothing where there is one, or git does not know the estate. */
export function ensureApplied(folder: string): string | undefined {
  if (!existsSync(join(folder, ESTATE)) || existsSync(join(folder, "migration.yaml")) || existsSync(join(folder, APPLIED)))
    return undefined;
  const found = fromGit(folder);
  if (!found) return undefined;
  const file = join(folder, APPLIED);
  write(file, ledger(found.text, `${ESTATE} as of commit ${found.commit.slice(0, 12)}, written by drover plan.`));
  return `wrote ${file}: ${ESTATE} as of commit ${found.commit.slice(0, 12)}`;
}

/** A reader never meets half a file. */
export function write(file: string, text: string): void {
  const half = `${file}.${process.pid}.tmp`;
  writeFileSync(half, text);
  renameSync(half, file);
}
