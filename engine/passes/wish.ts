import { Ref, State, byText } from "../model/entity";
import type { Ask, Asked } from "../model/asked";
import type { Finding, Source } from "../model/finding";
import type { Edge, OpId, Operation } from "../model/plan";
import type { PlacedTask } from "../model/problem";
import { didYouMean } from "../near";
import type { Expanded } from "./expand";
import { isCalled, named } from "./waive";

type Given = Readonly<{
  asked: Asked;
  expanded: Expanded;
  tasks: readonly PlacedTask[];
  start: State;
  /** Whether the first that happens to it is over: so it may be where a plan is made on the way. */
  begun?(ref: Ref): boolean;
}>;

/** Orders and holds that a migration asks for, as edges beside those of the rules; and what of them is about nothing. */
export function wishes(given: Given): Readonly<{ asks: readonly Ask[]; findings: readonly Finding[] }> {
  const findings: Finding[] = [];
  const complain = (severity: Finding["severity"], say: string, fix: string, at: Source | undefined): void => {
    findings.push({ rule: "WSH-003", severity, say, fix, ...(at ? { at } : {}) });
  };
  const operationsOf = (refs: readonly Ref[]): readonly Operation[] =>
    given.expanded.operations.filter(({ entity }) => refs.includes(entity));
  /** What happens to what is called so; nothing, where that is a mistake. */
  const meant = (name: string, more: readonly string[], asks: string, at: Source | undefined): readonly Operation[] => {
    const refs = refsOf(name, given.start);
    const does = operationsOf(refs);
    if (refs.length === 0) {
      const known = [...named(given.start), ...more];
      const waves = refsOf(`wave/${name}`, given.start).length > 0 ? [`wave/${name}`] : [];
      const kinds = [...new Set([...known.filter((one) => one.slice(one.indexOf("/") + 1) === name), ...waves])];
      const near = kinds.length > 0 ? `write its kind too: ${kinds.join(", ")}` : didYouMean(name, known);
      complain("error", `${asks} names ${name}, and nothing is called so`, near ?? "name an entity as kind and name", at);
    } else if (does.length === 0) complain("warning", `${asks} changes nothing: nothing happens to ${name}`, "take it out", at);
    return does;
  };
  const orders = given.asked.wishes.map(({ first, then, why, at }): Ask => {
    const asks = `the wish for ${first} before ${then}`;
    const [early, late] = [meant(first, [], asks, at), meant(then, [], asks, at)];
    return {
      say: asks,
      why,
      ...(at ? { at } : {}),
      edges: between(beginnings(early, given.expanded).filter(({ entity }) => !given.begun?.(entity)), late, "WSH-001", "before"),
    };
  });
  const holds = given.asked.holds.map(({ entity, until, why, at }): Ask => {
    const asks = `the hold of ${entity} until ${until}`;
    const milestones = [...new Set(given.tasks.map(({ milestone }) => milestone))].sort(byText);
    const held = meant(entity, [], asks, at);
    const over = milestones.includes(until) ? ofMilestone(until, given) : meant(until, milestones, asks, at);
    return { say: asks, why, ...(at ? { at } : {}), edges: between(over, held, "WSH-002", "later") };
  });
  return { asks: [...orders, ...holds], findings };
}

/** Those called so; where nothing is, those of the kind that belong to the site of that name: all waves of a site. */
function refsOf(name: string, start: State): readonly Ref[] {
  const own = [...start.keys()].filter((ref) => isCalled(ref, name));
  if (own.length > 0) return own;
  const [kind, site] = [name.slice(0, name.indexOf("/")), name.slice(name.indexOf("/") + 1)];
  return [...start.values()].filter((entity) => entity.kind === kind && entity.site === site).map(({ ref }) => ref);
}

/** The first of what happens to each; of a list that grows, every element. */
function beginnings(operations: readonly Operation[], { chains }: Expanded): readonly Operation[] {
  const heads = new Set<OpId>(chains.flatMap((chain) => chain.slice(0, 1)));
  const growing = new Set(
    operations.filter(({ id, add }) => add && heads.has(id)).map(({ entity, move }) => `${entity}:${move}`),
  );
  return operations.filter(({ id, entity, move, add }) => heads.has(id) || (add && growing.has(`${entity}:${move}`)));
}

function ofMilestone(milestone: string, { tasks, expanded }: Given): readonly Operation[] {
  const ids = new Set(tasks.flatMap((task) => (task.milestone === milestone ? task.operations : [])));
  return expanded.operations.filter(({ id }) => ids.has(id));
}

const between = (early: readonly Operation[], late: readonly Operation[], rule: string, how: Edge["how"]): readonly Edge[] =>
  early.flatMap(({ id: first, entity }) =>
    late.flatMap(({ id: then, entity: other }) => (entity === other ? [] : [{ first, then, rule, how }])),
  );
