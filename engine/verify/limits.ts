import { worstSum } from "../graph";
import { Entity, State, Value, byText, list } from "../model/entity";
import type { Severity } from "../model/finding";
import type { PhaseTable } from "../model/phases";
import type { OpId, Operation } from "../model/plan";
import type { LimitForm, Rule } from "../model/rule";
import { Paths, paths } from "../passes/walk";
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

/** Where a stage passes a limit at its worst. */
export const excesses = (
  table: PhaseTable,
  rules: readonly Rule[],
  before: State,
  steps: Steps,
  options: Readonly<Record<string, Value>>,
): readonly Excess[] => new Limits(table, rules, before, options).excesses(steps, paths(table, before, steps));

/** What counts towards each limit in the state reached so far. A stage's worst case is a minimum cut, and never enumerated. */
export class Limits {
  private readonly limits: readonly Limit[];

  constructor(
    private readonly table: PhaseTable,
    rules: readonly Rule[],
    start: State,
    options: Readonly<Record<string, Value>>,
  ) {
    this.limits = rules.flatMap((rule) =>
      rule.is.flatMap((form) =>
        form.form === "limit" ? [{ rule, form, atMost: ceiling(form, options), sums: new Map() }] : [],
      ),
    );
    for (const limit of this.limits) for (const entity of start.values()) count(limit, entity, 1);
  }

  excesses(steps: Steps, walked: Paths): readonly Excess[] {
    return this.limits.flatMap((limit) => this.excessesOf(limit, steps, walked));
  }

  /** Where the state reached so far passes a limit, with nothing under way. */
  standing(stage: string): readonly Excess[] {
    return this.limits.flatMap(({ rule: { id, severity }, form: { span }, atMost, sums }) =>
      [...sums]
        .sort(([a], [b]) => byText(a, b))
        .flatMap(([target, sum]) => (sum > atMost ? [{ rule: id, severity, stage, target, sum, atMost, span, of: [] }] : [])),
    );
  }

  /** Moves on to the state in which a stage ends. */
  after(walked: Paths): void {
    for (const limit of this.limits)
      for (const path of walked) {
        count(limit, path[0] as Entity, -1);
        count(limit, path[path.length - 1] as Entity, 1);
      }
  }

  private excessesOf({ rule, form, atMost, sums }: Limit, steps: Steps, walked: Paths): readonly Excess[] {
    const counting = steps.operations.flatMap((operation, i) => {
      const path = walked[i] as readonly Entity[];
      return counts(form, operation, path[0] as Entity) ? [{ operation, path }] : [];
    });
    const weights = new Map<string, Map<number, readonly number[]>>();
    const moved = new Map<string, number>();
    counting.forEach(({ operation, path }, i) => {
      // where a stage begins with an interrupted operation, its first state is one under way
      const { during } = this.table.move(form.of, operation.move);
      for (const target of new Set(path.flatMap((entity) => targetsOf(form, entity)))) {
        const own = weights.get(target) ?? new Map<number, readonly number[]>();
        weights.set(
          target,
          own.set(
            i,
            path.map((entity) => value(form, entity, target, entity.phase === during)),
          ),
        );
      }
      if (form.span === "state")
        for (const target of targetsOf(form, path[0] as Entity))
          moved.set(target, (moved.get(target) ?? 0) + weight(form, path[0] as Entity));
    });
    let edges: readonly (readonly [number, number])[] | undefined;
    return [...new Set([...sums.keys(), ...weights.keys()])].sort(byText).flatMap((target) => {
      const base = (sums.get(target) ?? 0) - (moved.get(target) ?? 0);
      const own = weights.get(target);
      // no order makes more of it than all at once
      const most = [...(own?.values() ?? [])].reduce((sum, at) => sum + Math.max(...at), 0);
      if (base + most <= atMost) return [];
      const values = counting.map(({ path }, i) => own?.get(i) ?? path.map(() => 0));
      edges ??= edgesAmong(
        counting.map(({ operation }) => operation),
        steps,
      );
      const sum = base + (form.span === "stage" ? most : worstSum({ values, edges }).worst);
      if (sum <= atMost) return [];
      const of = counting.map(({ operation }, i) => ({
        operation: operation.id,
        weight: Math.max(...(values[i] as readonly number[])),
      }));
      return [
        {
          rule: rule.id,
          severity: rule.severity,
          stage: steps.name,
          target,
          sum,
          atMost,
          span: form.span,
          of: of.filter((one) => one.weight > 0),
        },
      ];
    });
  }
}

/** A limit of a rule; `sums`: of all that stands, by target, where it is about states. */
type Limit = Readonly<{ rule: Rule; form: LimitForm; atMost: number; sums: Map<string, number> }>;

function count({ form, sums }: Limit, entity: Entity, times: 1 | -1): void {
  if (form.span !== "state" || entity.kind !== form.of) return;
  for (const target of targetsOf(form, entity)) sums.set(target, (sums.get(target) ?? 0) + times * weight(form, entity));
}

const counts = (form: LimitForm, operation: Operation, before: Entity): boolean =>
  before.kind === form.of && (form.moves === undefined || form.moves.includes(operation.move));

/** What an entity counts towards, by name: each once. */
export const targetsOf = (form: LimitForm, entity: Entity): readonly string[] => [
  ...new Set(list(entity, form.by).map(String)),
];

/** In a state, what an entity weighs where it stands; at once and by stage, what it weighs while it moves. */
const value = (form: LimitForm, entity: Entity, target: string, moving: boolean): number =>
  (form.span === "state" || moving) && targetsOf(form, entity).includes(target) ? weight(form, entity) : 0;

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
