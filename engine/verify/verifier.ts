import { Reach, reach } from "../graph";
import { Entity, Kind, Ref, Scalar, State, Value } from "../model/entity";
import type { Severity } from "../model/finding";
import type { PhaseTable } from "../model/phases";
import type { Edge, OpId, Operation } from "../model/plan";
import type { Rule, Said, StateForm, View } from "../model/rule";
import { walk } from "../passes/walk";
import { Index, bucket, holds, isEntity, keysOf } from "./view";

/** What the verifier is given of a stage: what happens and what comes before what. */
export type Steps = Readonly<{ name: string; operations: readonly Operation[]; edges: readonly Edge[] }>;

/** A state, perhaps interrupted, in which a rule does not hold: where each operation that the rule looked at stands. */
export type Breach = Readonly<{
  rule: string;
  severity: Severity;
  focus: Ref;
  said: Exclude<Said, undefined>;
  stage: string;
  witness: Readonly<Record<OpId, "before" | "during" | "after">>;
  /** The entities that the rule read. */
  reads: readonly Ref[];
}>;

/** More undecided operations than this in one question are a defect of the rule: it asks too much at once. */
export const mostUndecided = 8;

type Question = Readonly<{ rule: Rule; form: StateForm; focus: Ref }>;

/**
 * Asks every state rule in every state that a plan passes through, finished or interrupted: all down-closed sets of micro-steps.
 * A rule is evaluated with a recording view, and only the operations that it reads are branched upon, so the answer is exact and
 * cheap; what was read also says which questions a later stage must ask again.
 */
export class Verifier {
  private readonly current: Map<Ref, Entity>;
  private readonly index: Index;
  private readonly questions = new Map<string, Question>();
  private readonly readers = new Map<string, Set<string>>();
  private readonly readBy = new Map<string, ReadonlySet<string>>();
  /** By question: the rule and the focus of those that are not as they should be. */
  private readonly faulty = new Map<string, string>();
  private readonly forms: readonly Readonly<{ rule: Rule; form: StateForm; key: string }>[];
  evaluations = 0;

  constructor(
    private readonly table: PhaseTable,
    rules: readonly Rule[],
    start: State,
    private readonly options: Readonly<Record<string, Value>>,
  ) {
    this.current = new Map(start);
    this.index = new Index(start);
    this.forms = rules.flatMap((rule) =>
      rule.is.flatMap((form, i) => (form.form === "state" ? [{ rule, form, key: `${rule.id}#${i}` }] : [])),
    );
  }

  /** The state reached so far. */
  get state(): State {
    return this.current;
  }

  /** Every question about the present state, at rest, but for those about the end. Also learns what each question reads. */
  rest(stage: string): readonly Breach[] {
    return this.asked(stage, (form) => form.in !== "final");
  }

  /** The questions that are about the end alone. */
  end(stage: string): readonly Breach[] {
    return this.asked(stage, (form) => form.in === "final");
  }

  private asked(stage: string, when: (form: StateForm) => boolean): readonly Breach[] {
    return this.forms
      .filter(({ form }) => when(form))
      .flatMap(({ rule, form, key }) =>
        [...this.index.refs(bucket(form.over, undefined, undefined))].flatMap((focus) => this.atRest(`${key} ${focus}`, { rule, form, focus }, stage)),
      );
  }

  /** What does not hold in the state reached so far: `<rule> <focus>`. */
  get faults(): ReadonlySet<string> {
    return new Set(this.faulty.values());
  }

  /** One stage: its interrupted states, then the state it ends in. Moves on to that state. */
  stage(steps: Steps): readonly Breach[] {
    const run = new Run(this, this.table, this.current, this.index, steps);
    const asked = this.touched(run);
    const breaches = [...asked].flatMap(([key, question]) =>
      (question.form.in ?? "every") === "every" ? run.ask(question, this.option, key) : [],
    );
    for (const path of run.paths) {
      const before = path[0] as Entity;
      const after = path[path.length - 1] as Entity;
      this.index.remove(this.current.get(before.ref) as Entity);
      this.current.set(after.ref, after);
      this.index.add(after);
    }
    const rest = [...asked].flatMap(([key, question]) => {
      if (question.form.in === "final") return [];
      const found = this.atRest(key, question, steps.name);
      return question.form.in === "rest" ? found : [];
    });
    return [...breaches, ...rest];
  }

