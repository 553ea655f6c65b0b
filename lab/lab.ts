import { existsSync } from "node:fs";
import { join } from "node:path";
import { Bench, Order, newlyStanding, perform } from "./act";
import { altiris } from "./altiris";
import type { Fault } from "./faults";
import { Violation, watch } from "./monitor";
import type { Physics } from "./physics";
import { Damage, Done, Entry, Frozen, LabState } from "./record";
import { Journal } from "./store/journal";
import { Lease, LeaseOptions } from "./store/lease";
import { readSnapshot, writeSnapshot } from "./store/snapshot";
import { Change, Scalar, Thing, Value, visible } from "./things";

/** The time of the real world, which tests may want to hold. */
export type WallClock = Readonly<{ now(): Date; sleep(ms: number): Promise<void> }>;

export type LabOptions = Readonly<{
  /** Writing asks for the estate's lease at once and fails by name (LeaseHeld): one writer at a time, any number of readers. */
  write: boolean;
  clock?: WallClock;
  physics?: Physics;
}>;

/** A simulated estate: what an observer sees, what can be done to it, and the record of all that was. */
export interface Lab {
  exists(): boolean;
  /** `plan`: the one that it is for. */
  seed(things: readonly Thing[], plan?: string): void;
  /** The plan that was begun last; empty where nobody said. */
  readonly plan: string;
  /** Another plan begins: what there is for it alone comes, what there was for the last one goes. */
  begin(plan: string, changes: readonly Change[]): void;
  look(ref: string): Thing | undefined;
  lookAll(): readonly Thing[];
  act(order: Order, progress?: (line: string) => void): Promise<Done>;
  /** "unknown": it began and never ended. "no" also where another act has touched its thing since. */
  did(id: string): "yes" | "no" | "unknown";
  journal(): readonly Entry[];
  /** A change by hand, as somebody at a console makes it; undefined takes a property away, no changes at all the whole thing. */
  meddle(ref: string, changes?: Readonly<Record<string, Value | undefined>>): void;
  ask(question: string, ref: string): Scalar;
  faults: readonly Fault[];
  /** Simulated minutes since the seed. */
  readonly minutes: number;
  advance(minutes: number): void;
  damages(): readonly Damage[];
  violations(): readonly Violation[];
  /** Waits for the lease of an estate that was opened for reading, or closed, and takes up writing. */
  hold(options?: LeaseOptions): Promise<void>;
  /** Gives the lease back. Reading goes on working. */
  close(): void;
}

const realTime: WallClock = { now: () => new Date(), sleep: (ms) => new Promise((done) => setTimeout(done, ms)) };

/** Opens an estate's folder, which need not be there yet. */
export const openLab = (folder: string, options: LabOptions): Lab => new FolderLab(folder, options);

/** As openLab for writing, but waits for another writer to end. */
export async function openLabWhenFree(folder: string, options: LeaseOptions & Omit<LabOptions, "write"> = {}): Promise<Lab> {
  const lab = openLab(folder, { ...options, write: false });
  await lab.hold(options);
  return lab;
}

/** So many records are folded anew on opening, at most. */
const SNAPSHOT_EVERY = 1_000;
/** Fewer are not worth a snapshot when a writer closes: a snapshot is as large as the estate. */
const SNAPSHOT_ON_CLOSE = 200;

class FolderLab implements Lab, Bench {
  state = new LabState();
  readonly physics: Physics;
  private readonly journalFile: Journal<Entry>;
  private readonly snapshotFile: string;
  private readonly clock: WallClock;
  private snapshotSeq = 0;
  private lease: Lease | undefined;
  private holding: Promise<void> | undefined;
  /** Asked twice at the same time, an act is still one act. */
  private readonly running = new Map<string, Promise<Done>>();

  constructor(
    private readonly folder: string,
    options: LabOptions,
  ) {
    this.physics = options.physics ?? altiris;
    this.clock = options.clock ?? realTime;
    this.snapshotFile = join(folder, "snapshot");
    this.journalFile = this.openJournal();
    if (options.write) this.startWriting(Lease.acquireNow(folder, this.clock.now()));
    else this.catchUp();
  }

  /** Acts beside one another may all ask for it: they wait for the same lease. */
  hold(options: LeaseOptions = {}): Promise<void> {
    if (this.lease) return Promise.resolve();
    this.holding ??= Lease.acquire(this.folder, { ...this.clock, ...options })
      .then((lease) => this.startWriting(lease))
      .finally(() => (this.holding = undefined));
    return this.holding;
  }

  private startWriting(lease: Lease): void {
    try {
      this.journalFile.startWriting();
      this.catchUp();
      this.lease = lease;
    } catch (cause) {
      lease.release();
      throw cause;
    }
  }

  private openJournal(): Journal<Entry> {
    const file = join(this.folder, "journal.ndjson");
    const snapshot = readSnapshot<Frozen>(this.snapshotFile);
    const journal = Journal.open<Entry>(file, { write: false }, snapshot);
    if (!snapshot || !journal.reaches(snapshot.offset)) return snapshot ? Journal.open<Entry>(file, { write: false }) : journal;
    this.state = LabState.thaw(snapshot.state);
    this.snapshotSeq = snapshot.seq;
    return journal;
  }

