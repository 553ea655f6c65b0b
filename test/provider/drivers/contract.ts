import assert from "node:assert/strict";
import { shortOf } from "../../../documents/evidence/counts";
import { Entity, Ref, State, Value, stateOf } from "../../../engine/model/entity";
import { differences } from "../../../provider/drivers/compare";
import { ABSENT, Act, Done, Driver, Observed } from "../../../provider/drivers/driver";

const entity = (ref: Ref, phase: string, more: Readonly<Record<string, Value>> = {}): Entity =>
  ({ ref, kind: ref.slice(0, ref.indexOf("/")), phase, ...more }) as unknown as Entity;

const server: Ref = "server/bea-ns1@7.0";
const task: Ref = "task/bea-ns1/document";
const gate: Ref = "gate/bea-ns1/idle";
const next: Ref = "server/bea-smp1@7.1";
const wave: Ref = "wave/beaumont";

/** The estate behind every driver of the contract, as it is declared; in the words of Altiris, so that the lab's laws hold. */
export const declared: State = stateOf([
  entity(gate, "closed"),
  entity("licence/bea-ns1", "planned", { server, products: ["inventory=10"] }),
  entity(server, "running", { name: "bea-ns1", version: "7.0", os: "windows-server-2003-sp2-x86", replication: "on" }),
  entity(next, "installed", { version: "7.1" }),
  entity(task, "todo"),
  entity(wave, "waiting", { agents: 350, at: [server], to: next }),
]);

/** What a migration calls done where it says nothing. */
const done = {
  arrivedPercent: 95,
  upgradedPercent: 90,
  stable: { readings: 2, minutesApart: 240 },
  stragglers: { belowPercent: 1, afterDays: 30 },
};

/** The wave on its way; it does not come back. */
export function waveMove(): Act {
  const before = declared.get(wave) as Entity;
  const told = { arrivedPercent: done.arrivedPercent, upgradedPercent: done.upgradedPercent, ...done.stable };
  return { id: `0123456789ab/separate/${wave}`, ref: wave, move: "move", before, after: { ...before, phase: "moved", at: [next] }, told };
}

/** One act of each sort: what it is called, where it leads, and what the provider tells besides. */
const orders = {
  apply: { ref: server, move: "separate", undo: "rejoin", phase: "separated", told: {} },
  run: { ref: task, move: "do", undo: "reopen", phase: "done", told: { task: "document", server, evidence: ["schedule"] } },
  ask: {
    ref: gate,
    move: "pass",
    undo: "close",
    phase: "open",
    told: { task: "idle", server, question: "running-replication-jobs" },
  },
} as const satisfies Readonly<
  Record<string, Readonly<{ ref: Ref; move: string; undo: string; phase: string; told: Act["told"] }>>
>;

/** What a driver is asked to do. */
export type Sort = keyof typeof orders;
const sorts = Object.keys(orders) as readonly Sort[];

/** An act as the provider orders it; its way back has another id and the move's undo for a name. */
export function actOf(sort: Sort, back = false): Act {
  const { ref, move, undo, phase, told } = orders[sort];
  const before = declared.get(ref) as Entity;
  const after = { ...before, ...(sort === "apply" ? { replication: "off" } : {}), phase } as Entity;
  const id = `0123456789ab/separate/${ref}`;
  return back
    ? { id: `${id}/back`, ref, move: undo, before: after, after: before, told }
    : { id, ref, move, before, after, told };
}

/** What an outside world does to a driver. Each is brought about for one act, and lifted again. */
export const troubles = {
  notYet: "time or a person has to come first",
  refused: "the platform says no",
  cut: "the act ends half-way",
  busy: "another process acts on the estate",
  unreachable: "nothing can be seen",
} as const;

export type Trouble = keyof typeof troubles;

/** An estate and the driver to it, as the contract needs them. */
export type Subject = Readonly<{
  /** The driver anew, as another process on the same estate would have it. */
  driver(): Driver;
  /** All that a driver could leave behind by looking: the same text before and after. */
  written(): string;
  /** What time and people have to do before an act can be done; called before every act that is to succeed. */
  ready?(act: Act): void | Promise<void>;
  /** Brings a trouble about for an act, and answers with what lifts it. What cannot befall this driver says why. */
  trouble: Readonly<Record<Trouble, Readonly<{ never: string }> | ((act: Act) => (() => void) | Promise<() => void>)>>;
  remove(): void | Promise<void>;
}>;

