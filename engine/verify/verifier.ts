import { Entity, Kind, Ref, Scalar, State, Value } from "../model/entity";
import type { PhaseTable } from "../model/phases";
import type { Rule, StateForm, View } from "../model/rule";
import { paths } from "../passes/walk";
import { Breach, Question, Steps, breach } from "./question";
import { Run } from "./run";
import { Index, bucket } from "./view";

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
    this.index = new Index(this.current);
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
        [...this.index.refs(form.over, undefined, undefined)].flatMap((focus) =>
          this.atRest(`${key} ${focus}`, { rule, form, focus }, stage),
        ),
      );
  }

  /** What does not hold in the state reached so far: `<rule> <focus>`. */
  get faults(): ReadonlySet<string> {
    return new Set(this.faulty.values());
  }

  /** One stage: its interrupted states, then the state it ends in. Moves on to that state. */
  stage(steps: Steps, walked = paths(this.table, this.current, steps)): readonly Breach[] {
    const run = new Run(this.current, this.index, steps, walked);
    const asked = this.touched(run);
    const ended = new Map<string, ReadonlySet<string>>();
    const breaches = [...asked].flatMap(([key, question]) => {
      if ((question.form.in ?? "every") !== "every") return [];
      const found = run.ask(question, this.option, key);
      if (run.ended && found.length === 0) ended.set(key, run.ended);
      return found;
    });
    this.evaluations += run.evaluations;
    for (const path of run.paths) {
      const before = path[0] as Entity;
      const after = path[path.length - 1] as Entity;
      this.index.remove(this.current.get(before.ref) as Entity);
      this.current.set(after.ref, after);
      this.index.add(after);
    }
    const rest = [...asked].flatMap(([key, question]) => {
      if (question.form.in === "final") return [];
      const reads = ended.get(key);
      if (reads) {
        // it was asked in this very state just now, and had nothing to say
        this.remember(key, question, reads);
        this.faulty.delete(key);
        return [];
      }
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
    reads.add(bucket(kind, prop, is));
    for (const ref of this.index.refs(kind, prop, is)) {
      reads.add(ref);
      yield this.current.get(ref) as Entity;
    }
  }

  private remember(key: string, question: Question, reads: ReadonlySet<string>): void {
    const before = this.readBy.get(key);
    for (const read of before ?? []) if (!reads.has(read)) this.readers.get(read)?.delete(key);
    for (const read of reads) {
      if (before?.has(read)) continue;
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
