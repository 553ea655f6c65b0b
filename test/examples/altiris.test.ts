import assert from "node:assert/strict";
import { Program } from "./program";

/** Each command starts several processes. */
const MINUTES = 60_000;

describe("the Altiris example on the real engine", function () {
  this.timeout(5 * MINUTES);
  const program = new Program("altiris", "gulf", "altiris");
  after(() => program.remove());

  it("adopts, and its preview does not even make the simulated estate", async () => {
    await program.newStack();
    await program.succeeds("preview");
    assert.equal(program.look((lab) => lab.exists()), false);
    await program.succeeds("up", "--yes", "--skip-preview");
    assert.deepEqual(program.acts(), []);
  });

  it("refuses two owners of an address in preview and without, names both, and does nothing", async () => {
    program.edit('"10.14.0.0/20"', '"10.10.0.0/16"');
    // what would be harmless by itself is not done either
    program.edit('"10.20.0.0/20"', '"10.20.0.0/20", "10.21.0.0/20"');
    const refused = [
      "BND-001 boundaries/galveston (10.10.0.0/16) and boundaries/houston (10.10.0.0/16) are both to hold 10.10.0.0/16 in server/hou-smp1 — give the addresses to one of them",
    ];
    assert.deepEqual(await program.refusals("preview"), refused);
    assert.deepEqual(await program.refusals("up", "--yes", "--skip-preview"), refused);
    assert.deepEqual(program.acts(), []);
  });

  it("carries a change out, by the platform's own moves", async () => {
    program.edit('{ server: houston, addresses: ["10.10.0.0/16"] }', '{ server: houston, addresses: ["10.14.0.0/20", "10.14.16.0/24"] }');
    const output = await program.succeeds("up", "--yes", "--skip-preview");
    assert.match(output, /~ 2 updated\n +25 unchanged/);
    assert.deepEqual([...program.acts()].sort(), ["boundaries/beaumont change", "boundaries/galveston change"]);
    assert.deepEqual(program.look((lab) => [lab.look("boundaries/galveston")?.["addresses"], lab.damages(), lab.violations()]), [
      ["10.14.0.0/20", "10.14.16.0/24"], [], [],
    ]);
  });
});
