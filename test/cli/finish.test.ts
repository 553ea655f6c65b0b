import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { againstFinishing, closed } from "../../cli/commands/finish";
import { carriedIn } from "../../cli/carried";
import { nothingYet } from "../../cli/deployment";
import { holdsMigration, loadMigration } from "../../documents/load";
import type { Documents } from "../../documents/model";
import { inputsOf, openMigration } from "../../documents/open";
import { readLedger } from "../../documents/ledger";
import { readLock } from "../../documents/lock";
import { followedIn, revisionWith } from "../../documents/revisions";

describe("finishing a migration", () => {
  const home = mkdtempSync(join(tmpdir(), "drover-finish-"));
  after(() => rmSync(home, { recursive: true }));

  /** A sample in a folder of its own, finished; the estate's days go on in the folder that is answered. */
  function finished(
    sample: string,
  ): Readonly<{ folder: string; into: string; wanted: Documents["new"]; said: readonly string[]; plan: string }> {
    const folder = join(home, sample);
    cpSync(join("migrations", sample), folder, { recursive: true });
    const carried = carriedIn(openMigration(folder));
    assert.ok(carried?.documents);
    const { documents } = carried;
    const into = documents.form === "estate" ? folder : join(home, `${sample}-estate`);
    const said = closed(documents, carried, into).map((line) => line.replaceAll(`${home}/`, ""));
    return { folder, into, wanted: documents.new, said, plan: carried.lock.plan };
  }

  const applied = (folder: string): Documents => {
    const { documents, findings } = loadMigration(folder);
    assert.ok(documents, findings.map(({ say }) => say).join("\n"));
    return documents;
  };

  for (const sample of ["gulf", "contoso"])
    it(`${sample}: the new estate is the estate, whole, and nothing of it is left to do`, () => {
      const { into, wanted, said, plan } = finished(sample);
      assert.deepEqual(said, [
        `wrote ${sample}-estate/estate.yaml: the new estate, with nothing left to another document`,
        `wrote ${sample}-estate/applied.yaml: the same, as what is applied`,
        `copied ${sample}-estate/finished/${plan.slice(0, 12)}.plan.lock.yaml: the lock that is over is kept`,
        `wrote ${sample}-estate/ledger.yaml: the next plan joins this one`,
        `next: git add and commit them; then change ${sample}-estate/estate.yaml and run drover plan ${sample}-estate`,
      ]);
      const text = readFileSync(join(into, "estate.yaml"), "utf8");
      assert.doesNotMatch(text, /\b(like|from|file|sideBySide|inPlace|keep):/);
      const documents = applied(into);
      assert.equal(inputsOf(documents).old, inputsOf(documents).new);
      const bare = (estate: unknown): unknown =>
        JSON.parse(JSON.stringify(estate), (key, value: unknown) =>
          ["from", "way", "seen", "countedOn", "asOf", "testDatabase"].includes(key) ? undefined : value,
        );
      assert.deepEqual(bare(documents.new.document), bare(wanted.document));
    });

  it("a restructuring stays where it is: its lock is kept, and the next plan joins it", () => {
    const { folder, said, plan } = finished("restructure");
    assert.deepEqual(said, [
      "wrote restructure/estate.yaml: the new estate, with nothing left to another document",
      "wrote restructure/applied.yaml: the same, as what is applied",
      `moved restructure/finished/${plan.slice(0, 12)}.plan.lock.yaml: the lock that is over is kept`,
      "wrote restructure/ledger.yaml: the next plan joins this one",
      "next: git add and commit them; then change restructure/estate.yaml and run drover plan restructure",
    ]);
    assert.deepEqual(readLedger(folder), [
      { plan, revision: "r1", completed: "r1/bea-dp1-and-3-more", lock: `finished/${plan.slice(0, 12)}.plan.lock.yaml` },
    ]);
    assert.ok(!existsSync(join(folder, "plan.lock.yaml")));
    // a stack that followed it is known by it, and follows what is planned next
    const { lock: over, ...followed } = revisionWith(folder, plan) ?? assert.fail("the finished plan is not found");
    assert.deepEqual([over.plan, followed], [plan, { revision: "r1", finished: true }]);
    assert.deepEqual([followedIn(folder, "r1/bea-dp1-and-3-more"), followedIn(folder, "r2/adopt")], [undefined, "r2"]);
    assert.ok(holdsMigration(folder));
    const documents = applied(folder);
    assert.equal(inputsOf(documents).old, inputsOf(documents).new);

    const estate = join(folder, "estate.yaml");
    assert.match(readFileSync(estate, "utf8"), /^options: \{ pace: steady, replicationWait: 10 min \}$/m);
    writeFileSync(estate, readFileSync(estate, "utf8").replace("gal-cm9", "gal-cm1"));
    const ran = spawnSync(process.execPath, [join(__dirname, "..", "..", "bin", "drover.js"), "plan", folder, "--quiet"], {
      encoding: "utf8",
    });
    assert.equal(ran.status, 0, ran.stderr);
    const { lock } = readLock(join(folder, "plan.r2.lock.yaml"));
    assert.ok(lock?.joins);
    const { state: _state, ...joins } = lock.joins;
    assert.deepEqual(
      [lock.revision, Object.keys(lock.stages), joins, lock.start],
      [
        "r2",
        ["gal-server"],
        { revision: "r1", plan, completed: "r1/bea-dp1-and-3-more", intended: "r1/bea-dp1-and-3-more" },
        {},
      ],
    );
  });

  const carried = carriedIn(openMigration("migrations/restructure"));
  assert.ok(carried);
  const { plan } = carried.lock;
  const at = (completed: string, to: string, unfinished: readonly string[] = [], of = plan): string | undefined =>
    againstFinishing(
      {
        name: "lab",
        deployment: {
          ...nothingYet,
          completed,
          intent: { plan: of, from: "", to },
          unfinished: unfinished.map((entity) => ({ entity, reasons: [] })),
        },
      },
      carried,
    );
  const last = "r1/bea-dp1-and-3-more";
  const cases: Readonly<Record<string, readonly [string | undefined, string | undefined]>> = {
    "after the last stage": [at(last, last), undefined],
    "before it": [
      at("r1/ora-parent", "r1/ora-parent"),
      `lab has completed r1/ora-parent, and the last stage is ${last}: the new estate is not there yet — drover status lab says what is left`,
    ],
    "before anything": [
      at("", "r1/adopt"),
      `lab has not adopted yet, and the last stage is ${last}: the new estate is not there yet — drover status lab says what is left`,
    ],
    "on the way back from it": [
      at(last, "r1/pas-sul-clean-up"),
      `lab has completed ${last}, and the last stage is ${last}: the new estate is not there yet — drover status lab says what is left`,
    ],
    "by another plan": [
      at(last, last, [], "f".repeat(64)),
      `lab does not follow the plan ${plan.slice(0, 12)}: what it has done cannot be told from it`,
    ],
  };
  for (const [name, [said, want]] of Object.entries(cases)) it(`whether it may: ${name}`, () => assert.equal(said, want));
});
