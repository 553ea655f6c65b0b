import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { poseMigration } from "../../../documents/open";
import { solve } from "../../../engine/plan";

/** What becomes of a sample whose migration is written otherwise. */
function rewritten(sample: string, write: (migration: string) => string): ReturnType<typeof solve> {
  const folder = mkdtempSync(join(tmpdir(), "drover-pilot-"));
  try {
    cpSync(sample, folder, { recursive: true });
    const file = join(folder, "migration.yaml");
    writeFileSync(file, write(readFileSync(file, "utf8")));
    const { problem, findings } = poseMigration(folder);
    assert.ok(problem, findings.map(({ say }) => say).join("\n"));
    return solve(problem);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The plan of gulf with another pilot. */
const piloted = (site: string): ReturnType<typeof solve> =>
  rewritten("migrations/gulf", (migration) => migration.replace("pilot: { site: beaumont", `pilot: { site: ${site}`));

/** What ALT-074 says of a sample, with more written into its migration. */
const saidOfPilot = (sample: string, more = ""): readonly string[] =>
  rewritten(sample, (migration) => migration + more).findings.flatMap(({ rule, severity, say, at, fix }) =>
    rule === "ALT-074" ? [`${at?.file.replace(/^.*\//, "")}:${at?.line} ${severity} ${say}${fix === undefined ? "" : ` → ${fix}`}`] : [],
  );

describe("a pilot whose site server is shared, above 5,000 agents", () => {
  const { plan, findings } = piloted("pasadena");
  const stageOf = (id: string): number =>
    plan?.stages.findIndex(({ operations }) => operations.some((one) => one.id === id)) ?? -1;

  it("takes it out of 7.0 before anybody knows whether the pilot works", () => {
    assert.ok(plan, findings.map(({ say }) => say).join("\n"));
    assert.equal(stageOf("siteServer/hou-ps1:drop"), stageOf("wave/pasadena:move"));
  });

  it("and everybody else's site servers wait for that, with their agents", () => {
    const worked = stageOf("gate/pilot/worked:pass");
    const later = ["siteServer/gal-ps1:take-over", "siteServer/bea-ps1:take-over", "wave/houston:move", "wave/beaumont:move"];
    assert.deepEqual(
      later.filter((id) => stageOf(id) <= worked),
      [],
    );
  });
});

describe("a migration without a pilot (ALT-074, ALT-219, ALT-221)", () => {
  const waiver =
    "\nwaivers:\n  - { rule: ALT-074, reason: two sites and all in one building, by: approver-1, until: 2099-01-31 }\n";

  it("is told so once, where a pilot would be declared, with what would do", () =>
    assert.deepEqual(saidOfPilot("test/support/bayou"), [
      "migration.yaml:2 warning no pilot is declared: nobody tries the migration, and the upgrade of agents and plug-ins, before all others follow" +
        " → pilot: { site: beaumont, for: 5 d }",
    ]));

  it("may let it be, with a reason", () => {
    const [said = "", ...more] = saidOfPilot("test/support/bayou", waiver);
    assert.deepEqual(more, []);
    assert.match(said, /^migration\.yaml:2 info waived by approver-1 until 2099-01-31: two sites and all in one building: no pilot is declared/);
  });

  it("is told nothing where there is one", () => assert.deepEqual(saidOfPilot("migrations/gulf"), []));
});