const silent = (): void => undefined;
const tolerance = { countDriftPercent: 0 };

export const perform = (driver: Driver, sort: Sort, act: Act = actOf(sort)): Promise<Done> => driver[sort](act, silent);

/** Nothing that the driver sees is other than it should be; what it does not see is not judged. */
const fits = (observed: Observed | undefined, wanted: Entity): void => {
  assert.ok(observed, `${wanted.ref} is not answered at all`);
  assert.deepEqual(
    differences(wanted, observed, tolerance).map(({ prop, say }) => `${wanted.ref} ${prop}: ${say}`),
    [],
  );
};

/** What every driver must do, whatever is behind it: `provider/drivers/driver.ts` in tests. */
export function contract(name: string, make: () => Subject | Promise<Subject>): void {
  describe(`${name}: what every driver must do`, () => {
    let subject: Subject;
    let driver: Driver;
    beforeEach(async () => {
      subject = await make();
      driver = subject.driver();
    });
    afterEach(() => subject.remove());

    const refs = [...declared.keys()];
    const wants = async (phases: Readonly<Partial<Record<Sort, "before" | "after">>>): Promise<void> => {
      const all = await subject.driver().readAll(sorts.map((sort) => orders[sort].ref));
      for (const sort of sorts) fits(all.get(orders[sort].ref), actOf(sort)[phases[sort] ?? "before"]);
    };
    const succeeds = async (sort: Sort, act: Act = actOf(sort), with_: Driver = driver): Promise<Done> => {
      await subject.ready?.(act);
      return perform(with_, sort, act);
    };

    describe("reading", () => {
      it("finds what is declared, one by one and all at once", async () => {
        const all = await driver.readAll(refs);
        assert.deepEqual([...all.keys()].sort(), [...refs].sort());
        for (const ref of refs) {
          fits(all.get(ref), declared.get(ref) as Entity);
          assert.deepEqual(await driver.read(ref), all.get(ref));
        }
      });

      it("of some answers those and no others", async () => {
        assert.deepEqual([...(await driver.readAll([task, server])).keys()].sort(), [server, task]);
        assert.equal((await driver.readAll([])).size, 0);
      });

      it("of what is not there says so", async () => {
        assert.deepEqual(await driver.read("server/nobody@7.0"), { phase: ABSENT });
        assert.deepEqual((await driver.readAll(["server/nobody@7.0"])).get("server/nobody@7.0"), { phase: ABSENT });
      });

      it("writes nothing, before adoption and after it", async () => {
        const looks = async (): Promise<void> => {
          const before = subject.written();
          for (const ref of refs) await driver.read(ref);
          await driver.readAll(refs);
          await driver.did(actOf("run").id);
          assert.equal(subject.written(), before);
        };
        await looks();
        await driver.adopt(declared);
        await looks();
      });
    });

    describe("adopting", () => {
      it("changes nothing of what is seen, and again nothing the second time", async () => {
        const seen = await driver.readAll(refs);
        await driver.adopt(declared);
        assert.deepEqual(await subject.driver().readAll(refs), seen);
        const written = subject.written();
        await subject.driver().adopt(declared);
        assert.equal(subject.written(), written);
      });

      it("takes nothing back that was done since", async () => {
        await driver.adopt(declared);
        await succeeds("run");
        await driver.adopt(declared);
        await wants({ run: "after" });
      });
    });

    for (const sort of sorts) {
      describe(`an act (${sort})`, () => {
        beforeEach(() => driver.adopt(declared));

        it("that was not ordered was not done", async () => assert.notEqual(await driver.did(actOf(sort).id), "yes"));

        it("brings its entity, and no other, to where it leads", async () => {
          const { observed, evidence } = await succeeds(sort);
          for (const seen of [observed, await subject.driver().read(orders[sort].ref)]) fits(seen, actOf(sort).after);
          assert.ok(Object.values(evidence).every((value) => typeof value === "string"));
          await wants({ [sort]: "after" });
        });

        it("is known to have been done, to another process too", async () => {
          await succeeds(sort);
          assert.deepEqual([await driver.did(actOf(sort).id), await subject.driver().did(actOf(sort).id)], ["yes", "yes"]);
        });

        it("ordered again under the same id changes nothing and answers the same", async () => {
          const first = await succeeds(sort);
          const written = subject.written();
          assert.deepEqual(await perform(driver, sort), first);
          assert.deepEqual(await perform(subject.driver(), sort), first);
          assert.equal(subject.written(), written);
        });

        it("is taken back, and begins anew under its old id", async () => {
          await succeeds(sort);
          fits((await succeeds(sort, actOf(sort, true))).observed, actOf(sort).before);
          await wants({});
          assert.notEqual(await driver.did(actOf(sort).id), "yes");
          await succeeds(sort);
          await wants({ [sort]: "after" });
          assert.equal(await driver.did(actOf(sort).id), "yes");
        });
      });
    }

    describe("a wave", () => {
      beforeEach(() => driver.adopt(declared));

      it("that has moved is counted: enough have come, and are upgraded, or nobody may take it for done", async () => {
        const { after } = waveMove();
        const { observed } = await succeeds("apply", waveMove());
        for (const seen of [observed, await driver.read(wave), await subject.driver().read(wave)]) {
          fits(seen, after);
          assert.deepEqual([typeof seen["arrived"], typeof seen["upgraded"]], ["number", "number"]);
          assert.equal(shortOf(done, after, seen), undefined);
        }
        assert.equal((await driver.readAll(refs)).get(wave)?.["arrived"], observed["arrived"]);
      });
    });

    describe("two acts", () => {
      it("beside one another are both done", async () => {
        await driver.adopt(declared);
        for (const sort of ["apply", "run"] as const) await subject.ready?.(actOf(sort));
        await Promise.all([perform(driver, "apply"), perform(driver, "run")]);
        await wants({ apply: "after", run: "after" });
      });
    });

    /** Whom a trouble befalls: a gate waits, the others are refused. */
    const befallen: Readonly<Record<Trouble, Sort>> = {
      notYet: "ask",
      refused: "apply",
      cut: "apply",
      busy: "run",
      unreachable: "apply",
    };

    const troubled =
      (trouble: Trouble, test: (sort: Sort, lift: () => Promise<void>) => Promise<void>) => async (): Promise<void> => {
        const sort = befallen[trouble];
        await driver.adopt(declared);
        const begin = subject.trouble[trouble];
        if ("never" in begin) return assert.notEqual(begin.never, "", `${trouble} can never befall it, and nobody says why`);
        const end = await begin(actOf(sort));
        await test(sort, async () => {
          end();
          await succeeds(sort);
          await wants({ [sort]: "after" });
          assert.equal(await driver.did(actOf(sort).id), "yes");
        });
      };

    /** The error says by its name what is the matter, and by its message what a person needs; the act was not done. */
    const stopped = async (sort: Sort, error: string): Promise<void> => {
      await assert.rejects(perform(driver, sort), ({ name, message }: Error) => {
        assert.equal(name, error, message);
        assert.notEqual(message, "");
        return true;
      });
      assert.notEqual((await driver.read(orders[sort].ref)).phase, actOf(sort).after.phase);
      assert.notEqual(await driver.did(actOf(sort).id), "yes");
    };

    describe("what it has to say", () => {
      it(
        "NotYet: time or a person comes first, then it is done",
        troubled("notYet", async (sort, lift) => {
          await stopped(sort, "NotYet");
          await lift();
        }),
      );

      it(
        "Refused: the platform says no, and nothing was done",
        troubled("refused", async (sort, lift) => {
          const seen = await driver.read(orders[sort].ref);
          await stopped(sort, "Refused");
          assert.deepEqual(await driver.read(orders[sort].ref), seen);
          await lift();
        }),
      );

      it(
        "Busy: another process acts on the estate and does not end in time",
        troubled("busy", async (sort, lift) => {
          await stopped(sort, "Busy");
          await lift();
        }),
      );

      it(
        "an act that was cut is neither done nor not done, and goes on under its id",
        troubled("cut", async (sort, lift) => {
          await assert.rejects(perform(driver, sort));
          assert.deepEqual(
            [await driver.did(actOf(sort).id), await subject.driver().did(actOf(sort).id)],
            ["unknown", "unknown"],
          );
          await lift();
        }),
      );

      it(
        "Unreachable: never that something is gone",
        troubled("unreachable", async (sort, lift) => {
          const { ref } = orders[sort];
          for (const one of [driver, subject.driver()]) {
            await assert.rejects(one.read(ref), { name: "Unreachable" });
            await assert.rejects(one.readAll(refs), { name: "Unreachable" });
            await assert.rejects(perform(one, sort));
          }
          await lift();
        }),
      );
    });
  });
}
