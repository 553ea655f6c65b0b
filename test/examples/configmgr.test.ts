import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../package.json";
import { schema } from "../../provider/schema";
import { Program } from "./program";

/** Each command starts several processes. */
const MINUTES = 60_000;

describe("the ConfigMgr example on the real engine", function () {
  this.timeout(5 * MINUTES);
  const program = new Program("configmgr", "contoso", "configmgr");
  after(() => program.remove());

  it("adopts from the top", async () => {
    await program.newStack();
    await program.succeeds("up", "--yes", "--skip-preview");
    assert.deepEqual(program.acts(), []);
  });

  it("refuses addresses that change hands in no order, and one address for two sites", async () => {
    const kept = readFileSync(join(program.folder, "index.ts"), "utf8");
    program.edit('use: "fast", addresses: ["10.20.0.0-10.20.7.255"]', 'use: "fast", addresses: ["10.20.0.0-10.20.3.255"]');
    program.edit('"10.31.0.0-10.31.3.255"', '"10.20.4.0-10.20.7.255", "10.31.0.0-10.31.3.255"');
    const refused = await program.refusals("up", "--yes", "--skip-preview");
    assert.equal(refused.length, 1);
    assert.match(
      refused[0] ?? "",
      /^BND-001 boundaries\/DAL\.fast \(10\.20\.0\.0-10\.20\.7\.255\) and boundaries\/HOU\.slow \(10\.20\.4\.0-10\.20\.7\.255\) both hold .* — let the one that takes them wait .*: `dependsOn`$/,
    );
    assert.deepEqual(program.acts(), []);
    writeFileSync(join(program.folder, "index.ts"), kept);
  });

  it("hands them over where the program says who gives first", async () => {
    program.edit('new Boundaries("Dallas, fast"', 'const gives = new Boundaries("Dallas, fast"');
    program.edit('use: "fast", addresses: ["10.20.0.0-10.20.7.255"]', 'use: "fast", addresses: ["10.20.0.0-10.20.3.255"]');
    program.edit('addresses: ["10.31.0.0-10.31.3.255"] }', 'addresses: ["10.20.4.0-10.20.7.255", "10.31.0.0-10.31.3.255"] }, { dependsOn: [gives] }');
    await program.succeeds("up", "--yes", "--skip-preview");
    assert.deepEqual(program.acts(), ["boundaries/DAL.fast narrow", "boundaries/HOU.slow narrow"]);
    assert.deepEqual(program.look((lab) => [lab.damages(), lab.violations()]), [[], []]);
  });

  it("the schema of the package is one, in the words of Pulumi's own check", async () => {
    const file = join(program.folder, "schema.json");
    writeFileSync(file, JSON.stringify(schema(version)));
    assert.doesNotMatch(await program.succeeds("schema", "check", file), /error|warning/i);
  });
});
