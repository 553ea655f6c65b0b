/** What a law of a platform rests on: a line of its source, or nothing but a guess. */
export type Law = Readonly<{
  /** What the lab does when it is broken. */
  then: "refuses" | "damages" | "refuses or damages";
  /** Line of the source; absent: guessed. */
  line?: number;
  /** The obligation that speaks of the same. */
  obligation?: string;
  title: string;
}>;

/** Keeps the ids as types. */
export const defineLaws = <Id extends string>(all: Readonly<Record<Id, Law>>): Readonly<Record<Id, Law>> => all;
