import type { State } from "./model/entity";
import type { Edge, Operation, Stage } from "./model/plan";

/** The stages of a lock in their order, under the name of its revision: what settings speak of. */
export type Staged = Readonly<{ revision: string; stages: readonly Stage[] }>;

/** The same with S0 … Sn: one state more than there are stages. */
export type Course = Staged & Readonly<{ states: readonly State[] }>;

/** From one stage's state to the next one's, or back; stage 0 adopts, and every state leads to itself. */
export type Transition = Readonly<{
  from: number;
  to: number;
  /** What is carried out or taken back; nothing where the estate only stays as it is. */
  stage?: Stage;
  back: boolean;
  /** The stage's states, forward: where its paths begin, and what all must be when it is over. */
  before: State;
  target: State;
}>;

/** How settings, messages and a stack's state write a stage: `r1/beaumont-pilot`. */
export const stageName = ({ revision, stages }: Staged, index: number): string =>
  `${revision}/${index === 0 ? "adopt" : (stages[index - 1]?.name ?? "")}`;

/** The names of all stages, adopt first. */
export const stageNames = (plan: Staged): readonly string[] =>
  Array.from({ length: plan.stages.length + 1 }, (_, index) => stageName(plan, index));

/** The number of a stage, by its name under this revision. */
export function stageIndex(plan: Staged, name: string): number | undefined {
  const index = stageNames(plan).indexOf(name);
  return index === -1 ? undefined : index;
}

/** Where a way begins: the stage that is named, or the one before its end where none is. */
export const startOf = (plan: Staged, name: string, to: number): number | undefined =>
  name === "" ? Math.max(0, to - 1) : stageIndex(plan, name);

export function transition({ stages, states }: Course, from: number, to: number): Transition {
  const number = Math.max(from, to);
  const stage = from === to ? undefined : stages[number - 1];
  const before = states[stage ? number - 1 : to];
  const target = states[to];
  if (!before || !target) throw new Error(`no states for the way from stage ${from} to ${to}`);
  return { from, to, ...(stage ? { stage } : {}), back: to < from, before, target };
}

/** Only neighbours are joined by a stage. Over more than one of them nothing is carried out, and the provider refuses it. */
export const neighbouring = (plan: Course, from: number, to: number): Transition =>
  transition(plan, Math.abs(from - to) > 1 ? to : from, to);

/** Which operation an edge makes wait, and for which: forward as the plan has it, reversed on the way back. */
export const awaits = ({ back }: Pick<Transition, "back">, { first, then }: Edge): Readonly<{ first: string; then: string }> =>
  back ? { first: then, then: first } : { first, then };

/** What must be over before this operation begins. */
export function waitsFor(
  way: Pick<Transition, "stage" | "back">,
  operation: Operation,
): readonly Readonly<{ edge: Edge; operation: Operation }>[] {
  return (way.stage?.edges ?? []).flatMap((edge) => {
    const { first, then } = awaits(way, edge);
    const found = then === operation.id ? way.stage?.operations.find(({ id }) => id === first) : undefined;
    return found ? [{ edge, operation: found }] : [];
  });
}
