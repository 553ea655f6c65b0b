import { conflictSet, strongComponents } from "../graph";
import { engineCodes } from "../codes";
import type { Ask } from "../model/asked";
import type { Edge, Operation } from "../model/plan";
import type { Rule } from "../model/rule";
import { Arranging, obstacle } from "./arrange";
import type { TooBig } from "./demand";
import type { Cycle } from "./units";

/** What could give way. Facts never can: take one away, and a rule may fail that held. */
export type Constraint =
  | Readonly<{ is: "ask"; ask: Ask }>
  | Readonly<{ is: "limit"; rule: Rule }>
  | Readonly<{ is: "rule"; id: string }>;

/** A smallest group that cannot be had together, what it comes to, and who alone would save the plan by giving way. */
export type Clash = Readonly<{
  members: readonly Constraint[];
  obstacle: Cycle | TooBig;
  enough: ReadonlySet<Constraint>;
}>;

/**
 * The smallest group of wishes, limits and rules behind an obstacle: deletion from the failing component alone, so that a large
 * estate costs no more than a small one. Wishes come first, since the reader would rather hear of those; then what may be waived.
 */
export function clash(work: Arranging, asks: readonly Ask[], why: Cycle | TooBig, waivable: (id: string) => boolean): Clash {
  const scope = component(work, why);
  const inScope = new Set(scope.map(({ id }) => id));
  const edges = work.edges.filter(({ first, then }) => inScope.has(first) && inScope.has(then));
  const { asked, ruled } = origins(edges, asks);
  const ids = [...new Set(ruled.filter(({ rule }) => !(rule in engineCodes)).map(({ rule }) => rule))].sort();
  const constraints: readonly Constraint[] = [
    ...[...asked.keys()].map((ask): Constraint => ({ is: "ask", ask })),
    ...work.rules
      .filter((rule) => rule.is.some(({ form }) => form === "limit"))
      .map((rule): Constraint => ({ is: "limit", rule })),
    ...[...ids.filter(waivable), ...ids.filter((id) => !waivable(id))].map((id): Constraint => ({ is: "rule", id })),
  ];
  const left = (on: readonly Constraint[]): Cycle | TooBig | undefined => {
    const rules = new Set(on.flatMap((one) => (one.is === "rule" ? [one.id] : [])));
    const limits = new Set(on.flatMap((one) => (one.is === "limit" ? [one.rule] : [])));
    const kept = on.flatMap((one) => (one.is === "ask" ? (asked.get(one.ask) ?? []) : []));
    const still = ruled.filter(({ rule }) => rule in engineCodes || rules.has(rule));
    return obstacle({
      ...work,
      operations: scope,
      edges: [...still, ...kept],
      rules: work.rules.filter((rule) => limits.has(rule)),
    });
  };
  const members = conflictSet(constraints, (on) => left(on) !== undefined);
  const enough = members.filter((member) => left(constraints.filter((one) => one !== member)) === undefined);
  return { members, obstacle: left(members) ?? why, enough: new Set(enough) };
}

/** Where the obstacle lies: the operations of its circle and all that are tied to them both ways, or those of one unit. */
function component({ operations, edges }: Arranging, why: Cycle | TooBig): readonly Operation[] {
  const at = new Map(operations.map(({ id }, i) => [id, i]));
  const ends = edges.flatMap(({ first, then, how }) => {
    const [a, b] = [at.get(first) as number, at.get(then) as number];
    return how === "together" ? [[a, b] as const, [b, a] as const] : [[a, b] as const];
  });
  const start = at.get("cycle" in why ? (why.cycle[0] as Edge).first : (why.tooBig.operations[0] as string)) as number;
  const nodes = strongComponents(operations.length, ends).find((component) => component.includes(start)) ?? [start];
  return nodes.map((node) => operations[node] as Operation);
}

/** Which edges a wish or a hold is, and which a rule. */
function origins(
  edges: readonly Edge[],
  asks: readonly Ask[],
): Readonly<{ asked: ReadonlyMap<Ask, readonly Edge[]>; ruled: readonly Edge[] }> {
  const here = new Set(edges);
  const own = asks.map((ask) => [ask, ask.edges.filter((edge) => here.has(edge))] as const).filter(([, its]) => its.length > 0);
  const wished = new Set(own.flatMap(([, its]) => its));
  return { asked: new Map(own), ruled: edges.filter((edge) => !wished.has(edge)) };
}
