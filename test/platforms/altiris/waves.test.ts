import assert from "node:assert/strict";
import type { Migration } from "../../../engine/model/migration";
import type { AltirisEstate, AltirisSite } from "../../../platforms/altiris/estate";
import { Wave, wavesOf } from "../../../platforms/altiris/waves";

const site = (agents: number, more: Partial<AltirisSite> = {}): AltirisSite => ({
  server: "old",
  boundaries: [],
  agents: { "windows-x86": agents, "windows-x64": 0, linux: 0, mac: 0 },
  ...more,
});
const estate = (server: string, lake: AltirisSite): AltirisEstate =>
  ({ sites: { lake: { ...lake, server } } }) as unknown as AltirisEstate;
const migration = { waves: { size: 2000 } } as unknown as Migration;

const cases: Readonly<
  Record<string, Readonly<{ lake: AltirisSite; pilot?: Migration["pilot"]; want: readonly Partial<Wave>[] }>>
> = {
  "a small site is one wave": { lake: site(2000), want: [{ name: "lake", agents: 2000 }] },
  "a large one as many even ones as it takes": {
    lake: site(4001),
    want: [
      { name: "lake-1", agents: 1334 },
      { name: "lake-2", agents: 1334, after: "lake-1" },
      { name: "lake-3", agents: 1333, after: "lake-2" },
    ],
  },
  "those seen lately are shared out like all": {
    lake: site(4001, { seen: 3601 }),
    want: [
      { name: "lake-1", agents: 1334, seen: 1201 },
      { name: "lake-2", agents: 1334, seen: 1201, after: "lake-1" },
      { name: "lake-3", agents: 1333, seen: 1200, after: "lake-2" },
    ],
  },
  "a pilot is cut off first": {
    lake: site(1000),
    pilot: { site: "lake", agents: 100, days: 5 },
    want: [
      { name: "lake-1", agents: 100, pilot: true },
      { name: "lake-2", agents: 900, after: "lake-1" },
    ],
  },
};

describe("the waves of a site", () => {
  for (const [name, { lake, pilot, want }] of Object.entries(cases))
    it(name, () => {
      const made = wavesOf(estate("old", lake), estate("new", lake), { ...migration, ...(pilot ? { pilot } : {}) });
      assert.deepEqual(
        made,
        want.map((wave) => ({ site: "lake", from: "old", to: "new", pilot: false, ...wave })),
      );
    });
});

describe("the waves of sites whose names look like numbered waves", () => {
  const named = (sizes: Readonly<Record<string, number>>): readonly string[] => {
    const sites = Object.fromEntries(Object.entries(sizes).map(([name, agents]) => [name, site(agents)]));
    const made = wavesOf({ sites } as unknown as AltirisEstate, { sites } as unknown as AltirisEstate, migration);
    return made.map(({ name, agents }) => `${name} ${agents}`).sort();
  };

  it("never share one name: nobody's agents are lost", () =>
    assert.deepEqual(named({ lake: 4000, "lake-2": 300 }), ["lake--1 2000", "lake--2 2000", "lake-2 300"]));

  it("are called the same, whatever order the sites come in", () => {
    const want = ["a---1 2000", "a---2 2000", "a--1 2000", "a--2 2000", "a-1 1"];
    assert.deepEqual(named({ a: 4000, "a-": 4000, "a-1": 1 }), want);
    assert.deepEqual(named({ "a-1": 1, "a-": 4000, a: 4000 }), want);
  });
});
