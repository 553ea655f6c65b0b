import type { Entity, Ref, State, Value } from "../../engine/model/entity";

/** The observed phase of what is not there (yet, or any more): a driver cannot know which of the two the plan means. */
export const ABSENT = "absent";

/**
 * What an observer sees of an entity now. Properties that a driver cannot see are left out. Of a wave that has moved it counts
 * `arrived` (they report to where they go) and `upgraded`, without which nobody takes it for done; it may count `agents`, `seen`
 * (lately), and say when it counted (`countedOn`, a date).
 */
export type Observed = Readonly<{ phase: string }> & Readonly<Record<string, Value>>;

/** One act: an entity on its way from one declared state to the next, or back. */
export type Act = Readonly<{
  /** The same id is the same act, whoever asks again; one that another act of this entity has overtaken begins anew. */
  id: string;
  ref: Ref;
  /** The move's name, or on the way back its undo's. */
  move: string;
  before: Entity;
  after: Entity;
  /** What the act is told besides: a task's name, the servers it is about. */
  told: Readonly<Record<string, Value>>;
}>;

/** What an act leaves: how its entity looks, and what a person would have written down. */
export type Done = Readonly<{ observed: Observed; evidence: Readonly<Record<string, string>> }>;

export type Progress = (line: string) => void;

/**
 * All that a stage may ask of the outside world. Whatever a driver has to say against an act it throws as one of the errors
 * below; how far the entity came is then read, never guessed.
 */
export interface Driver {
  /** Never "gone" for what is merely unreachable: that is an Unreachable. */
  read(ref: Ref): Promise<Observed>;
  readAll(refs: readonly Ref[]): Promise<ReadonlyMap<Ref, Observed>>;
  /** Called once before the first act or adoption: a simulated estate comes into being here, a real one is there. */
  adopt(declared: State): Promise<void>;
  apply(act: Act, progress: Progress): Promise<Done>;
  run(task: Act, progress: Progress): Promise<Done>;
  ask(gate: Act, progress: Progress): Promise<Done>;
  did(id: string): Promise<"yes" | "no" | "unknown">;
  /**
   * Of a driver whose evidence is held against what an act's task asks for: whether an act that is said to be over holds. Throws
   * what the act itself would have thrown.
   */
  confirm?(act: Act): Promise<void>;
  /** Minutes since a simulated estate came into being as it was declared. A real one has none: the world's calendar counts. */
  minutes?(): Promise<number>;
}

/**
 * Time or a person lifts this: it is no failure. `until`: not before then (a date and time), where that is known. `next`: what
 * whoever is waited for types then.
 */
export class NotYet extends Error {
  override readonly name = "NotYet";

  constructor(
    say: string,
    options?: ErrorOptions,
    readonly until?: string,
    readonly next: readonly string[] = [],
  ) {
    super(say, options);
  }
}

/** The platform says no; of a gate: its condition does not hold, and waiting does not help. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** A gate that nobody could look at, and why. It is never taken for an open one. */
export class NotEvaluated extends Error {
  override readonly name = "NotEvaluated";
}

/** Another process is acting on the estate and did not end in time. */
export class Busy extends Error {
  override readonly name = "Busy";
}

/** Nothing is known of it now. `fix`: what would help, where that is known. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";

  constructor(
    readonly say: string,
    options?: ErrorOptions,
    readonly fix?: string,
  ) {
    super(fix === undefined ? say : `${say} — ${fix}`, options);
  }
}
