/**
 * What the verifier proves, found out the slow way: every down-closed set of micro-steps is built and every rule is asked in
 * every one of them. It shares nothing with engine/verify but the words of the model and the path that an operation walks.
 */
import type { Entity, Ref, Scalar, State, Value } from "../../engine/model/entity";
import type { PhaseTable } from "../../engine/model/phases";
import type { Edge, Operation } from "../../engine/model/plan";
import type { LimitForm, Rule, View } from "../../engine/model/rule";
import { walk } from "../../engine/passes/walk";

export type Steps = Readonly<{ operations: readonly Operation[]; edges: readonly Edge[] }>;
/** How far each operation of a stage has come: 0 before, the last position after. */
export type Positions = readonly number[];
export type Interrupted = Readonly<{ state: State; positions: Positions }>;
type Options = Readonly<Record<string, Value>>;

const pathsOf = (table: PhaseTable, before: State, steps: Steps): readonly (readonly Entity[])[] =>
  steps.operations.map((operation) => walk(table, before.get(operation.entity) as Entity, operation));

/** All interrupted states of a stage, the one before and the one after included. */
export function* interruptible(table: PhaseTable, before: State, steps: Steps): Generator<Interrupted> {
  const paths = pathsOf(table, before, steps);
  for (const positions of downClosed(paths, steps)) yield { positions, state: standing(before, paths, positions) };
}

const standing = (before: State, paths: readonly (readonly Entity[])[], positions: Positions): State => {
  const state = new Map(before);
  paths.forEach((path, i) => state.set((path[0] as Entity).ref, path[positions[i] as number] as Entity));
  return state;
};

/**
 * What has begun waits for nobody: with each edge asked directly, the order's transitivity follows by itself. Who comes first is
 * placed first, so that every choice made leads to a state.
 */
function* downClosed(paths: readonly (readonly Entity[])[], { operations, edges }: Steps): Generator<Positions> {
  const at = new Map(operations.map((operation, i) => [operation.id, i]));
  const before: number[][] = operations.map(() => []);
  for (const edge of edges) before[at.get(edge.then) as number]?.push(at.get(edge.first) as number);
  const last = (operation: number): number => (paths[operation] as readonly Entity[]).length - 1;
  const order = firstFirst(before);
  const positions = new Array<number>(paths.length).fill(0);
  const from = function* (place: number): Generator<Positions> {
    const operation = order[place];
    if (operation === undefined) {
      yield [...positions];
      return;
    }
    const mayBegin = (before[operation] as number[]).every((first) => positions[first] === last(first));
    for (let position = 0; position <= (mayBegin ? last(operation) : 0); position++) {
      positions[operation] = position;
      yield* from(place + 1);
    }
    positions[operation] = 0;
  };
  yield* from(0);
}

function firstFirst(before: readonly (readonly number[])[]): readonly number[] {
  const order: number[] = [];
  const open = new Set(before.keys());
  while (open.size > 0) {
    const next = [...open].find((one) => (before[one] as readonly number[]).every((first) => !open.has(first)));
    if (next === undefined) throw new Error("a stage whose order runs in a circle");
    open.delete(next);
    order.push(next);
  }
  return order;
}

const elements = (value: Value | undefined): readonly Scalar[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value as Scalar];

/** One state, looked at without any index. */
export function plain(state: State, options: Options): View {
  return {
    get: (ref) => state.get(ref as Ref),
    *all(kind, prop, is) {
      for (const entity of state.values())
        if (
          entity.kind === kind &&
          (prop === undefined || (is === undefined ? entity[prop] !== undefined : elements(entity[prop]).includes(is)))
        )
          yield entity;
    },
    option: (name) => options[name],
  };
}

type Moment = "every" | "rest" | "final";

/** `<rule> <focus>` of every state rule for that moment that this one state breaks. */
export function broken(rules: readonly Rule[], state: State, options: Options, moments: readonly Moment[]): ReadonlySet<string> {
  const view = plain(state, options);
  const found = new Set<string>();
  for (const rule of rules)
    for (const form of rule.is)
      if (form.form === "state" && moments.includes(form.in ?? "every"))
        for (const entity of view.all(form.over))
          if (form.check(entity, view) !== undefined) found.add(`${rule.id} ${entity.ref}`);
  return found;
}

/** What is broken in any interrupted state of a stage, or at rest after it. */
export function breaches(
  rules: readonly Rule[],
  table: PhaseTable,
  before: State,
  steps: Steps,
  options: Options,
): ReadonlySet<string> {
  const found = new Set<string>();
  let after = before;
  for (const { state } of interruptible(table, before, steps)) {
    for (const one of broken(rules, state, options, ["every"])) found.add(one);
    after = state;
  }
  for (const one of broken(rules, after, options, ["rest"])) found.add(one);
  return found;
}

/** The largest sum for each target, over every interrupted state: `<target> <sum>` where it passes the limit. */
export function excesses(form: LimitForm, table: PhaseTable, before: State, steps: Steps, options: Options): ReadonlySet<string> {
  const paths = pathsOf(table, before, steps);
  const weigh = (entity: Entity): number => (form.weigh === 1 ? 1 : Number(entity[form.weigh] ?? 0));
  const atMost = typeof form.atMost === "number" ? form.atMost : Number(options[form.atMost.option] ?? form.atMost.default);
  const worst = new Map<string, number>();
  const add = (sums: Map<string, number>, entity: Entity): void => {
    for (const target of new Set(elements(entity[form.by]).map(String)))
      sums.set(target, (sums.get(target) ?? 0) + weigh(entity));
  };
  const raise = (sums: ReadonlyMap<string, number>): void => {
    for (const [target, sum] of sums) if (sum > (worst.get(target) ?? -Infinity)) worst.set(target, sum);
  };
  const counted = (i: number): boolean => {
    const { move } = steps.operations[i] as Operation;
    return paths[i]?.[0]?.kind === form.of && (form.moves === undefined || form.moves.includes(move));
  };
  const underWay = (i: number, entity: Entity): boolean =>
    entity.phase === table.move(entity.kind, (steps.operations[i] as Operation).move).during;
  if (form.span === "stage") {
    const sums = new Map<string, number>();
    paths.forEach((path, i) => path.filter((entity) => counted(i) && underWay(i, entity)).forEach((entity) => add(sums, entity)));
    raise(sums);
  } else
    for (const positions of downClosed(paths, steps)) {
      const sums = new Map<string, number>();
      if (form.span === "state")
        for (const entity of standing(before, paths, positions).values()) if (entity.kind === form.of) add(sums, entity);
      if (form.span === "at-once")
        positions.forEach((position, i) => {
          const entity = paths[i]?.[position] as Entity;
          if (counted(i) && underWay(i, entity)) add(sums, entity);
        });
      raise(sums);
    }
  return new Set([...worst].filter(([, sum]) => sum > atMost).map(([target, sum]) => `${target} ${sum}`));
}
