import assert from "node:assert/strict";
import { openMigration } from "../../../documents/open";
import { Entity, kinds } from "../../../engine/model/entity";
import { properties, propertyType } from "../../../provider/properties";
import { schema } from "../../../provider/schema";

/** How the wire would name a value's type. */
const typeOf = (value: unknown): string => (Array.isArray(value) ? "strings" : typeof value === "number" ? "integer" : typeof value);

/** What is one site at rest, and two while its clients move. */
const both = new Set(["wave.assigned"]);

describe("the schema", () => {
  for (const migration of ["migrations/gulf", "migrations/contoso"])
    it(`has every property that ${migration} knows, as what it is`, () => {
      const entities: readonly Entity[] = openMigration(migration).states.flatMap((state) => [...state.values()]);
      assert.ok(entities.length > 0);
      const wrong = entities.flatMap(({ ref: _ref, kind, phase: _phase, ...props }) =>
        Object.entries(props)
          .filter(([name, value]) => !both.has(`${kind}.${name}`) && (!Object.hasOwn(properties[kind], name) || propertyType(kind, name) !== typeOf(value)))
          .map(([name, value]) => `${kind}.${name} ${typeOf(value)}`),
      );
      assert.deepEqual([...new Set(wrong)], []);
    });

  it("wants the phase of each kind, and knows why it has it", () => {
    const { resources } = schema("1.2.3");
    const inputs = Object.values(resources).filter((one) => "because" in one.inputProperties);
    assert.equal(inputs.length, kinds.length);
    for (const { requiredInputs } of inputs) assert.deepEqual(requiredInputs, ["phase"]);
  });

  it("has the settings of a migration's estate and of a program's", () => {
    assert.deepEqual(Object.keys(schema("1.2.3").provider.inputProperties), ["migration", "plan", "from", "to", "completed", "lab", "secrets", "platform", "declares"]);
  });
});
