import assert from "node:assert/strict";
import { openings } from "../../calendar/windows";
import { shown } from "../../calendar/zones";
import type { Window } from "../../engine/model/migration";

const CHICAGO = "America/Chicago";

/** The first openings, as its zone writes them. */
function opens(
  every: string,
  from: string,
  { zone = "UTC", except = [] as readonly string[], count = 3 } = {},
): readonly string[] {
  const window: Window = { every, zone, except, mustFinish: false };
  const found: string[] = [];
  for (const { begins, ends } of openings(window, Date.parse(`${from}Z`))) {
    found.push(`${shown(zone, begins)} - ${shown(zone, ends)}`);
    if (found.length === count) break;
  }
  return found;
}

describe("when a window is open", () => {
  it("on one day a week, over midnight", () =>
    assert.deepEqual(opens("Sat 20:00-Sun 06:00", "2026-11-24T00:00", { count: 2 }), [
      "Sat 2026-11-28 20:00 - Sun 2026-11-29 06:00",
      "Sat 2026-12-05 20:00 - Sun 2026-12-06 06:00",
    ]));

  it("on several days, and not between them", () =>
    assert.deepEqual(opens("Mon-Thu 18:00-23:00", "2026-11-25T19:00"), [
      "Wed 2026-11-25 19:00 - Wed 2026-11-25 23:00",
      "Thu 2026-11-26 18:00 - Thu 2026-11-26 23:00",
      "Mon 2026-11-30 18:00 - Mon 2026-11-30 23:00",
    ]));

  it("over the end of a week", () =>
    assert.deepEqual(opens("Fri-Mon 22:00-02:00", "2026-11-29T00:00", { count: 4 }), [
      "Sun 2026-11-29 00:00 - Sun 2026-11-29 02:00",
      "Sun 2026-11-29 22:00 - Mon 2026-11-30 02:00",
      "Mon 2026-11-30 22:00 - Tue 2026-12-01 02:00",
      "Fri 2026-12-04 22:00 - Sat 2026-12-05 02:00",
    ]));

  it("a whole week but a day", () =>
    assert.deepEqual(opens("Mon 06:00-Sun 06:00", "2026-11-24T00:00", { count: 2 }), [
      "Tue 2026-11-24 00:00 - Sun 2026-11-29 06:00",
      "Mon 2026-11-30 06:00 - Sun 2026-12-06 06:00",
    ]));

  it("around the clock, for longer than anything takes", () => {
    const [only = ""] = opens("daily 00:00-00:00", "2026-11-24T05:00", { count: 1 });
    assert.match(only, /^Tue 2026-11-24 05:00 - \w{3} 2027-11-2\d 00:00$/);
  });

  it("not in a freeze, and what it cuts in two opens twice", () => {
    assert.deepEqual(opens("Fri 20:00-Mon 06:00", "2026-12-17T00:00", { except: ["2026-12-19"], count: 2 }), [
      "Fri 2026-12-18 20:00 - Sat 2026-12-19 00:00",
      "Sun 2026-12-20 00:00 - Mon 2026-12-21 06:00",
    ]);
    assert.deepEqual(opens("Sat 20:00-Sun 06:00", "2026-12-17T00:00", { except: ["2026-12-19/2027-01-04"], count: 1 }), [
      "Sat 2027-01-09 20:00 - Sun 2027-01-10 06:00",
    ]);
  });

  it("never, where a freeze never ends", () =>
    assert.deepEqual(opens("daily 01:00-02:00", "2026-12-17T00:00", { except: ["2026-01-01/2036-01-01"] }), []));

  it("by the clock on the wall: summer time makes it an hour shorter or longer", () => {
    const lasts = (from: string): number => {
      const window: Window = { every: "Sat 20:00-Sun 06:00", zone: CHICAGO, except: [], mustFinish: false };
      for (const { begins, ends } of openings(window, Date.parse(`${from}Z`))) return (ends - begins) / 3_600_000;
      return 0;
    };
    assert.deepEqual([lasts("2026-03-06T00:00"), lasts("2026-03-13T00:00"), lasts("2026-10-30T00:00")], [9, 10, 11]);
  });
});
