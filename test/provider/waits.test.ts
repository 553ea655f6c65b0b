import assert from "node:assert/strict";
import type { Documents } from "../../documents/model";
import type { Ref, Value } from "../../engine/model/entity";
import { NotEvaluated, NotYet, Refused } from "../../provider/drivers/driver";
import { Held, askedIn } from "../../provider/drivers/held";
import { Served, between, denied, settings, unfinished } from "./served";
import { carried, planHash, tiny } from "./tiny";

const wave: Ref = "wave/pilot";
const gate: Ref = "gate/bea/idle";
const short = planHash.slice(0, 12);

/** What of a migration's documents says when agents are enough, and how old their count is. */
const documents = {
  origins: new Map(),
  old: { document: { asOf: "2026-11-02", sites: {} } },
  origin: () => ({ file: "migrations/tiny/old.yaml", line: 3, column: 7 }),
  migration: {
    done: {
      arrivedPercent: 95,
      upgradedPercent: 90,
      stable: { readings: 2, minutesApart: 240 },
      stragglers: { belowPercent: 1, afterDays: 30 },
    },
    thresholds: { maxAgeDays: { agents: 14, boundaries: 30 }, countDriftPercent: 5 },
  },
} as unknown as Documents;

const again = "Then run `drover apply` (or `pulumi up`) again: what is done is not done twice.";
const reasonsOf = async (work: Promise<unknown>): Promise<string> =>
  unfinished(await work.catch((cause: unknown) => cause)).reasons.join("\n");

