import type { Fault } from "./faults";
import type { Change, Properties, Thing } from "./things";
import { Things } from "./world";

/** Harm that stays for ever: what the platform does not refuse and a person regrets. */
export type Damage = Readonly<{ law: string; ref: string; at: number; say: string }>;

/** What an act leaves: how its thing looks, and what a person would have written down. */
export type Done = Readonly<{ observed: Thing; evidence: Readonly<Record<string, string>> }>;

export type What = "seed" | "begin" | "step" | "end" | "refused" | "fault" | "faults" | "meddled" | "time" | "plan";

/** One line of the journal: what happened, and all that it changed. State is the fold of these and nothing else. */
export type Entry = Readonly<{
  seq: number;
  /** Simulated minutes since the seed, after this record. */
  at: number;
  what: What;
  /** Whose plan is carried out from here on; of a seed and of "plan". */
  plan?: string;
  /** The act's id; empty where nobody ordered it. */
  id: string;
  ref: string;
  verb: string;
  step?: string;
  say?: string;
  args?: Properties;
  changes?: readonly Change[];
  damages?: readonly Damage[];
  evidence?: Readonly<Record<string, string>>;
  faults?: readonly Fault[];
  observed?: Thing;
}>;

/** What is known of an act: how far it came, and its answer when it ended. */
export type Act = Readonly<{
  ref: string;
  verb: string;
  /** Simulated minute that this act has reached: acts beside one another share time. */
  at: number;
  steps: readonly string[];
  evidence: Readonly<Record<string, string>>;
  done?: Done;
}>;

/** Everything that the journal's records add up to. */
export class LabState {
  seq = 0;
  at = 0;
  seeded = false;
  /** The plan that was begun last; empty where nobody said. */
  plan = "";
  faults: readonly Fault[] = [];
  damages: readonly Damage[] = [];
  things = new Things();
  readonly acts = new Map<string, Act>();
  /** Which act touched a thing last. */
  readonly lastAct = new Map<string, string>();

  apply(entry: Entry): void {
    this.seq = entry.seq;
    this.at = entry.at;
    if (entry.what === "seed") this.seeded = true;
    if (entry.plan !== undefined) this.plan = entry.plan;
    if (entry.changes) this.things.apply(entry.changes);
    if (entry.damages) this.damages = [...this.damages, ...entry.damages];
    if (entry.faults) this.faults = entry.faults;
    this.follow(entry);
  }

  private follow(entry: Entry): void {
    if (entry.what === "begin") {
      this.lastAct.set(entry.ref, entry.id);
      this.acts.set(entry.id, { ref: entry.ref, verb: entry.verb, at: entry.at, steps: [], evidence: entry.evidence ?? {} });
      return;
    }
    const act = this.acts.get(entry.id);
    if (!act || (entry.what !== "step" && entry.what !== "end")) return;
    const evidence = { ...act.evidence, ...entry.evidence };
    const steps = entry.step === undefined ? act.steps : [...act.steps, entry.step];
    const done = entry.what === "end" && entry.observed ? { done: { observed: entry.observed, evidence } } : {};
    this.acts.set(entry.id, { ...act, at: entry.at, steps, evidence, ...done });
  }

  /** For the snapshot: plain JSON. */
  freeze(): Frozen {
    const { seq, at, seeded, plan, faults, damages } = this;
    return {
      seq,
      at,
      seeded,
      plan,
      faults,
      damages,
      things: this.things.all(),
      acts: [...this.acts],
      lastAct: [...this.lastAct],
    };
  }

  static thaw(frozen: Frozen): LabState {
    const state = new LabState();
    const { seq, at, seeded, plan = "", faults, damages } = frozen;
    Object.assign(state, { seq, at, seeded, plan, faults, damages, things: new Things(frozen.things) });
    for (const [id, act] of frozen.acts) state.acts.set(id, act);
    for (const [ref, id] of frozen.lastAct) state.lastAct.set(ref, id);
    return state;
  }
}

export type Frozen = Readonly<{
  seq: number;
  at: number;
  seeded: boolean;
  plan?: string;
  faults: readonly Fault[];
  damages: readonly Damage[];
  things: readonly Thing[];
  acts: readonly (readonly [string, Act])[];
  lastAct: readonly (readonly [string, string])[];
}>;
