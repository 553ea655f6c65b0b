import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { poseMigration } from "../../../documents/open";
import type { Problem } from "../../../engine/model/problem";
import { solve } from "../../../engine/plan";

/** The sample, in which Orange goes to Houston's new server and not to the successor of its own. */
describe("a site that goes to another server than its own one's successor", () => {
  const folder = mkdtempSync(join(tmpdir(), "drover-other-server-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  let problem: Problem;
  before(() => {
    cpSync("migrations/gulf", folder, { recursive: true });
    const file = join(folder, "new.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("\nsites:\n", "\nsites:\n  orange: { server: hou-smp1 }\n"));
    problem = poseMigration(folder).problem ?? assert.fail("it can be read");
  });

  it("takes its agents, its boundaries and its site server along", () => {
    const to = (ref: "wave/orange" | "siteServer/ora-ps1"): unknown => problem.goal.get(ref)?.to;
    assert.deepEqual(
      [
        to("wave/orange"),
        to("siteServer/ora-ps1"),
        problem.goal.get("siteServer/ora-ps1")?.newSettings,
        problem.goal.get("boundaries/orange@7.1")?.server,
      ],
      ["server/hou-smp1@7.1", "server/hou-smp1@7.1", "settings/hou-smp1@7.1", "server/hou-smp1@7.1"],
    );
  });

  it("leaves the others where they were going", () =>
    assert.deepEqual(problem.goal.get("siteServer/bea-ps1")?.to, "server/bea-smp1@7.1"));

  it("is planned without a finding", () => {
    const { plan: made, findings } = solve(problem);
    assert.deepEqual(
      findings.filter(({ severity }) => severity === "error"),
      [],
    );
    assert.ok(made);
  });
});
