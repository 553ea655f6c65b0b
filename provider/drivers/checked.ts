import { Ref, State, Value, kindOf } from "../../engine/model/entity";
import type { PhaseTable } from "../../engine/model/phases";
import { printable } from "../../engine/text";
import { Act, Busy, Done, Driver, NotEvaluated, NotYet, Observed, Progress, Refused, Unreachable } from "./driver";

/** No estate says more about one thing; a list of boundaries has this many at most. */
const MOST_VALUES = 200_000;
const MOST_TEXT = 1_000_000;

/**
 * A driver whose answers are not believed until they have been looked at: what it says is copied into plain values, and anything
 * else is "cannot be read", by the entity's name. Drivers are programs of others; a wrong answer must not pass for an estate, and
 * an answer that leaves something out must not pass for one without differences. A phase in which another plan has left something
 * is said in the words of this one's table.
 */
export class Checked implements Driver {
  constructor(
    private readonly inner: Driver,
    private readonly table: PhaseTable,
  ) {}

  get minutes(): (() => Promise<number>) | undefined {
    const { inner } = this;
    if (!inner.minutes) return undefined;
    return async () => {
      const minutes: unknown = await asked("the time", async () => inner.minutes?.());
      if (typeof minutes === "number" && Number.isFinite(minutes) && minutes >= 0) return minutes;
      throw new Unreachable(`the driver says ${shown(minutes)} for the time`);
    };
  }

  get confirm(): ((act: Act) => Promise<void>) | undefined {
    const { inner } = this;
    return inner.confirm && ((act) => acted(act.ref, async () => inner.confirm?.(act)));
  }

  async read(ref: Ref): Promise<Observed> {
    return this.observed(ref, await asked(ref, () => this.inner.read(ref)));
  }

  async readAll(refs: readonly Ref[]): Promise<ReadonlyMap<Ref, Observed>> {
    const answers: unknown = await asked(`${refs.length} entities`, () => this.inner.readAll(refs));
    if (!(answers instanceof Map)) throw new Unreachable(`the driver answered ${shown(answers)} where it was asked for many`);
    return new Map(
      refs.map((ref) => {
        if (!answers.has(ref)) throw new Unreachable(`the driver said nothing of ${ref}`);
        return [ref, this.observed(ref, answers.get(ref))] as const;
      }),
    );
  }

  adopt = (declared: State): Promise<void> => acted("adopting", () => this.inner.adopt(declared));
  apply = (act: Act, progress: Progress): Promise<Done> => this.carry((one) => this.inner.apply(act, one), act, progress);
  run = (act: Act, progress: Progress): Promise<Done> => this.carry((one) => this.inner.run(act, one), act, progress);
  ask = (act: Act, progress: Progress): Promise<Done> => this.carry((one) => this.inner.ask(act, one), act, progress);

  async did(id: string): Promise<"yes" | "no" | "unknown"> {
    const answer: unknown = await asked(id, () => this.inner.did(id));
    return answer === "yes" || answer === "no" ? answer : "unknown";
  }

  private async carry(does: (progress: Progress) => Promise<Done>, { ref }: Act, progress: Progress): Promise<Done> {
    const done: unknown = await acted(ref, () => does((line: unknown) => progress(readable(line))));
    const { observed: seen, evidence } = fields(done) ?? {};
    if (fields(seen) === undefined) throw new Error(`${ref}: the driver ended the act and answered ${shown(done)}`);
    const recorded = Object.entries(fields(evidence) ?? {}).map(([name, value]) => [name, readable(value)] as const);
    return { observed: this.observed(ref, seen), evidence: Object.fromEntries(recorded) };
  }

  private observed(ref: Ref, answer: unknown): Observed {
    const seen = observed(ref, answer);
    return { ...seen, phase: this.table.phaseOf(kindOf(ref), seen.phase) };
  }
}

/** A look at the estate: whatever a driver throws, nothing is known of it now. */
async function asked<T>(what: string, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (cause) {
    if (cause instanceof Unreachable) throw cause;
    throw new Unreachable(`${what}: the driver failed: ${messageOf(cause)}`, { cause });
  }
}

/** An act: what a driver has to say against it passes; what it merely throws becomes an error with a sentence. */
async function acted<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if ([NotYet, Refused, NotEvaluated, Busy, Unreachable].some((known) => cause instanceof known)) throw cause;
    throw cause instanceof Error && cause.message !== "" ? cause : new Error(`${what}: ${messageOf(cause)}`, { cause });
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error && cause.message !== "" ? cause.message : shown(cause));

function observed(ref: Ref, answer: unknown): Observed {
  const seen = fields(answer);
  if (!seen) throw new Unreachable(`the driver answered ${shown(answer)} for ${ref}`);
  const { phase } = seen;
  if (typeof phase !== "string" || phase === "" || phase.length > 100)
    throw new Unreachable(`the driver answered the phase ${shown(phase)} for ${ref}`);
  const values = Object.entries(seen).map(([name, value]) => {
    if (!isValue(value)) throw new Unreachable(`the driver answered ${shown(value)} for ${ref} ${readable(name)}`);
    return [name, typeof value === "object" ? [...value] : value] as const;
  });
  return Object.fromEntries(values) as Observed;
}

const isScalar = (value: unknown): boolean =>
  typeof value === "boolean" ||
  (typeof value === "string" && value.length <= MOST_TEXT) ||
  (typeof value === "number" && Number.isFinite(value));

const isValue = (value: unknown): value is Value =>
  isScalar(value) || (Array.isArray(value) && value.length <= MOST_VALUES && value.every(isScalar));

/** The own fields of a plain object; nothing of anything else. */
function fields(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
}

const readable = (line: unknown): string => printable(typeof line === "string" ? line : shown(line));

/** Anything at all in a few characters. */
function shown(value: unknown): string {
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value === "bigint" || typeof value === "number" || value === undefined) return String(value);
  try {
    const json = JSON.stringify(value);
    return json.length <= 80 ? json : `${json.slice(0, 80)} …`;
  } catch {
    return "what is no plain value";
  }
}
