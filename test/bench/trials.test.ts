import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bareStage } from "../../bench/bare/stage";
import { estates } from "../../bench/estates";
import { filesOf, writeFiles } from "../../bench/folder";
import { measured } from "../../bench/main";
import { writeMigration } from "../../bench/planning";
import { waits, wayOf } from "../../engine/registration/ways";
import { carriedIn } from "../../documents/carried";
import { loadMigration } from "../../documents/load";
import { openMigration } from "../../documents/open";

const folder = mkdtempSync(join(tmpdir(), "drover-bench-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const size = { servers: 3, sites: 7, agents: 4_000, boundaries: 60 };

describe("a generated estate on disk", () => {
  it("reads back as it was drawn", () => {
    for (const seed of [1, 2, 3]) {
      const drawn = estates(seed, size);
      const at = join(folder, `drawn-${seed}`);
      writeFiles(at, filesOf(drawn));
      const { documents, findings } = loadMigration(at);
      assert.deepEqual(findings, []);
      const dated = (estate: unknown): unknown => JSON.parse(JSON.stringify(estate).replace(/,"countedOn":"[^"]*"/g, ""));
      assert.deepEqual(dated(documents?.old.document), dated(drawn.old.document));
      assert.deepEqual(dated(documents?.new.document), dated(drawn.new.document));
      assert.deepEqual(documents?.migration.pilot, drawn.migration.pilot);
    }
  });
});

describe("the bare stage", () => {
  it("has the resources of the real one, and nothing waits for what comes later", () => {
    const at = join(folder, "bare");
    writeMigration(at, size);
    const carried = carriedIn(openMigration(at));
    assert.ok(carried);
    const way = wayOf(carried, { from: "r1/adopt", to: `r1/${carried.stages[0]?.name}` });
    assert.ok(way);
    const { components, resources } = bareStage(carried, way);
    assert.equal(resources.length, way.target.size + 1);
    assert.ok(resources.every(({ after }, i) => after.every((first) => first < i)));
    assert.ok(resources.slice(0, -1).every(({ parent }) => components[parent] !== undefined));
    const edges = resources.slice(0, -1).reduce((sum, { after }) => sum + after.length, 0);
    assert.equal(
      edges,
      [...waits(way).values()].reduce((sum, before) => sum + before.length, 0),
    );
  });
});

describe("a trial, where nothing is timed", function () {
  this.timeout(240_000);

  const trial = (...only: string[]): unknown =>
    measured({ only, json: false, scale: "tiny" }, () => undefined).map(({ name, ratio, ms, memory }) => ({
      name,
      measured: [ratio, ...ms, memory?.megabytes ?? 1].every((one) => one > 0),
    }));

  it("boundaries and plans, each in a process of its own", () => {
    const names = ["boundaries", "boundaries-usual", "plan", "plan-twice", "open"];
    assert.deepEqual(
      trial(...names),
      names.map((name) => ({ name, measured: true })),
    );
  });

  it("a stage on the real command line, and the bare one beside it", () => {
    assert.deepEqual(trial("up"), [{ name: "up", measured: true }]);
  });
});