  exists(): boolean {
    if (!existsSync(this.folder)) return false;
    this.catchUp();
    return this.state.seeded;
  }

  seed(things: readonly Thing[], plan?: string): void {
    if (this.state.seeded) throw new Error(`${this.folder} holds an estate already; take another folder for another one`);
    const seen = new Set<string>();
    for (const { ref } of things) {
      if (seen.has(ref)) throw new Error(`${ref} is twice in the seed`);
      seen.add(ref);
    }
    const changes = things.map(({ ref, ...set }): Change => ({ ref, set }));
    this.write({ what: "seed", at: 0, id: "", ref: "", verb: "", changes, ...(plan === undefined ? {} : { plan }) });
  }

  get plan(): string {
    this.catchUp();
    return this.state.plan;
  }

  begin(plan: string, changes: readonly Change[]): void {
    this.write({ what: "plan", at: this.state.at, id: "", ref: "", verb: "", changes, plan });
  }

  look(ref: string): Thing | undefined {
    this.catchUp();
    const thing = this.state.things.get(ref);
    return thing && visible(thing);
  }

  lookAll(): readonly Thing[] {
    this.catchUp();
    return this.state.things.all().map(visible);
  }

  act(order: Order, progress: (line: string) => void = () => undefined): Promise<Done> {
    const running = this.running.get(order.id);
    if (running) return running;
    const done = perform(this, order, progress).finally(() => this.running.delete(order.id));
    this.running.set(order.id, done);
    return done;
  }

  did(id: string): "yes" | "no" | "unknown" {
    this.catchUp();
    const act = this.state.acts.get(id);
    if (!act || this.state.lastAct.get(act.ref) !== id) return "no";
    return act.done ? "yes" : "unknown";
  }

  journal(): readonly Entry[] {
    return this.journalFile.all();
  }

  meddle(ref: string, changes?: Readonly<Record<string, Value | undefined>>): void {
    const change: Change = changes === undefined ? { ref, gone: true } : meddled(ref, changes);
    this.writeByHand("meddled", ref, [change], this.state.at);
  }

  ask(question: string, ref: string): Scalar {
    this.catchUp();
    const { things: world, at, faults } = this.state;
    return this.physics.ask(question, ref, { world, at, faults });
  }

  get faults(): readonly Fault[] {
    this.catchUp();
    return this.state.faults;
  }

  set faults(faults: readonly Fault[]) {
    this.write({ what: "faults", at: this.state.at, id: "", ref: "", verb: "", faults });
  }

  get minutes(): number {
    this.catchUp();
    return this.state.at;
  }

  advance(minutes: number): void {
    if (!(minutes >= 0)) throw new Error(`time goes forward: advance(${minutes}) cannot be`);
    const at = this.state.at + minutes;
    this.writeByHand("time", "", this.physics.passes(this.state.things, this.state.at, at), at);
  }

  damages(): readonly Damage[] {
    this.catchUp();
    return this.state.damages;
  }

  violations(): readonly Violation[] {
    return watch(this.journal(), this.physics.invariants);
  }

  close(): void {
    if (this.lease && this.state.seq - this.snapshotSeq >= SNAPSHOT_ON_CLOSE) this.snapshot();
    this.lease?.release();
    this.lease = undefined;
    this.journalFile.close();
  }

  sleep(ms: number): Promise<void> {
    return this.clock.sleep(ms);
  }

  write(entry: Omit<Entry, "seq">): void {
    if (!this.lease) throw new Error(`${this.folder} was opened for reading (or closed): open it with write: true to act`);
    this.lease.mustHold();
    const numbered: Entry = { seq: this.state.seq + 1, ...entry };
    this.journalFile.append(numbered);
    this.state.apply(numbered);
    if (this.state.seq - this.snapshotSeq >= SNAPSHOT_EVERY) this.snapshot();
  }

  private writeByHand(what: "meddled" | "time", ref: string, changes: readonly Change[], at: number): void {
    const damages = newlyStanding(this, changes).map((harm): Damage => ({ ...harm, at }));
    this.write({ what, at, id: "", ref, verb: "", changes, ...(damages.length > 0 ? { damages } : {}) });
  }

  /** Readers follow the writer; the writer itself is up to date. */
  private catchUp(): void {
    for (const entry of this.journalFile.catchUp()) this.state.apply(entry);
  }

  private snapshot(): void {
    const { seq, offset } = this.journalFile.position;
    writeSnapshot(this.snapshotFile, { seq, offset, state: this.state.freeze() });
    this.snapshotSeq = seq;
  }
}

const meddled = (ref: string, changes: Readonly<Record<string, Value | undefined>>): Change => ({
  ref,
  set: Object.fromEntries(Object.entries(changes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  unset: Object.keys(changes).filter((name) => changes[name] === undefined),
});