describe("what an act waits for", () => {
  let served: Served;
  beforeEach(async () => {
    served = new Served({ ...tiny(), documents });
    served.now = Date.parse("2026-11-12");
    await served.start();
  });
  afterEach(() => served.stop());

  describe("a wave", () => {
    let told: Readonly<Record<string, Value>>;
    beforeEach(async () => {
      await between(served, 1, "separate", "pilot");
      await served.update("settings/bea@7.0", 1, 2);
      served.lines.length = 0;
      comes({ arrived: 350, upgraded: 350 });
    });

    /** The wave moves, and so many of it are seen afterwards. */
    const comes = (counts: Readonly<Record<string, number>>): void => {
      served.driver.answer = (act) => {
        told = act.told;
        const done = served.driver.carry(act);
        served.driver.change(act.ref, counts);
        return done;
      };
    };
    const move = () => served.update(wave, 1, 2);

    it("of whom all come leaves nobody behind, and its driver knew when it would be enough", async () => {
      assert.deepEqual(await move(), { phase: "moved", arrived: 350, left: 0 });
      assert.deepEqual(told, { arrivedPercent: 95, upgradedPercent: 90, readings: 2, minutesApart: 240, take: 350 });
      assert.deepEqual(served.lines, ["wave/pilot is moved: 350 of 350 agents report to bea"]);
    });

    it("of whom enough come ends, and says how many are stragglers", async () => {
      comes({ arrived: 340, upgraded: 330 });
      assert.deepEqual(await move(), { phase: "moved", arrived: 340, left: 10 });
      assert.deepEqual(served.lines, ["wave/pilot is moved: 340 of 350 agents report to bea, 10 are stragglers"]);
    });

    const few: Readonly<Record<string, Readonly<{ counts: Readonly<Record<string, number>>; say: string }>>> = {
      "too few have come": { counts: { arrived: 330 }, say: "330 of 350 agents report to bea; 333 are wanted" },
      "too few of those seen lately have come": {
        counts: { arrived: 280, seen: 300 },
        say: "280 of 300 agents report to bea; 285 are wanted",
      },
      "too few are upgraded": {
        counts: { arrived: 350, upgraded: 300 },
        say: "300 of 350 agents are upgraded; 315 are wanted",
      },
    };
    for (const [name, { counts, say }] of Object.entries(few))
      it(`waits where ${name}, whatever its driver says, and goes on when they have`, async () => {
        comes(counts);
        assert.equal(await reasonsOf(move()), `WAITING r1/pilot/wave/pilot: ${say}\n${again}`);
        assert.deepEqual(served.lines, [`WAITING r1/pilot/wave/pilot: ${say}`]);
        assert.equal(await reasonsOf(move()), `WAITING r1/pilot/wave/pilot: ${say}\n${again}`);
        served.driver.change(wave, { arrived: 350, upgraded: 350, seen: 350 });
        assert.deepEqual(await move(), { phase: "moved", arrived: 350, left: 0 });
        assert.deepEqual(served.driver.acts.slice(1), [`apply ${short}/pilot/wave/pilot move`]);
      });

    const uncounted: Readonly<Record<string, Readonly<{ counts: Readonly<Record<string, number>>; say: string }>>> = {
      "nobody has counted": { counts: {}, say: "nobody has counted how many of 350 agents report to bea; 333 are wanted" },
      "nobody has counted who is upgraded": {
        counts: { arrived: 350 },
        say: "nobody has counted how many of 350 agents are upgraded; 315 are wanted",
      },
    };
    for (const [name, { counts, say }] of Object.entries(uncounted))
      it(`is not evaluated where ${name}, whatever its driver says, holds up what comes after it, and goes on once it is counted`, async () => {
        comes(counts);
        const want =
          `NOT EVALUATED r1/pilot/wave/pilot: ACT-015 ${say} — let its driver count (arrived and upgraded: docs/exec.md), or name one ` +
          "that does as read under drivers in migration.yaml; or name runbook for it there, and let a person count and attest it " +
          "(`drover attest`); then run `pulumi up` again";
        for (const _time of [1, 2]) {
          const { outputs, reasons } = unfinished(await move().catch((cause: unknown) => cause));
          assert.deepEqual([reasons, outputs["phase"]], [[want], "moving"]);
        }
        const refreshed = await served.read(wave, 2, { phase: "moving" }).catch((cause: unknown) => cause);
        assert.deepEqual(unfinished(refreshed).reasons, [want]);
        served.driver.change(wave, { arrived: 350, upgraded: 350 });
        assert.deepEqual(await move(), { phase: "moved", arrived: 350, left: 0 });
      });

    it("that people attested without counts says which file, and how it is attested anew", async () => {
      comes({});
      await move().catch(() => undefined);
      served.driver.world.set(wave, { ...served.driver.see(wave), evidence: "evidence/r1/pilot/wave__pilot.yaml 0123456789ab" });
      const { reasons } = unfinished(await move().catch((cause: unknown) => cause));
      assert.deepEqual(reasons[0]?.split("\n").slice(1), [
        "People attested it in evidence/r1/pilot/wave__pilot.yaml; when it is otherwise, revoke that and attest it anew:",
        'drover attest migrations/tiny wave/pilot --revoke --by "<who>" --why "<why>"',
      ]);
    });

    it("need not be counted where its migration asks for none", async () => {
      await served.stop();
      const { migration } = documents;
      const done = { ...migration.done, arrivedPercent: 0, upgradedPercent: 0 };
      served = new Served({ ...tiny(), documents: { ...documents, migration: { ...migration, done } } });
      served.now = Date.parse("2026-11-12");
      await served.start();
      await between(served, 1, "separate", "pilot");
      await served.update("settings/bea@7.0", 1, 2);
      assert.deepEqual(await move(), { phase: "moved" });
      assert.equal(served.lines.at(-1), "wave/pilot is moved; its driver does not count its agents");
    });

    it("keeps what its driver had reached when it waits", async () => {
      served.driver.answer = () => {
        served.driver.change(wave, { phase: "moving", arrived: 200 });
        return Promise.reject(new NotYet("200 of 350 agents report to bea; 333 are wanted"));
      };
      const { outputs, reasons } = unfinished(await move().catch((cause: unknown) => cause));
      assert.deepEqual(outputs, { phase: "moving", arrived: 200, left: 150 });
      assert.equal(reasons[0], `WAITING r1/pilot/wave/pilot: 200 of 350 agents report to bea; 333 are wanted\n${again}`);
    });

    it("takes who is there when it begins, a few more or fewer", async () => {
      served.driver.change(wave, { agents: 340 });
      await move();
      assert.equal(told.take, 340);
    });

    it("does not begin where many more or fewer are there than were counted", async () => {
      served.driver.change(wave, { agents: 400 });
      assert.equal(
        await denied(move()),
        "EST-002 wave/pilot agents: the plan has 350, found 400: 14.3 % more, and thresholds.countDrift allows 5 % — " +
          "put it back; take it over; or postpone the stage",
      );
    });

    it("that is not as it was counted denies its stage before anything is begun: both values, and three ways on", async () => {
      await between(served, 1, "separate", "pilot");
      served.driver.change(wave, { agents: 300 });
      const told = settings("separate", "pilot", "r1/separate");
      assert.deepEqual(await served.checkConfig(told, settings("adopt", "separate", "r1/adopt")), [
        "EST-002 wave/pilot agents: the plan has 350, found 300: 14.3 % fewer, and thresholds.countDrift allows 5 % (r1/pilot relies on " +
          "it) — count again; or bring them back; or take it over: write what is found into migrations/tiny/old.yaml:12, then drover replan migrations/tiny --stack lab; " +
          "or postpone: leave drover:stage at r1/separate",
      ]);
    });

    it("does not begin on facts that are too old", async () => {
      served.now = Date.parse("2026-11-21T09:00:00Z");
      const remedy =
        "count again, write the numbers and their date into the documents and plan again; or allow more: thresholds.maxAge in migration.yaml";
      assert.equal(
        await reasonsOf(move()),
        "WAITING r1/pilot/wave/pilot: EST-004 its agents are those of 2026-11-02 (migrations/tiny/old.yaml:3); today is 2026-11-21, 19 d " +
          `later, and thresholds.maxAge.agents allows 14 d — ${remedy}\n${again}`,
      );
      assert.deepEqual(served.driver.acts.length, 1);
    });

    it("says in a preview that it would wait, and fails nothing", async () => {
      served.now = Date.parse("2026-11-21T09:00:00Z");
      assert.deepEqual(await served.update(wave, 1, 2, true), { phase: "moved" });
      assert.deepEqual(
        served.lines.map((line) => line.slice(0, line.indexOf(" (migrations"))),
        ["wave/pilot would wait: EST-004 its agents are those of 2026-11-02"],
      );
    });

    it("begins where its driver has counted since", async () => {
      served.now = Date.parse("2026-11-21");
      served.driver.change(wave, { countedOn: "2026-11-20" });
      assert.deepEqual(await move(), { phase: "moved", arrived: 350, left: 0 });
    });

    it("of a simulated estate is as old as that estate is", async () => {
      served.now = Date.parse("2036-01-01");
      Object.assign(served.driver, { minutes: async () => 13 * 1440 });
      assert.deepEqual(await move(), { phase: "moved", arrived: 350, left: 0 });
    });

    it("that has begun goes on, however old its count has become", async () => {
      served.now = Date.parse("2026-12-31");
      served.driver.change(wave, { phase: "moving" });
      assert.deepEqual(await move(), { phase: "moved", arrived: 350, left: 0 });
    });
  });

  describe("a gate", () => {
    beforeEach(() => between(served, 2, "pilot", "finish"));

    const gates: Readonly<Record<string, Readonly<{ answer: Error; say: string }>>> = {
      "may say: later": {
        answer: new NotYet("2 replication jobs run on bea"),
        say: `WAITING r1/finish/gate/bea/idle: 2 replication jobs run on bea\nAsk whether jobs run\n${again}`,
      },
      "may say until when": {
        answer: new NotYet("the nightly backup runs", {}, "2026-11-12 06:00"),
        say: `WAITING r1/finish/gate/bea/idle: the nightly backup runs\nNot before 2026-11-12 06:00.\nAsk whether jobs run\n${again}`,
      },
      "may deny, with its reason": {
        answer: new Refused("replication of bea is disabled for good"),
        say:
          "DENIED r1/finish/gate/bea/idle: ACT-011 replication of bea is disabled for good — mend what it names and run `pulumi up` again: " +
          "the gate is asked anew\nAsk whether jobs run",
      },
      "may not be evaluated, which opens nothing": {
        answer: new NotEvaluated("nobody at bea can run the report"),
        say:
          "NOT EVALUATED r1/finish/gate/bea/idle: ACT-012 nobody at bea can run the report — let somebody look: make what it asks " +
          "reachable, or have a person do it (runbook); then run `pulumi up` again\nAsk whether jobs run",
      },
    };

    it("may allow", async () => assert.deepEqual(await served.update(gate, 2, 3), { phase: "open" }));

    for (const [name, { answer, say }] of Object.entries(gates))
      it(name, async () => {
        served.driver.answer = () => Promise.reject(answer);
        assert.equal(await reasonsOf(served.update(gate, 2, 3)), say);
        served.driver.answer = (act) => served.driver.carry(act);
        assert.deepEqual(await served.update(gate, 2, 3), { phase: "open" });
      });
  });

  describe("a task that a program says to have done", () => {
    const task: Ref = "task/bea/document";
    let records: Readonly<Record<string, string>>;
    beforeEach(async () => {
      served.through = (fake) =>
        new Held(
          Object.assign(fake, { recorded: async () => ({ did: "yes" as const, evidence: records }) }),
          askedIn(carried()),
          "exec:./p.js",
        );
      served.driver.answer = (act) => ({ ...served.driver.carry(act), evidence: records });
      await between(served, 0, "adopt", "separate");
    });

    const say =
      "HALF-DONE r1/separate/task/bea/document (done): ACT-007 EXE-018 exec:./p.js says that task/bea/document is done, and what it " +
      "recorded is not what the task asks for: it has no page (file) — let the program answer what was really done with what the task " +
      "asks for, and run `pulumi up` again, which asks it again; or name runbook for the task under drivers in migration.yaml, and " +
      "let a person attest it (`drover attest`) — mend the cause and run `pulumi up` again: it goes on where it stopped\n" +
      "Write the link down (team messaging)\n  1 Open the console\n  2 Print the page\nRecord: page (file)";

    it("is half done while its evidence is not what the task asks for, at every look, and is done once it is", async () => {
      records = {};
      for (const _time of [1, 2]) {
        const { outputs, reasons } = unfinished(await served.update(task, 0, 1).catch((cause: unknown) => cause));
        assert.deepEqual([outputs, reasons.join("\n")], [{ phase: "doing" }, say]);
      }
      records = { page: "link.pdf" };
      assert.deepEqual(await served.update(task, 0, 1), { phase: "done" });
      assert.deepEqual(served.driver.acts, [`run ${short}/separate/task/bea/document do`]);
    });

    it("holds up what comes after it", async () => {
      records = {};
      await assert.rejects(served.update(task, 0, 1));
      const later = "server/bea@7.0" as Ref;
      assert.equal(
        await denied(served.update(later, 0, 1)),
        "ACT-005 server/bea@7.0 separate waits until task/bea/document do is done (TNY-100) — run `pulumi up` without --target, " +
          "which does everything in its order",
      );
      records = { page: "link.pdf" };
      assert.deepEqual(await served.update(later, 0, 1), { phase: "separated" });
    });

    it("is not made done by a refresh", async () => {
      records = {};
      await assert.rejects(served.update(task, 0, 1));
      const { outputs, reasons } = unfinished(await served.read(task, 1, { phase: "doing" }).catch((cause: unknown) => cause));
      assert.deepEqual([outputs, reasons.join("\n")], [{ phase: "doing" }, say]);
      records = { page: "link.pdf" };
      assert.deepEqual((await served.read(task, 1, { phase: "doing" })).outputs, { phase: "done" });
    });
  });
});
