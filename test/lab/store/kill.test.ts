import * as assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { Entry, Lab, openLab } from "../../../lab";
import { Estate, gulf, migrated, moved, newFolder, removeFolders, separated } from "../estate";
import { kill, start } from "./children";

const orders = [...separated, ...migrated("bea"), ...moved("bea", "beaumont")];

/** What an act left in the journal, without when. */
const told = (journal: readonly Entry[]): readonly string[] =>
  journal
    .filter(({ what }) => what !== "seed")
    .map(({ id, what, step }) => `${id} ${what}${step === undefined ? "" : ` ${step}`}`);

const goOn = async (lab: Lab): Promise<void> => {
  for (const [index, [ref, verb, args]] of orders.entries())
    await lab.act({ id: `op-${index + 1}`, ref, verb, ...(args ? { args } : {}) });
};

describe("a writer that is killed", () => {
  after(removeFolders);

  let whole: Estate;
  before(async () => {
    whole = await new Estate().do(...orders);
  });

  const endsAlike = async (folder: string, when: string): Promise<void> => {
    const lab = openLab(folder, { write: true });
    await goOn(lab);
    assert.deepEqual(told(lab.journal()), told(whole.lab.journal()), when);
    assert.deepEqual(lab.lookAll(), whole.lab.lookAll(), when);
    assert.deepEqual([lab.damages(), lab.violations()], [[], []], when);
    lab.close();
  };

  it("has lost nothing that it told of, and its acts go on without one done twice: half a dozen moments", async () => {
    for (let moment = 0; moment < 6; moment++) {
      const folder = newFolder();
      const seeded = openLab(folder, { write: true });
      seeded.seed(gulf);
      seeded.faults = [{ ref: "*", does: "delay", ms: 1 }];
      seeded.close();
      const child = start("acting.ts", folder, JSON.stringify(orders));
      let said = "";
      const lines = 1 + Math.floor((moment * (orders.length - 2)) / 5);
      for await (const chunk of child.stdout ?? []) {
        said += String(chunk);
        if (said.split("\n").length > lines) break;
      }
      await new Promise((done) => setTimeout(done, moment % 4));
      await kill(child);
      const lab = openLab(folder, { write: true });
      for (const id of said.match(/op-\d+(?=\n)/g) ?? []) assert.equal(lab.did(id), "yes", `${id}, moment ${moment}`);
      lab.faults = [];
      lab.close();
      const again = openLab(folder, { write: true });
      await goOn(again);
      assert.deepEqual(
        told(again.journal()).filter((line) => line.startsWith("op-")),
        told(whole.lab.journal()),
        `moment ${moment}`,
      );
      assert.deepEqual([again.damages(), again.violations()], [[], []], `moment ${moment}`);
      again.close();
    }
  }).timeout(60_000);

  it("may have stopped after any byte of its journal: two dozen of them", async () => {
    const journal = readFileSync(join(whole.folder, "journal.ndjson"));
    const first = journal.indexOf("\n") + 1;
    for (let cut = 0; cut < 24; cut++) {
      const folder = newFolder();
      cpSync(whole.folder, folder, {
        recursive: true,
        filter: (from) => !/lease|snapshot/.test(from.slice(whole.folder.length)),
      });
      const offset = first + Math.floor(((journal.length - first) * (cut * 7 + 3)) / 171);
      truncateSync(join(folder, "journal.ndjson"), offset);
      await endsAlike(folder, `cut at byte ${offset}`);
    }
  }).timeout(30_000);

  it("may have left a snapshot of a journal that is shorter now: the journal counts", async () => {
    const folder = newFolder();
    const lab = openLab(folder, { write: true });
    lab.seed(gulf);
    const { length } = readFileSync(join(folder, "journal.ndjson"));
    for (let i = 0; i < 200; i++) lab.meddle("site/pasadena", { phase: `${i}` });
    lab.close();
    assert.ok(existsSync(join(folder, "snapshot")));
    truncateSync(join(folder, "journal.ndjson"), length + 10);
    await endsAlike(folder, "a snapshot too far");
  });
});

describe("a snapshot", () => {
  after(removeFolders);

  it("opens the same estate as the journal alone", async () => {
    const estate = await new Estate().do(...orders);
    estate.lab.faults = [{ ref: "server/*", does: "busy", jobs: 1 }];
    for (let i = 0; i < 200; i++) estate.lab.advance(1);
    const all = ({ lab }: Estate): unknown => ({
      seen: lab.lookAll(),
      minutes: lab.minutes,
      faults: lab.faults,
      damages: lab.damages(),
      journal: lab.journal(),
      did: lab.did("op-3"),
    });
    const before = all(estate);
    estate.reopen();
    const bySnapshot = all(estate);
    rmSync(join(estate.folder, "snapshot"));
    estate.reopen();
    assert.deepEqual([bySnapshot, all(estate)], [before, before]);
    assert.equal(existsSync(join(estate.folder, "snapshot")), false);
    await estate.do(["licence/bea", "copy"]);
  });
});
