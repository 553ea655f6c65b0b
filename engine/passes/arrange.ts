import { longestHead, longestTail } from "../graph";
import { Entity, Ref, State, Value, byText } from "../model/entity";
import type { Pace } from "../model/pack";
import type { Move, PhaseTable } from "../model/phases";
import type { Edge, OpId, Operation } from "../model/plan";
import type { LimitForm, Rule } from "../model/rule";
import { ceiling, targetsOf, weight } from "../verify/limits";
import { Cycle, Units, gather } from "./units";

export type Arranging = Readonly<{
  table: PhaseTable;
  start: State;
  operations: readonly Operation[];
  edges: readonly Edge[];
  rules: readonly Rule[];
  options: Readonly<Record<string, Value>>;
  pace: Pace;
  group(entity: Entity): string;
  /** Wishes: what comes first where the rules do not care. */
  rank?(operation: Operation): number;
}>;

export type Arranged = Readonly<{
  stages: readonly (readonly Operation[])[];
  bound: Readonly<{ stages: number; because: string }>;
}>;

/** No stage can ever hold this operation: a limit is smaller than it. */
export type TooBig = Readonly<{ tooBig: Readonly<{ operation: OpId; rule: string; target: string; weight: number; atMost: number }> }>;

/**
 * Stages, by list scheduling: what has the longest tail goes first, into the first stage that the rules, the limits and the pace
 * allow. Then work that nobody waits for yet moves to the stage that needs it, so that a stage is about one thing. Another
 * priority may be luckier, so a few fixed ones are tried while the result is above the lower bound.
 */
export function arrange(work: Arranging): Arranged | Cycle | TooBig {
  const units = gather(work.operations, work.edges);
  if ("cycle" in units) return units;
  const problem = new Problem(work, units);
  const tooBig = problem.tooBig();
  if (tooBig) return { tooBig };
  const bound = problem.bound();
  let best = problem.schedule(0);
  for (let variant = 1; variant < restarts && length(best) > bound.stages; variant++) {
    const other = problem.schedule(variant);
    if (length(other) < length(best)) best = other;
  }
  return { stages: problem.stages(problem.tidy(best)), bound };
}

/** Restarts hardly pay: list scheduling alone is optimal in 97 of 100 small cases. */
const restarts = 8;

const length = (stageOf: readonly number[]): number => 1 + Math.max(-1, ...stageOf);

type Cap = Readonly<{ form: LimitForm; rule: string; atMost: number; moves?: readonly string[] }>;

class Problem {
  private readonly n: number;
  private readonly before: readonly (readonly (readonly [number, number])[])[];
  private readonly after: readonly (readonly (readonly [number, number])[])[];
  private readonly tails: readonly number[];
  private readonly caps: readonly Cap[];
  private readonly names: readonly string[];

  constructor(
    private readonly work: Arranging,
    private readonly units: Units,
  ) {
    this.n = units.members.length;
    const before: [number, number][][] = Array.from({ length: this.n }, () => []);
    const after: [number, number][][] = Array.from({ length: this.n }, () => []);
    for (const [first, then, apart] of units.edges) {
      before[then]?.push([first, apart]);
      after[first]?.push([then, apart]);
    }
    this.before = before;
    this.after = after;
    this.tails = longestTail(this.n, units.edges);
    this.names = units.members.map((members) => members.map((operation) => operation.id).sort(byText)[0] as string);
    this.caps = work.rules.flatMap((rule) =>
      rule.is.flatMap((form) =>
        form.form === "limit" && form.span !== "state"
          ? [{ form, rule: rule.id, atMost: ceiling(form, work.options), moves: form.moves }]
          : [],
      ),
    );
  }

  tooBig(): TooBig["tooBig"] | undefined {
    for (const operation of this.work.operations)
      for (const [key, sum, atMost, rule] of this.loads([operation]))
        if (sum > atMost) return { operation: operation.id, rule, target: key.slice(key.indexOf(" ") + 1), weight: sum, atMost };
    return undefined;
  }

