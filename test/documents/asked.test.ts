import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadMigration } from "../../documents/load";
import { inputsOf } from "../../documents/open";
import { askedOf } from "../../engine/model/asked";

const lines = readFileSync("migrations/contoso/migration.yaml", "utf8").split("\n").length;

/** What a migration with these lines at its end asks for: every entry with its line, counted from the first of them. */
function asked(...more: readonly string[]): Readonly<{ asks: readonly string[]; hash: string; findings: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "drover-asked-"));
  try {
    cpSync("migrations/contoso", folder, { recursive: true });
    appendFileSync(join(folder, "migration.yaml"), more.map((line) => `${line}\n`).join(""));
    const { documents, findings } = loadMigration(folder);
    const said = findings.map(({ rule, say, at }) => `${(at?.line ?? 0) - lines + 1} ${rule} ${say}`);
    if (!documents) return { asks: [], hash: "", findings: said };
    const { wishes, holds, waivers } = askedOf(documents);
    const asks = [...wishes, ...holds, ...waivers].map(
      ({ at, ...one }) => `${(at?.line ?? 0) - lines + 1} ${JSON.stringify(one)}`,
    );
    return { asks, hash: inputsOf(documents).migration, findings: said };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const late = "  - { rule: CM-112, reason: two, by: b, until: 2027-02-01 }";
const early = "  - { rule: CM-012, entity: site/HOU, reason: one, by: a, until: 2027-01-01 }";

describe("what a migration asks for", () => {
  it("nothing: it is what it was", () => {
    assert.deepEqual(asked().asks, []);
    assert.equal(asked("waivers: []", "wishes: []", "holds: []").hash, asked().hash);
  });

  it("wishes, holds and waivers, each where it stands", () =>
    assert.deepEqual(
      asked(
        "wishes:",
        "  - { first: site/HOU, then: site/DA7, why: so }",
        "holds:",
        "  - { entity: site/GAL, until: site/BEA, why: quarter }",
        "waivers:",
        late,
        early,
      ),
      {
        asks: [
          '2 {"first":"site/HOU","then":"site/DA7","why":"so"}',
          '4 {"entity":"site/GAL","until":"site/BEA","why":"quarter"}',
          '7 {"rule":"CM-012","entity":"site/HOU","reason":"one","by":"a","until":"2027-01-01"}',
          '6 {"rule":"CM-112","reason":"two","by":"b","until":"2027-02-01"}',
        ],
        hash: asked(
          "holds:",
          "  - { why: quarter, entity: site/GAL, until: site/BEA }",
          "waivers:",
          early,
          late,
          "wishes:",
          "  - { first: site/HOU, then: site/DA7, why: so }",
        ).hash,
        findings: [],
      },
    ));

  const mistakes: Record<string, { given: readonly string[]; says: readonly string[] }> = {
    "a wish without a reason": {
      given: ["wishes:", "  - { first: site/HOU, then: site/DA7 }"],
      says: ["2 DOC-021 wishes[0] has no why"],
    },
    "a waiver without an end": {
      given: ["waivers:", "  - { rule: CM-112, reason: two, by: b }"],
      says: ["2 DOC-021 waivers[0] has no until"],
    },
    "a day that does not exist": {
      given: ["waivers:", "  - { rule: CM-112, reason: two, by: b, until: 2027-02-30 }"],
      says: ["2 DOC-027 waivers.0.until is 2027-02-30, which is no day of the calendar"],
    },
  };
  for (const [name, { given, says }] of Object.entries(mistakes))
    it(name, () => assert.deepEqual(asked(...given).findings, says));
});
