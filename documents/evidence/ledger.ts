import type { Finding, Source } from "../../engine/model/finding";
import { byText, kindOf } from "../../engine/model/entity";
import { Folder } from "../text";
import { complaint } from "./codes";
import { faultsIn, fieldsOf } from "./fields";
import { ReadFile, evidenceFile, payloadOf, readEvidence, readRevocation, revocationFile, sealOf } from "./files";
import { Evidence, Placed, Planned, Revocation, Verify, operationsOn } from "./model";

/** One file of evidence with what revokes it. */
export type Entry = Readonly<{ file: string; content: string; evidence?: Evidence; revoked?: Revocation }>;

/** All that was ever written down about one operation, in its order; `last` is what counts now. */
export type Thread = Readonly<{
  entries: readonly Entry[];
  last?: Readonly<{ file: string; evidence: Evidence; back: boolean }>;
  /** Who revoked the newest entry, where nothing newer counts. */
  revoked?: Revocation;
  complaints: readonly Finding[];
}>;

/** The act's name, as the provider gives it to drivers. */
export const operationId = ({ lock }: Pick<Planned, "lock">, stage: string, ref: string, back: boolean): string =>
  `${lock.plan.slice(0, 12)}/${stage}/${ref}${back ? "/back" : ""}`;

/** A plan's evidence: read from its files and judged at every look, so that nothing that was changed meanwhile counts. */
export class Ledger {
  private readonly folder: Folder;

  constructor(
    private readonly planned: Planned,
    private readonly verify: Verify,
  ) {
    this.folder = new Folder(planned.folder);
  }

  thread(place: Placed): Thread {
    const read = this.read(place);
    const entries = read.map(({ entry }) => entry);
    const complaints = read.flatMap(({ from, entry, against }) => [
      ...against,
      ...(entry.revoked ? [] : this.judge(from, place)),
    ]);
    const last = countingIn(entries);
    const newest = entries.at(-1);
    return { entries, complaints, ...(last ? { last } : {}), ...(newest?.revoked && !last ? { revoked: newest.revoked } : {}) };
  }

  /** Every file of an operation with what revokes it, not judged yet. */
  private read(place: Placed): readonly Readonly<{ from: ReadFile<Evidence>; entry: Entry; against: readonly Finding[] }>[] {
    const all: { from: ReadFile<Evidence>; entry: Entry; against: readonly Finding[] }[] = [];
    for (;;) {
      const file = this.fileOf(place, all.length + 1);
      const from = readEvidence(this.folder, file);
      if (!from) return all;
      const { revoked, complaints: against } = this.revocation(from);
      const { content, claim } = from;
      all.push({
        from,
        against,
        entry: { file, content, ...(claim ? { evidence: claim } : {}), ...(revoked ? { revoked } : {}) },
      });
    }
  }

  /** Where the next evidence of an operation is to be written. */
  next(place: Placed): string {
    return this.fileOf(place, this.read(place).length + 1);
  }

  private fileOf({ stage, operation }: Placed, number: number): string {
    return evidenceFile(this.planned.lock.revision, stage.name, operation.entity, number);
  }

  /** All that is wrong with one file that counts. */
  private judge({ file, claim, complaints }: ReadFile<Evidence>, place: Placed): readonly Finding[] {
    if (!claim) return complaints;
    const at = this.at(file);
    const entity = place.operation.entity;
    const says = (code: Parameters<typeof complaint>[0], say: string): Finding =>
      complaint(code, `${at.file} ${say}`, { at, entity });
    if (sealOf(claim) !== claim.seal) return [says("EVI-002", "has been edited: its content is not what its seal was made of")];
    const unsigned = this.verify({ ...claim, payload: payloadOf(claim) });
    if (unsigned !== undefined) return [says("EVI-003", `is not ${claim.by}'s: ${unsigned}`)];
    const foreign = this.foreign(claim, place);
    if (foreign !== undefined) return [says("EVI-005", foreign)];
    return [
      ...this.values(claim, place).map((wrong) => says("EVI-007", wrong)),
      ...this.parents(claim).map((wrong) => says("EVI-004", wrong)),
    ];
  }

