import type { Entity, Kind } from "../../engine/model/entity";
import type { PhaseTable } from "../../engine/model/phases";
import { Tolerance, differences, isThere } from "../drivers/compare";
import { ABSENT, Observed } from "../drivers/driver";

/** The phase of what is not there yet; none where a kind of thing only ever is there. */
const before = (table: PhaseTable, kind: Kind): string | undefined =>
  table.of(kind).first.find((phase) => !isThere({ phase } as Entity));

/**
 * Where an entity really stands, in the words of its declaration: what differs is as found, and what is not seen is taken for
 * as declared. Nothing where it is not in the estate and nothing could bring it there.
 */
export function startOf(table: PhaseTable, wanted: Entity, observed: Observed, tolerance: Tolerance): Entity | undefined {
  if (observed.phase === ABSENT && isThere(wanted)) {
    const phase = before(table, wanted.kind);
    return phase === undefined ? undefined : table.at(wanted, phase);
  }
  const there = observed.phase === ABSENT ? wanted : table.at(wanted, observed.phase);
  const found = differences(there, observed, tolerance).map((difference) => [difference.prop, difference.found] as const);
  return { ...there, ...Object.fromEntries(found) } as Entity;
}
