import { createHash } from "node:crypto";
import type { Lock } from "../engine/lock";
import type { Problem } from "../engine/model/problem";

/** What has been proved before, so that it need not be proved again: by the hash of everything that the proof depends on. */
export type Proofs = Readonly<{ has(key: string): boolean; add(key: string): void }>;

/**
 * What a lock's proof depends on besides the code: the lock, the documents that it was made for, and what is waived today. One
 * character that differs anywhere is another key, which nobody has proved.
 */
export const proofKey = (lock: Lock, inputs: Readonly<Record<string, string>>, { allowed }: Problem): string =>
  createHash("sha256")
    .update(JSON.stringify([lock, inputs, allowed]))
    .digest("hex");
