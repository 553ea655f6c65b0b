import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { differences } from "../../../provider/drivers/compare";
import { LabDriver } from "../../../provider/drivers/lab";
import { Edit, documents, lockedWith } from "../../platforms/altiris/restructure/locked";
import { Carrying } from "../../provider/carrying";

type Planned = Readonly<{
  from: string;
  names: readonly string[];
  edits: readonly Edit[];
  holds: Readonly<Record<string, string>>;
}>;

/** What the planner allows: a narrower subnet of one site within a wider one of another, in one server's book. */
const plans: Readonly<Record<string, Planned>> = {
  "a migration: Pasadena has a subnet within one of Houston's, on the old server and on the new one": {
    from: join(__dirname, "..", "..", "..", "migrations", "gulf"),
    names: ["old.yaml", "new.yaml", "migration.yaml", "houston-subnets.csv"],
    edits: [["old.yaml", "boundaries: [10.11.0.0/18,", "boundaries: [10.10.3.0/24, 10.11.0.0/18,"]],
    holds: { "boundaries/pasadena@7.1": "10.10.3.0/24", "boundaries/houston@7.1": "10.10.0.0/20" },
  },
  "a restructuring: such a subnet goes from Pasadena to Galveston, and Houston keeps the wider one": {
    from: documents,
    names: ["applied.yaml", "estate.yaml"],
    edits: [
      ["applied.yaml", "[10.11.0.0/24, 10.11.1.0/24]", "[10.10.3.0/24, 10.11.0.0/24, 10.11.1.0/24]"],
      ["estate.yaml", "[10.11.1.0/24, 10.12.0.0/24]", "[10.10.3.0/24, 10.11.1.0/24, 10.12.0.0/24]"],
    ],
    holds: { "boundaries/galveston@7.1": "10.10.3.0/24", "boundaries/houston@7.1": "10.10.0.0/20" },
  },
};

for (const [name, { from, names, edits, holds }] of Object.entries(plans))
  describe(`nested subnets of two sites, carried out on the lab; ${name}`, function () {
    this.timeout(60_000);
    const folder = lockedWith(from, names, edits);
    const carrying = new Carrying(folder);
    before(() => carrying.adopt());
    after(() => {
      carrying.remove();
      rmSync(dirname(folder), { recursive: true, force: true });
    });

    it("refused by nobody, it goes to its end", async () => assert.equal(await carrying.from(1), undefined));

    it("harms nobody on the way", () =>
      assert.deepEqual(
        carrying.look((lab) => [lab.damages(), lab.violations()]),
        [[], []],
      ));

    it("is what the plan says at its end, and each site has its own", async () => {
      const goal = carrying.plan.states.at(-1) ?? new Map();
      const found = await new LabDriver(carrying.folder, new Map()).readAll([...goal.keys()]);
      const wrong = [...goal.values()].flatMap((entity) =>
        differences(entity, found.get(entity.ref) ?? { phase: "absent" }, carrying.plan.tolerance).map(
          ({ prop, say }) => `${entity.ref} ${prop}: ${say}`,
        ),
      );
      assert.deepEqual(wrong, []);
      for (const [ref, subnet] of Object.entries(holds))
        assert.ok(carrying.look((lab) => [lab.look(ref)?.["addresses"]].flat().includes(subnet)), `${ref} has ${subnet}`);
    });
  });
