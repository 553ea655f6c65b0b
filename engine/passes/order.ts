import type { Allowed, WaivedEdge } from "../model/asked";
import type { State } from "../model/entity";
import type { Edge, OpId, Operation, RuleId } from "../model/plan";
import type { PlacedTask } from "../model/problem";
import { ids } from "../model/procedure";
import type { Rule } from "../model/rule";
import { plainView } from "../verify/view";
import { parted } from "./units";
import { edgeWaiver } from "./waive";

export type Ordered = Readonly<{
  edges: readonly Edge[];
  /** What rules ask for and waivers take away. */
  waived: readonly WaivedEdge[];
  because: ReadonlyMap<OpId, readonly RuleId[]>;
}>;

/** Rules into edges: those that procedures hold as data, and those that follow from the estate's structure. */
export function order(
  operations: readonly Operation[],
  tasks: readonly PlacedTask[],
  rules: readonly Rule[],
  states: Readonly<{ start: State; goal: State; options: Readonly<Record<string, unknown>> }>,
  allowed: readonly Allowed[] = [],
): Ordered {
  const known = new Set(operations.map((operation) => operation.id));
  const edges = [...procedureEdges(tasks), ...ruleEdges(operations, rules, states)];
  const asked = distinct(edges.filter((edge) => known.has(edge.first) && known.has(edge.then) && edge.first !== edge.then));
  const waived = asked.flatMap((edge): readonly WaivedEdge[] => {
    const by = edgeWaiver(allowed, edge);
    return by ? [{ edge, by }] : [];
  });
  const gone = new Set(waived.map(({ edge }) => edge));
  const kept = asked.filter((edge) => !gone.has(edge));
  return {
    edges: [...kept, ...parted(operations, kept)],
    waived,
    because: reasons(tasks),
  };
}

function* procedureEdges(tasks: readonly PlacedTask[]): Generator<Edge> {
  const find = finder(tasks);
  for (const placed of tasks) {
    for (const [name, rules] of Object.entries(placed.task.after ?? {})) {
      const how = placed.task.how?.[name] ?? "before";
      for (const earlier of find(placed, name))
        for (const first of earlier.operations)
          for (const then of placed.operations) for (const rule of ids(rules)) yield { first, then, rule, how };
    }
  }
}

/**
 * `task` is of the same subject; `procedure.task` is of the subjects that this one names under that procedure's name, or of all
 * of them where it names none.
 */
function finder(tasks: readonly PlacedTask[]): (from: PlacedTask, name: string) => readonly PlacedTask[] {
  const index = new Map<string, Map<string, PlacedTask[]>>();
  for (const placed of tasks) {
    const key = `${placed.procedure}.${placed.name}`;
    const subjects = index.get(key) ?? new Map<string, PlacedTask[]>();
    index.set(key, subjects);
    const same = subjects.get(placed.subject.name);
    if (same) same.push(placed);
    else subjects.set(placed.subject.name, [placed]);
  }
  const called = (key: string, subject: string): readonly PlacedTask[] => index.get(key)?.get(subject) ?? [];
  return (from, name) => {
    if (!name.includes("."))
      return called(`${from.procedure}.${name}`, from.subject.name).filter((placed) => placed.subject === from.subject);
    const named = from.subject.is[name.slice(0, name.indexOf("."))];
    const wanted = named === undefined || typeof named === "boolean" ? undefined : typeof named === "string" ? [named] : named;
    const found = wanted
      ? [...new Set(wanted)].flatMap((subject) => called(name, subject))
      : [...(index.get(name)?.values() ?? [])].flat();
    return found.filter((placed) => placed.subject !== from.subject);
  };
}

function* ruleEdges(
  operations: readonly Operation[],
  rules: readonly Rule[],
  { goal, options }: { goal: State; options: Readonly<Record<string, unknown>> },
): Generator<Edge> {
  const view = plainView(goal, options);
  for (const rule of rules)
    for (const form of rule.is)
      if (form.form === "order" && form.edges)
        for (const edge of form.edges(view, operations)) yield { ...edge, rule: rule.id };
}

/** The same edge from two subjects is one; two rules for one order are two edges, since either may be waived. */
function distinct(edges: readonly Edge[]): readonly Edge[] {
  const seen = new Map<string, Edge>();
  for (const edge of edges) {
    const key = `${edge.first} ${edge.then} ${edge.rule} ${edge.how}`;
    if (!seen.has(key)) seen.set(key, edge);
  }
  return [...seen.values()];
}

function reasons(tasks: readonly PlacedTask[]): ReadonlyMap<OpId, readonly RuleId[]> {
  const because = new Map<OpId, RuleId[]>();
  for (const placed of tasks)
    for (const operation of placed.operations)
      because.set(operation, [...new Set([...(because.get(operation) ?? []), ...ids(placed.task.of)])]);
  return because;
}
