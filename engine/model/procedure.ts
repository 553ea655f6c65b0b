import type { Kind, Ref } from "./entity";
import type { How, RuleId } from "./plan";

type Ids = RuleId | readonly RuleId[];

/**
 * One task of a procedure. It is an entity of its own (an act with evidence), unless `moves` says that it is the move of another
 * entity. `after` reads as a sentence: after that task, because of this rule. Another procedure's tasks are `<procedure>.<task>`.
 */
export type Task = Readonly<{
  of: Ids;
  do: string;
  on?: "old" | "new" | "both" | "network";
  /** The team that does it, where a person must. */
  team?: string;
  moves?: Readonly<{ entity: string; by: string; add?: string }>;
  /** A gate instead of a task: what is asked. */
  asks?: Readonly<{ question: string; signed?: true }>;
  /** Only where this property of the procedure's subject is true. */
  when?: string;
  steps?: readonly string[];
  evidence?: Readonly<Record<string, string>>;
  after?: Readonly<Record<string, Ids>>;
  how?: Readonly<Record<string, How>>;
  minutes?: number;
  /** It looks at what has just been done: done with it, never put off to the stage that needs it. */
  soon?: true;
  /** What of the subject says for how many days it is looked at before it counts. */
  days?: string;
}>;

/** Tasks for each subject (a pair of servers, a link, a wave …) with their order. Data, read by engine/passes/order.ts. */
export type Procedure<Names extends string = string> = Readonly<{
  name: string;
  /** The milestone that its operations belong to. */
  milestone: string;
  tasks: Readonly<Record<Names, Task>>;
}>;

/** What one run of a procedure is about: a name for its tasks and what its templates `{old}`, `{new}` … stand for. */
export type Subject = Readonly<{
  procedure: string;
  name: string;
  is: Readonly<Record<string, string | readonly string[] | boolean>>;
  kind?: Kind;
  owner?: Ref;
}>;

/** One id or several, as several. */
export const ids = (of: Ids): readonly RuleId[] => (typeof of === "string" ? [of] : of);

/** Keeps the tasks' names as types; that every `after` names a task is a test of each pack. */
export const defineProcedure = <Names extends string>(procedure: Procedure<Names>): Procedure<Names> => procedure;
