import { Asked, nothingAsked } from "./model/asked";
import { Entity, Ref, State } from "./model/entity";
import { Finding, byPlace } from "./model/finding";
import { Model, Pack, originOf } from "./model/pack";
import { PhaseTable, leavesFrom } from "./model/phases";
import type { Edge, OpId, Operation, Plan, Stage } from "./model/plan";
import type { Planned, Problem } from "./model/problem";
import { Arranged, Arranging, arrange } from "./passes/arrange";
import { Last, keptNames, placeIn } from "./passes/closeness";
import type { TooBig } from "./passes/demand";
import { diff } from "./passes/diff";
import { checkEstates } from "./passes/validate";
import { exchangeBoundaries, following, gapsFound } from "./passes/exchange";
import { Expanded, expand } from "./passes/expand";
import { order } from "./passes/order";
import { assemble } from "./passes/stages";
import { placeTasks, withTasks } from "./passes/tasks";
import { Verified, findingsOf, sound, verify } from "./passes/verify";
import { culprits } from "./passes/blame";
import { noPlan } from "./passes/refuse";
import { allow, idle, openGates, waivedGates, waiverOf } from "./passes/waive";
import type { Cycle } from "./passes/units";
import { wishes } from "./passes/wish";

/** diff → expand → order: what has to be done, and what comes before what. `from`: where the estate really is. */
export function pose(pack: Pack<never>, model: Model, from?: State): Problem {
  const table = new PhaseTable(pack.phases);
  const placed = placeTasks(pack.procedures, model.subjects);
  const declared = from ?? withTasks(table, model.start, placed, false);
  const asked = model.asked ?? nothingAsked;
  const { allowed, findings: refused } = allow(asked.waivers, pack.rules, declared, placed);
  const gates = waivedGates(allowed, placed);
  const start = openGates(declared, gates);
  const goal = openGates(withTasks(table, model.goal, placed, true), gates);
  const {
    expanded,
    edges: exchanges,
    gaps,
    split,
  } = exchangeBoundaries(table, expand(table, diff(start, goal), start, goal), start, goal);
  const tasks = following(placed, split);
  const options = { ...model.options, pace: model.pace };
  const ordered = order(expanded.operations, tasks, pack.rules, { start, goal, options }, allowed);
  const begun = (ref: Ref): boolean => isBegun(table, model.start.get(ref), start.get(ref));
  const { asks, findings: misunderstood } = wishes({ asked, expanded, tasks, start, begun });
  const operations = expanded.operations.map((operation) => ({
    ...operation,
    because: ordered.because.get(operation.id) ?? [],
  }));
  const signed = new Set(operations.flatMap(({ id, entity }) => (start.get(entity)?.signed === true ? [id] : [])));
  const ruled = ordered.edges.map((edge) => afterSignature(edge, signed));
  return {
    pack,
    model,
    table,
    start,
    ...(from ? { from } : {}),
    goal,
    tasks,
    operations,
    edges: [...exchanges, ...ruled, ...chainEdges(expanded), ...asks.flatMap((ask) => ask.edges)],
    asks,
    allowed,
    waived: ordered.waived,
    openGates: gates,
    findings: [...expanded.findings, ...gapsFound(gaps).map((gap) => atOwner(gap, model)), ...refused, ...misunderstood],
  };
}

/** Whether an entity has come further than the documents begin with: its first move is over, and not half-way. */
const isBegun = (table: PhaseTable, declared: Entity | undefined, found: Entity | undefined): boolean =>
  declared !== undefined &&
  found !== undefined &&
  declared.phase !== found.phase &&
  !table.of(found.kind).moves.some((move) => move.during === found.phase && leavesFrom(move, declared.phase));

/** A gap is read where its next owner is declared. */
const atOwner = (gap: Finding, { origins }: Model): Finding => {
  const at = gap.entity === undefined ? undefined : originOf(origins, gap.entity, "addresses");
  return at ? { ...gap, at } : gap;
};

/** What waits for a signature waits for the next stage: a person ends a stage, nothing goes on behind their back. */
const afterSignature = (edge: Edge, signed: ReadonlySet<OpId>): Edge =>
  edge.how === "before" && signed.has(edge.first) ? { ...edge, how: "later" } : edge;

/** One change of an entity a stage; growing moves may share one. */
const chainEdges = ({ chains, operations }: Expanded): readonly Edge[] => {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  return chains.flatMap((chain) =>
    chain.slice(1).flatMap((then, i): readonly Edge[] => {
      const first = chain[i] as OpId;
      const growing = byId.get(first)?.add !== undefined && byId.get(then)?.move === byId.get(first)?.move;
      return growing ? [] : [{ first, then, rule: "PLAN-002", how: "later" }];
    }),
  );
};

