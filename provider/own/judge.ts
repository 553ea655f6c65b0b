import type { Declaration } from "../../engine/declaration";
import { Reach, reach, shortestCycle } from "../../engine/graph";
import { Ref, State, byText, kindOf } from "../../engine/model/entity";
import type { Finding } from "../../engine/model/finding";
import type { Pack } from "../../engine/model/pack";
import { PhaseTable } from "../../engine/model/phases";
import type { Edge, Operation, Stage } from "../../engine/model/plan";
import type { Problem } from "../../engine/model/problem";
import { diff } from "../../engine/passes/diff";
import { expand } from "../../engine/passes/expand";
import { checkEstates } from "../../engine/passes/validate";
import { Verified, findingsOf, notEvaluated, verify } from "../../engine/passes/verify";
import { excesses } from "../../engine/verify/limits";
import { pose } from "../../engine/plan";
import { ownersOf } from "../../engine/verify/owners";
import type { Breach } from "../../engine/verify/question";
import { Verifier } from "../../engine/verify/verifier";
import { providerCodes } from "../codes";

/** A declaration held against the estate: what is against it, what was not looked at, and the change that leads there. */
export type Judged = Readonly<{ findings: readonly Finding[]; open: readonly string[]; problem: Problem; stage: Stage }>;

/** How the two states are called where the engine's sentences name a stage. */
const DECLARED = "as declared";
const CHANGE = "change";

/**
 * Judges a declaration as a whole: the declared estate by every rule of its pack, then each state that the change from what was
 * found may pass through, interrupted ones included, in the order that the program's components and `dependsOn` give.
 */
export function judge(pack: Pack<never>, declaration: Declaration, start: State, goal: State): Judged {
  const table = new PhaseTable(pack.phases);
  const { operations, findings: noWay } = changes(table, start, goal);
  const problem = problemOf(pack, start, goal, operations);
  const stage = stageOf(operations, declaration);
  const circle = cycle(declaration);
  const rest = atRest(problem);
  const declared = [...circle, ...rest.findings];
  // an estate that is wrong as it is declared is not worth saying how it is reached
  const wrong = declared.some(({ severity }) => severity === "error");
  const way = wrong || operations.length === 0 ? [] : onTheWay(problem, stage, noWay.length > 0);
  return { findings: [...declared, ...noWay, ...way], open: rest.open, problem, stage };
}

/** As a migration without procedures poses it; its operations are the program's. */
function problemOf(pack: Pack<never>, start: State, goal: State, operations: readonly Operation[]): Problem {
  const facts = { title: pack.name, subjects: [], origins: new Map(), options: {}, findings: [], facts: [] };
  const model = { ...facts, platform: pack.name, start, goal, pace: "steady" as const };
  return { ...pose(pack, model), operations, edges: [] };
}

/** One move an entity, as in a stage: what is half done then is half of one thing. */
function changes(
  table: PhaseTable,
  start: State,
  goal: State,
): Readonly<{ operations: readonly Operation[]; findings: readonly Finding[] }> {
  const { operations, chains, findings } = expand(table, diff(start, goal), start, goal);
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const found: Finding[] = findings.map((finding) => ({ ...finding, fix: "plan it as a migration: `drover plan`" }));
  const single = chains.flatMap((chain): readonly Operation[] => {
    const all = chain.flatMap((id) => byId.get(id) ?? []);
    const [first] = all;
    if (!first) return [];
    const moves = [...new Set(all.map(({ move }) => move))];
    if (moves.length === 1) return [merged(first, all)];
    const say = `${first.entity} would need ${moves.length} moves at once: ${moves.join(", ")}`;
    const between = table.move(kindOf(first.entity), first.move).to;
    const fix = `declare phase: "${between}" and run \`pulumi up\` first; or plan it as a migration: \`drover plan\``;
    found.push({ rule: "PRG-004", severity: "error", entity: first.entity, say, fix });
    return [];
  });
  return { operations: single, findings: found };
}

/** A growing list grows by all of its new elements at once. */
const merged = (first: Operation, all: readonly Operation[]): Operation =>
  first.add ? { ...first, id: `${first.entity}:${first.move}`, add: all.flatMap(({ add }) => add ?? []).sort() } : first;

function stageOf(operations: readonly Operation[], declaration: Declaration): Stage {
  const { at, order } = orderOf(declaration);
  const edges = operations.flatMap((then) =>
    operations.flatMap((first): readonly Edge[] => {
      const [a, b] = [at.get(first.entity), at.get(then.entity)];
      if (a === undefined || b === undefined || !order.before(a, b)) return [];
      return [{ first: first.id, then: then.id, rule: "the program's order", how: "before" }];
    }),
  );
  return { name: CHANGE, ends: "promote", milestone: "", operations, edges, needs: [], risk: 0 };
}

type Ordered = Readonly<{
  refs: readonly Ref[];
  at: ReadonlyMap<Ref, number>;
  edges: readonly (readonly [number, number])[];
  order: Reach;
}>;

