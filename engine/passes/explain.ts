import { engineCodes } from "../codes";
import { topological } from "../graph";
import { groupBy } from "../groups";
import type { WaivedEdge } from "../model/asked";
import { Ref, byText } from "../model/entity";
import type { Edge, OpId, Operation, RuleId, Stage } from "../model/plan";
import type { PlacedTask, Problem } from "../model/problem";
import type { Rule } from "../model/rule";
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
  /** What keeps it from an earlier stage; and the order that does, where one does. */
  notEarlier: string;
  binding?: Edge;
}>;

/** The ids of one rule, whose title is said once; in the order in which the first of each comes. */
export function spoken(rules: ReadonlyMap<RuleId, Rule>, ids: readonly RuleId[]): readonly string[] {
  const titleOf = (id: RuleId): string => (rules.get(id) ?? planRules[id])?.title ?? id;
  return [...groupBy(ids, titleOf)].map(([title, same]) => (title === same[0] ? title : `${same.join(", ")} ${title}`));
}

/** What the planner itself asks, whatever the platform. */
const planRules: Readonly<Record<string, Readonly<{ title: string }>>> = engineCodes;

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
  const places = new Places(problem, stages);
  return stages.flatMap((stage, at) =>
    inOrder(stage)
      .filter((operation) => entity === undefined || operation.entity === entity)
      .map((operation): Explained => {
        const own = aliases(operation);
        const before = own.flatMap((id) => places.into(id));
        const after = own.flatMap((id) => places.outOf(id));
        const task = problem.tasks.find((placed) => placed.operations.some((id) => own.includes(id)));
        return {
          operation,
          stage: stage.name,
          ...(task ? { task } : {}),
          waits: byRule(before).map((edge) => ({ edge, stage: places.named(edge.first) })),
          waived: waivedBefore(problem, new Set(own)),
          needed: byRule(after).map((edge) => ({ edge, stage: places.named(edge.then) })),
          ...places.notEarlier(at, own, before),
        };
      }),
  );
}

/** Where every operation stands and what orders it: looked up, since an estate has thousands of both. */
class Places {
  private readonly place = new Map<OpId, number>();
  private readonly incoming: ReadonlyMap<OpId, readonly Edge[]>;
  private readonly outgoing: ReadonlyMap<OpId, readonly Edge[]>;
  private readonly earliest = new Map<OpId, number>();

  constructor(
    private readonly problem: Problem,
    private readonly stages: readonly Stage[],
  ) {
    stages.forEach((stage, at) => {
      for (const operation of stage.operations) for (const id of aliases(operation)) this.place.set(id, at);
    });
    const ordered = problem.edges.filter(({ how }) => how !== "together");
    this.incoming = groupBy(ordered, ({ then }) => then);
    this.outgoing = groupBy(ordered, ({ first }) => first);
  }

  into(id: OpId): readonly Edge[] {
    return this.incoming.get(id) ?? [];
  }

  outOf(id: OpId): readonly Edge[] {
    return this.outgoing.get(id) ?? [];
  }

  named(id: OpId): string {
    return this.stages[this.place.get(id) ?? -1]?.name ?? "done before";
  }

  /**
   * The stage before which an operation cannot be, as the others stand. What is done only when a stage needs it holds nobody
   * back: it is asked for what holds itself back.
   */
  private soonest(id: OpId): number {
    const known = this.earliest.get(id);
    if (known !== undefined) return known;
    const place = this.place.get(id) ?? 0;
    this.earliest.set(id, place);
    const soonest = this.isTelling(id) ? place : Math.max(0, ...this.into(id).map((edge) => this.allows(edge)));
    this.earliest.set(id, soonest);
    return soonest;
  }

  private allows({ first, how }: Edge): number {
    return this.soonest(first) + (how === "later" ? 1 : 0);
  }

  /** What a stage is about, what a person signs and what ends a makeshift are where they are for a reason of their own. */
  private isTelling(id: OpId): boolean {
    const { start, table } = this.problem;
    const entity = start.get(entityOf(id));
    if (!entity) return true;
    const name = id.slice(id.lastIndexOf(":") + 1).replace(/\+.*$/, "");
    const move = table.of(entity.kind).moves.find((one) => one.name === name);
    return entity.signed === true || entity.soon === true || move?.about !== undefined || move?.soon === true;
  }

  notEarlier(at: number, own: readonly OpId[], before: readonly Edge[]): Pick<Explained, "notEarlier" | "binding"> {
    if (at === 0) return { notEarlier: "it is in the first stage" };
    const [binding] = before
      .map((edge) => ({ edge, earliest: this.allows(edge) }))
      .sort((a, b) => b.earliest - a.earliest || byText(a.edge.rule, b.edge.rule) || byText(a.edge.first, b.edge.first));
    if (binding && binding.earliest >= at) {
      const { edge } = binding;
      const say =
        edge.how === "later"
          ? `${edge.first} is in ${this.named(edge.first)} and must be in an earlier stage (${edge.rule})`
          : `${edge.first} is in this stage (${edge.rule})`;
      return { notEarlier: say, binding: edge };
    }
    const free = this.stages[binding?.earliest ?? 0]?.name ?? "";
    const needs = own.some((id) => !this.isTelling(id) && this.outOf(id).some(({ then }) => this.place.get(then) === at));
    return {
      notEarlier: needs
        ? `no rule forbids ${free}; nothing needs it before this stage`
        : `no rule forbids ${free}; the limits and the pace ${this.problem.model.pace} put it here`,
    };
  }
}

const waivedBefore = ({ waived }: Problem, own: ReadonlySet<OpId>): readonly WaivedEdge[] =>
  waived
    .filter(({ edge }) => own.has(edge.then))
    .sort((a, b) => byText(a.edge.first, b.edge.first) || byText(a.edge.rule, b.edge.rule));

/** What an operation is let off, in words: orders that are waived, and a gate that nobody asks. */
export function letPass(problem: Problem, operation: Operation): readonly string[] {
  const own = new Set(aliases(operation));
  const gate = problem.openGates.get(operation.entity);
  return [
    ...(gate ? [`not asked: ${waiverLine(gate.waiver)}`] : []),
    ...waivedBefore(problem, own).map(({ edge, by }) => `not after ${edge.first} (${edge.rule}), waived ${byWhom(by.waiver)}`),
  ];
}

const entityOf = (id: OpId): Ref => id.slice(0, id.lastIndexOf(":")) as Ref;

const byRule = (edges: readonly Edge[]): readonly Edge[] =>
  [...edges].sort((a, b) => byText(a.first, b.first) || byText(a.then, b.then) || byText(a.rule, b.rule));

/** The ids that planning knew an operation by, before those of one stage were made one. */
const aliases = (operation: Operation): readonly OpId[] =>
  operation.add ? operation.add.map((element) => `${operation.id}+${String(element)}`) : [operation.id];
