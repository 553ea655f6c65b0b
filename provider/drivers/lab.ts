import { Busy, ABSENT, Act, Done, Driver, NotYet, Observed, Progress, Refused, Unreachable } from "./driver";
import { Entity, Kind, Ref, State, Value, kindOf } from "../../engine/model/entity";
import type { PhaseTable } from "../../engine/model/phases";
import { Change, Lab, LeaseHeld, NOT_YET, Refusal, Thing, openLab, physicsOf } from "../../lab";
import { isThere } from "./compare";

/** Whose laws hold in the lab, how long an act waits for another process on the same estate, and for which plan all is. */
export type LabSettings = Readonly<{ platform?: string; waitMs?: number; planned?: Planned }>;

/** A plan's name, those that it goes on from on its way, and the tables that say what of an estate is a plan's own. */
type Planned = Readonly<{ name: string; goesOnFrom?: readonly string[]; table: PhaseTable }>;

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
  private readonly planned: Planned | undefined;
  private opened: Lab | undefined;
  private acting = 0;

  constructor(
    private readonly folder: string,
    private readonly declared: State,
    { platform = "altiris", waitMs = WAIT_MS, planned }: LabSettings = {},
  ) {
    this.physics = physicsOf(platform);
    this.waitMs = waitMs;
    this.planned = planned;
  }

  /** Opened when it is first looked at: a store that is damaged is a matter of reading, and is said as such. */
  private get reader(): Lab {
    return (this.opened ??= openLab(this.folder, { write: false, physics: this.physics }));
  }

  read(ref: Ref): Promise<Observed> {
    return readable(() => this.look(ref, () => this.reader.look(ref)));
  }

  readAll(refs: readonly Ref[]): Promise<ReadonlyMap<Ref, Observed>> {
    return readable(() => {
      const things = new Map(this.reader.exists() ? this.reader.lookAll().map((thing) => [thing.ref, thing]) : []);
      return new Map(refs.map((ref) => [ref, this.look(ref, () => things.get(ref))]));
    });
  }

  /** What is there; where this plan has not begun, with what it brings along. */
  private look(ref: Ref, at: () => Thing | undefined): Observed {
    const declared = this.declared.get(ref);
    if (!this.reader.exists()) return imagined(ref, declared);
    const left = this.left();
    const thing = at();
    if (!left) return seen(ref, thing);
    if (isOfPlan(left, ref)) return thing && left.goesOn ? seen(ref, thing) : imagined(ref, declared);
    return seen(ref, thing && declared ? { ...thing, ...reckonedOf(left.table, declared) } : thing);
  }

  /** How another plan has left the estate: to be gone on with, as a plan made on the way does, or behind it. */
  private left(): Left | undefined {
    const { plan } = this.reader;
    if (!this.planned || plan === "" || plan === this.planned.name) return undefined;
    const { table, goesOnFrom = [] } = this.planned;
    return { table, goesOn: goesOnFrom.includes(plan) };
  }

  /** The estate comes into being; or what another plan has left is made ready for this one. */
  private begin(lab: Lab, declared = this.declared): void {
    if (!lab.exists()) return lab.seed([...declared.values()].filter(isThere).map(thingOf), this.planned?.name);
    const left = this.left();
    if (!left || !this.planned) return;
    const { table, goesOn } = left;
    // what a plan made on the way has no more was not begun, or there would be none
    const over = lab
      .lookAll()
      .filter(({ ref }) => isOfPlan(left, ref as Ref) && !(goesOn && declared.has(ref as Ref)))
      .map(({ ref }): Change => ({ ref, gone: true }));
    const anew = [...declared.values()].flatMap((entity): readonly Change[] => {
      const { ref, ...set } = thingOf(entity);
      const there = lab.look(ref);
      if (isOfPlan(left, ref as Ref)) return isThere(entity) && !(there && goesOn) ? [{ ref, set }] : [];
      if (!there) return [];
      const phase = table.phaseOf(entity.kind, String(there["phase"]));
      return [{ ref, set: { ...reckonedOf(table, entity), ...(phase === there["phase"] ? {} : { phase }) } }];
    });
    lab.begin(this.planned.name, [...over, ...anew]);
  }

  async adopt(declared: State): Promise<void> {
    if (this.reader.exists() && !this.left()) return;
    await this.writing(
      () => undefined,
      async (lab) => this.begin(lab, declared),
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
      this.begin(lab);
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

type Left = Readonly<{ table: PhaseTable; goesOn: boolean }>;

const isOfPlan = ({ table }: Left, ref: Ref): boolean => table.has(kindOf(ref)) && table.of(kindOf(ref)).ofPlan === true;

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

/** What a plan reckons with of an entity, whatever the estate shows. */
const reckonedOf = (table: PhaseTable, entity: Entity): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    (table.has(entity.kind) ? (table.of(entity.kind).reckoned ?? []) : []).flatMap((name) =>
      entity[name] === undefined ? [] : [[name, entity[name]]],
    ),
  );

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
