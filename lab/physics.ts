import type { Fault } from "./faults";
import type { Invariant } from "./monitor";
import type { Change, Properties, Scalar, Thing } from "./things";
import type { World } from "./world";

/** Harm that a step does. Where it stands in time is the record's. */
export type Harm = Readonly<{ law: string; ref: string; say: string }>;

export type Effect = Readonly<{
  changes?: readonly Change[];
  harms?: readonly Harm[];
  evidence?: Readonly<Record<string, string>>;
}>;

/** What a step may look at; it answers with an effect or throws a Refusal. */
export type Scene = Readonly<{
  world: World;
  ref: string;
  verb: string;
  /** The thing as it is now; undefined while it is not there. */
  thing: Thing | undefined;
  args: Properties;
  /** Simulated minutes since the seed. */
  at: number;
  faults: readonly Fault[];
  /** A line for whoever watches. */
  progress: (line: string) => void;
}>;

/** `minutes` is a function where the order says how long it takes. */
export type Step = Readonly<{ name: string; minutes: number | ((args: Properties) => number); does: (scene: Scene) => Effect }>;

/** What can be done to a kind of thing: from which phases, through which, to which. */
export type Verb = Readonly<{
  /** "absent" stands for not being there. The verb's own `during` is always allowed: an act is taken up where it was left. */
  from: readonly string[];
  during: string;
  /** "absent": the thing goes. A function where it depends on what was there. */
  to: string | ((scene: Scene) => string);
  /** Properties that it gets from the order's arguments when it begins. */
  takes?: (args: Properties) => Properties;
  /** Asked before it begins and when it is taken up again; throws a Refusal. */
  may?: (scene: Scene) => void;
  /** Changes of the beginning besides the phase. */
  begins?: (scene: Scene) => Effect;
  steps: readonly Step[];
}>;

/** The laws of a platform. */
export interface Physics {
  verbs(kind: string): Readonly<Record<string, Verb>> | undefined;
  /** What hurts as long as it lasts: becomes a damage when it begins to hold. */
  standing(world: World): readonly Harm[];
  /** Changes of other kinds neither begin nor end anything that stands. */
  readonly standingKinds: readonly string[];
  /** What happens by itself between two minutes. */
  passes(world: World, from: number, to: number): readonly Change[];
  ask(question: string, ref: string, scene: Pick<Scene, "world" | "at" | "faults">): Scalar;
  /** What the monitor watches. */
  readonly invariants: readonly Invariant[];
}
