import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Proofs } from "../documents/proofs";

const root = join(__dirname, "..");
/** The code that judges a plan: other code proves anew. */
const JUDGES = ["engine", "platforms"] as const;
const MOST = 100;

/**
 * Proofs as empty files in a folder of the machine's own, which nobody commits: a lock that somebody else hands in is proved here
 * once, and then carried out stage after stage without proving the same again before each of them.
 */
export class KeptProofs implements Proofs {
  private judges: string | undefined;

  constructor(private readonly folder: string) {}

  has(key: string): boolean {
    return existsSync(this.file(key));
  }

  /** A folder that cannot be written costs time, not correctness. */
  add(key: string): void {
    try {
      mkdirSync(this.folder, { recursive: true });
      const old = readdirSync(this.folder);
      if (old.length >= MOST) for (const file of old) rmSync(join(this.folder, file), { force: true });
      writeFileSync(this.file(key), "");
    } catch {
      return;
    }
  }

  private file(key: string): string {
    this.judges ??= hashOfJudges();
    return join(this.folder, createHash("sha256").update(this.judges).update(key).digest("hex"));
  }
}

function hashOfJudges(): string {
  const hash = createHash("sha256");
  for (const folder of JUDGES)
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).sort())
      if (file.endsWith(".ts")) hash.update(file).update(readFileSync(join(root, folder, file)));
  return hash.digest("hex");
}
