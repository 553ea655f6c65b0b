import assert from "node:assert/strict";
import { asked, names, needsPulumi, report } from "../../bench/main";
import { Row, inTurn, median, ratioOf, within } from "../../bench/measure";
import { tableOf } from "../../bench/table";

const row = (more: Partial<Row> = {}): Row => ({
  name: "plan",
  what: "to plan : to read",
  ratio: 3.456,
  allowed: { atMost: 4 },
  ms: [12_340, 3_571],
  yardsticks: { "sort 1000 keys": 0.4 },
  notes: [],
  ...more,
});

describe("the table of ratios", () => {
  it("has a line a row, and below what each compares", () => {
    const text = tableOf([
      row({ memory: { megabytes: 512.4, atMost: 600 }, notes: ["documents: 3 MB"] }),
      row({
        name: "boundaries-usual",
        what: "the usual way : here",
        ratio: 1.5,
        allowed: { atLeast: 2 },
        ms: [30, 20],
        yardsticks: {},
      }),
    ]);
    assert.equal(
      text,
      [
        "name              ratio  allowed        took : against    memory        this machine",
        "plan              3.46   ≤ 4      ok    12.3 s : 3571 ms  512 ≤ 600 MB  sort 1000 keys 0 ms",
        "boundaries-usual  1.50   ≥ 2      over  30 ms : 20 ms",
        "",
        "plan: to plan : to read",
        "  documents: 3 MB",
        "boundaries-usual: the usual way : here",
      ].join("\n"),
    );
  });

  const verdicts: Record<string, { row: Partial<Row>; ok: boolean }> = {
    "a ratio below what is allowed": { row: {}, ok: true },
    "just as much as is allowed": { row: { ratio: 4 }, ok: true },
    "a ratio above it": { row: { ratio: 4.01 }, ok: false },
    "less than is wanted": { row: { ratio: 1.99, allowed: { atLeast: 2 } }, ok: false },
    "too much memory": { row: { memory: { megabytes: 601, atMost: 600 } }, ok: false },
    "a ratio that could not be measured": { row: { ratio: NaN }, ok: false },
  };
  for (const [name, { row: more, ok }] of Object.entries(verdicts))
    it(`${name} is ${ok ? "ok" : "over, and the status says so"}`, () => {
      assert.equal(within(row(more)), ok);
      assert.equal(
        report([row(), row(more)], { json: false }, () => undefined),
        ok ? 0 : 1,
      );
    });

  it("is JSON for programs", () => {
    let printed = "";
    report([row()], { json: true }, (text) => (printed += text));
    assert.deepEqual(JSON.parse(printed), [row()]);
  });
});

describe("measuring", () => {
  it("takes the middle, or what is between the two in the middle", () => {
    assert.deepEqual([median([3, 1, 2]), median([4, 1, 3, 2])], [2, 2.5]);
  });

  it("compares round by round: a machine that grows slower grows slower for both", () => {
    const samples = (...ms: number[]): { ms: number; megabytes: number }[] => ms.map((one) => ({ ms: one, megabytes: 0 }));
    assert.equal(ratioOf(samples(10, 200, 30), samples(5, 100, 10)), 2);
  });

  it("lets works take turns, after a round that does not count", () => {
    const turns: string[] = [];
    const work = (name: string) => () => {
      turns.push(name);
      return { ms: turns.length, megabytes: 0 };
    };
    const { a, b } = inTurn(2, { a: work("a"), b: work("b") });
    assert.deepEqual([turns.join(""), a.map(({ ms }) => ms), b.map(({ ms }) => ms)], ["ababab", [3, 5], [4, 6]]);
  });
});

describe("what is asked of npm run bench", () => {
  const cases: Record<string, { args: string[]; want: unknown }> = {
    "nothing is everything": { args: [], want: { only: [], json: false, scale: "full" } },
    "rows by name": {
      args: ["--only", "plan", "--only", "open", "--json"],
      want: { only: ["plan", "open"], json: true, scale: "full" },
    },
    "a trial": { args: ["--tiny"], want: { only: [], json: false, scale: "tiny" } },
    "a name that there is not": {
      args: ["--only", "plans"],
      want: { say: `"plans" is no benchmark: ${names.join(", ")}\n`, status: 2 },
    },
    "an option that there is not": {
      args: ["--fast"],
      want: { say: '"--fast" is no option of npm run bench; --help lists them\n', status: 2 },
    },
  };
  for (const [name, { args, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(asked(args), want));

  it("only what runs Pulumi needs it", () => {
    assert.deepEqual(
      [needsPulumi({ only: [] }), needsPulumi({ only: ["plan"] }), needsPulumi({ only: ["up"] })],
      [true, false, true],
    );
  });
});
