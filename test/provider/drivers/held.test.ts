import assert from "node:assert/strict";
import type { Entity, Ref } from "../../../engine/model/entity";
import { Act, Done, Driver } from "../../../provider/drivers/driver";
import { Held, Recording, askedIn } from "../../../provider/drivers/held";
import { Book, backedUp, backup, idle, server, signed } from "../../documents/evidence/book";
import { FakeDriver } from "../tiny";
import { failure } from "./exec/folder";

type Evidence = Done["evidence"];
type Fate = Awaited<ReturnType<Recording["recorded"]>>;

const book = new Book();
const silent = (): void => undefined;

function act(ref: Ref, index: number, back = false): Act {
  const { stages, states, lock, problem } = book.planned;
  const operation = stages[index - 1]?.operations.find(({ entity }) => entity === ref) ?? assert.fail();
  const [before, after] = [states[index - 1]?.get(ref), states[index]?.get(ref)] as [Entity, Entity];
  const id = `${lock.plan.slice(0, 12)}/${stages[index - 1]?.name}/${ref}`;
  const { undo = "" } = problem.table.move(after.kind, operation.move);
  return back
    ? { id: `${id}/back`, ref, move: undo, before: after, after: before, told: {} }
    : { id, ref, move: operation.move, before, after, told: {} };
}

/** A program that records this, and says that of what it did; how often it was asked about the past. */
function program(evidence: Evidence, fate: Fate = { did: "yes", evidence }): Readonly<{ driver: Driver; asked: () => number }> {
  let asked = 0;
  const fake = Object.assign(new FakeDriver(book.planned.states[0] ?? assert.fail()), {
    recorded: async () => (asked++, fate),
  });
  fake.answer = (one) => ({ ...fake.carry(one), evidence });
  return { driver: new Held(fake, askedIn(book.planned), "exec:./p.js"), asked: () => asked };
}

const task = "EXE-018 exec:./p.js says that task/a/backup is done, and what it recorded is not what the task asks for:";
const gate = "EXE-018 exec:./p.js says that gate/a/idle is open, and what it recorded is not what the task asks for:";
const approval = "EXE-018 exec:./p.js says that gate/a/signed is open, and what it recorded is not what the task asks for:";
const remedy =
  "let the program answer what was really done with what the task asks for, and run `pulumi up` again, which asks it again; or name " +
  "runbook for the task under drivers in migration.yaml, and let a person attest it (`drover attest`)";

const { log: _log, ...withoutLog } = backedUp;

type Case = Readonly<{ act: Act; evidence: Evidence; want: string }>;
const cases: Readonly<Record<string, Case>> = {
  "all that is asked for holds": { act: act(backup, 1), evidence: backedUp, want: "" },
  "a field is missing": {
    act: act(backup, 1),
    evidence: withoutLog,
    want: `Failed: ${task} it has no log (file) — ${remedy}`,
  },
  "a field is empty": {
    act: act(backup, 1),
    evidence: { ...backedUp, set: " " },
    want: `Failed: ${task} set is empty — ${remedy}`,
  },
  "a value is not the declared one": {
    act: act(backup, 1),
    evidence: { ...backedUp, type: "Incremental" },
    want: `Failed: ${task} type is "Incremental"; it must be Full — ${remedy}`,
  },
  "a field is there that nobody asks for": {
    act: act(backup, 1),
    evidence: { ...backedUp, Typ: "Full" },
    want: `Failed: ${task} nobody asks for "Typ", which is "Full" — ${remedy}`,
  },
  "everything is wrong at once": {
    act: act(backup, 1),
    evidence: { ...withoutLog, size: "42 GB", products: "patch", note: "x" },
    want:
      `Failed: ${task} size is "42 GB", which is no whole number; it has no log (file); ` +
      `products is "patch"; it must hold inventory, patch; nobody asks for "note", which is "x" — ${remedy}`,
  },
  "a value is a whole log": {
    act: act(backup, 1),
    evidence: { ...backedUp, path: "x".repeat(1_000) },
    want: `Failed: ${task} path is "${"x".repeat(200)}" …; it must be D:\\Altiris — ${remedy}`,
  },
  "nothing is asked for: nothing is judged": { act: act(server, 1), evidence: { note: "x" }, want: "" },
  "it is taken back: nothing is to be recorded": { act: act(backup, 1, true), evidence: {}, want: "" },
  "a gate's answer opens it": { act: act(idle, 1), evidence: { "running-jobs": "0" }, want: "" },
  "a gate's answer does not open it, whatever the driver says: it denies": {
    act: act(idle, 1),
    evidence: { "running-jobs": "2" },
    want: `Refused: ${gate} running-jobs is "2": jobs still run — ${remedy}`,
  },
  "a gate is opened without an answer: it was not evaluated": {
    act: act(idle, 1),
    evidence: {},
    want: `NotEvaluated: ${gate} it has no running-jobs (yes, no or a number) — ${remedy}`,
  },
  "a gate that is to be signed is opened without a signature": {
    act: act(signed, 2),
    evidence: { "signed-off": "no" },
    want: `Refused: ${approval} signed-off is "no"; it must be yes — ${remedy}`,
  },
};

describe("what a program records, held against what its task asks for", () => {
  after(() => book.remove());

  for (const [name, { act: one, evidence, want }] of Object.entries(cases))
    it(`${name}; when it is done, and when it is found to be`, async () => {
      const { driver } = program(evidence);
      const sort = one.ref.startsWith("task/") ? "run" : one.ref.startsWith("gate/") ? "ask" : "apply";
      const said = await failure(driver[sort](one, silent));
      if (want !== "") return assert.deepEqual([said, await failure(driver.confirm?.(one) ?? assert.fail())], [want, want]);
      assert.match(said, /^it did not fail: /);
      for (const later of [driver, program(evidence).driver]) await later.confirm?.(one);
    });

  it("is not asked for again where it holds, nor where nothing is to be recorded", async () => {
    const { driver, asked } = program(backedUp);
    await driver.run(act(backup, 1), silent);
    await driver.confirm?.(act(backup, 1));
    await driver.confirm?.(act(server, 1));
    assert.equal(asked(), 0);
    const another = program(backedUp);
    await another.driver.confirm?.(act(backup, 1));
    await another.driver.confirm?.(act(backup, 1));
    assert.equal(another.asked(), 1);
  });

  const all = "type (must be Full); it has no set (text); it has no size (a whole number); it has no log (file); it has no products (must hold inventory, patch)";
  const said = { no: "it says that it did not do it", unknown: "it does not know whether it did it" } as const;
  for (const did of ["no", "unknown"] as const)
    it(`of what is done, and not by it (${did}), is nothing`, async () => {
      const { driver } = program({}, { did, evidence: {} });
      assert.equal(
        await failure(driver.confirm?.(act(backup, 1)) ?? assert.fail()),
        `Failed: ${task} it has no ${all}; it has no path (must be D:\\Altiris) (asked about this act, ${said[did]}) — ${remedy}`,
      );
    });
});
