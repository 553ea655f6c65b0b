import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { poseMigration } from "../../../documents/open";
import { solve } from "../../../engine/plan";

/** The plan of gulf with another pilot. */
function piloted(site: string): ReturnType<typeof solve> {
  const folder = mkdtempSync(join(tmpdir(), "drover-pilot-"));
  try {
    cpSync("migrations/gulf", folder, { recursive: true });
    const file = join(folder, "migration.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("pilot: { site: beaumont", `pilot: { site: ${site}`));
    const { problem, findings } = poseMigration(folder);
    assert.ok(problem, findings.map(({ say }) => say).join("\n"));
    return solve(problem);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

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