  readonly option = (name: string): Value | undefined => this.options[name];

  /** The questions whose answer this stage could change: what they read is touched, or they are about what moves. */
  private touched(run: Run): ReadonlyMap<string, Question> {
    const asked = new Map<string, Question>();
    const add = (key: string): void => {
      const question = this.questions.get(key);
      if (question) asked.set(key, question);
    };
    for (const touchedKey of run.keys) for (const key of this.readers.get(touchedKey) ?? []) add(key);
    for (const path of run.paths) {
      const { ref, kind } = path[0] as Entity;
      for (const { rule, form, key } of this.forms)
        if (form.over === kind && form.in !== "final") asked.set(`${key} ${ref}`, { rule, form, focus: ref });
    }
    return asked;
  }

  private atRest(key: string, question: Question, stage: string): readonly Breach[] {
    const reads = new Set<string>();
    const view: View = {
      get: (ref) => {
        reads.add(ref);
        return this.current.get(ref as Ref);
      },
      all: (kind, prop, is) => this.atRestAll(reads, kind, prop, is),
      option: this.option,
    };
    const focus = view.get(question.focus);
    this.evaluations++;
    const said = focus && question.form.check(focus, view);
    this.remember(key, question, reads);
    if (said === undefined) this.faulty.delete(key);
    else this.faulty.set(key, `${question.rule.id} ${question.focus}`);
    return said === undefined ? [] : [breach(question, said, stage, {}, reads)];
  }

  private *atRestAll(reads: Set<string>, kind: Kind, prop: string | undefined, is: Scalar | undefined): Generator<Entity> {
    const key = bucket(kind, prop, is);
    reads.add(key);
    for (const ref of this.index.refs(key)) {
      reads.add(ref);
      yield this.current.get(ref) as Entity;
    }
  }

  private remember(key: string, question: Question, reads: ReadonlySet<string>): void {
    for (const read of this.readBy.get(key) ?? []) if (!reads.has(read)) this.readers.get(read)?.delete(key);
    for (const read of reads) {
      const readers = this.readers.get(read);
      if (readers) readers.add(key);
      else this.readers.set(read, new Set([key]));
    }
    this.readBy.set(key, reads);
    this.questions.set(key, question);
  }

  /** What the rules about these entities read: the neighbourhood that must be known before they are touched. */
  neighbourhood(refs: ReadonlySet<Ref>): ReadonlySet<Ref> {
    const near = new Set<Ref>(refs);
    for (const ref of refs)
      for (const key of this.readers.get(ref) ?? [])
        for (const read of this.readBy.get(key) ?? []) if (this.current.has(read as Ref)) near.add(read as Ref);
    return near;
  }
}

const breach = (
  { rule, focus }: Question,
  said: Exclude<Said, undefined>,
  stage: string,
  witness: Breach["witness"],
  reads: Iterable<string>,
): Breach => ({
  rule: rule.id,
  severity: rule.severity,
  focus,
  said,
  stage,
  witness,
  reads: [...reads].filter(isEntity),
});

class Undecided {
  constructor(readonly operation: number) {}
}

/** One stage under way. */
class Run {
  readonly paths: readonly (readonly Entity[])[];
  /** Refs and buckets that some position of some operation touches. */
  readonly keys: ReadonlySet<string>;
  private readonly operationOf = new Map<Ref, number>();
  private readonly entering = new Map<string, Set<number>>();
  private readonly order: Reach;
  private readonly positions = new Map<number, number>();

  constructor(
    private readonly owner: Verifier,
    table: PhaseTable,
    private readonly base: State,
    private readonly index: Index,
    private readonly steps: Steps,
  ) {
    const at = new Map(steps.operations.map((operation, i) => [operation.id, i]));
    this.paths = steps.operations.map((operation) => walk(table, present(base, operation), operation));
    const keys = new Set<string>();
    this.paths.forEach((path, i) => {
      this.operationOf.set((path[0] as Entity).ref, i);
      keys.add((path[0] as Entity).ref);
      for (const entity of path)
        for (const key of keysOf(entity)) {
          keys.add(key);
          const entering = this.entering.get(key);
          if (entering) entering.add(i);
          else this.entering.set(key, new Set([i]));
        }
    });
    this.keys = keys;
    const edges = steps.edges.flatMap((edge) => {
      const first = at.get(edge.first);
      const then = at.get(edge.then);
      return first === undefined || then === undefined ? [] : [[first, then] as const];
    });
    this.order = reach(steps.operations.length, edges);
  }

