import { Entity, Value } from "../engine/model/entity";
import { Properties } from "./codec";
import { Tolerance, differences } from "./drivers/compare";
import type { Observed } from "./drivers/driver";
import { evidenceIn, inputsOf, outputsOf } from "./entity";

/**
 * What a refresh answers: the entity as the stack has it, with what is different now. Counts within their limit are no
 * difference, and what the driver does not see stays as it was. What differs is among the outputs as well, because Pulumi
 * shows a drift with what it finds there.
 */
export function refreshed(
  was: Properties,
  declared: Entity,
  observed: Observed,
  tolerance: Tolerance,
): Readonly<{ inputs: Properties; outputs: Properties }> {
  const known = { ...declared, ...(was as Readonly<Record<string, Value>>), ref: declared.ref, kind: declared.kind } as Entity;
  const changed = differences(known, observed, tolerance).map(({ prop, found }) => [prop, found as Value] as const);
  const now = { ...known, ...Object.fromEntries(changed) } as Entity;
  const inputs = Object.fromEntries(
    Object.entries(inputsOf(now)).filter(([key]) => Object.hasOwn(was, key) || key === "phase"),
  );
  return { inputs, outputs: { ...outputsOf(now, now.phase), ...evidenceIn(observed), ...Object.fromEntries(changed) } };
}
