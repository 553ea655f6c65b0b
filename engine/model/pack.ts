import type { Asked } from "./asked";
import type { Change } from "./change";
import type { Entity, Ref, State, Value } from "./entity";
import type { Finding, Source } from "./finding";
import type { Operation } from "./plan";
import type { Phases } from "./phases";
import type { Procedure, Subject } from "./procedure";
import type { Rule } from "./rule";

/** Where a declared value stands: `<ref>` for the entry, `<ref>.<property>` for a value of it. */
export type Origins = ReadonlyMap<string, Source>;

export const paces = ["careful", "steady", "fast"] as const;
export type Pace = (typeof paces)[number];

/** Two estates and a migration, read by a platform's dialect into the one model. */
export type Model = Readonly<{
  platform: string;
  title: string;
  start: State;
  goal: State;
  subjects: readonly Subject[];
  origins: Origins;
  /** Where one element of a list stands, the list being at `list`; absent where nothing was read from documents. */
  elementAt?(list: Source, element: string): Source | undefined;
  options: Readonly<Record<string, Value>>;
  pace: Pace;
  findings: readonly Finding[];
  /** Facts that no state holds and that readers of a report want (sites, agents counted …), in order. */
  facts: readonly string[];
  /** What differs between the two estates, in the words of people; absent where the platform cannot say. */
  changes?: readonly Change[];
  /** What the migration asks for beyond the estates; absent: nothing. */
  asked?: Asked;
}>;

/** A platform: its words, phases, procedures and rules. All of it pure; `Documents` is what its dialect's schema types. */
export type Pack<Documents = never> = Readonly<{
  name: string;
  version: string;
  phases: readonly Phases[];
  procedures: readonly Procedure[];
  rules: readonly Rule[];
  read(documents: Documents): Model;
  /** What shares a risk: operations of two groups in one stage are two risks. */
  group(entity: Entity): string;
  /** What a stage is about, in a word or three. */
  nameStage(operations: readonly Operation[], state: State): string;
  /** How the source itself lists a procedure's tasks, read apart from the edges: what tests compare them with. */
  sourceOrders?: Readonly<Record<string, readonly string[]>>;
}>;

export const originOf = (origins: Origins, ref: Ref | string, prop?: string): Source | undefined =>
  (prop === undefined ? undefined : origins.get(`${ref}.${prop}`)) ?? origins.get(ref);
