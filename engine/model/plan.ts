import type { Finding } from "./finding";
import type { Ref, Scalar, State } from "./entity";

export type RuleId = string;
/** `<entity>:<move>`, and the elements that a growing move adds. */
export type OpId = string;

/** Where something stands inside a stage or between stages. */
export type How = "before" | "later" | "together";

/** `first` comes before `then`, because a rule says so. */
export type Edge = Readonly<{ first: OpId; then: OpId; rule: RuleId; how: How; lag?: number }>;

/** One move of one entity: what is done, not yet when. Its states are computed from where it starts (`walk`). */
export type Operation = Readonly<{
  id: OpId;
  entity: Ref;
  move: string;
  /** What a growing move adds. */
  add?: readonly Scalar[];
  /** Values that properties get, where no estate holds them: an intermediate state of a swap. */
  set?: Readonly<Record<string, Scalar | readonly Scalar[]>>;
  /** The rules that put it there. */
  because: readonly RuleId[];
}>;

export type Ends = "promote" | "signed-off";

export type Stage = Readonly<{
  name: string;
  ends: Ends;
  milestone: string;
  operations: readonly Operation[];
  /** Between operations of this stage; transitively reduced, but each edge keeps its rule. */
  edges: readonly Edge[];
  /** What an operation of this stage needs from earlier stages: shown, not scheduled. */
  needs: readonly Edge[];
  /** Agents whose service could fail, doubled where there is no way back. */
  risk: number;
}>;

/** Complete desired states, as what leads from one to the next. S0 is `start`; the others are folds, never stored. */
export type Plan = Readonly<{
  start: State;
  goal: State;
  stages: readonly Stage[];
  /** No plan under these rules and this pace can have fewer stages. */
  bound: Readonly<{ stages: number; because: string }>;
  notes: readonly Finding[];
}>;