/** From two estates to a list of estates: every pass, in order, or why there is no plan. `from`: where the estate really is. */
export const plan = (pack: Pack<never>, model: Model, from?: State): Planned => solve(pose(pack, model, from));

/** What is left of it once the problem is posed. `last`: the plan that this one is to be like, as far as the rules allow. */
export function solve(problem: Problem, last?: Last): Planned {
  const made = attempt(problem, last);
  return made.verified === undefined || made.plan ? made : { ...made, findings: [...made.findings, ...blamed(problem)] };
}

/** Of a plan that is not safe, what the migration asks for and could take back. */
function blamed({ pack, model, from }: Problem): readonly Finding[] {
  const fails = (asked: Asked): boolean => attempt(pose(pack, { ...model, asked }, from)).plan === undefined;
  const found = culprits(model.asked ?? nothingAsked, fails);
  return found ? [found] : [];
}

type Attempt = Planned & Readonly<{ verified?: Verified }>;

function attempt(problem: Problem, last?: Last): Attempt {
  const { pack, model } = problem;
  const estate = checkEstates(pack.rules, problem);
  const early = [...model.findings, ...problem.findings, ...estate].sort(byPlace);
  if (early.some((finding) => finding.severity === "error")) return { problem, findings: early, declared: true };

  const work = { ...workOf(problem), ...(last ? { last: placeIn(last) } : {}) };
  const first = staged(problem, work, last);
  if ("why" in first) return { problem, findings: [...early, ...noPlan(problem, first.why, work)] };
  const faulty = faultyIn(first.verified);
  const urgent = problem.operations.some(({ entity }) => faulty.has(entity));
  // what is wrong already is mended first: known only now, and hardly ever there
  const mended = urgent ? staged(problem, { ...work, urgent: ({ entity }) => faulty.has(entity) }, last) : first;
  const { arranged, stages, verified } = "why" in mended || !sound(mended.verified) ? first : mended;

  const { start, goal } = problem;
  const made: Plan = { start, goal, stages, bound: arranged.bound, notes: early };
  const judged = [...early, ...findingsOf(problem, verified)];
  const used = { edges: problem.waived, gates: problem.openGates.values(), findings: judged };
  const findings = [...judged, ...idle(problem.allowed, used)];
  return sound(verified) ? { problem, plan: { ...made, notes: findings }, findings } : { problem, findings, verified };
}

type Staged = Readonly<{ arranged: Arranged; stages: readonly Stage[]; verified: Verified } | { why: Cycle | TooBig }>;

/** Operations into stages with names and an order, and what a judge who did not make them says. */
function staged(problem: Problem, work: Arranging, last: Last = []): Staged {
  const arranged = arrange(work);
  if (!("stages" in arranged)) return { why: arranged };
  const milestones = new Map(problem.tasks.flatMap((task) => task.operations.map((id) => [id, task.milestone] as const)));
  const { pack, table, start, edges } = problem;
  const stages = assemble(pack, table, start, arranged.stages, edges, milestones, keptNames(last, arranged.stages));
  return { arranged, stages, verified: verify(problem, stages) };
}

/** What is wrong where the plan begins: whom it is about. */
const faultyIn = ({ breaches, conflicts }: Verified): ReadonlySet<Ref> =>
  new Set([
    ...breaches.filter(({ inherited }) => inherited).map(({ focus }) => focus),
    ...conflicts.filter(({ inherited }) => inherited).flatMap(({ owners }) => owners),
  ]);

const workOf = (problem: Problem): Arranging => ({
  table: problem.table,
  start: problem.start,
  operations: problem.operations,
  edges: problem.edges,
  rank: wished(problem),
  rules: problem.pack.rules,
  options: problem.model.options,
  pace: problem.model.pace,
  group: (entity) => problem.pack.group(entity),
  waives: (rule, target) => waiverOf(problem.allowed, rule, [target]) !== undefined,
});

/** The order in which the migration wishes its waves, where the rules leave a choice. */
function wished({ model, start }: Problem): (operation: Operation) => number {
  const wished = model.options["waves.order"];
  const sites = typeof wished === "object" ? wished.map(String) : [];
  return (operation) => {
    const site = start.get(operation.entity)?.site;
    const at = sites.indexOf(String(site));
    return at === -1 ? sites.length : at;
  };
}

/** Where a reader finds an entity in their documents. */
export const whereIs = (problem: Pick<Problem, "model">, ref: Ref, prop?: string): Finding["at"] =>
  originOf(problem.model.origins, ref, prop);
