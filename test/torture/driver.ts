import type { Ref } from "../../engine/model/entity";
import { Act, Done, Driver, Progress, Unreachable } from "../../provider/drivers/driver";
import type { Trouble } from "./moments";

/** A promise and whoever settles it. */
export class Latch {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((open) => (this.open = open));
}

/**
 * A driver between provider and estate, and what a bad line does to one call of it: the first act of one entity, or the first
 * look at it. Everything else passes.
 */
export class BadLine implements Driver {
  /** Settles when it has happened. */
  readonly met = new Latch();
  /** A call that is held back until it is let go, and what became of it. */
  readonly letGo = new Latch();
  late: Promise<Done> | undefined;
  private happened = false;
  readonly minutes?: () => Promise<number>;

  constructor(
    private readonly inner: Driver,
    private readonly trouble: Trouble,
    private readonly ref: string,
    private readonly step: number,
  ) {
    if (inner.minutes) this.minutes = () => inner.minutes?.() ?? Promise.resolve(0);
  }

  async read(ref: Ref) {
    if (this.trouble === "the estate cannot be read" && this.meets(ref)) throw new Unreachable("the line is dead");
    return this.inner.read(ref);
  }

  readAll = (refs: readonly Ref[]) => this.inner.readAll(refs);
  adopt: Driver["adopt"] = (declared) => this.inner.adopt(declared);
  did: Driver["did"] = (id) => this.inner.did(id);
  apply = (act: Act, progress: Progress): Promise<Done> => this.carry((one) => this.inner.apply(one, progress), act);
  run = (act: Act, progress: Progress): Promise<Done> => this.carry((one) => this.inner.run(one, progress), act);
  ask = (act: Act, progress: Progress): Promise<Done> => this.carry((one) => this.inner.ask(one, progress), act);

  private meets(ref: string): boolean {
    if (this.happened || ref !== this.ref) return false;
    this.happened = true;
    this.met.open();
    return true;
  }

  private async carry(does: (act: Act) => Promise<Done>, act: Act): Promise<Done> {
    switch (this.trouble) {
      case "a call fails":
        if (this.meets(act.ref)) throw new Error("the line is dead");
        return does(act);
      case "an answer is lost": {
        const done = await does(act);
        if (this.meets(act.ref)) throw new Error("the line went dead");
        return done;
      }
      case "a call hangs":
        // before anything is done, or after all of it
        if (this.step % 2 === 0 && this.meets(act.ref)) return never();
        await does(act);
        return this.meets(act.ref) ? never() : does(act);
      case "a call is answered twice":
        if (!this.meets(act.ref)) return does(act);
        return this.step % 2 === 0 ? (await Promise.all([does(act), does(act)]))[1] : does(await does(act).then(() => act));
      case "a call comes late":
        if (!this.meets(act.ref)) return does(act);
        this.late = this.letGo.opened.then(() => does(act));
        return never();
      default:
        return does(act);
    }
  }
}

const never = (): Promise<never> => new Promise(() => undefined);
