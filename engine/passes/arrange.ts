import { Entity, State, Value, byText } from "../model/entity";
import type { Pace } from "../model/pack";
import type { PhaseTable } from "../model/phases";
import type { Edge, OpId, Operation } from "../model/plan";
import type { Rule } from "../model/rule";
import { Bound, Bounded, Share, Side, lowerBound, stagesAfter } from "./bound";
import { Demand, Demands, Holding, TooBig } from "./demand";
import { Gate } from "./gate";
import { heavyTails } from "./heavy";
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
  /** Limits that need not be kept for a target. */
  waives?(rule: string, target: string): boolean;
  /** Wishes: what comes first where the rules do not care. */
  rank?(operation: Operation): number;
  /** What is wrong already, and is to be mended before anything else. */
  urgent?(operation: Operation): boolean;
  /** In which stage the last plan had it. */
  last?(id: OpId): number | undefined;
}>;

export type Arranged = Readonly<{
  stages: readonly (readonly Operation[])[];
  bound: Bound;
}>;

/**
 * Stages, by list scheduling: what has the longest tail goes first, into the first stage that the rules, the limits and the pace
 * allow. Then work that nobody waits for yet moves to the stage that needs it, so that a stage is about one thing. Another
 * priority may be luckier, so a few fixed ones are tried while the result is above the lower bound. Where there is a plan
 * already, the stages that are most like its own come first of those that are as few.
 */
export function arrange(work: Arranging): Arranged | Cycle | TooBig {
  const units = gather(work.operations, work.edges);
  if ("cycle" in units) return units;
  const problem = new Problem(work, units);
  const tooBig = problem.tooBig();
  if (tooBig) return { tooBig };
  const bound = problem.bound();
  let best = problem.schedule(0);
  for (const variant of restarts) {
    const other = length(best) > bound.stages ? problem.schedule(variant) : best;
    if (length(other) < length(best)) best = other;
  }
  const close = work.last && problem.close();
  return { stages: problem.stages(close && length(close) <= length(best) ? close : problem.tidy(best)), bound };
}

/** What makes every arrangement impossible, if something does. */
export function obstacle(work: Arranging): Cycle | TooBig | undefined {
  const units = gather(work.operations, work.edges);
  if ("cycle" in units) return units;
  const tooBig = new Problem(work, units).tooBig();
  return tooBig && { tooBig };
}

/** Which priority: by what is longest (0), with small changes of that (1, 2 …; they hardly pay), or by what is heaviest. */
type Variant = number | "loads";
const restarts: readonly Variant[] = [1, 2, 3, 4, 5, 6, 7, "loads"];
const length = (stageOf: readonly number[]): number => 1 + Math.max(-1, ...stageOf);

