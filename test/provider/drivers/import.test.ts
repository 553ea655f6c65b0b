import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fieldsOf, filled, placedFor } from "../../../documents/evidence/fields";
import { openMigration } from "../../../documents/open";
import type { Entity } from "../../../engine/model/entity";
import { driverTo } from "../../../provider/drivers/table";
import { Carried, carriedIn } from "../../../provider/session";
import { surveyAll } from "../../../provider/survey";

const samples = join(__dirname, "..", "..", "..", "migrations");
const today = new Date().toISOString().slice(0, 10);

for (const sample of ["gulf", "contoso"]) {
  describe(`${sample}, carried out by people from its first stage to its last`, () => {
    const folder = mkdtempSync(join(tmpdir(), "drover-import-"));
    after(() => rmSync(folder, { recursive: true, force: true }));

    /** The sample as if it had been imported on that day. The lock that was reviewed stays. */
    const importedOn = (day: string): Carried => {
      cpSync(join(samples, sample), folder, { recursive: true });
      appendFileSync(join(folder, "migration.yaml"), "\ndrivers: { default: runbook, read: import }\n");
      const old = join(folder, "old.yaml");
      writeFileSync(old, readFileSync(old, "utf8").replace(/^asOf: \S+/m, `asOf: ${day}`));
      return carriedIn(openMigration(folder)) ?? assert.fail("it cannot be carried out");
    };
    const survey = async (carried: Carried): Promise<readonly string[]> => {
      const declared = carried.states[0] ?? assert.fail();
      const found = await driverTo({ carried, settings: { lab: join(folder, "none"), secrets: "" }, upTo: 0 }).readAll([...declared.keys()]);
      return surveyAll(declared, found, () => undefined, carried.tolerance).map(({ reason }) => reason);
    };

    it("adopts the import of the day under the plan that was reviewed", async () => {
      const carried = importedOn(today);
      assert.deepEqual(carried.opened.findings.filter(({ severity }) => severity === "error"), []);
      assert.deepEqual(await survey(carried), []);
    });

    it("does not adopt an import that is too old", async () => {
      await assert.rejects(survey(importedOn("2020-01-31")), ({ name, message }: Error) => {
        assert.equal(name, "Unreachable");
        assert.match(message, /is not evaluated: the declared estate is of 2020-01-31, \d+ d old, and thresholds\.maxAge\S* allows \d+ d — look at the estate again/);
        return true;
      });
    });

    it("has for every operation a task whose names are all filled in", () => {
      const { problem, stages, states } = importedOn(today);
      const open = stages.flatMap(({ operations }, i) => operations.flatMap((operation) => {
        const after = states[i + 1]?.get(operation.entity) as Entity;
        const placed = placedFor(problem, operation);
        if (!placed) return [`${operation.id} has no task`];
        const texts = [placed.task.do, ...(placed.task.steps ?? [])].map((text) => filled(text, placed, after));
        return [...texts, ...fieldsOf(problem, operation, after).map(({ what }) => what)].filter((text) => /[{}]/.test(text));
      }));
      assert.deepEqual(open, []);
    });
  });
}
