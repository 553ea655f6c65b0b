import { Carried, indexOf } from "./carried";
import type { Deployment } from "./deployment";
import type { Settings } from "./settings";

/** Where a stack is between the stages of its lock. Stage 0 adopts; -1 is before it. */
export type Standing = Readonly<{
  /** The last stage that it completed. */
  completed: number;
  /** The stage that it was last told to reach, and where that way began. */
  intended: number;
  from: number;
  /** The stage that its settings name now. */
  told: number;
  /** How it stands: `forward` and `back` are under way and not completed. */
  state: "fresh" | "resting" | "forward" | "back" | "other plan";
}>;

/** From settings and state to a place in the plan. */
export function standingOf(carried: Carried, settings: Settings | undefined, { completed, intent }: Deployment): Standing {
  const at = {
    completed: completed === "" ? -1 : indexOf(carried, completed),
    intended: intent ? indexOf(carried, intent.to) : -1,
    from: intent ? indexOf(carried, intent.from) : -1,
    told: settings?.stage === undefined ? -1 : indexOf(carried, settings.stage),
  };
  if (!intent) return { ...at, state: "fresh" };
  const known = at.intended !== -1 && (completed === "" || at.completed !== -1);
  if (intent.plan !== carried.lock.plan || !known) return { ...at, state: "other plan" };
  return { ...at, state: at.intended === at.completed ? "resting" : at.intended > at.completed ? "forward" : "back" };
}
