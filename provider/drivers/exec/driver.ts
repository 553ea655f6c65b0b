import { setTimeout as wait } from "node:timers/promises";
import { execSettings } from "../../../documents/exec";
import type { DriverEntry } from "../../../engine/model/migration";
import type { Ref } from "../../../engine/model/entity";
import { Code, remedyOf } from "../../codes";
import { Act, Done, Observed, Progress, Unreachable } from "../driver";
import type { Recording } from "../held";
import { Failed, notBegun } from "./failed";
import { Outside, Program } from "./program";
import type { Ok } from "./protocol";

/** What a driver of kind exec is made of, besides its entry in the document. */
export type ExecContext = Pick<Outside, "folder" | "secrets"> & Partial<Outside>;

/** Between asking a process to end and ending it. */
const GRACE_MS = 5_000;
const OUTPUT_BYTES = 8_000_000;

/** A driver that asks a program of the user's, on this machine or over SSH. An entry that is wrong answers nothing but that. */
export function execDriver(entry: DriverEntry, context: ExecContext): Recording {
  const read = execSettings(entry);
  const outside: Outside = {
    environment: process.env,
    sleep: (ms) => wait(ms),
    graceMs: GRACE_MS,
    outputBytes: OUTPUT_BYTES,
    ...context,
  };
  return new ExecDriver("settings" in read ? new Program(read.settings, outside) : new Undescribed(read.faults));
}

/** The same questions, for which there is no program. */
class Undescribed implements Pick<Program, "ask"> {
  constructor(private readonly faults: readonly string[]) {}

  async ask(): Promise<never> {
    throw notBegun("EXE-001", this.faults.join("; "));
  }
}

const silent: Progress = () => undefined;

class ExecDriver implements Recording {
  constructor(private readonly program: Pick<Program, "ask">) {}

  read(ref: Ref): Promise<Observed> {
    return looking(() => this.program.ask({ ask: "read", ref }, ({ observed }) => seen(observed), silent));
  }

  async readAll(refs: readonly Ref[]): Promise<ReadonlyMap<Ref, Observed>> {
    if (refs.length === 0) return new Map();
    return looking(() => this.program.ask({ ask: "readAll", refs }, ({ all }) => everyOne(refs, all), silent));
  }

  /** A real estate is there: adopting it asks nothing of it. */
  async adopt(): Promise<void> {}

  apply(act: Act, progress: Progress): Promise<Done> {
    return this.act("apply", act, progress);
  }

  run(task: Act, progress: Progress): Promise<Done> {
    return this.act("run", task, progress);
  }

  ask(gate: Act, progress: Progress): Promise<Done> {
    return this.act("gate", gate, progress);
  }

  async did(id: string): Promise<"yes" | "no" | "unknown"> {
    return (await this.recorded(id)).did;
  }

  recorded(id: string): Promise<Fate> {
    return looking(() => this.fate(id));
  }

  private fate(id: string): Promise<Fate> {
    const wanted = ({ did, evidence }: Ok): Fate | undefined => did && { did, evidence: evidence ?? {} };
    return this.program.ask({ ask: "did", id }, wanted, silent);
  }

  /** An act whose answer is lost is never ordered again: the program is asked what has become of it. */
  private async act(ask: "apply" | "run" | "gate", act: Act, progress: Progress): Promise<Done> {
    try {
      return await this.program.ask({ ask, act }, doneIn, progress);
    } catch (error) {
      if (!(error instanceof Failed) || !error.begun) throw error;
      progress(`${act.ref}: no answer to ${act.move}; asking what has become of it`);
      const fate = await this.fateOf(act, error);
      if (fate.did === "no") throw new Failed(error.code, `${error.say}; it says that the act was not done`, false, error.fix);
      if (fate.did === "yes") return { observed: await this.read(act.ref), evidence: fate.evidence };
      throw lost(act, error, "it does not know either");
    }
  }

  private async fateOf(act: Act, error: Failed): Promise<Fate> {
    try {
      return await this.fate(act.id);
    } catch (cause) {
      throw lost(act, error, `asked about that, it failed too: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
}

type Fate = Readonly<{ did: "yes" | "no" | "unknown"; evidence: Readonly<Record<string, string>> }>;

const UNKNOWN: Code = "EXE-011";

const lost = ({ ref, move }: Act, { code, say }: Failed, and: string): Failed =>
  new Failed(UNKNOWN, `nobody knows whether ${move} of ${ref} was done: ${code} ${say}; ${and}`, true);

/** Whatever keeps a program from answering a look, nothing is known then. */
async function looking<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (cause) {
    if (cause instanceof Unreachable || !(cause instanceof Error)) throw cause;
    const { code, say, fix } = cause instanceof Failed ? cause : notBegun("EXE-012", cause.message);
    throw new Unreachable(`${code} ${say}`, { cause }, fix ?? remedyOf(code));
  }
}

/** Who an entity is says Drover. JSON has no values that an entity could not have. */
function seen(observed: Ok["observed"]): Observed | undefined {
  if (observed === undefined) return undefined;
  const { ref: _ref, kind: _kind, ...rest } = observed;
  return rest as Observed;
}

function everyOne(refs: readonly Ref[], all: Ok["all"]): ReadonlyMap<Ref, Observed> | undefined {
  const found = refs.flatMap((ref): [Ref, Observed][] => {
    const observed = all && Object.hasOwn(all, ref) ? seen(all[ref]) : undefined;
    return observed ? [[ref, observed]] : [];
  });
  return found.length === refs.length ? new Map(found) : undefined;
}

const doneIn = ({ observed, evidence }: Ok): Done | undefined => {
  const reached = seen(observed);
  return reached && { observed: reached, evidence: evidence ?? {} };
};
