import { worstSum } from "../graph";
import { Entity, State, Value, byText, list } from "../model/entity";
import type { Severity } from "../model/finding";
import type { PhaseTable } from "../model/phases";
import type { OpId, Operation } from "../model/plan";
import type { LimitForm, Rule } from "../model/rule";
import { walk } from "../passes/walk";
import type { Steps } from "./question";

export type Excess = Readonly<{
  rule: string;
  severity: Severity;
  stage: string;
  /** What is summed by: a server, say. */
  target: string;
  sum: number;
  atMost: number;
  span: LimitForm["span"];
  /** The operations that make the worst case, and where each of them stands in it. */
  of: readonly Readonly<{ operation: OpId; weight: number }>[];
}>;

export const ceiling = (form: LimitForm, options: Readonly<Record<string, Value>>): number =>
  typeof form.atMost === "number" ? form.atMost : Number(options[form.atMost.option] ?? form.atMost.default);

export const weight = (form: LimitForm, entity: Entity): number => (form.weigh === 1 ? 1 : Number(entity[form.weigh] ?? 0));

/** Where a stage passes a limit at its worst. Sums are never enumerated: their worst case is a minimum cut. */
export function excesses(
  table: PhaseTable,
  rules: readonly Rule[],
  before: State,
  steps: Steps,
  options: Readonly<Record<string, Value>>,
): readonly Excess[] {
  return rules.flatMap((rule) =>
    rule.is.flatMap((form) => (form.form === "limit" ? excessesOf(table, rule, form, before, steps, options) : [])),
  );
}

function excessesOf(
  table: PhaseTable,
  rule: Rule,
  form: LimitForm,
  before: State,
  steps: Steps,
  options: Readonly<Record<string, Value>>,
): readonly Excess[] {
  const moving = steps.operations.filter((operation) => counts(form, operation, before));
  const paths = moving.map((operation) => walk(table, before.get(operation.entity) as Entity, operation));
  // Where a stage begins with an interrupted operation, its first state is one under way.
  const during = moving.map((operation) => table.move(form.of, operation.move).during);
  const standing =
    form.span === "state"
      ? sums(
          form,
          [...before.values()].filter((entity) => entity.kind === form.of),
          moving,
        )
      : new Map();
  const targets = new Set<string>([
    ...standing.keys(),
    ...paths.flatMap((path) => path.flatMap((entity) => targetsOf(form, entity))),
  ]);
  const atMost = ceiling(form, options);
  const edges = edgesAmong(moving, steps);
  return [...targets].sort(byText).flatMap((target) => {
    const values = paths.map((path, i) => path.map((entity) => value(form, entity, target, entity.phase === during[i])));
    const base: number = standing.get(target) ?? 0;
    const worst =
      form.span === "stage"
        ? base + values.reduce((sum, at) => sum + Math.max(...at), 0)
        : base + worstSum({ values, edges }).worst;
    if (worst <= atMost) return [];
    const of = moving.map((operation, i) => ({ operation: operation.id, weight: Math.max(...(values[i] as number[])) }));
    return [
      {
        rule: rule.id,
        severity: rule.severity,
        stage: steps.name,
        target,
        sum: worst,
        atMost,
        span: form.span,
        of: of.filter((one) => one.weight > 0),
      },
    ];
  });
}

const counts = (form: LimitForm, operation: Operation, state: State): boolean =>
  state.get(operation.entity)?.kind === form.of && (form.moves === undefined || form.moves.includes(operation.move));

/** What an entity counts towards, by name: each once. */
export const targetsOf = (form: LimitForm, entity: Entity): readonly string[] => [
  ...new Set(list(entity, form.by).map(String)),
];

/** In a state, what an entity weighs where it stands; at once and by stage, what it weighs while it moves. */
const value = (form: LimitForm, entity: Entity, target: string, moving: boolean): number =>
  (form.span === "state" || moving) && targetsOf(form, entity).includes(target) ? weight(form, entity) : 0;

function sums(form: LimitForm, entities: readonly Entity[], moving: readonly Operation[]): Map<string, number> {
  const moved = new Set(moving.map((operation) => operation.entity));
  const all = new Map<string, number>();
  for (const entity of entities)
    if (!moved.has(entity.ref))
      for (const target of targetsOf(form, entity)) all.set(target, (all.get(target) ?? 0) + weight(form, entity));
  return all;
}

/** The order among the operations that count, through those that do not. */
function edgesAmong(moving: readonly Operation[], steps: Steps): readonly (readonly [number, number])[] {
  const at = new Map(moving.map((operation, i) => [operation.id, i]));
  const next = new Map<OpId, OpId[]>();
  for (const edge of steps.edges) next.set(edge.first, [...(next.get(edge.first) ?? []), edge.then]);
  return moving.flatMap((operation, from) => {
    const seen = new Set<OpId>();
    const open = [operation.id];
    const reached: (readonly [number, number])[] = [];
    while (open.length > 0)
      for (const then of next.get(open.pop() as OpId) ?? []) {
        if (seen.has(then)) continue;
        seen.add(then);
        const to = at.get(then);
        if (to === undefined) open.push(then);
        else reached.push([from, to]);
      }
    return reached;
  });
}
