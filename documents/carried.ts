import type { Lock } from "../engine/lock";
import type { Problem } from "../engine/model/problem";
import type { Opened } from "./open";

/** A migration with a lock that can be carried out. */
export type Carried = Opened & Readonly<{ problem: Problem; lock: Lock; revision: string }>;

/** Nothing where documents or lock do not let it be carried out: its findings say why. */
export function carriedIn(opened: Opened): Carried | undefined {
  const { problem, lock, stages, states } = opened;
  if (!problem || !lock || states.length !== stages.length + 1) return undefined;
  return { ...opened, problem, lock, revision: lock.revision };
}
