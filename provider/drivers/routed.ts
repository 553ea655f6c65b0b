import { Routes, isDeed } from "../../documents/drivers";
import { canonical } from "../../engine/hash";
import { Ref, State, kindOf } from "../../engine/model/entity";
import type { DriverEntry } from "../../engine/model/migration";
import { refOfAct } from "../transition";
import { Act, Done, Driver, Observed, Progress } from "./driver";

/** What was written down about an entity, whoever carries it out now; nothing where nothing was. */
export type Recorded = Readonly<{ recorded(ref: Ref): Promise<Observed | undefined> }>;

/**
 * Several drivers as one: each act goes to the one that carries it out, each look to the one that sees. What people have once
 * attested stays done when a program takes their place, so that automating a task in the middle of a migration loses nothing.
 */
export class Routed implements Driver {
  private readonly made = new Map<string, Driver>();
  readonly minutes?: () => Promise<number>;

  constructor(
    private readonly routes: Routes,
    private readonly make: (entry: DriverEntry) => Driver,
    private readonly evidence: Recorded,
    /** Who is there whatever is asked for: what must come into being with the estate. */
    private readonly always: readonly DriverEntry[],
  ) {
    const simulated = always.map((entry) => this.driver(entry)).find((driver) => driver.minutes);
    if (simulated) this.minutes = async () => (await simulated.minutes?.()) ?? 0;
  }

  async read(ref: Ref): Promise<Observed> {
    return (await this.attested(ref)) ?? this.whole(ref, await this.driver(this.routes.reader(ref)).read(ref));
  }

  /** Each driver is asked once for all that it sees, beside the others. */
  async readAll(refs: readonly Ref[]): Promise<ReadonlyMap<Ref, Observed>> {
    const found = new Map<Ref, Observed>();
    const asked = new Map<Driver, Ref[]>();
    for (const ref of refs) {
      const attested = await this.attested(ref);
      const driver = this.driver(this.routes.reader(ref));
      if (attested) found.set(ref, attested);
      else asked.set(driver, [...(asked.get(driver) ?? []), ref]);
    }
    const answers = await Promise.all([...asked].map(([driver, some]) => driver.readAll(some)));
    for (const answer of answers) for (const [ref, observed] of answer) found.set(ref, observed);
    const all = new Map<Ref, Observed>();
    for (const ref of refs) {
      const observed = found.get(ref);
      if (observed) all.set(ref, await this.whole(ref, observed));
    }
    return all;
  }

  /** Where who looks at a wave does not count its agents, those count who have attested how many have come. */
  private async whole(ref: Ref, observed: Observed): Promise<Observed> {
    if (kindOf(ref) !== "wave" || observed["arrived"] !== undefined) return observed;
    const recorded = await this.evidence.recorded(ref);
    const [arrived, upgraded] = [recorded?.["arrived"], recorded?.["upgraded"]];
    return arrived === undefined || upgraded === undefined ? observed : { ...observed, arrived, upgraded };
  }

  async adopt(declared: State): Promise<void> {
    for (const driver of new Set(this.always.map((entry) => this.driver(entry)))) await driver.adopt(declared);
  }

  apply(act: Act, progress: Progress): Promise<Done> {
    return this.carrier(act).apply(act, progress);
  }

  run(task: Act, progress: Progress): Promise<Done> {
    return this.carrier(task).run(task, progress);
  }

  ask(gate: Act, progress: Progress): Promise<Done> {
    return this.carrier(gate).ask(gate, progress);
  }

  /** What people have attested was held against its task when they did. */
  async confirm(act: Act): Promise<void> {
    if (!(await this.attested(act.ref))) await this.carrier(act).confirm?.(act);
  }

  /** Whoever may have carried it out is asked; one who knows outweighs one who does not. */
  async did(id: string): Promise<"yes" | "no" | "unknown"> {
    const ref = refOfAct(id);
    const asked = ref === undefined ? [] : this.routes.carriers(ref).map((entry) => this.driver(entry));
    const answers = await Promise.all(asked.map((driver) => driver.did(id)));
    return answers.includes("yes") ? "yes" : answers.includes("unknown") ? "unknown" : "no";
  }

  private carrier({ ref, move }: Act): Driver {
    return this.driver(this.routes.carrier(ref, move));
  }

  private async attested(ref: Ref): Promise<Observed | undefined> {
    return isDeed(ref) ? this.evidence.recorded(ref) : undefined;
  }

  /** One driver for one entry, however often it is named. */
  private driver(entry: DriverEntry): Driver {
    const key = canonical(entry);
    const known = this.made.get(key) ?? this.make(entry);
    this.made.set(key, known);
    return known;
  }
}
