import { Entity, Kind, Scalar, Value } from "./entity";

export type Patch = Readonly<Record<string, Value>>;

/**
 * One way from a phase to another. `during` is what an interruption may leave: a hull of all half-way points, so that no rule
 * needs to know of them. A move without `undo` is a point of no return.
 */
export type Move = Readonly<{
  name: string;
  from: string | readonly string[];
  to: string;
  during: string;
  /** What the way back is called; absent: there is none. */
  undo?: string;
  /** The properties that this move brings to their wanted value (besides the phase). */
  changes?: readonly string[];
  /** This list property grows, one operation an element; operations of one stage become one. */
  grows?: string;
  /** Whether this entity goes this way, where a table offers two. */
  when?(entity: Entity, goal: Entity): boolean;
  /** Properties while under way, where they follow from before and after (a union, an intersection). */
  hull?(before: Entity, after: Entity): Patch;
  /** What the driver does one after another. */
  steps?: readonly string[];
  by: "driver" | "person";
  minutes?: number;
  /** How many agents' service could fail. */
  risk?(entity: Entity): number;
  /**
   * What a stage with such an operation is about. Unless the pace is fast, a stage is about one thing; and of operations with a
   * risk it holds one (careful) or one for each group (steady).
   */
  about?: string;
  /** It ends a makeshift: done as soon as it may be, never put off to the stage that needs it. */
  soon?: true;
}>;

/**
 * What an owner of addresses may hold, and where nobody else may. `also`: further realms in which it may hold the same just now;
 * `nested`: a narrower boundary in a wider one is allowed; `minutes`: so long nobody else may have what it lets go, until all
 * have heard; `who` looks for a site meanwhile, in the platform's word.
 */
export type Claims = Readonly<{
  realm: string;
  also?: readonly string[];
  addresses: readonly Scalar[];
  nested?: "allowed";
  minutes?: number;
  who?: string;
}>;

/** A pack's table of one kind: what phases there are and what leads from one to the next. */
export type Phases = Readonly<{
  kind: Kind;
  /** The word for it in sentences and tables. */
  word: string;
  first: readonly string[];
  last: readonly string[];
  moves: readonly Move[];
  /** It is there for one plan alone, and the next one has its own: a wave, a task, a gate. */
  ofPlan?: true;
  /** Properties that a plan reckons with and no estate shows: which way it goes, what it weighs. */
  reckoned?: readonly string[];
  /** Lists in which an observer may find more: what another property says that moves of other entities bring. */
  mayHold?: Readonly<Record<string, string>>;
  /** Phases in which a plan with other tables leaves it, and what they are here: after an upgrade `joined` is `running`. */
  alias?: Readonly<Record<string, string>>;
  /** What follows from the phase, so that no document and no move has to say it. */
  shows?(entity: Entity): Patch;
  /** For what owns addresses: which it may hold, and the realm in which nobody else may hold them too. */
  claims?(entity: Entity): Claims;
}>;

/** Phases in which there is nothing of an entity to see: not yet, or no more. */
const notThere: ReadonlySet<string> = new Set(["planned", "gone", "todo", "closed"]);

export const isThere = (entity: Pick<Entity, "phase">): boolean => !notThere.has(entity.phase);

/** A pack's tables, ready to be asked. */
export class PhaseTable {
  private readonly tables: ReadonlyMap<Kind, Phases>;

  constructor(readonly phases: readonly Phases[]) {
    this.tables = new Map(phases.map((table) => [table.kind, table]));
  }

  of(kind: Kind): Phases {
    const table = this.tables.get(kind);
    if (!table) throw new Error(`no table of phases for ${kind}`);
    return table;
  }

  has(kind: Kind): boolean {
    return this.tables.has(kind);
  }

  move(kind: Kind, name: string): Move {
    const move = this.of(kind).moves.find((candidate) => candidate.name === name);
    if (!move) throw new Error(`${kind} has no move "${name}"`);
    return move;
  }

  /** A phase in the words of this table, whichever table left the entity in it. */
  phaseOf(kind: Kind, phase: string): string {
    const alias = this.tables.get(kind)?.alias;
    return alias && Object.hasOwn(alias, phase) ? (alias[phase] as string) : phase;
  }

  /** The entity in a phase, with all that follows from it. */
  at(entity: Entity, phase: string, patch: Patch = {}): Entity {
    const changed = { ...entity, ...patch, phase } as Entity;
    const shows = this.of(entity.kind).shows;
    return shows ? ({ ...changed, ...shows(changed) } as Entity) : changed;
  }
}

export const leavesFrom = (move: Move, phase: string): boolean =>
  typeof move.from === "string" ? move.from === phase : move.from.includes(phase);
