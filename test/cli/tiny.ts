import { stageName } from "../../engine/stages";
import { Carried, carriedIn, indexOf } from "../../cli/carried";
import { Deployment, Unfinished, nothingYet } from "../../cli/deployment";
import { tiny } from "../provider/tiny";

/** Three stages: `separate` can be taken back, `pilot` moves a wave for good, `finish` passes a gate. */
export function carried(): Carried {
  const found = carriedIn(tiny());
  if (!found) throw new Error("the tiny migration can be carried out");
  return found;
}

type Place = Readonly<{ completed?: string; from?: string; to?: string; plan?: string; unfinished?: readonly Unfinished[] }>;

/** A stack that was told to go from one stage to another and completed the one or the other. */
export function stackAt({ completed = "", from, to, plan = carried().lock.plan, unfinished = [] }: Place): Deployment {
  if (to === undefined) return nothingYet;
  const state = carried().states[Math.max(0, indexOf(carried(), completed || stageName(carried(), 0)))] ?? new Map();
  const phases = new Map([...state.values()].map(({ ref, phase }) => [ref as string, phase as string]));
  const inputs = new Map([...state.values()].map(({ ref, ...rest }) => [ref as string, rest]));
  return { completed, intent: { plan, from: from ?? to, to }, phases, inputs, counts: new Map(), unfinished, pending: [] };
}
