import type { OpId } from "../../engine/model/plan";
import { Placed, Planned, operationsOn } from "./model";

const base = (id: OpId): string => id.replace(/\+.*$/, "");

/**
 * What has to be over before an operation begins: its own stage's edges, what rules put before it in earlier stages, and what
 * was done with the same entity before.
 */
export function before(planned: Planned, { index, stage, operation }: Placed): readonly Placed[] {
  const wanted = new Set([
    ...stage.edges.filter(({ then }) => then === operation.id).map(({ first }) => base(first)),
    ...planned.problem.edges.filter(({ then }) => base(then) === base(operation.id)).map(({ first }) => base(first)),
  ]);
  const found = planned.stages
    .slice(0, index)
    .flatMap((one, i) =>
      one.operations
        .filter(({ id }) => wanted.has(base(id)) && base(id) !== base(operation.id))
        .map((first): Placed => ({ index: i + 1, stage: one, operation: first })),
    );
  return [...operationsOn(planned, operation.entity).filter((one) => one.index < index), ...found];
}

/** On the way back the other way around: what this operation made possible is taken back first. */
export function after(planned: Planned, { index, stage, operation }: Placed): readonly Placed[] {
  const then = new Set(stage.edges.filter(({ first }) => first === operation.id).map((edge) => edge.then));
  return stage.operations.filter(({ id }) => then.has(id)).map((one) => ({ index, stage, operation: one }));
}
