import assert from "node:assert/strict";
import { dayOf, momentOf, shown, wallAt } from "../../calendar/zones";

const utc = (text: string): number => Date.parse(`${text}Z`);
const wall = (date: string, time: string): Parameters<typeof momentOf>[1] => ({
  day: dayOf(date),
  minute: Number(time.slice(0, 2)) * 60 + Number(time.slice(3)),
});

describe("what a clock on the wall shows", () => {
  const cases: Readonly<Record<string, readonly [zone: string, date: string, time: string, moment: string]>> = {
    "in UTC, the moment itself": ["UTC", "2026-11-28", "20:00", "2026-11-28T20:00:00"],
    "in winter, six hours behind": ["America/Chicago", "2026-11-28", "20:00", "2026-11-29T02:00:00"],
    "in summer, five": ["America/Chicago", "2026-07-04", "20:00", "2026-07-05T01:00:00"],
    "before summer time begins": ["America/Chicago", "2026-03-08", "01:59", "2026-03-08T07:59:00"],
    "after it has begun": ["America/Chicago", "2026-03-08", "03:00", "2026-03-08T08:00:00"],
    "an hour that comes twice: the first": ["America/Chicago", "2026-11-01", "01:30", "2026-11-01T06:30:00"],
    "ahead of UTC, another day": ["Asia/Kolkata", "2026-11-29", "04:00", "2026-11-28T22:30:00"],
    "a clock that moves by half an hour": ["Australia/Lord_Howe", "2026-10-04", "02:30", "2026-10-03T15:30:00"],
  };
  for (const [name, [zone, date, time, moment]] of Object.entries(cases))
    it(name, () => {
      assert.equal(momentOf(zone, wall(date, time)), utc(moment));
      assert.deepEqual(wallAt(zone, utc(moment)), wall(date, time));
    });

  it("an hour that is left out is the first moment after it", () => {
    assert.equal(momentOf("America/Chicago", wall("2026-03-08", "02:00")), utc("2026-03-08T08:00:00"));
    assert.equal(momentOf("America/Chicago", wall("2026-03-08", "02:45")), utc("2026-03-08T08:00:00"));
    assert.equal(momentOf("Europe/Berlin", wall("2026-03-29", "02:30")), utc("2026-03-29T01:00:00"));
  });

  it("is written with its weekday", () => {
    assert.equal(shown("America/Chicago", utc("2026-11-29T02:05:00")), "Sat 2026-11-28 20:05");
    assert.equal(shown("UTC", 0), "Thu 1970-01-01 00:00");
    assert.equal(shown("UTC", utc("1969-12-31T23:59:00")), "Wed 1969-12-31 23:59");
  });
});
