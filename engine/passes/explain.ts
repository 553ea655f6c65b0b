import { topological } from "../graph";
import type { WaivedEdge } from "../model/asked";
import { Ref, byText } from "../model/entity";
import type { Edge, OpId, Operation, Stage } from "../model/plan";
import type { PlacedTask, Problem } from "../model/problem";
import { byWhom, waiverLine } from "./waive";

/** Why one operation stands where it stands. */
export type Explained = Readonly<{
  operation: Operation;
  stage: string;
  task?: PlacedTask;
  /** In this stage, or in an earlier one (with its name). */
  waits: readonly Readonly<{ edge: Edge; stage: string }>[];
  needed: readonly Readonly<{ edge: Edge; stage: string }>[];
  /** What it would wait for, were that not waived. */
  waived: readonly WaivedEdge[];
  /** What keeps it from an earlier stage. */
  notEarlier: string;
}>;

/** A stage's operations in an order that keeps its edges: what comes first is read first. */
export function inOrder(stage: Pick<Stage, "operations" | "edges">): readonly Operation[] {
  const at = new Map(stage.operations.map((operation, i) => [operation.id, i]));
  const order = topological(
    stage.operations.length,
    stage.edges.map((edge) => [at.get(edge.first) as number, at.get(edge.then) as number]),
  );
  return (order ?? stage.operations.map((_, i) => i)).map((i) => stage.operations[i] as Operation);
}

/** Every operation of an entity, or of everything, explained. */
export function explain(problem: Problem, stages: readonly Stage[], entity?: Ref): readonly Explained[] {
  const place = places(problem, stages);
  const named = (id: OpId): string => stages[place.get(id) ?? -1]?.name ?? "done before";
  return stages.flatMap((stage, at) =>
    inOrder(stage)
      .filter((operation) => entity === undefined || operation.entity === entity)
      .map((operation): Explained => {
        const own = new Set(aliases(problem, operation));
        const before = problem.edges.filter((edge) => own.has(edge.then) && edge.how !== "together");
        const after = problem.edges.filter((edge) => own.has(edge.first) && edge.how !== "together");
        const task = problem.tasks.find((placed) => placed.operations.some((id) => own.has(id)));
        return {
          operation,
          stage: stage.name,
          ...(task ? { task } : {}),
          waits: byRule(before).map((edge) => ({ edge, stage: named(edge.first) })),
          waived: waivedBefore(problem, own),
          needed: byRule(after).map((edge) => ({ edge, stage: named(edge.then) })),
          notEarlier: notEarlier(problem, at, before, place, stages),
        };
      }),
  );
}

const waivedBefore = ({ waived }: Problem, own: ReadonlySet<OpId>): readonly WaivedEdge[] =>
  waived
    .filter(({ edge }) => own.has(edge.then))
    .sort((a, b) => byText(a.edge.first, b.edge.first) || byText(a.edge.rule, b.edge.rule));

/** What an operation is let off, in words: orders that are waived, and a gate that nobody asks. */
export function letPass(problem: Problem, operation: Operation): readonly string[] {
  const own = new Set(aliases(problem, operation));
  const gate = problem.openGates.get(operation.entity);
  return [
    ...(gate ? [`not asked: ${waiverLine(gate.waiver)}`] : []),
    ...waivedBefore(problem, own).map(({ edge, by }) => `not after ${edge.first} (${edge.rule}), waived ${byWhom(by.waiver)}`),
  ];
}

const byRule = (edges: readonly Edge[]): readonly Edge[] =>
  [...edges].sort((a, b) => byText(a.first, b.first) || byText(a.then, b.then) || byText(a.rule, b.rule));

/** The ids that planning knew an operation by, before those of one stage were made one. */
const aliases = (problem: Problem, operation: Operation): readonly OpId[] =>
  operation.add
    ? operation.add.map((element) => `${operation.id}+${String(element)}`)
    : [operation.id, ...problem.operations.filter((one) => one.id === operation.id).map((one) => one.id)];

function places(problem: Problem, stages: readonly Stage[]): ReadonlyMap<OpId, number> {
  const place = new Map<OpId, number>();
  stages.forEach((stage, at) => {
    for (const operation of stage.operations) for (const id of aliases(problem, operation)) place.set(id, at);
  });
  return place;
}

function notEarlier(
  problem: Problem,
  at: number,
  before: readonly Edge[],
  place: ReadonlyMap<OpId, number>,
  stages: readonly Stage[],
): string {
  if (at === 0) return "it is in the first stage";
  const binding = before
    .map((edge) => ({ edge, earliest: (place.get(edge.first) ?? -1) + (edge.how === "later" ? 1 : 0) }))
    .sort((a, b) => b.earliest - a.earliest || byText(a.edge.rule, b.edge.rule))[0];
  if (binding && binding.earliest >= at)
    return binding.edge.how === "later"
      ? `${binding.edge.first} is in ${stages[at - 1]?.name ?? ""} and must be in an earlier stage (${binding.edge.rule})`
      : `${binding.edge.first} is in this stage (${binding.edge.rule})`;
  return `no rule forbids ${stages[Math.max(0, binding?.earliest ?? 0)]?.name ?? ""}: the limits, the pace ${problem.model.pace}, or that nothing needs it sooner put it here`;
}
