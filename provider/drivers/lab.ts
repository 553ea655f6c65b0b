import { Busy, ABSENT, Act, Done, Driver, NotYet, Observed, Progress, Refused, Unreachable } from "./driver";
import { Entity, Kind, Ref, State, kindOf } from "../../engine/model/entity";
import { Lab, LeaseHeld, NOT_YET, Refusal, Thing, openLab, physicsOf } from "../../lab";
import { isThere } from "./compare";

/** Whose laws hold in the lab, and how long an act waits for another process that acts on the same estate. */
export type LabSettings = Readonly<{ platform?: string; waitMs?: number }>;

const WAIT_MS = 60_000;

type Words = Partial<Record<Kind, Readonly<Record<string, string>>>>;

/** Where the lab's word for a phase is not the pack's. What a restored database brings along nobody has put there yet. */
const phases: Words = {
  boundaries: { inherited: ABSENT },
  licence: { copying: "applying", copied: "applying" },
};

/** One verb of the lab, and the phases in which it is over already. */
type Verb = Readonly<{ verb: string; past?: readonly string[] }>;

/** Moves that are several acts in the lab; all others bear the same name there. */
const verbs: Partial<Record<Kind, Readonly<Record<string, readonly Verb[]>>>> = {
  licence: {
    apply: [{ verb: "copy", past: ["copied", "applying", "applied"] }, { verb: "apply" }],
    unapply: [{ verb: "unapply", past: ["copied", "copying", ABSENT] }, { verb: "uncopy" }],
  },
};

const verbsOf = (kind: Kind, move: string): readonly Verb[] => {
  const moves = verbs[kind];
  return (moves && Object.hasOwn(moves, move) ? moves[move] : undefined) ?? [{ verb: move }];
};

const wordOf = (kind: Kind, word: string): string => {
  const words = phases[kind];
  return words && Object.hasOwn(words, word) ? (words[word] as string) : word;
};

/** The simulated estate. One that is not there yet is seen as what is declared, and comes into being when it is adopted. */
export class LabDriver implements Driver {
  private readonly physics: ReturnType<typeof physicsOf>;
  private readonly waitMs: number;
  private opened: Lab | undefined;
  private acting = 0;

  constructor(
    private readonly folder: string,
    private readonly declared: State,
    { platform = "altiris", waitMs = WAIT_MS }: LabSettings = {},
  ) {
    this.physics = physicsOf(platform);
    this.waitMs = waitMs;
  }

  /** Opened when it is first looked at: a store that is damaged is a matter of reading, and is said as such. */
  private get reader(): Lab {
    return (this.opened ??= openLab(this.folder, { write: false, physics: this.physics }));
  }

  read(ref: Ref): Promise<Observed> {
    return readable(() => (this.reader.exists() ? seen(ref, this.reader.look(ref)) : imagined(ref, this.declared.get(ref))));
  }

  readAll(refs: readonly Ref[]): Promise<ReadonlyMap<Ref, Observed>> {
    return readable(() => {
      if (!this.reader.exists()) return new Map(refs.map((ref) => [ref, imagined(ref, this.declared.get(ref))]));
      const things = new Map(this.reader.lookAll().map((thing) => [thing.ref, thing]));
      return new Map(refs.map((ref) => [ref, seen(ref, things.get(ref))]));
    });
  }

  async adopt(declared: State): Promise<void> {
    if (this.reader.exists()) return;
    await this.writing(
      () => undefined,
      async (lab) => {
        if (!lab.exists()) lab.seed([...declared.values()].filter(isThere).map(thingOf));
      },
    );
  }

  apply(act: Act, progress: Progress): Promise<Done> {
    return this.act(act, progress);
  }

  run(task: Act, progress: Progress): Promise<Done> {
    return this.act(task, progress);
  }

  ask(gate: Act, progress: Progress): Promise<Done> {
    return this.act(gate, progress);
  }

  did(id: string): Promise<"yes" | "no" | "unknown"> {
    return readable(() => (this.reader.exists() ? this.reader.did(id) : "no"));
  }

  minutes(): Promise<number> {
    return readable(() => (this.reader.exists() ? this.reader.minutes : 0));
  }

  private async act({ id, ref, move, after, told }: Act, progress: Progress): Promise<Done> {
    const { ref: _ref, kind, phase: _phase, ...properties } = after;
    const args = { ...properties, ...told };
    return this.writing(progress, async (lab) => {
      if (!lab.exists()) lab.seed([...this.declared.values()].filter(isThere).map(thingOf));
      const phase = String(lab.look(ref)?.["phase"] ?? ABSENT);
      const all = verbsOf(kind, move);
      try {
        let done: Done = { observed: seen(ref, lab.look(ref)), evidence: {} };
        for (const [i, { verb, past }] of all.entries()) {
          if (past?.includes(phase)) continue;
          // the move is done when its last verb is
          const { observed, evidence } = await lab.act(
            { id: i === all.length - 1 ? id : `${id}:${verb}`, ref, verb, args },
            progress,
          );
          done = { observed: seen(ref, observed), evidence: { ...done.evidence, ...evidence } };
        }
        return done;
      } catch (cause) {
        throw cause instanceof Refusal ? translated(cause) : cause;
      }
    });
  }

  /** Acts beside one another share the lease; the last one gives it back. What was read stays read. */
  private async writing<T>(progress: Progress, work: (lab: Lab) => Promise<T>): Promise<T> {
    this.acting++;
    try {
      await this.reader.hold({
        waitMs: this.waitMs,
        onWait: ({ pid, host, since }) =>
          progress(`waits for process ${pid} on ${host}, which acts on this estate since ${since}`),
      });
      return await work(this.reader);
    } catch (cause) {
      throw cause instanceof LeaseHeld ? new Busy(cause.message, { cause }) : cause;
    } finally {
      this.acting--;
      if (this.acting === 0) this.opened?.close();
    }
  }
}

const translated = (refusal: Refusal): Error =>
  refusal.law === NOT_YET ? new NotYet(refusal.say, { cause: refusal }) : new Refused(refusal.message, { cause: refusal });

async function readable<T>(look: () => T): Promise<T> {
  try {
    return look();
  } catch (cause) {
    throw new Unreachable(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function seen(ref: Ref, thing: Thing | undefined): Observed {
  const { ref: _ref, phase, ...rest } = thing ?? { ref, phase: ABSENT };
  const translatedPhase = wordOf(kindOf(ref), String(phase));
  return translatedPhase === ABSENT ? { phase: ABSENT } : { ...rest, phase: translatedPhase };
}

const imagined = (ref: Ref, entity: Entity | undefined): Observed =>
  seen(ref, entity && isThere(entity) ? thingOf(entity) : undefined);

/** What follows from a phase in the pack's table and is no fact of the lab's. */
const derived: Partial<Record<Kind, readonly string[]>> = {
  settings: ["restored"],
  stragglers: ["at"],
};

function thingOf({ kind, ...thing }: Entity): Thing {
  return Object.fromEntries(Object.entries(thing).filter(([name]) => !derived[kind]?.includes(name))) as Thing;
}
