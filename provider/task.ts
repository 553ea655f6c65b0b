import type { Entity, Ref } from "../engine/model/entity";
import type { Transition } from "../engine/stages";
import { Code, refusal } from "./codes";
import type { Driver } from "./drivers/driver";
import { Denied } from "./errors";
import type { Carried } from "./session";
import { pathOf } from "./transition";

/** One resource in one transition, how to reach the estate, and what time it is in the world. */
export type Task = Readonly<{ carried: Carried; way: Transition; driver: Driver; ref: Ref; now: number }>;

/** An act that was not begun, or did nothing. */
export const denied = (code: Code, say: string, cause?: unknown): Denied => new Denied(refusal(code, say), { cause });

/** Where an entity should be when the transition is over, and the states between. */
export function goalOf({ carried, way, ref }: Task): Readonly<{ path: readonly Entity[]; goal: number; wanted: Entity }> {
  const path = pathOf(carried.table, way, ref);
  const goal = way.back ? 0 : path.length - 1;
  const wanted = path[goal];
  if (!wanted) throw denied("ACT-001", `${ref} is in no state of this plan`);
  return { path, goal, wanted };
}
