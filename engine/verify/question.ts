import type { Ref } from "../model/entity";
import type { Severity } from "../model/finding";
import type { Edge, OpId, Operation } from "../model/plan";
import type { Rule, Said, StateForm } from "../model/rule";
import { isEntity } from "./view";

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

/** One rule about one entity. */
export type Question = Readonly<{ rule: Rule; form: StateForm; focus: Ref }>;

/** What a rule said, with where and upon which reads. */
export const breach = (
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