function orderOf({ entities, waits }: Declaration): Ordered {
  const refs = [...entities.keys()].sort(byText);
  const at = new Map(refs.map((ref, i) => [ref, i]));
  const edges = [...waits].flatMap(([then, firsts]) =>
    firsts.map((first) => [at.get(first) as number, at.get(then) as number] as const),
  );
  return { refs, at, edges, order: reach(refs.length, edges) };
}

/** Pulumi would wait for ever. */
function cycle(declaration: Declaration): readonly Finding[] {
  const { refs, edges } = orderOf(declaration);
  const circle = shortestCycle(refs.length, edges);
  if (!circle) return [];
  const [first = "", ...others] = circle.map((i) => refs[edges[i]?.[0] ?? 0] as string);
  const say = `each waits for the one before it, and none can be first: ${[first, ...others, first].join(", ")}`;
  return [{ rule: "PRG-005", severity: "error", entity: first, say, fix: providerCodes["PRG-005"].remedy }];
}

/** The declared estate, all at rest. */
function atRest(problem: Problem): Readonly<{ findings: readonly Finding[]; open: readonly string[] }> {
  const { table, pack, goal, model } = problem;
  const verifier = new Verifier(table, pack.rules, goal, model.options);
  const breaches = [...verifier.rest(DECLARED), ...verifier.end(DECLARED)];
  const broken = breaches.filter((breach) => missing(breach, goal) === undefined);
  const over = excesses(table, pack.rules, goal, { name: DECLARED, operations: [], edges: [] }, model.options);
  const open = breaches.flatMap((breach) => {
    const act = missing(breach, goal);
    return act === undefined ? [] : [`${breach.rule} of ${breach.focus}: it asks for ${act}, which only a migration has`];
  });
  // nothing is inherited: whatever the estate was before, this is what the program wants
  const estates = checkEstates(pack.rules, { ...problem, start: new Map() });
  const unseen = notEvaluated(problem, ownersOf(table, goal).unjudged).map(({ rule, say }) => `${rule} ${say}`);
  return {
    findings: [
      ...estates,
      ...said(problem, {
        breaches: broken.map((breach) => ({ ...breach, inherited: false })),
        excesses: over.map((excess) => ({ ...excess, inherited: false })),
      }),
    ],
    open: [...open, ...unseen],
  };
}

/**
 * What a rule looked for in vain that only a migration has: a task, a gate, or what an entity would name that comes from an old
 * one. A program has none, so the rule cannot be asked of what stands there.
 */
function missing({ reads, focus }: Pick<Breach, "reads" | "focus">, state: State): string | undefined {
  const others = (reads as readonly string[]).filter((ref) => ref !== focus);
  if (others.length > 0 && others.every((ref) => ref === "")) return "what it comes from";
  return others.find((ref) => isAct(ref) && !state.has(ref as Ref));
}

const isAct = (ref: string): boolean => ["task/", "gate/"].some((kind) => ref.startsWith(kind));

/** What the change itself would break; what was so before is not its doing, and what has no way was said. */
function onTheWay(problem: Problem, stage: Stage, partly: boolean): readonly Finding[] {
  const verified = verify(problem, [stage]);
  const breaches = verified.breaches.filter(({ inherited }) => !inherited);
  const asked = new Set(breaches.filter((breach) => missing(breach, problem.goal) !== undefined).map(({ rule }) => rule));
  const found = said(problem, {
    ...verified,
    unreached: partly ? [] : verified.unreached,
    breaches,
    conflicts: verified.conflicts.filter(({ inherited }) => !inherited),
  });
  return found.map((finding) => ({ ...finding, ...remedy(finding, asked) }));
}

function remedy({ rule, fix }: Finding, asked: ReadonlySet<string>): Readonly<{ fix?: string }> {
  if (rule === "BND-001") return { fix: "let the one that takes them wait for the one that gives them up: `dependsOn`" };
  const migration = "a migration has the tasks for that: `drover plan`";
  return asked.has(rule) ? { fix: fix === undefined ? migration : `${fix}; ${migration}` } : {};
}

const nothing: Verified = {
  breaches: [],
  excesses: [],
  misplaced: [],
  conflicts: [],
  unjudged: [],
  unreached: [],
  evaluations: 0,
};

/** The engine's sentences, without the names of stages that a program does not have. */
const said = (problem: Problem, verified: Partial<Verified>): readonly Finding[] =>
  findingsOf(problem, { ...nothing, ...verified, unjudged: [] })
    .filter(({ rule }) => rule !== "BND-002")
    .map((finding) => ({ ...finding, ...forPrograms(finding), say: plainly(finding.say) }));

/** A remedy that is a line of a migration's documents is none for who has no documents. */
const forPrograms = ({ fix }: Finding): Readonly<{ fix?: string }> =>
  fix !== undefined && /migration\.yaml|decisions\./.test(fix) ? { fix: "declare what is missing in the program" } : {};

/** Of a sum at rest no operation is the cause. */
const plainly = (say: string): string =>
  say.replace(`stage ${DECLARED}: `, "").replace(`stage ${CHANGE}: `, "").replace(/: +$/, "");