class Problem {
  private readonly n: number;
  private readonly before: readonly (readonly (readonly [number, number])[])[];
  private readonly after: readonly (readonly (readonly [number, number])[])[];
  private readonly names: readonly string[];
  private readonly wishes: readonly number[];
  private readonly hefts: readonly number[];
  private readonly read: Demands;
  private readonly demands: readonly Demand[];
  private readonly urgent: readonly boolean[];
  private readonly bounded: Bounded;
  private readonly ahead: Side;
  private heavy: readonly number[] | undefined;

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
    this.names = units.members.map((members) => members.map((operation) => operation.id).sort(byText)[0] as string);
    this.read = new Demands(work);
    this.demands = units.members.map((members) => this.read.of(members));
    this.wishes = units.members.map((members) => Math.min(...members.map((operation) => work.rank?.(operation) ?? 0)));
    this.hefts = units.members.map((members) => members.reduce((sum, operation) => sum + this.risk(operation), 0));
    const [labels, risks] = [this.demands.map((demand) => demand.label), this.demands.map((demand) => demand.risks)];
    this.bounded = { names: this.names, edges: units.edges, labels, risks, shares: this.shares() };
    this.ahead = stagesAfter(this.bounded);
    this.urgent = this.urgently();
  }

  tooBig(): TooBig["tooBig"] | undefined {
    for (const { members, loads } of this.demands)
      for (const { key, rule, target, weight, atMost } of loads) {
        if (weight <= atMost) continue;
        const weighs = (operation: Operation): number =>
          this.read.loads([operation]).find((load) => load.key === key)?.weight ?? 0;
        const heavy = members.filter((operation) => weighs(operation) > 0).sort((a, b) => byText(a.id, b.id));
        return { operations: heavy.map(({ id }) => id), weights: heavy.map(weighs), rule, target, weight, atMost };
      }
    return undefined;
  }

  /** Stage by stage: first all that is in nobody's way, then, one at a time, the most urgent of what contends for its place. */
  schedule(variant: Variant, notBefore: readonly number[] = []): readonly number[] {
    const stageOf = new Array<number>(this.n).fill(-1);
    const order = Array.from({ length: this.n }, (_, unit) => unit).sort((a, b) => this.compare(a, b, variant));
    const contends = (unit: number): boolean => {
      const { label, loads } = this.demands[unit] as Demand;
      return label !== undefined || loads.length > 0;
    };
    let easy = order.filter((unit) => !contends(unit));
    let hard = order.filter(contends);
    const gate = new Gate(this.before, this.after, notBefore);
    for (let stage = 0; easy.length + hard.length > 0; stage++) {
      const held = new Holding();
      // A stage only fills up: what does not fit now will not fit later.
      const full = new Set<number>();
      const place = (unit: number): boolean => {
        if (!gate.open(unit, stage) || full.has(unit)) return false;
        const demand = this.demands[unit] as Demand;
        if (!held.fits(demand)) {
          full.add(unit);
          return false;
        }
        stageOf[unit] = stage;
        held.hold(demand);
        gate.placed(unit, stage);
        return true;
      };
      for (let placed: number | undefined = 0; placed !== undefined; ) {
        for (let before = -1; before !== easy.length && gate.changed(stage); ) {
          before = easy.length;
          easy = easy.filter((unit) => !place(unit));
        }
        placed = hard.find(place);
        hard = hard.filter((unit) => unit !== placed);
      }
      // Empty stages in a row: what waits fits none, and would wait for ever.
      if (stage > 2 * this.n + 2 + Math.max(0, ...notBefore))
        throw new Error(`arrange: no stage holds ${this.names[stageOf.indexOf(-1)]}`);
    }
    return stageOf;
  }

  /** As the last plan had it: nothing sooner than there, and later only where something new is in the way. */
  close(): readonly number[] {
    const lasts = this.units.members.map((members) => {
      if (this.isUrgent(members)) return 0;
      const places = members.flatMap(({ id }) => this.work.last?.(id) ?? []);
      return places.length === 0 ? undefined : Math.max(...places);
    });
    const scheduled = this.schedule(
      0,
      lasts.map((last) => last ?? 0),
    );
    const stageOf = this.tidy(scheduled, (unit) => lasts[unit] !== undefined);
    const used = [...new Set(stageOf)].sort((a, b) => a - b);
    const number = new Map(used.map((stage, i) => [stage, i]));
    return stageOf.map((stage) => number.get(stage) as number);
  }

  private compare(a: number, b: number, variant: Variant): number {
    return (
      Number(this.urgent[b]) - Number(this.urgent[a]) ||
      this.priority(b, variant) - this.priority(a, variant) ||
      (this.wishes[a] as number) - (this.wishes[b] as number) ||
      (this.hefts[b] as number) - (this.hefts[a] as number) ||
      byText(this.names[a] as string, this.names[b] as string)
    );
  }

  private isUrgent(members: readonly Operation[]): boolean {
    return this.work.urgent !== undefined && members.some((operation) => this.work.urgent?.(operation) === true);
  }

  /** What is urgent, and all that it waits for. */
  private urgently(): readonly boolean[] {
    const urgent = this.units.members.map((members) => this.isUrgent(members));
    const open = urgent.flatMap((is, unit) => (is ? [unit] : []));
    for (const unit of open)
      for (const [first] of this.before[unit] ?? [])
        if (!urgent[first]) {
          urgent[first] = true;
          open.push(first);
        }
    return urgent;
  }

  private priority(unit: number, variant: Variant): number {
    if (variant === "loads") return (this.heavy ??= heavyTails(this.bounded, this.ahead.all))[unit] as number;
    const tail = this.ahead.all[unit] as number;
    return variant === 0 ? tail * 97 : tail * 97 + ((unit * 7919 + variant * 104729) % 97) * 1.2;
  }

  private risk(operation: Operation): number {
    return this.read.move(operation).risk?.(this.read.entity(operation)) ?? 0;
  }

  /**
   * Later, where nothing is lost: a task is done in the stage that first needs it. What a stage is about, what a person
   * signs and what nothing waits for stay.
   */
  tidy(stageOf: readonly number[], placed: (unit: number) => boolean = () => false): readonly number[] {
    const tidied = [...stageOf];
    const inStage = Array.from({ length: length(stageOf) }, () => new Set<number>());
    const held = new Array<Holding | undefined>(inStage.length);
    stageOf.forEach((stage, unit) => inStage[stage]?.add(unit));
    const byStage = Array.from({ length: this.n }, (_, unit) => unit).sort(
      (a, b) => (tidied[b] as number) - (tidied[a] as number) || (this.ahead.all[a] as number) - (this.ahead.all[b] as number),
    );
    for (let changed = true; changed; ) {
      changed = false;
      for (const unit of byStage) {
        const after = this.after[unit] ?? [];
        if (after.length === 0 || this.stays(unit) || this.urgent[unit] || placed(unit)) continue;
        const latest = Math.min(...after.map(([then, apart]) => (tidied[then] as number) - apart));
        for (let stage = latest; stage > (tidied[unit] as number); stage--)
          if ((held[stage] ??= this.holding(inStage[stage] as ReadonlySet<number>)).fits(this.demands[unit] as Demand)) {
            inStage[tidied[unit] as number]?.delete(unit);
            inStage[stage]?.add(unit);
            held[stage]?.hold(this.demands[unit] as Demand);
            held[tidied[unit] as number] = undefined;
            tidied[unit] = stage;
            changed = true;
            break;
          }
      }
    }
    return tidied;
  }

  private stays(unit: number): boolean {
    const { members } = this.demands[unit] as Demand;
    const held = (operation: Operation): boolean => {
      const { about, soon } = this.read.move(operation);
      const entity = this.read.entity(operation);
      return about !== undefined || soon === true || entity.soon === true || entity.signed === true;
    };
    return members.some(held);
  }

  private holding(units: ReadonlySet<number>): Holding {
    const held = new Holding();
    for (const unit of units) held.hold(this.demands[unit] as Demand);
    return held;
  }

  stages(stageOf: readonly number[]): readonly (readonly Operation[])[] {
    const stages: Operation[][] = Array.from({ length: length(stageOf) }, () => []);
    stageOf.forEach((stage, unit) => stages[stage]?.push(...(this.units.members[unit] as readonly Operation[])));
    return stages
      .filter((operations) => operations.length > 0)
      .map((operations) => operations.sort((a, b) => byText(a.id, b.id)));
  }

  bound(): Bound {
    return lowerBound(this.bounded, this.ahead);
  }

  private shares(): readonly Share[] {
    const shares = new Map<string, { what: string; atMost: number; weights: Map<number, number> }>();
    const add = (key: string, what: string, atMost: number, unit: number, sum: number): void => {
      const share = shares.get(key) ?? { what, atMost, weights: new Map<number, number>() };
      share.weights.set(unit, sum);
      shares.set(key, share);
    };
    this.demands.forEach(({ loads, risks }, unit) => {
      for (const { key, rule, target, atMost, weight } of loads) add(key, `${rule}, ${target}`, atMost, unit, weight);
      // What must be together is one risk, however much it is.
      for (const risk of risks) add(`pace ${risk}`, `risks${risk && ` for ${risk}`} at pace ${this.work.pace}`, 1, unit, 1);
    });
    return [...shares.values()];
  }
}