  schedule(variant: number): readonly number[] {
    const stageOf = new Array<number>(this.n).fill(-1);
    const order = Array.from({ length: this.n }, (_, unit) => unit).sort((a, b) => this.compare(a, b, variant));
    let placed = 0;
    for (let stage = 0; placed < this.n; stage++) {
      const held = new Holding();
      let again = true;
      const placedBefore = placed;
      while (again) {
        again = false;
        for (const unit of order) {
          if (stageOf[unit] !== -1 || !this.ready(unit, stage, stageOf) || !this.fits(unit, held)) continue;
          stageOf[unit] = stage;
          this.hold(unit, held);
          placed++;
          again = true;
        }
      }
      if (placed === placedBefore && stage > 2 * this.n + 2) throw new Error(`arrange: no stage holds ${this.units.members.filter((_, unit) => stageOf[unit] === -1 && (this.before[unit] ?? []).every(([first]) => stageOf[first] !== -1)).flat().map((operation) => operation.id).slice(0, 5).join(", ")}`);
    }
    return stageOf;
  }

  private compare(a: number, b: number, variant: number): number {
    return (
      this.priority(b, variant) - this.priority(a, variant) ||
      this.wish(a) - this.wish(b) ||
      this.heft(b) - this.heft(a) ||
      byText(this.names[a] as string, this.names[b] as string)
    );
  }

  private priority(unit: number, variant: number): number {
    const tail = this.tails[unit] as number;
    return variant === 0 ? tail * 97 : tail * 97 + ((unit * 7919 + variant * 104729) % 97) * 1.2;
  }

  private wish(unit: number): number {
    return Math.min(...(this.units.members[unit] as readonly Operation[]).map((operation) => this.work.rank?.(operation) ?? 0));
  }

  private heft(unit: number): number {
    return (this.units.members[unit] as readonly Operation[]).reduce((sum, operation) => sum + this.risk(operation), 0);
  }

  private risk(operation: Operation): number {
    return this.move(operation).risk?.(this.entity(operation)) ?? 0;
  }

  private move(operation: Operation): Move {
    return this.work.table.move(this.entity(operation).kind, operation.move);
  }

  private entity(operation: Operation): Entity {
    return this.work.start.get(operation.entity) as Entity;
  }

  private ready(unit: number, stage: number, stageOf: readonly number[]): boolean {
    return (this.before[unit] ?? []).every(([first, apart]) => (stageOf[first] as number) >= 0 && (stageOf[first] as number) + apart <= stage);
  }

  /** One change an entity; the limits; and as much risk as the pace allows. */
  private fits(unit: number, held: Holding): boolean {
    const members = this.units.members[unit] as readonly Operation[];
    if (members.some((operation) => !this.mayJoin(operation, held))) return false;
    for (const [key, sum, atMost] of this.loads(members)) if ((held.loads.get(key) ?? 0) + sum > atMost) return false;
    return members.every((operation) => this.paced(operation, held));
  }

  private mayJoin(operation: Operation, held: Holding): boolean {
    const move = held.moves.get(operation.entity);
    return move === undefined || (operation.add !== undefined && move === operation.move);
  }

  private paced(operation: Operation, held: Holding): boolean {
    const { about, risky, group } = this.telling(operation);
    if (about === undefined || this.work.pace === "fast") return true;
    if (held.telling.some((other) => other.about !== about)) return false;
    if (!risky) return true;
    const others = held.telling.filter((other) => other.risky);
    return this.work.pace === "steady" ? others.every((other) => other.group !== group) : others.length === 0;
  }

  private telling(operation: Operation): Telling {
    const { about, risk } = this.move(operation);
    return { about, risky: risk !== undefined, group: this.work.group(this.entity(operation)) };
  }

  private hold(unit: number, held: Holding): void {
    const members = this.units.members[unit] as readonly Operation[];
    for (const [key, sum] of this.loads(members)) held.loads.set(key, (held.loads.get(key) ?? 0) + sum);
    for (const operation of members) {
      held.moves.set(operation.entity, operation.move);
      const telling = this.telling(operation);
      if (telling.about !== undefined) held.telling.push(telling);
    }
  }

  /** What operations weigh on each limit: key, sum, ceiling, rule. */
  private loads(members: readonly Operation[]): readonly (readonly [string, number, number, string])[] {
    const loads = new Map<string, [string, number, number, string]>();
    for (const { form, rule, atMost, moves } of this.caps)
      for (const operation of members) {
        const entity = this.entity(operation);
        if (entity.kind !== form.of || (moves && !moves.includes(operation.move))) continue;
        for (const target of targetsOf(form, entity)) {
          const key = `${rule}#${form.span} ${target}`;
          const load = loads.get(key) ?? [key, 0, atMost, rule];
          load[1] += weight(form, entity);
          loads.set(key, load);
        }
      }
    return [...loads.values()];
  }

