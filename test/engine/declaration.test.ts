import assert from "node:assert/strict";
import { Declaration, readDeclaration, writeDeclaration } from "../../engine/declaration";
import { Entity, stateOf } from "../../engine/model/entity";

const entity = (ref: string, more: Readonly<Record<string, unknown>> = {}): Entity =>
  ({ ref, kind: ref.slice(0, ref.indexOf("/")), phase: "up", ...more }) as unknown as Entity;

describe("the text of a declaration", () => {
  const declaration: Declaration = {
    entities: stateOf([entity("server/b"), entity("server/a", { products: ["inventory"], agents: 3, linked: true })]),
    waits: new Map([["server/b", ["server/a"]], ["server/a", []]]),
  };
  const text =
    '{"entities":[{"ref":"server/a","phase":"up","products":["inventory"],"agents":3,"linked":true},{"ref":"server/b","phase":"up"}],' +
    '"waits":{"server/b":["server/a"]}}';

  it("is the same in whatever order things were declared", () => {
    const otherwise = { ...declaration, entities: stateOf([...declaration.entities.values()].reverse()) };
    assert.deepEqual([writeDeclaration(declaration), writeDeclaration(otherwise)], [text, text]);
  });

  it("reads back as the same", () => {
    const { entities, waits } = readDeclaration(text) as Declaration;
    assert.deepEqual([new Map([...entities].sort()), [...waits]], [new Map([...declaration.entities].sort()), [["server/b", ["server/a"]]]]);
  });

  const refused: Readonly<Record<string, readonly [string, string]>> = {
    "no JSON": ["", "it is no JSON object"],
    "a list": ["[]", "it is no JSON object"],
    "nothing in it": ["{}", "it has no list of entities"],
    "an entity without a phase": ['{"entities":[{"ref":"server/a"}]}', "its entity 1 is none: it needs a ref, a phase, and plain values"],
    "of no kind": ['{"entities":[{"ref":"printer/a","phase":"up"}]}', "its entity 1 is none: it needs a ref, a phase, and plain values"],
    "of two kinds": ['{"entities":[{"ref":"server/a","kind":"site","phase":"up"}]}', "its entity 1 is none: it needs a ref, a phase, and plain values"],
    "with something in something": ['{"entities":[{"ref":"server/a","phase":"up","x":{"y":1}}]}', "its entity 1 is none: it needs a ref, a phase, and plain values"],
    "one twice": ['{"entities":[{"ref":"server/a","phase":"up"},{"ref":"server/a","phase":"up"}]}', "it has server/a twice"],
    "a stranger among the waits": ['{"entities":[],"waits":{"server/a":[]}}', "its waits name server/a, which it does not have"],
    "waits that are no object": ['{"entities":[],"waits":[]}', "its waits are no JSON object"],
    "waits that are no list": ['{"entities":[{"ref":"server/a","phase":"up"}],"waits":{"server/a":"server/a"}}', "what server/a waits for is no list"],
  };
  for (const [name, [given, say]] of Object.entries(refused)) it(`refuses ${name}`, () => assert.deepEqual(readDeclaration(given), { say }));
});