  private foreign({ plan, stage, entity, operation, move }: Evidence, place: Placed): string | undefined {
    const { lock, problem } = this.planned;
    const name = `${lock.revision}/${place.stage.name}`;
    if (plan !== lock.plan) return `belongs to the plan ${plan.slice(0, 12)}; this one is ${lock.plan.slice(0, 12)}`;
    if (stage !== name) return `belongs to the stage ${stage}, and lies in that of ${name}`;
    if (entity !== place.operation.entity) return `is about ${entity}, and lies where ${place.operation.entity} belongs`;
    const back = operation.endsWith("/back");
    const { name: forward, undo } = problem.table.move(kindOf(place.operation.entity), place.operation.move);
    const right = operationId(this.planned, place.stage.name, entity, back);
    if (operation !== right || move !== (back ? undo : forward)) return `is about the act ${operation} (${move}), not ${right}`;
    return undefined;
  }

  private values({ fields, operation: id }: Evidence, { index, operation }: Placed): readonly string[] {
    const after = this.planned.states[index]?.get(operation.entity);
    const asked = after && !id.endsWith("/back") ? fieldsOf(this.planned.problem, operation, after) : [];
    return faultsIn(asked, fields).flatMap((fault) => {
      // what was attested before a procedure asked for less still holds
      if (fault.is === "unknown") return [];
      return [fault.is === "missing" ? `has no ${fault.field.name}` : fault.say];
    });
  }

  /** What it rests on: still there, still the same, and not revoked unless it was attested anew. */
  private parents({ parents }: Evidence): readonly string[] {
    return Object.entries(parents)
      .sort(([a], [b]) => byText(a, b))
      .flatMap(([file, seal]) => {
        const read = file.startsWith("evidence/") ? readEvidence(this.folder, file) : undefined;
        if (!read) return [`rests on ${file}, which is missing`];
        if (!read.claim || sealOf(read.claim) !== seal) return [`rests on ${file}, which has changed since`];
        if (!this.revocation(read).revoked || this.again(read.claim)) return [];
        return [`rests on ${file}, which was revoked and not attested again`];
      });
  }

  private again({ entity, stage, operation }: Evidence): boolean {
    const place = operationsOn(this.planned, entity).find((one) => `${this.planned.lock.revision}/${one.stage.name}` === stage);
    const last = place && countingIn(this.read(place).map(({ entry }) => entry));
    return last?.evidence.operation === operation;
  }

  private revocation({
    file,
    content,
  }: ReadFile<Evidence>): Readonly<{ revoked?: Revocation; complaints: readonly Finding[] }> {
    const read = readRevocation(this.folder, revocationFile(file));
    if (!read) return { complaints: [] };
    const { claim } = read;
    if (!claim) return { complaints: read.complaints };
    const at = this.at(read.file);
    const no = (code: Parameters<typeof complaint>[0], say: string): Readonly<{ complaints: readonly Finding[] }> => ({
      complaints: [complaint(code, `${at.file} ${say}`, { at })],
    });
    if (sealOf(claim) !== claim.seal) return no("EVI-002", "has been edited: its content is not what its seal was made of");
    const unsigned = this.verify({ ...claim, payload: payloadOf(claim) });
    if (unsigned !== undefined) return no("EVI-003", `is not ${claim.by}'s: ${unsigned}`);
    if (claim.revokes !== file) return no("EVI-005", `revokes ${claim.revokes}, and lies beside ${file}`);
    if (claim.content !== content) return no("EVI-002", `revokes another content than ${file} has now`);
    return { revoked: claim, complaints: [] };
  }

  private at(file: string): Source {
    return { file: this.folder.path(file), line: 1, column: 1 };
  }
}

/** The newest that was not revoked is what counts. */
function countingIn(entries: readonly Entry[]): Thread["last"] {
  const { file, evidence } = entries.filter((entry) => !entry.revoked && entry.evidence).at(-1) ?? {};
  return file === undefined || !evidence ? undefined : { file, evidence, back: evidence.operation.endsWith("/back") };
}