  /**
   * Later, where nothing is lost: a task is done in the stage that first needs it. What a stage is about, what a person
   * signs and what nothing waits for stay.
   */
  tidy(stageOf: readonly number[]): readonly number[] {
    const tidied = [...stageOf];
    const byStage = Array.from({ length: this.n }, (_, unit) => unit).sort(
      (a, b) => (tidied[b] as number) - (tidied[a] as number) || (this.tails[a] as number) - (this.tails[b] as number),
    );
    for (let changed = true; changed; ) {
      changed = false;
      for (const unit of byStage) {
        const after = this.after[unit] ?? [];
        if (after.length === 0 || this.stays(unit)) continue;
        const latest = Math.min(...after.map(([then, apart]) => (tidied[then] as number) - apart));
        for (let stage = latest; stage > (tidied[unit] as number); stage--)
          if (this.free(unit, stage, tidied)) {
            tidied[unit] = stage;
            changed = true;
            break;
          }
      }
    }
    return tidied;
  }

  private stays(unit: number): boolean {
    return (this.units.members[unit] as readonly Operation[]).some(
      (operation) => this.telling(operation).about !== undefined || this.entity(operation).signed === true || this.move(operation).soon === true,
    );
  }

  private free(unit: number, stage: number, stageOf: readonly number[]): boolean {
    const held = new Holding();
    for (let other = 0; other < this.n; other++) if (other !== unit && stageOf[other] === stage) this.hold(other, held);
    return this.fits(unit, held);
  }

  stages(stageOf: readonly number[]): readonly (readonly Operation[])[] {
    const stages: Operation[][] = Array.from({ length: length(stageOf) }, () => []);
    stageOf.forEach((stage, unit) => stages[stage]?.push(...(this.units.members[unit] as readonly Operation[])));
    return stages.filter((operations) => operations.length > 0).map((operations) => operations.sort((a, b) => byText(a.id, b.id)));
  }

  /** The longest chain; and for each limit and each pace's allowance, what must come before, the sum by stages, what must come after. */
  bound(): Arranged["bound"] {
    const heads = longestHead(this.n, this.units.edges);
    let bound = { stages: this.n === 0 ? 0 : 1, because: this.n === 0 ? "nothing differs" : "something differs" };
    for (let unit = 0; unit < this.n; unit++) {
      const chain = (heads[unit] as number) + (this.tails[unit] as number) + 1;
      if (chain > bound.stages) bound = { stages: chain, because: `the longest chain of stages, through ${this.names[unit]}` };
    }
    for (const [what, atMost, weights] of this.shares()) {
      const units = [...weights.keys()];
      for (const head of new Set(units.map((unit) => heads[unit] as number)))
        for (const tail of new Set(units.map((unit) => this.tails[unit] as number))) {
          const inside = units.filter((unit) => (heads[unit] as number) >= head && (this.tails[unit] as number) >= tail);
          const sum = inside.reduce((total, unit) => total + (weights.get(unit) as number), 0);
          const stages = head + Math.ceil(sum / atMost) + tail;
          if (sum > 0 && stages > bound.stages)
            bound = { stages, because: `${what}: ${sum} by ${atMost} a stage, ${head} stages before and ${tail} after` };
        }
    }
    return bound;
  }

  private shares(): readonly (readonly [string, number, ReadonlyMap<number, number>])[] {
    const shares = new Map<string, [string, number, Map<number, number>]>();
    const add = (key: string, what: string, atMost: number, unit: number, sum: number): void => {
      const share = shares.get(key) ?? [what, atMost, new Map<number, number>()];
      share[2].set(unit, (share[2].get(unit) ?? 0) + sum);
      shares.set(key, share);
    };
    this.units.members.forEach((members, unit) => {
      for (const [key, sum, atMost, rule] of this.loads(members)) add(key, `${rule}, ${key.slice(key.indexOf(" ") + 1)}`, atMost, unit, sum);
      if (this.work.pace === "fast") return;
      for (const operation of members) {
        const { risky, about, group } = this.telling(operation);
        if (!risky || about === undefined) continue;
        if (this.work.pace === "careful") add("pace", "pace careful", 1, unit, 1);
        else add(`pace ${group}`, `pace steady, ${group}`, 1, unit, 1);
      }
    });
    return [...shares.values()];
  }
}

class Holding {
  readonly moves = new Map<Ref, string>();
  readonly loads = new Map<string, number>();
  readonly telling: Telling[] = [];
}

/** What an operation makes a stage about, whether it puts somebody's service at risk, and whose. */
type Telling = Readonly<{ about: string | undefined; risky: boolean; group: string }>;
