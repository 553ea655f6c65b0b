import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { poseMigration } from "../../../documents/open";
import { checkEstates } from "../../../engine/passes/validate";
import { notEvaluated } from "../../../engine/passes/verify";

/**
 * The sample, in which Pasadena has a site of the directory beside its own subnets, and the directory's export
 * says what that is.
 */
describe("directory sites in Altiris", () => {
  const folder = mkdtempSync(join(tmpdir(), "drover-directory-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const old = readFileSync("migrations/gulf/old.yaml", "utf8");

  /** What is found and what is not evaluated, of errors, warnings and of the directory. */
  function said(table?: string): readonly string[] {
    cpSync("migrations/gulf", folder, { recursive: true });
    writeFileSync(
      join(folder, "old.yaml"),
      table === undefined ? old : old.replace("\nsites:\n", "\ndirectory: { file: ad-subnets.csv }\nsites:\n"),
    );
    if (table !== undefined) writeFileSync(join(folder, "ad-subnets.csv"), table);
    const { problem, findings } = poseMigration(folder);
    const all = [...findings, ...(problem ? [...checkEstates(problem.pack.rules, problem), ...notEvaluated(problem)] : [])];
    return all
      .filter(({ rule }) => rule.startsWith("BND-") || rule.startsWith("DOC-"))
      .map(({ rule, severity, say }) => `${rule} ${severity} ${say}`);
  }

  it("are not evaluated without an inventory", () =>
    assert.deepEqual(said(), [
      "BND-002 info not evaluated: ad:Pasadena of boundaries/pasadena@7.0: there is no directory inventory",
    ]));

  it("stand for their subnets with one", () => assert.deepEqual(said("site,subnet\nPasadena,10.11.128.0/20\n"), []));

  it("are still not evaluated where the inventory does not know them", () =>
    assert.deepEqual(said("site,subnet\nHouston,10.10.0.0/16\n"), [
      "BND-002 info not evaluated: ad:Pasadena of boundaries/pasadena@7.0: there is no directory inventory",
    ]));

  it("meet another site's subnets on the same server: both are named", () => {
    const [first = "", ...others] = said("site,subnet\nPasadena,10.14.32.0/24\n");
    assert.match(first, /^BND-001 error .*boundaries\/(galveston|pasadena)@7\.[01].*10\.14\.32\.0\/24/);
    assert.ok(
      others.every((text) => text.startsWith("BND-001 error ")),
      others.join("\n"),
    );
  });

  it("a row that is no subnet is doubted, and stops nothing", () =>
    assert.deepEqual(
      said("site,subnet\nPasadena,10.11.128.0/20\nPasadena,10.11.300.0/24\n").map((text) => text.slice(0, 16)),
      ["BND-003 warning "],
    ));
});