  /** All interrupted states that differ for this question. One breach is enough. */
  ask(question: Question, option: View["option"], key: string): readonly Breach[] {
    try {
      const found = this.branch(question, option);
      return found ? [found] : [];
    } catch (error) {
      if (!(error instanceof TooMany)) throw error;
      const say = `asks about more than ${mostUndecided} undecided operations at once: a defect of the rule, not of the plan (${key})`;
      return [breach(question, say, this.steps.name, {}, [question.focus])];
    }
  }

  private branch(question: Question, option: View["option"]): Breach | undefined {
    const reads = new Set<string>();
    const view: View = { get: (ref) => this.get(ref as Ref, reads), all: (kind, prop, is) => this.all(reads, kind, prop, is), option };
    let undecided: number;
    try {
      this.owner.evaluations++;
      const focus = view.get(question.focus);
      const said = focus && question.form.check(focus, view);
      return said === undefined ? undefined : breach(question, said, this.steps.name, this.witness(), reads);
    } catch (thrown) {
      if (!(thrown instanceof Undecided)) throw thrown;
      undecided = thrown.operation;
    }
    if (this.positions.size >= mostUndecided) throw new TooMany();
    const last = (this.paths[undecided] as readonly Entity[]).length - 1;
    for (let position = 0; position <= last; position++) {
      if (!this.fits(undecided, position, last)) continue;
      this.positions.set(undecided, position);
      try {
        const found = this.branch(question, option);
        if (found) return found;
      } finally {
        this.positions.delete(undecided);
      }
    }
    return undefined;
  }

  private get(ref: Ref, reads: Set<string>): Entity | undefined {
    reads.add(ref);
    const operation = this.operationOf.get(ref);
    if (operation === undefined) return this.base.get(ref);
    const position = this.positions.get(operation);
    if (position === undefined) throw new Undecided(operation);
    return (this.paths[operation] as readonly Entity[])[position];
  }

  /** What does not move comes first: a rule that looks for one witness then need not ask about those that do. */
  private *all(reads: Set<string>, kind: Kind, prop: string | undefined, is: Scalar | undefined): Generator<Entity> {
    const key = bucket(kind, prop, is);
    for (const ref of this.index.refs(key)) {
      if (this.operationOf.has(ref)) continue;
      reads.add(ref);
      yield this.base.get(ref) as Entity;
    }
    for (const operation of this.entering.get(key) ?? []) {
      const entity = this.get((this.paths[operation]?.[0] as Entity).ref, reads) as Entity;
      if (prop === undefined || holds(entity, prop, is)) yield entity;
    }
  }

  /** b begun ⇒ a ended, for a before b. Pairs are enough: every consistent partial choice extends to a down-closed set. */
  private fits(operation: number, position: number, last: number): boolean {
    for (const [other, at] of this.positions) {
      if (this.order.before(operation, other) && at > 0 && position < last) return false;
      const otherLast = (this.paths[other] as readonly Entity[]).length - 1;
      if (this.order.before(other, operation) && position > 0 && at < otherLast) return false;
    }
    return true;
  }

  private witness(): Breach["witness"] {
    return Object.fromEntries(
      [...this.positions]
        .map(([operation, position]) => {
          const last = (this.paths[operation] as readonly Entity[]).length - 1;
          const where = position === 0 ? "before" : position === last ? "after" : "during";
          return [(this.steps.operations[operation] as Operation).id, where] as const;
        })
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
}

class TooMany extends Error {}

const present = (state: State, operation: Operation): Entity => {
  const entity = state.get(operation.entity);
  if (!entity) throw new Error(`${operation.id} moves ${operation.entity}, which the state does not hold`);
  return entity;
};
