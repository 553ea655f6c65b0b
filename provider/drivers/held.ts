import { Fault, Field, faultsIn, fieldsOf, shownValue } from "../../documents/evidence/fields";
import { operationId } from "../../documents/evidence/ledger";
import { Planned, operationsOn } from "../../documents/evidence/model";
import { Ref, State, kindOf } from "../../engine/model/entity";
import { refusal } from "../codes";
import { Act, Done, Driver, NotEvaluated, Observed, Progress, Refused } from "./driver";
import { Failed } from "./exec/failed";

type Evidence = Done["evidence"];

/** A driver that can say what it recorded of an act that is over, without doing anything. */
export type Recording = Driver &
  Readonly<{ recorded(id: string): Promise<Readonly<{ did: "yes" | "no" | "unknown"; evidence: Evidence }>> }>;

/** What the task of an act asks to be recorded; nothing where it asks for nothing, or the act takes it back. */
export type Asked = (act: Act) => readonly Field[];

/** As a plan's procedures have it. */
export const askedIn =
  (plan: Pick<Planned, "lock" | "problem" | "stages">): Asked =>
  ({ id, ref, after }) => {
    const place = operationsOn(plan, ref).find(({ stage }) => operationId(plan, stage.name, ref, false) === id);
    return place ? fieldsOf(plan.problem, place.operation, after) : [];
  };

/**
 * A driver whose evidence is held against what its tasks ask for, by the same check as a person's (documents/evidence): what is
 * not recorded as declared is not done, whatever the driver says. Where a task asks for nothing, nothing is judged.
 */
export class Held implements Driver {
  /** Acts of this process whose evidence holds: what comes after them need not ask again. */
  private readonly held = new Set<string>();

  constructor(
    private readonly inner: Recording,
    private readonly asked: Asked,
    /** The driver in a word. */
    private readonly name: string,
  ) {}

  read = (ref: Ref): Promise<Observed> => this.inner.read(ref);
  readAll = (refs: readonly Ref[]): Promise<ReadonlyMap<Ref, Observed>> => this.inner.readAll(refs);
  adopt = (declared: State): Promise<void> => this.inner.adopt(declared);
  did = (id: string): Promise<"yes" | "no" | "unknown"> => this.inner.did(id);
  apply = (act: Act, progress: Progress): Promise<Done> => this.act(act, this.inner.apply(act, progress));
  run = (task: Act, progress: Progress): Promise<Done> => this.act(task, this.inner.run(task, progress));
  ask = (gate: Act, progress: Progress): Promise<Done> => this.act(gate, this.inner.ask(gate, progress));

  private async act(act: Act, answer: Promise<Done>): Promise<Done> {
    this.held.delete(act.id);
    const done = await answer;
    this.hold(act, done.evidence, "");
    return done;
  }

  async confirm(act: Act): Promise<void> {
    if (this.held.has(act.id) || this.asked(act).length === 0) return;
    const { did, evidence } = await this.inner.recorded(act.id);
    this.hold(act, evidence, did === "yes" ? "" : asIfNot[did]);
  }

  private hold(act: Act, evidence: Evidence, and: string): void {
    const fields = this.asked(act);
    const faults = fields.length === 0 ? [] : faultsIn(fields, evidence);
    if (faults.length === 0) return void this.held.add(act.id);
    throw wrong(act, this.name, faults, evidence, and);
  }
}

const asIfNot = {
  no: " (asked about this act, it says that it did not do it)",
  unknown: " (asked about this act, it does not know whether it did it)",
} as const;

/** A gate that was answered, and not as its rule allows, denies; one that was not answered as it is asked was not evaluated. */
function wrong({ ref, after }: Act, name: string, faults: readonly Fault[], evidence: Evidence, and: string): Error {
  const say =
    `${name} says that ${ref} is ${after.phase}, and what it recorded is not what the task asks for: ` +
    `${faults.map((fault) => shown(fault, evidence)).join("; ")}${and}`;
  if (kindOf(ref) !== "gate") return new Failed("EXE-018", say, true);
  return faults.every(({ is }) => is === "wrong") ? new Refused(refusal("EXE-018", say)) : new NotEvaluated(refusal("EXE-018", say));
}

function shown(fault: Fault, evidence: Evidence): string {
  switch (fault.is) {
    case "missing":
      return `it has no ${fault.field.name} (${fault.field.what})`;
    case "wrong":
      return fault.say;
    case "unknown":
      return `nobody asks for ${shownValue(fault.name)}, which is ${shownValue(evidence[fault.name] ?? "")}`;
  }
}
