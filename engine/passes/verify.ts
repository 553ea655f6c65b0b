import { reach } from "../graph";
import { groupBy } from "../groups";
import type { Allowed } from "../model/asked";
import { Ref, State, byText } from "../model/entity";
import type { Finding } from "../model/finding";
import { originOf } from "../model/pack";
import type { Edge, OpId, Operation, Stage } from "../model/plan";
import type { Problem } from "../model/problem";
import { Excess, Limits } from "../verify/limits";
import { Inherited } from "../verify/inherited";
import { AtRest, Conflict, Unjudged, conflicts, ownersOf } from "../verify/owners";
import type { Breach } from "../verify/question";
import { Verifier } from "../verify/verifier";
import { Difference, diff } from "./diff";
import { alsoHeld, finding, placed, whereHeld } from "./validate";
import { accepted, waiverOf } from "./waive";
import { paths } from "./walk";

/** An order rule that the plan does not keep. */
export type Misplaced = Readonly<{ edge: Edge; why: string }>;

export type Verified = Readonly<{
  breaches: readonly (Breach & Readonly<{ inherited: boolean }>)[];
  excesses: readonly (Excess & Readonly<{ inherited: boolean; by?: Allowed }>)[];
  misplaced: readonly Misplaced[];
  conflicts: readonly (Conflict & Readonly<{ inherited: boolean }>)[];
  unjudged: readonly Unjudged[];
  /** What the last stage does not leave as the new estate says. */
  unreached: readonly Difference[];
  /** How many times a rule was asked. */
  evaluations: number;
}>;

/** Judges any plan, whoever made it: state rules in every interruptible state, limits in their worst, each edge in its place. */
export function verify(problem: Problem, stages: readonly Stage[]): Verified {
  const { table, pack, model, start } = problem;
  const verifier = new Verifier(table, pack.rules, start, model.options);
  const breaches: (Breach & { inherited: boolean })[] = [];
  const over: (Excess & { inherited: boolean; by?: Allowed })[] = [];
  const owned: (Conflict & { inherited: boolean })[] = [];
  const overlapsBefore = ownersOf(table, start).conflicts("S0");
  for (const conflict of overlapsBefore) owned.push({ ...conflict, inherited: true });
  const overlapping = new Inherited(overlapsBefore);
  // What S0 already breaks is named, and may stay until it is repaired; what comes anew, or comes back, is the plan's.
  for (const breach of verifier.rest("S0")) breaches.push({ ...breach, inherited: true });
  let inherited = verifier.faults;
  const mine = (found: readonly Breach[]): void => {
    for (const breach of found)
      if (!inherited.has(`${breach.rule} ${breach.focus}`)) breaches.push({ ...breach, inherited: false });
  };
  const limits = new Limits(table, pack.rules, start, model.options);
  const excessive = limits.standing("S0");
  for (const excess of excessive) over.push({ ...excess, inherited: true });
  let most = sumsOf(excessive);
  for (const stage of stages) {
    const walked = paths(table, verifier.state, stage);
    for (const excess of limits.excesses(stage, walked)) {
      if (excess.sum <= (most.get(keyOf(excess)) ?? 0)) continue;
      const by = waiverOf(problem.allowed, excess.rule, [excess.target]);
      over.push({ ...excess, inherited: false, ...(by ? { by } : {}) });
    }
    limits.after(walked);
    if (most.size > 0) most = lessOf(most, sumsOf(limits.standing(stage.name)));
    for (const conflict of conflicts(table, verifier.state, stage, walked))
      if (overlapping.isWorse(conflict)) owned.push({ ...conflict, inherited: false });
    mine(verifier.stage(stage, walked));
    if (!overlapping.isOver) overlapping.after(new AtRest(table, verifier.state).conflicts(stage.name));
    const now = verifier.faults;
    inherited = new Set([...inherited].filter((fault) => now.has(fault)));
  }
  const last = stages[stages.length - 1];
  if (last) mine(verifier.end(last.name));
  return {
    breaches,
    excesses: over,
    misplaced: misplaced(problem, stages),
    conflicts: owned,
    unjudged: ownersOf(table, start).unjudged,
    unreached: diff(verifier.state, problem.goal),
    evaluations: verifier.evaluations,
  };
}

const keyOf = ({ rule, span, target }: Excess): string => `${rule} ${span} ${target}`;

const sumsOf = (found: readonly Excess[]): ReadonlyMap<string, number> => new Map(found.map((one) => [keyOf(one), one.sum]));

