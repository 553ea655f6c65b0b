import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sealOf, writeClaim } from "../../../documents/evidence/files";
import { Ledger } from "../../../documents/evidence/ledger";
import type { Documents } from "../../../documents/model";
import type { Entity, Ref } from "../../../engine/model/entity";
import { Act, NotYet } from "../../../provider/drivers/driver";
import { Runbook, RunbookDriver } from "../../../provider/drivers/runbook";
import { Book, backedUp, backup, idle, now, server, signed, unsigned } from "../../documents/evidence/book";
import { Subject, contract, waveMove } from "./contract";
import { plan, plannedIn } from "./planned";

const fieldsFor = ({ ref }: Act): Readonly<Record<string, string>> => (ref === waveMove().ref ? { arrived: "340", upgraded: "330" } : {});

/** The runbook under the contract: whoever attests what is asked for makes it done. */
function recorded(): Subject {
  const folder = mkdtempSync(join(tmpdir(), "drover-runbook-"));
  const planned = plannedIn(folder);
  const ledger = new Ledger(planned, unsigned);
  const file = ({ ref }: Act, number = 1): string => `evidence/r1/separate/${ref.replaceAll("/", "__")}${number > 1 ? `~${number}` : ""}.yaml`;
  const attest = (act: Act): void => {
    let number = 1;
    while (existsSync(join(folder, file(act, number)))) number++;
    const content = {
      operation: act.id, plan, stage: "r1/separate", entity: act.ref, move: act.move, by: "dba-1", at: "2026-11-20T21:02Z",
      fields: fieldsFor(act), parents: {},
    };
    writeClaim(folder, file(act, number), "evidence", { ...content, seal: sealOf(content) });
  };
  const broken = (text: string) => (act: Act) => {
    attest(act);
    const path = join(folder, file(act));
    writeFileSync(path, readFileSync(path, "utf8").replace("dba-1", text));
    return () => rmSync(path);
  };
  return {
    driver: () => new RunbookDriver({ planned, ledger, upTo: 1, now: () => now }),
    written: () => (readdirSync(folder, { recursive: true }) as string[]).sort().join("\n"),
    ready: attest,
    trouble: {
      notYet: () => () => undefined,
      refused: { never: "what may not have been done is refused when it is attested" },
      cut: { never: "people attest whole acts" },
      busy: { never: "files of several people do not meet" },
      unreachable: broken("dba-2"),
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

contract("the runbook", recorded);

describe("the runbook", () => {
  let book: Book;
  beforeEach(() => (book = new Book()));
  afterEach(() => book.remove());

  const driver = (more: Partial<Runbook> = {}): RunbookDriver =>
    new RunbookDriver({ planned: book.planned, ledger: book.ledger, upTo: 2, now: () => now, ...more });

  const act = (ref: Ref, index: number, back = false): Act => {
    const { stages, states, lock, problem } = book.planned;
    const operation = stages[index - 1]?.operations.find(({ entity }) => entity === ref) ?? assert.fail();
    const [before, after] = [states[index - 1]?.get(ref), states[index]?.get(ref)] as [Entity, Entity];
    const { name, undo = "" } = problem.table.move(after.kind, operation.move);
    const id = `${lock.plan.slice(0, 12)}/${stages[index - 1]?.name}/${ref}`;
    return back
      ? { id: `${id}/back`, ref, move: undo, before: after, after: before, told: {} }
      : { id, ref, move: name, before, after, told: {} };
  };

  const waits = async (work: Promise<unknown>): Promise<readonly string[]> => {
    const error = await work.then(() => assert.fail("it did not wait"), (cause: unknown) => cause);
    assert.ok(error instanceof NotYet, String(error));
    return [error.message, ...error.next].map((line) => line.replaceAll(book.folder, "m"));
  };

  it("waits with what to do, what to record, and the command that attests it", async () => {
    assert.deepEqual(await waits(driver().run(act(backup, 1))), [
      "people do it, and nobody has attested it yet",
      'drover attest m task/a/backup --stage separate --by "<who>" --field type=Full --field "set=<text>" --field "size=<a whole number>" --field "log=<file>" ' +
        '--field "products=<must hold inventory, patch>" --field "path=D:\\Altiris"',
    ]);
  });

  it("gives what was recorded, and names the file", async () => {
    const file = book.attested(backup, backedUp);
    const { observed, evidence } = await driver().run(act(backup, 1));
    assert.deepEqual(evidence, { ...backedUp, by: "dba-1", at: "2026-11-20T21:02Z", file });
    assert.deepEqual([observed.phase, observed["evidence"]], ["done", `${file} ${book.thread(backup).last?.evidence.seal.slice(0, 12)}`]);
  });

  it("does not know of what nobody attested, and knows what was revoked", async () => {
    const { id } = act(backup, 1);
    assert.equal(await driver().did(id), "unknown");
    book.attested(backup, backedUp);
    assert.equal(await driver().did(id), "yes");
    book.revokeLast(backup);
    assert.equal(await driver().did(id), "no");
    assert.deepEqual((await waits(driver().run(act(backup, 1))))[0],
      "EVI-006 what was attested was revoked by dba-2 on 2026-11-21T08:00Z: another server's backup — do it again, or correctly, and attest it");
  });

  it("opens a gate with the answer that its rule allows", async () => {
    book.attested(backup, backedUp);
    book.attested(server);
    book.attested(idle, { "running-jobs": "0" });
    assert.equal((await driver().ask(act(idle, 1))).observed.phase, "open");
  });

  it("counts nothing ahead of its stage", async () => {
    for (const [ref, fields] of [[backup, backedUp], [server, {}], [idle, { "running-jobs": "0" }], [signed, { "signed-off": "yes" }]] as const) book.attested(ref, fields);
    assert.deepEqual([(await driver({ upTo: 1 }).read(signed)).phase, (await driver({ upTo: 2 }).read(signed)).phase], ["closed", "open"]);
    assert.deepEqual([(await driver({ upTo: 0 }).read(server)).phase, (await driver({ upTo: 1 }).read(server)).phase], ["running", "separated"]);
  });

  it("knows nothing of what broken evidence is about", async () => {
    const file = book.attested(backup, backedUp);
    book.edit(file, "nightly", "weekly");
    const say = `EVI-002 m/${file} has been edited: its content is not what its seal was made of — restore the file from version control; or revoke it and attest again: what was written down once is not corrected`;
    for (const look of [() => driver().read(backup), () => driver().run(act(backup, 1))])
      await assert.rejects(look(), ({ name, message }: Error) => {
        assert.deepEqual([name, message.replaceAll(book.folder, "m")], ["Unreachable", say]);
        return true;
      });
    assert.equal((await driver().read(server)).phase, "running");
  });

  describe("looking through the import of the day", () => {
    const documents = (asOf?: string): Pick<Documents, "old" | "migration" | "origin"> => ({
      old: { side: "old", platform: "altiris", document: { ...(asOf === undefined ? {} : { asOf }) } },
      migration: { thresholds: { maxAgeDays: { agents: 14, boundaries: 30 }, countDriftPercent: 5 } },
      origin: (path: string) => (path === "old/asOf" && asOf === undefined ? undefined : { file: "m/old.yaml", line: 4, column: 1 }),
    }) as unknown as Pick<Documents, "old" | "migration" | "origin">;
    const remedy = "look at the estate again, correct what differs, and write the day into asOf at m/old.yaml:4";

    const ages: Readonly<Record<string, Readonly<{ asOf?: string; ref: Ref; want: string }>>> = {
      "young enough": { asOf: "2026-11-02", ref: server, want: "running" },
      "too old": {
        asOf: "2026-10-02", ref: server, want: `server/a is not evaluated: the declared estate is of 2026-10-02, 50 d old, and thresholds.maxAge allows 30 d — ${remedy}`,
      },
      "of boundaries": {
        asOf: "2026-10-02", ref: "boundaries/north",
        want: `boundaries/north is not evaluated: the declared estate is of 2026-10-02, 50 d old, and thresholds.maxAge.boundaries allows 30 d — ${remedy}`,
      },
      "of a day that nobody says": {
        ref: server, want: `server/a is not evaluated: nobody says when the declared estate was true, and thresholds.maxAge allows 30 d — ${remedy}`,
      },
      "of what is not there yet": { ref: "server/b", want: "absent" },
      "of a task, which is in no estate": { ref: backup, want: "todo" },
    };
    for (const [name, { asOf, ref, want }] of Object.entries(ages)) {
      it(name, async () => {
        const seen = await driver({ documents: documents(asOf) }).read(ref).then(({ phase }) => phase, (error: Error) => {
          assert.equal(error.name, "Unreachable");
          return error.message;
        });
        assert.equal(seen, want);
      });
    }
  });
});
