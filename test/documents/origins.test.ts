import assert from "node:assert/strict";
import { elementsIn, joinedOrigins, nearestPlace, originsIn } from "../../documents/origins";
import { loadMigration } from "../../documents/load";
import type { Origin } from "../../documents/model";
import { Node, leaf, written } from "../../documents/tree";

const here = (line: number): Origin => written({ file: "old.yaml", line, column: 1 });
const map = (line: number, entries: Readonly<Record<string, Node>>): Node => ({
  is: "map", origin: here(line), entries: new Map(Object.entries(entries).map(([key, node]) => [key, { key: node.origin.at, node }])),
});
const list = (line: number, items: readonly Node[]): Node => ({ is: "list", items, origin: here(line) });

const tree = map(1, { sites: map(2, { hou: map(3, { "10.0.0.0/8": leaf("here", here(4)), subnets: list(5, [leaf("a", here(6)), leaf("b", here(7))]) }) }) });
const byRule: Origin = { by: "default", rule: "ALT-175", at: { file: "old.yaml", line: 3, column: 1 } };
const origins = joinedOrigins(new Map([["old", originsIn(tree, new Map([["sites/hou/services", byRule], ["sites/hou/subnets/0", byRule]]))]]));

describe("where values come from", () => {
  const cases = {
    "the whole": { path: "old", want: here(1) },
    "a value in a map": { path: "old/sites/hou", want: here(3) },
    "a value under a key with a slash": { path: "old/sites/hou/10.0.0.0/8", want: here(4) },
    "a value in a list": { path: "old/sites/hou/subnets/1", want: here(7) },
    "a default that is in no tree": { path: "old/sites/hou/services", want: byRule },
    "a default in place of what is written": { path: "old/sites/hou/subnets/0", want: byRule },
    "no value": { path: "old/sites/dal", want: undefined },
    "no place in a list": { path: "old/sites/hou/subnets/01", want: undefined },
    "no document": { path: "new/sites", want: undefined },
  } as const;
  for (const [name, { path, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(origins.get(path), want));

  it("what is nowhere has the place of what it would be part of", () => {
    assert.equal(nearestPlace(origins, "old/sites/hou/10.0.0.0/8/speed")?.line, 4);
    assert.equal(nearestPlace(origins, "old/sites/dal/agents")?.line, 2);
    assert.equal(nearestPlace(origins, "new/sites"), undefined);
  });

  it("an element of a list, by the list's place", () => {
    const elementAt = elementsIn([tree]);
    assert.deepEqual(elementAt(here(5).at, "b"), here(7).at);
    assert.equal(elementAt(here(5).at, "c"), undefined);
    assert.equal(elementAt(here(4).at, "b"), undefined);
  });

  it("lists each value once, with the origin that its path has", () => {
    assert.deepEqual([...origins].map(([path, origin]) => `${path} ${origin === byRule ? "default" : origin.at.line}`), [
      "old 1", "old/sites 2", "old/sites/hou 3", "old/sites/hou/10.0.0.0/8 4", "old/sites/hou/subnets 5",
      "old/sites/hou/subnets/0 default", "old/sites/hou/subnets/1 7", "old/sites/hou/services default",
    ]);
  });

  for (const sample of ["gulf", "contoso"])
    it(`each path of migrations/${sample} leads to its origin`, () => {
      const { documents } = loadMigration(`migrations/${sample}`);
      const all = [...(documents?.origins ?? [])];
      assert.ok(all.length > 100);
      assert.deepEqual(all.filter(([path, origin]) => documents?.origins.get(path) !== origin), []);
      assert.equal(new Set(all.map(([path]) => path)).size, all.length);
    });
});
