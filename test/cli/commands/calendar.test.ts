import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Project } from "../project";

describe("drover calendar", function () {
  this.timeout(60_000);
  const project = new Project();
  after(() => project.remove());

  it("dates every stage, says where a freeze lies, and what decides", async () => {
    const { status, output } = await project.run(["calendar", "migrations/gulf", "--from", "2026-11-28"]);
    assert.equal(status, 0, output);
    const lines = output.split("\n");
    assert.match(
      lines[0] ?? "",
      /^gulf 7\.0 → 7\.1 {3}plan r1 [0-9a-f]{8} {3}nothing before Sat 2026-11-28 00:00 \(America\/Chicago\)$/,
    );
    assert.match(lines[2] ?? "", /^ +stage +begins +ends +lasts +decided by$/);
    // adopting and the first stage are people's work: it begins on Monday morning
    assert.match(lines[3] ?? "", /^ {2}1 {2}separate +Mon 2026-11-30 08:00 {2}/);
    assert.ok(lines.includes("    ─ freeze 2026-12-19 … 2027-01-04 (windows.agents, windows.servers) ─"));
    assert.match(output, /\n {2}3 {2}beaumont-pilot .* gate\/pilot\/worked pass 5 d\n/);
    assert.match(output, /\nEarliest end {3}\w{3} 2027-\d\d-\d\d \d\d:\d\d, after \d+ d/);
    assert.match(
      output,
      /\nCritical path {2}\d+ operations: .* of work, 5 d of looking on and replication, .* until windows open\n/,
    );
  });

  it("says the same to programs, and the same every time", async () => {
    const [one, other] = [
      await project.run(["calendar", "migrations/gulf", "--from", "2026-11-28T20:00", "--json"]),
      await project.run(["calendar", "migrations/gulf", "--from", "2026-11-28T20:00", "--json"]),
    ];
    assert.equal(one.output, other.output);
    const { from, ends, stages, findings } = JSON.parse(one.output) as {
      from: string;
      ends: string;
      stages: readonly { begins: string; ends: string }[];
      findings: unknown;
    };
    assert.deepEqual({ from, findings }, { from: "2026-11-29T02:00:00.000Z", findings: [] });
    assert.equal(stages.at(-1)?.ends, ends);
    assert.ok(stages.every(({ begins }, i) => i === 0 || begins >= (stages[i - 1]?.ends ?? "")));
  });

  it("warns of what never fits, with the window's line", async () => {
    const file = join(project.folder, "migrations", "gulf", "migration.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("every: Sat 08:00-Sun 20:00", "every: Sat 08:00-Sat 11:00"));
    const { status, output } = await project.run(["calendar", "--from", "2026-11-28"]);
    assert.equal(status, 0);
    assert.match(
      output,
      /migration\.yaml:\d+:\d+ {2}CAL-001 {2}warning {2}stage bea-smp1-lak-smp1: server\/bea-smp1@7\.1:install takes 4 h, and windows\.servers is open for at most 3 h at a time\n/,
    );
  });

  it("refuses a day that is none", async () =>
    assert.deepEqual(await project.run(["calendar", "migrations/gulf", "--from", "28.11."]), {
      status: 64,
      output: "",
      errors: "--from 28.11. is no date — write 2026-11-28, or 2026-11-28T20:00\n",
    }));
});
