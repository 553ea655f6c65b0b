import { isDeed } from "../../documents/drivers";
import { complaint, complaintLine } from "../../documents/evidence/codes";
import { attestCommand } from "../../documents/evidence/command";
import { countsIn } from "../../documents/evidence/counts";
import { recordedOf } from "../../documents/evidence/fields";
import { Ledger, Thread } from "../../documents/evidence/ledger";
import { Placed, Planned, operationsOn } from "../../documents/evidence/model";
import type { Documents } from "../../documents/model";
import { Entity, Ref } from "../../engine/model/entity";
import { refOfAct } from "../transition";
import { isThere } from "./compare";
import { ABSENT, Act, Done, Driver, NotYet, Observed, Unreachable } from "./driver";

const DAY_MS = 24 * 60 * 60_000;

/** What the runbook goes by. */
export type Runbook = Readonly<{
  planned: Planned;
  ledger: Ledger;
  /** Stages behind this one have not begun: what was attested for them ahead does not count yet. */
  upTo: number;
  /** How old the declared estate may be that stands for looking; without documents it never ages. */
  documents?: Pick<Documents, "old" | "migration" | "origin">;
  now(): number;
}>;

/**
 * People do it. What they did is what they attested; how the estate is, is what the documents say of it (the import of the day)
 * with everything attested since.
 */
export class RunbookDriver implements Driver {
  constructor(private readonly book: Runbook) {}

  async read(ref: Ref): Promise<Observed> {
    return (await this.recorded(ref)) ?? this.imported(ref);
  }

  async readAll(refs: readonly Ref[]): Promise<ReadonlyMap<Ref, Observed>> {
    const found = new Map<Ref, Observed>();
    for (const ref of refs) found.set(ref, await this.read(ref));
    return found;
  }

  /** A real estate is there; adopting it is reading it. */
  async adopt(): Promise<void> {}

  apply(act: Act): Promise<Done> {
    return this.attested(act);
  }

  run(task: Act): Promise<Done> {
    return this.attested(task);
  }

  ask(gate: Act): Promise<Done> {
    return this.attested(gate);
  }

  /** Nobody but people can know: without a word of them it is unknown, and what they revoked was not done. */
  async did(id: string): Promise<"yes" | "no" | "unknown"> {
    const place = this.placeOf(id);
    if (!place) return "no";
    const thread = this.whole(place);
    if (!thread.last) return thread.revoked ? "no" : "unknown";
    return thread.last.evidence.operation === id ? "yes" : "no";
  }

  /** What evidence says of an entity, as far as the plan has come; nothing where there is none that counts. */
  async recorded(ref: Ref): Promise<Observed | undefined> {
    for (const place of this.reached(ref).toReversed()) {
      const { last } = this.whole(place);
      const entity = last && this.book.planned.states[last.back ? place.index - 1 : place.index]?.get(ref);
      if (!last || !entity) continue;
      // of a wave that has moved, who has come is what they counted
      const counts = last.back ? {} : countsIn(entity, last.evidence.fields);
      return { ...seen(entity), ...counts, evidence: `${last.file} ${last.evidence.seal.slice(0, 12)}` };
    }
    return undefined;
  }

  private reached(ref: Ref): readonly Placed[] {
    return operationsOn(this.book.planned, ref).filter(({ index }) => index <= this.book.upTo);
  }

  private async attested(act: Act): Promise<Done> {
    const place = this.placeOf(act.id);
    if (!place) throw new Error(`${act.id} is no act of this plan`);
    const { last, revoked } = this.whole(place);
    const back = act.id.endsWith("/back");
    if (last?.back === back) {
      const { by, at, fields } = last.evidence;
      return { observed: await this.read(act.ref), evidence: { ...fields, by, at, file: last.file } };
    }
    const { planned } = this.book;
    const fields = back ? [] : recordedOf(planned.problem, place.operation, act.after);
    const say = revoked
      ? complaintLine(complaint("EVI-006", `what was attested was revoked by ${revoked.by} on ${revoked.at}: ${revoked.why}`))
      : `people ${back ? "take it back" : "do it"}, and nobody has attested it yet`;
    throw new NotYet(say, {}, undefined, [attestCommand(planned.folder, place, fields, { back })]);
  }

  /** The declared estate stands for looking at it, for so long as its facts may be old. */
  private imported(ref: Ref): Observed {
    const entity = this.book.planned.states[0]?.get(ref);
    if (entity && isDeed(ref)) return seen(entity);
    if (!entity || !isThere(entity)) return { phase: ABSENT };
    this.youngEnough(entity);
    return seen(entity);
  }

  private youngEnough(entity: Entity): void {
    const { documents, now } = this.book;
    if (!documents) return;
    const { agents, boundaries } = documents.migration.thresholds.maxAgeDays;
    const name = entity.kind === "boundaries" ? "boundaries" : typeof entity["agents"] === "number" ? "agents" : undefined;
    const most = name === undefined ? Math.max(agents, boundaries) : name === "boundaries" ? boundaries : agents;
    const asOf = documents.old.document.asOf;
    const days = asOf === undefined ? Infinity : Math.floor((now() - Date.parse(asOf)) / DAY_MS);
    if (days <= most) return;
    const place = documents.origin("old/asOf") ?? documents.origin("old");
    const at = place ? ` at ${place.file}:${place.line}` : "";
    const say =
      asOf === undefined ? "nobody says when the declared estate was true" : `the declared estate is of ${asOf}, ${days} d old`;
    throw new Unreachable(
      `${entity.ref} is not evaluated: ${say}, and thresholds.maxAge${name === undefined ? "" : `.${name}`} allows ${most} d`,
      undefined,
      `look at the estate again, correct what differs, and write the day into asOf${at}`,
    );
  }

  private placeOf(id: string): Placed | undefined {
    const ref = refOfAct(id);
    const stage = id.split("/")[1];
    return ref === undefined ? undefined : operationsOn(this.book.planned, ref).find((one) => one.stage.name === stage);
  }

  /** Evidence that is broken says nothing, neither that it was done nor that it was not. */
  private whole(place: Placed): Thread {
    const thread = this.book.ledger.thread(place);
    if (thread.complaints.length > 0) throw new Unreachable(thread.complaints.map(complaintLine).join("; "));
    return thread;
  }
}

/** As a driver sees it: what is there, without who it is. */
function seen({ ref: _ref, kind: _kind, ...properties }: Entity): Observed {
  return properties;
}
