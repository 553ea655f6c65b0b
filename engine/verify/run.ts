import { engineCodes } from "../codes";
import { Reach, reach } from "../graph";
import { Entity, Kind, Ref, Scalar, State } from "../model/entity";
import type { Operation } from "../model/plan";
import type { View } from "../model/rule";
import type { Paths } from "../passes/walk";
import { Breach, Question, Steps, breach } from "./question";
import { Index, bucket, holds, keysBy } from "./view";

/**
 * More undecided operations than this in one question are a defect of the rule: it asks too much at once. Counted by what so many
 * without any order would cost, since what is ordered costs less.
 */
const mostUndecided = 8;
const mostAsked = (3 ** (mostUndecided + 1) - 1) / 2;

class Undecided {
  constructor(readonly operation: number) {}
}

/**
 * One stage under way. A question is asked again and again, with one operation more decided each time, until it has read nothing
 * that is open: so only what it reads is branched upon.
 */
export class Run {
  /** Refs and buckets that some position of some operation touches. */
  readonly keys: ReadonlySet<string>;
  private readonly operationOf = new Map<Ref, number>();
  private readonly entering = new Map<string, number[]>();
  private readonly followers: readonly number[];
  private readonly order: Reach;
  private readonly positions = new Map<number, number>();
  private asked = 0;
  /** What the last question read where all has ended; absent where it was not asked there. */
  ended: ReadonlySet<string> | undefined;
  evaluations = 0;

  constructor(
    private readonly base: State,
    private readonly index: Index,
    private readonly steps: Steps,
    readonly paths: Paths,
  ) {
    const at = new Map(steps.operations.map((operation, i) => [operation.id, i]));
    const keys = new Set<string>();
    this.paths.forEach((path, i) => {
      this.operationOf.set((path[0] as Entity).ref, i);
      keys.add((path[0] as Entity).ref);
      for (const key of new Set(path.flatMap((entity) => index.keysOf(entity)))) {
        keys.add(key);
        this.enters(key, i);
      }
    });
    this.keys = keys;
    const edges = steps.edges.flatMap((edge) => {
      const first = at.get(edge.first);
      const then = at.get(edge.then);
      return first === undefined || then === undefined ? [] : [[first, then] as const];
    });
    this.order = reach(steps.operations.length, edges);
    this.followers = steps.operations.map((_, i) => this.order.successors(i).length);
    // Who comes before the most decides for the most: asked first, it leaves the fewest to be asked.
    for (const entering of this.entering.values()) entering.sort(this.byFollowers);
  }

  private readonly byFollowers = (a: number, b: number): number =>
    (this.followers[b] as number) - (this.followers[a] as number) || a - b;

  private enters(key: string, operation: number): void {
    const entering = this.entering.get(key);
    if (entering) entering.push(operation);
    else this.entering.set(key, [operation]);
  }

  /** Who may enter a bucket that nobody has asked for before. */
  private askedFirst(kind: Kind, prop: string | undefined): void {
    if (prop === undefined || !this.index.ask(kind, prop)) return;
    const fresh = new Set<string>();
    this.paths.forEach((path, i) => {
      if (path[0]?.kind !== kind) return;
      for (const key of new Set(path.flatMap((entity) => keysBy(entity, prop)))) {
        fresh.add(key);
        this.enters(key, i);
      }
    });
    for (const key of fresh) this.entering.get(key)?.sort(this.byFollowers);
  }

  /** All interrupted states that differ for this question. One breach is enough. */
  ask(question: Question, option: View["option"], key: string): readonly Breach[] {
    this.positions.clear();
    this.asked = 0;
    this.ended = undefined;
    try {
      // whatever it asks, it asks about its focus
      const focus = this.operationOf.get(question.focus);
      const found = focus === undefined ? this.branch(question, option) : this.each(focus, question, option);
      return found ? [found] : [];
    } catch (error) {
      if (!(error instanceof TooMany)) throw error;
      return [
        { ...breach(question, tooMany(key), this.steps.name, {}, [question.focus]), rule: "PLAN-006", severity: "error" },
      ];
    }
  }

