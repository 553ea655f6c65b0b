import assert from "node:assert/strict";
import type { Edge, Operation } from "../../../engine/model/plan";
import { gather, parted } from "../../../engine/passes/units";

const one = (id: string, add?: string): Operation => ({
  id: add === undefined ? `wave/${id}:move` : `settings/${id}:target+${add}`,
  entity: add === undefined ? `wave/${id}` : `settings/${id}`,
  move: add === undefined ? "move" : "target",
  because: [],
  ...(add === undefined ? {} : { add: [add] }),
});
const edge = (first: Operation, then: Operation, how: Edge["how"] = "before"): Edge => ({
  first: first.id,
  then: then.id,
  rule: "T-1",
  how,
});

const [a, b, c] = [one("a"), one("b"), one("c")];
const [first, second] = [one("s", "a"), one("s", "b")];

describe("units", () => {
  const cases: Record<
    string,
    { operations: readonly Operation[]; edges: readonly Edge[]; want: readonly (readonly string[])[] }
  > = {
    "nothing to do": { operations: [], edges: [], want: [] },
    "each by itself, by name": { operations: [c, a, b], edges: [edge(c, a)], want: [[a.id], [b.id], [c.id]] },
    "what must be together is one": { operations: [a, b, c], edges: [edge(a, c, "together")], want: [[a.id, c.id], [b.id]] },
    "and what stands between": {
      operations: [a, b, c],
      edges: [edge(a, c, "together"), edge(a, b), edge(b, c)],
      want: [[a.id, b.id, c.id]],
    },
  };
  for (const [name, { operations, edges, want }] of Object.entries(cases))
    it(name, () => {
      const units = gather(operations, edges);
      assert.deepEqual("members" in units && units.members.map((members) => members.map((operation) => operation.id)), want);
    });

  it("a circle is told by its edges", () => {
    const edges = [edge(a, b), edge(b, c), edge(c, a)];
    assert.deepEqual(gather([a, b, c], edges), { cycle: edges });
  });

  it("together and later at once is a circle, too", () => {
    const edges = [edge(a, b, "together"), edge(a, b, "later")];
    assert.deepEqual(gather([a, b], edges), { cycle: [edges[1], { ...edges[0], first: b.id, then: a.id }] });
  });
});

describe("growing operations of one entity", () => {
  it("may share a stage while nothing stands between them", () =>
    assert.deepEqual(parted([first, second, a], [edge(first, a)]), []));

  it("are in different stages where something does", () =>
    assert.deepEqual(parted([first, second, a], [edge(first, a), edge(a, second)]), [
      { first: first.id, then: second.id, rule: "PLAN-002", how: "later" },
    ]));

  it("of two entities never meet", () => {
    const other = one("t", "b");
    assert.deepEqual(parted([first, other, a], [edge(first, a), edge(a, other)]), []);
  });
});