/** What there may still be too much of: no more than is left of it, and none where that is over. */
const lessOf = (before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map([...before].flatMap(([key, sum]) => (now.has(key) ? [[key, Math.min(sum, now.get(key) as number)] as const] : [])));

/** Whether a plan with these findings may be carried out. */
export const sound = ({ breaches, excesses: over, misplaced: wrong, conflicts: owned, unreached }: Verified): boolean =>
  unreached.length === 0 &&
  !breaches.some((breach) => breach.severity === "error" && !breach.inherited) &&
  !over.some((excess) => excess.severity === "error" && !excess.inherited && excess.by === undefined) &&
  wrong.length === 0 &&
  !owned.some((conflict) => !conflict.inherited);

/**
 * Edges against places, and no stage that waits for itself: in a circle nothing can ever begin, so every state of it would be
 * safe. Read from the stages alone, so that it judges a lock as well as a fresh plan.
 */
export function misplaced(
  { edges, operations }: Pick<Problem, "edges" | "operations">,
  stages: readonly Pick<Stage, "operations" | "edges">[],
): readonly Misplaced[] {
  const found = finder(operations, stages);
  const inside = stages.map((stage) => {
    const at = new Map(stage.operations.map((operation, i) => [operation.id, i]));
    const ends = stage.edges.map((edge) => [at.get(edge.first) as number, at.get(edge.then) as number] as const);
    return { ends, order: reach(stage.operations.length, ends) };
  });
  const circles = stages.flatMap((stage, i) => {
    const { ends, order } = inside[i] as (typeof inside)[number];
    return stage.edges.flatMap((edge, k): readonly Misplaced[] => {
      const [first, then] = ends[k] as readonly [number, number];
      return order.before(then, first) ? [{ edge, why: "each waits for the other" }] : [];
    });
  });
  const wrong = edges.flatMap((edge): readonly Misplaced[] => {
    const first = found(edge.first);
    const then = found(edge.then);
    if (!first || !then) return [{ edge, why: `${first ? edge.then : edge.first} is in no stage` }];
    const inOrder = first.stage === then.stage && (inside[first.stage]?.order.before(first.index, then.index) ?? false);
    switch (edge.how) {
      case "together":
        return first.stage === then.stage ? [] : [{ edge, why: "they are in different stages" }];
      case "later":
        return first.stage < then.stage ? [] : [{ edge, why: "it is not in a later stage" }];
      case "before":
        return first.stage < then.stage || inOrder ? [] : [{ edge, why: "nothing makes it wait" }];
    }
  });
  return [...circles, ...wrong];
}

type Place = Readonly<{ stage: number; index: number }>;

/** Where an operation stands. A growing one was made one with others of its stage: it is where its element is added. */
function finder(
  operations: readonly Operation[],
  stages: readonly Pick<Stage, "operations">[],
): (id: OpId) => Place | undefined {
  const places = new Map<OpId, Place>();
  const additions = new Map<string, Place>();
  stages.forEach((stage, at) =>
    stage.operations.forEach(({ id, entity, move, add }, index) => {
      places.set(id, { stage: at, index });
      for (const element of add ?? []) additions.set(`${entity}:${move}+${String(element)}`, { stage: at, index });
    }),
  );
  const growing = new Map(
    operations.flatMap(({ id, entity, move, add }) => (add ? [[id, `${entity}:${move}+${String(add[0])}`]] : [])),
  );
  return (id) => (growing.has(id) ? additions.get(growing.get(id) as string) : places.get(id));
}

/** The verifier's findings on a plan as sentences with stage, witness and place. */
export function findingsOf(problem: Problem, verified: Verified): readonly Finding[] {
  const limit = verified.excesses.map((excess): Finding => {
    const parts = excess.of.map((one) => `${one.operation} ${one.weight}`).join(", ");
    const { inherited } = excess;
    const severity = inherited ? "warning" : excess.severity;
    const say = `${inherited ? "inherited" : `stage ${excess.stage}`}: ${excess.sum} for ${excess.target} ${spans[excess.span]}, at most ${excess.atMost}${parts && `: ${parts}`}`;
    return accepted({ rule: excess.rule, severity, say, ...(inherited ? {} : lighter(excess)) }, excess.by);
  });
  const orders = verified.misplaced.map(
    ({ edge, why }): Finding => ({
      rule: edge.rule,
      severity: "error",
      say: `${edge.first} must come ${edge.how === "before" ? "before" : edge.how === "later" ? "in an earlier stage than" : "in the same stage as"} ${edge.then}, and ${why}`,
      entity: edge.then.slice(0, edge.then.lastIndexOf(":")),
      fix: "plan again: a plan that drover makes has them in their order",
    }),
  );
  const broken = firstOfEach(verified.breaches).map(({ breach, more }): Finding => {
    const base = finding(
      { id: breach.rule, severity: breach.inherited ? "warning" : breach.severity },
      breach.focus,
      breach.said,
      problem,
    );
    const lasting = more > 0 ? `, and in ${more} later stage${more === 1 ? "" : "s"}` : "";
    const told: Finding = {
      ...base,
      say: `${breach.inherited ? "inherited: " : `stage ${breach.stage}: `}${base.say}${standing(breach)}${lasting}`,
      ...facts(problem, breach),
    };
    return accepted(told, waiverOf(problem.allowed, breach.rule, [breach.focus]));
  });
  const undone = verified.unreached.map((change): Finding => {
    const at = originOf(problem.model.origins, change.ref);
    const how =
      change.difference === "advance"
        ? `ends ${change.from} and not ${change.to}`
        : change.difference === "alter"
          ? `ends with another ${change.props.join(", ")}`
          : "is not accounted for";
    return {
      rule: "PLAN-004",
      severity: "error",
      entity: change.ref,
      say: `${change.ref} ${how}: no stage brings it there`,
      fix: "run drover plan again",
      ...(at ? { at } : {}),
    };
  });
  return [...undone, ...orders, ...limit, ...broken, ...ownership(problem, verified)];
}

/** How much stands somewhere no order of stages changes: the documents say it. */
const lighter = ({ span, target, rule }: Excess): Pick<Finding, "fix"> =>
  span === "state" ? { fix: `let fewer come to ${target}; or, in a migration, waive ${rule} with a reason` } : {};

/** What the rule read to say so, where it is declared: that, and nothing else, can mend it. */
function facts(
  { model }: Problem,
  { focus, reads, severity, inherited }: Verified["breaches"][number],
): Pick<Finding, "related"> {
  if (severity !== "error" || inherited) return {};
  const related = reads
    .filter((ref) => ref !== focus)
    .flatMap((ref) => {
      const at = originOf(model.origins, ref);
      return at ? [{ at, say: ref }] : [];
    });
  return related.length > 0 ? { related: related.slice(0, mostFacts) } : {};
}

/** More would hide the finding. */
const mostFacts = 6;

/** What goes on being wrong is said once, where it begins. */
function firstOfEach<B extends Breach & Readonly<{ inherited: boolean }>>(
  breaches: readonly B[],
): readonly Readonly<{ breach: B; more: number }>[] {
  const groups = groupBy(breaches, (breach) => `${breach.rule} ${breach.focus} ${breach.inherited}`);
  return [...groups.values()].map((group) => ({
    breach: group[0] as B,
    more: new Set(group.map((breach) => breach.stage)).size - 1,
  }));
}

/** What was not looked at is said, and why: of the estate as it is, before anything is planned. */
export function notEvaluated(
  problem: Problem,
  open: readonly Unjudged[] = ownersOf(problem.table, problem.start).unjudged,
): readonly Finding[] {
  return [...groupBy(open, (one) => one.why)].map(([why, ones]): Finding => {
    const [first] = ones as readonly [Unjudged];
    const shown = ones.slice(0, 3).map((one) => `${one.entry} of ${one.owner}`);
    const more = ones.length > 3 ? ` and ${ones.length - 3} more` : "";
    const at = originOf(problem.model.origins, first.owner, "addresses");
    const say = `not evaluated: ${shown.join(", ")}${more}: ${why}`;
    return { rule: "BND-002", severity: "info", say, entity: first.owner, ...(at ? { at } : {}) };
  });
}

function ownership(problem: Problem, { conflicts: owned, unjudged: open }: Verified): readonly Finding[] {
  const twice = owned.map((conflict): Finding => {
    const [a, b] = conflict.owners;
    return {
      rule: "BND-001",
      severity: conflict.inherited ? "warning" : "error",
      say: `${conflict.inherited ? "inherited: " : `stage ${conflict.stage}: `}${a} (${conflict.entries[0]}) and ${b} (${conflict.entries[1]}) both hold ${conflict.shared} in ${conflict.realm}${standing(conflict)}`,
      entity: a,
      fix: "give the addresses to one of them",
      ...placed(whereHeld(problem, a, conflict.entries[0])),
      ...alsoHeld(problem, b, conflict.entries[1]),
    };
  });
  return [...twice, ...notEvaluated(problem, open)];
}

const spans = { "at-once": "at once", stage: "in one stage", state: "at any time" } as const;

const standing = ({ witness }: Pick<Breach, "witness">): string => {
  const words = Object.entries(witness)
    .sort(([a], [b]) => byText(a, b))
    .map(
      ([operation, where]) => `${operation} ${where === "before" ? "not begun" : where === "during" ? "under way" : "done"}`,
    );
  return words.length === 0 ? "" : ` (when ${words.join(", ")})`;
};

/** What must be known before a stage touches the estate: what it changes, and what the rules about that read. */
export function neighbourhood(problem: Problem, before: State, stage: Pick<Stage, "operations">): ReadonlySet<Ref> {
  const verifier = new Verifier(problem.table, problem.pack.rules, before, problem.model.options);
  verifier.rest("");
  return verifier.neighbourhood(new Set(stage.operations.map((operation) => operation.entity)));
}