  private branch(question: Question, option: View["option"]): Breach | undefined {
    const reads = new Set<string>();
    const view: View = {
      get: (ref) => this.get(ref as Ref, reads),
      all: (kind, prop, is) => this.all(reads, kind, prop, is),
      option,
    };
    let undecided: number;
    try {
      this.evaluations++;
      if (++this.asked > mostAsked) throw new TooMany();
      const focus = view.get(question.focus);
      const said = focus && question.form.check(focus, view);
      if (said !== undefined) return breach(question, said, this.steps.name, this.witness(), reads);
      if (this.allEnded()) this.ended = reads;
      return undefined;
    } catch (thrown) {
      if (!(thrown instanceof Undecided)) throw thrown;
      undecided = thrown.operation;
    }
    return this.each(undecided, question, option);
  }

  /** Asked with this operation in every place that it may have. */
  private each(operation: number, question: Question, option: View["option"]): Breach | undefined {
    for (const position of this.openTo(operation)) {
      this.positions.set(operation, position);
      const found = this.branch(question, option);
      this.positions.delete(operation);
      if (found) return found;
    }
    return undefined;
  }

  private allEnded(): boolean {
    for (const [operation, position] of this.positions) if (position < this.last(operation)) return false;
    return true;
  }

  private readonly last = (operation: number): number => (this.paths[operation] as readonly Entity[]).length - 1;

  private get(ref: Ref, reads: Set<string>): Entity | undefined {
    reads.add(ref);
    const operation = this.operationOf.get(ref);
    if (operation === undefined) return this.base.get(ref);
    const position = this.positions.get(operation);
    if (position === undefined) throw new Undecided(operation);
    return (this.paths[operation] as readonly Entity[])[position];
  }

  /**
   * What does not move comes first, then what is decided: a rule that looks for one witness then need not ask about the
   * others.
   */
  private *all(reads: Set<string>, kind: Kind, prop: string | undefined, is: Scalar | undefined): Generator<Entity> {
    reads.add(bucket(kind, prop, is));
    this.askedFirst(kind, prop);
    for (const ref of this.index.refs(kind, prop, is)) {
      if (this.operationOf.has(ref)) continue;
      reads.add(ref);
      yield this.base.get(ref) as Entity;
    }
    const entering = this.entering.get(bucket(kind, prop, is)) ?? [];
    const decided = entering.filter((operation) => this.positions.has(operation));
    for (const operation of [...decided, ...entering.filter((one) => !decided.includes(one))]) {
      const entity = this.get((this.paths[operation]?.[0] as Entity).ref, reads) as Entity;
      if (prop === undefined || holds(entity, prop, is)) yield entity;
    }
  }

  /** Where an operation may stand, as the others stand. */
  private openTo(operation: number): readonly number[] {
    const last = this.last(operation);
    const open: number[] = [];
    for (let position = 0; position <= last; position++) if (this.fits(operation, position, last)) open.push(position);
    return open;
  }

  /** b begun ⇒ a ended, for a before b. Pairs are enough: every consistent partial choice extends to a down-closed set. */
  private fits(operation: number, position: number, last: number): boolean {
    for (const [other, at] of this.positions) {
      if (this.order.before(operation, other) && at > 0 && position < last) return false;
      if (this.order.before(other, operation) && position > 0 && at < this.last(other)) return false;
    }
    return true;
  }

  private witness(): Breach["witness"] {
    return Object.fromEntries(
      [...this.positions]
        .map(([operation, position]) => {
          const where = position === 0 ? "before" : position === this.last(operation) ? "after" : "during";
          return [(this.steps.operations[operation] as Operation).id, where] as const;
        })
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
}

class TooMany extends Error {}

/** Refused, whatever the rule's severity: what it asks cannot be proved. `key` is the rule, which of its forms, and the focus. */
const tooMany = (key: string): Breach["said"] => ({
  say: `${key} asks about more than ${mostUndecided} undecided operations at once: a defect of the rule, not of the plan`,
  fix: engineCodes["PLAN-006"].remedy,
});
