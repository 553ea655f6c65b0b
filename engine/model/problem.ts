import type { Allowed, Ask, WaivedEdge } from "./asked";
import type { Ref, State } from "./entity";
import type { Finding } from "./finding";
import type { Model, Pack } from "./pack";
import type { PhaseTable } from "./phases";
import type { Edge, OpId, Operation, Plan } from "./plan";
import type { Subject, Task } from "./procedure";

/** A task of a procedure for one subject: the operations it stands for, and its own entity if it has one. */
export type PlacedTask = Readonly<{
  procedure: string;
  milestone: string;
  subject: Subject;
  name: string;
  task: Task;
  operations: readonly OpId[];
  entity?: Ref;
}>;

/** All that planning is about, ready to be asked: states, tables, operations, edges. */
export type Problem = Readonly<{
  pack: Pack<never>;
  model: Model;
  table: PhaseTable;
  start: State;
  /** Where the estate really is, as it was given; absent: as the documents declare. */
  from?: State;
  goal: State;
  tasks: readonly PlacedTask[];
  operations: readonly Operation[];
  edges: readonly Edge[];
  /** The wishes and holds of the migration; their edges are among the edges. */
  asks: readonly Ask[];
  /** Waivers that are applied, the edges that they took away, and the gates that nobody asks. */
  allowed: readonly Allowed[];
  waived: readonly WaivedEdge[];
  openGates: ReadonlyMap<Ref, Allowed>;
  findings: readonly Finding[];
}>;

export type Planned = Readonly<{
  problem: Problem;
  plan?: Plan;
  findings: readonly Finding[];
  /** What is declared is in the way already, before any order was looked for. */
  declared?: true;
}>;
