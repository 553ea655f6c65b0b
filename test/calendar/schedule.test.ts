import assert from "node:assert/strict";
import fc from "fast-check";
import { Step, Windows, Work, critical, misfitFindings, schedule } from "../../calendar";
import { openings } from "../../calendar/windows";

const HOUR = 3_600_000;
/** A Monday. */
const from = Date.parse("2026-11-30T08:00Z");
const hours = (moment: number): number => (moment - from) / HOUR;
const work = (id: string, minutes: number, more: Partial<Work> = {}): Work => ({
  id,
  minutes,
  rests: 0,
  pauses: false,
  after: [],
  ...more,
});
const step = (name: string, ...all: readonly Work[]): Step => ({ name, milestone: "m", work: all });
const nights: Windows = { servers: { every: "Mon-Fri 20:00-02:00", zone: "UTC", except: [], mustFinish: false } };
const whole: Windows = { servers: { ...(nights["servers"] as Windows[string]), mustFinish: true } };

/** From when to when, in hours after the beginning. */
const dates = (steps: readonly Step[], windows: Windows = {}): readonly (readonly [string, number, number])[] =>
  schedule(steps, windows, from).steps.flatMap((one) =>
    one.work.map(({ id, begins, ends }) => [id, hours(begins), hours(ends)] as const),
  );

describe("the earliest dates", () => {
  it("of nothing are none", () => assert.deepEqual(schedule([], {}, from), { from, steps: [], misfits: [] }));

  it("follow the edges, beside one another where there are none", () =>
    assert.deepEqual(dates([step("s", work("a", 60), work("b", 120), work("c", 30, { after: ["a", "b"] }))]), [
      ["a", 0, 1],
      ["b", 0, 2],
      ["c", 2, 2.5],
    ]));

  it("of a stage begin when the one before has ended", () =>
    assert.deepEqual(dates([step("s", work("a", 60), work("b", 90)), step("t", work("c", 60))]), [
      ["a", 0, 1],
      ["b", 0, 1.5],
      ["c", 1.5, 2.5],
    ]));

  it("leave the time for looking on, in the stage and before the next", () =>
    assert.deepEqual(
      dates([step("s", work("a", 60, { rests: 120 }), work("b", 60, { after: ["a"] })), step("t", work("c", 60))]),
      [
        ["a", 0, 1],
        ["b", 3, 4],
        ["c", 4, 5],
      ],
    ));

  it("wait for the window, and for the next one where what is left is too short", () =>
    assert.deepEqual(
      dates([step("s", work("a", 240, { window: "servers" }), work("b", 180, { window: "servers", after: ["a"] }))], nights),
      [
        ["a", 12, 16],
        ["b", 36, 39],
      ],
    ));

  it("let people stop when their window closes, and go on in the next", () =>
    assert.deepEqual(dates([step("s", work("a", 480, { window: "servers", pauses: true }))], nights), [["a", 12, 38]]));

  it("of a stage that must finish are in one opening, all of them", () => {
    const twice = step("s", work("a", 200, { window: "servers" }), work("b", 200, { window: "servers", after: ["a"] }));
    const fits = step("s", work("x", 240, { window: "servers" }), work("y", 90, { window: "servers", after: ["x"] }));
    assert.deepEqual(dates([step("r", work("p", 14 * 60)), fits], whole), [
      ["p", 0, 14],
      ["x", 36, 40],
      ["y", 40, 41.5],
    ]);
    const { misfits } = schedule([twice], whole, from);
    assert.deepEqual(
      misfitFindings(misfits, () => ({ file: "migration.yaml", line: 3, column: 5 })),
      [
        {
          rule: "CAL-002",
          severity: "warning",
          at: { file: "migration.yaml", line: 3, column: 5 },
          say: "stage s: all of it takes 1 d 3 h, and windows.servers is open for at most 6 h at a time",
          fix: "open the window for longer once, or take back mustFinish",
        },
      ],
    );
  });

  it("of what never fits are those of an open window, and it is said", () => {
    const { misfits } = schedule([step("s", work("server/x:install", 400, { window: "servers" }))], nights, from);
    assert.deepEqual(
      misfitFindings(misfits, () => undefined),
      [
        {
          rule: "CAL-001",
          severity: "warning",
          say: "stage s: server/x:install takes 6 h 40 min, and windows.servers is open for at most 6 h at a time",
          fix: "open the window for longer once, or do this operation outside it",
        },
      ],
    );
    const never: Windows = {
      servers: { every: "daily 01:00-02:00", zone: "UTC", except: ["2026-01-01/2040-01-01"], mustFinish: false },
    };
    const [finding] = misfitFindings(
      schedule([step("s", work("a", 10, { window: "servers" }))], never, from).misfits,
      () => undefined,
    );
    assert.equal(finding?.say, "stage s: a takes 10 min, and windows.servers is never open");
  });

  it("are decided by the longest way, with what it waited for", () => {
    const [only] = schedule(
      [step("s", work("a", 60), work("b", 120), work("c", 30, { after: ["a", "b"] }), work("d", 30, { after: ["a"] }))],
      {},
      from,
    ).steps;
    assert.deepEqual(only && critical(only).map(({ id }) => id), ["b", "c"]);
  });

  it("always: nothing before what it waits for, nothing that cannot pause outside an opening, no stage before the last one", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.array(
            fc.record({
              minutes: fc.integer({ min: 0, max: 300 }),
              rests: fc.integer({ min: 0, max: 600 }),
              windowed: fc.boolean(),
              after: fc.array(fc.nat(5)),
            }),
            { minLength: 1, maxLength: 6 },
          ),
          { maxLength: 4 },
        ),
        (drawn) => {
          const steps = drawn.map((all, s) =>
            step(
              `s${s}`,
              ...all.map(({ minutes, rests, windowed, after }, i) =>
                work(`${s}.${i}`, minutes, {
                  rests,
                  after: after.filter((j) => j < i).map((j) => `${s}.${j}`),
                  ...(windowed ? { window: "servers" } : {}),
                }),
              ),
            ),
          );
          const { steps: dated, misfits } = schedule(steps, nights, from);
          assert.deepEqual(misfits, []);
          let last = from;
          for (const [s, one] of dated.entries()) {
            for (const [i, { id, begins, ends }] of one.work.entries()) {
              const { after, window } = steps[s]?.work[i] as Work;
              assert.ok(begins >= last, id);
              for (const before of after)
                assert.ok(begins >= (one.work.find((other) => other.id === before)?.free ?? Infinity), `${id} after ${before}`);
              if (window === undefined) continue;
              const [open] = openings(nights["servers"] as Windows[string], begins);
              assert.ok(open && open.begins <= begins && ends <= open.ends, id);
            }
            last = one.ends;
          }
        },
      ),
    ));
});
