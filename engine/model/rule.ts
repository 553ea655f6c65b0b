import type { Entity, Kind, Ref, Scalar, Value } from "./entity";
import type { Severity } from "./finding";
import type { Edge, Operation, RuleId } from "./plan";

/** What a rule may look at. The verifier records every read, so a rule must read through this and through nothing else. */
export interface View {
  get(ref: string): Entity | undefined;
  /** All entities of a kind, or those whose property is (or, for a list, holds) a value. Lazy: unchanging ones come first. */
  all(kind: Kind, prop?: string, is?: Scalar): Iterable<Entity>;
  option(name: string): Value | undefined;
}

/** A finding of a rule: a sentence, or a sentence with the property it is about, what would mend it, and another entity. */
export type Said = string | undefined | Readonly<{ say: string; prop?: string; fix?: string; at?: Ref }>;

/** Operations selected by what they are. */
export type Selector = Readonly<{ kind: Kind; move?: string; named?: string }>;

type Check = (entity: Entity, view: View) => Said;

export type EstateForm = Readonly<{ form: "estate"; over: Kind; check: Check }>;
/** Holds in every state, finished or interrupted; or only at rest (between stages); or only at the end. */
export type StateForm = Readonly<{ form: "state"; over: Kind; in?: "every" | "rest" | "final"; check: Check }>;
/** A sum is data, never a predicate: its worst interruptible case is computed, not enumerated. */
export type LimitForm = Readonly<{
  form: "limit";
  of: Kind;
  /** The property that names what is summed by; each element of a list counts. */
  by: string;
  weigh: string | 1;
  atMost: number | Readonly<{ option: string; default: number }>;
  /** `at-once`: under way together; `stage`: moved by one stage; `state`: there in any state. */
  span: "at-once" | "stage" | "state";
  moves?: readonly string[];
}>;
/** Its edges are data: procedures name the rule. Or code, where they follow from the estate's structure. */
export type OrderForm = Readonly<{
  form: "order";
  edges?(view: View, operations: readonly Operation[]): Iterable<Omit<Edge, "rule">>;
}>;
/** A condition that a driver measures, or (`signed`) that a person signs; only these end a stage. */
export type GateForm = Readonly<{
  form: "gate";
  gate: string;
  ask: string;
  allow: (answer: Scalar) => boolean;
  denies: string;
  signed?: true;
}>;
export type TaskForm = Readonly<{ form: "task"; task: string }>;
export type SettingForm = Readonly<{ form: "setting"; table: string; rows: readonly Readonly<Record<string, Value>>[] }>;
export type NoteForm = Readonly<{ form: "note"; at: Selector | "start" | "end"; text: string }>;

export type Form = EstateForm | StateForm | LimitForm | OrderForm | GateForm | TaskForm | SettingForm | NoteForm;

/** A tiny estate: only what the rule reads. `moving` are under way; `order` is a plan of these operations; `answer` a gate's. */
export type Example = Readonly<{
  case: string;
  given?: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  moving?: readonly string[];
  order?: readonly string[];
  answer?: Scalar;
  options?: Readonly<Record<string, Value>>;
}>;

export type Cite = Readonly<{ document: string; where: string; line: number }>;

export type Rule = Readonly<{
  id: RuleId;
  /** Further records that this rule settles; its own id is always one. */
  covers?: readonly RuleId[];
  title: string;
  source: Cite;
  severity: Severity;
  is: readonly Form[];
  breaks?: readonly Example[];
  holds?: readonly Example[];
}>;

/** Every record that a rule settles, its own first. */
export const idsOf = (rule: Pick<Rule, "id" | "covers">): readonly RuleId[] => [...new Set([rule.id, ...(rule.covers ?? [])])];

/** A pack's rules never change, and are looked up for every operation. */
const indices = new WeakMap<readonly Rule[], ReadonlyMap<RuleId, Rule>>();

/** Rules by every record that they settle: by its own, where a rule has one. */
export function rulesById(rules: readonly Rule[]): ReadonlyMap<RuleId, Rule> {
  const known = indices.get(rules);
  if (known) return known;
  const index = new Map([
    ...rules.flatMap((rule) => (rule.covers ?? []).map((id) => [id, rule] as const)),
    ...rules.map((rule) => [rule.id, rule] as const),
  ]);
  indices.set(rules, index);
  return index;
}

export const formsOf = (rule: Rule): readonly Form["form"][] => [...new Set(rule.is.map((form) => form.form))];
