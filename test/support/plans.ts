/** Generated migrations with their plans, and what an interruption leaves of them. */
import type { Dice } from "../../bench/dice";
import { Size, estates, smallSize } from "../../bench/estates";
import type { Documents } from "../../documents/model";
import { printLock, toLock } from "../../engine/lock";
import type { Entity, Ref, State } from "../../engine/model/entity";
import type { Model, Pack } from "../../engine/model/pack";
import type { Plan, Stage } from "../../engine/model/plan";
import type { Planned, Problem } from "../../engine/model/problem";
import { states, walk } from "../../engine/passes/walk";
import { plan } from "../../engine/plan";
import { altiris } from "../../platforms/altiris";
import type { AltirisEstate } from "../../platforms/altiris/estate";

export const pack = altiris as unknown as Pack<never>;

export type Drawn = Readonly<{
  seed: number;
  documents: Documents<AltirisEstate>;
  model: Model;
  problem: Problem;
  plan: Plan;
  states: readonly State[];
}>;

const findingsIn = ({ findings }: Planned): string =>
  findings.map(({ rule, severity, say }) => `${severity} ${rule} ${say}`).join("\n");

/** A generated migration, planned. That it can be planned at all is the first of the properties. */
export function drawn(seed: number, size: Size = smallSize(seed)): Drawn {
  const documents = estates(seed, size);
  const model = altiris.read(documents);
  return { seed, documents, model, ...planned(model, `seed ${seed}`) };
}

/** The plan of a model, from its start or from anywhere; without one, why. */
export function planned(model: Model, what: string, from?: State): Pick<Drawn, "problem" | "plan" | "states"> {
  const made = plan(pack, model, from);
  if (!made.plan) throw new Error(`${what}: no plan: ${findingsIn(made)}`);
  return { problem: made.problem, plan: made.plan, states: states(made.problem.table, made.plan.start, made.plan.stages) };
}

export const lockOf = ({ problem, plan: made }: Pick<Drawn, "problem" | "plan">): string =>
  printLock(
    toLock(problem, made, { lock: "generated", revision: "r1", inputs: { old: "", new: "", migration: "" }, engine: "0" }),
  );

/** A state that a kill could leave: some operations done, some under way, none before what it waits for. */
export function interrupted({ problem }: Pick<Drawn, "problem">, before: State, stage: Stage, { below }: Dice): State {
  const paths = new Map(
    stage.operations.map((operation) => [operation.id, walk(problem.table, before.get(operation.entity) as Entity, operation)]),
  );
  const at = new Map(stage.operations.map((operation) => [operation.id, 0]));
  const ended = (id: string): boolean => at.get(id) === (paths.get(id) as readonly Entity[]).length - 1;
  for (let steps = below(2 * stage.operations.length + 1); steps > 0; steps--) {
    const open = stage.operations.filter(
      ({ id }) => !ended(id) && stage.edges.every((edge) => edge.then !== id || ended(edge.first)),
    );
    const next = open[below(Math.max(1, open.length))];
    if (next) at.set(next.id, (at.get(next.id) as number) + 1);
  }
  const state = new Map<Ref, Entity>(before);
  for (const { id, entity } of stage.operations)
    state.set(entity, (paths.get(id) as readonly Entity[])[at.get(id) as number] as Entity);
  return state;
}

/** A state as plain data, whatever order its entities and properties stand in. */
export const plainly = (state: State): Readonly<Record<string, Readonly<Record<string, unknown>>>> =>
  Object.fromEntries(
    [...state]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([ref, entity]) => [ref, Object.fromEntries(Object.entries(entity).sort(([a], [b]) => (a < b ? -1 : 1)))]),
  );
