import assert from "node:assert/strict";
import type { Task } from "../../../engine/model/procedure";
import { procedures } from "../../../platforms/altiris/procedures";
import { rules } from "../../../platforms/altiris/rules";
import { steps } from "../../../platforms/altiris/steps";

const tasks: ReadonlyMap<string, Task> = new Map(
  procedures.flatMap(({ name, tasks: own }) => Object.entries(own).map(([task, one]) => [`${name}.${task}`, one] as const)),
);


describe("the fourteen steps of a migration (ALT-096)", () => {
  const rows = rules.flatMap(({ is }) =>
    is.flatMap((form) => (form.form === "setting" && form.table === "fourteen-steps" ? form.rows : [])),
  );

  it("are all there, each by tasks of the procedures", () => {
    assert.deepEqual(rows.map(({ step }) => step), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    const named = rows.flatMap((row) => [row.tasks].flat().map(String));
    assert.deepEqual(named.filter((task) => !tasks.has(task)), []);
  });

  // Sites are there before new site servers (ALT-132), shared ones come back after the last wave (ALT-167), and waves follow
  // one another (ALT-171).
  it("are nowhere the other way round, but where the source says so", () => {
    const stepOf = new Map(rows.flatMap((row) => [row.tasks].flat().map((task) => [String(task), Number(row.step)] as const)));
    const against = [...tasks].flatMap(([then, { after = {} }]) =>
      Object.keys(after).flatMap((name) => {
        const first = name.includes(".") ? name : `${then.slice(0, then.indexOf("."))}.${name}`;
        return (stepOf.get(first) ?? 0) > (stepOf.get(then) ?? 99) ? [`${first} before ${then}`] : [];
      }),
    );
    assert.deepEqual(against, [
      "server.confirm-sites before server.new-site-servers",
      "wave.move before wave.redirect",
      "wave.move before shared.recreate",
    ]);
  });
});

describe("what a person does at the consoles", () => {
  /** The procedures of the source that one line cannot carry, and the tasks that they are the steps of. */
  const asked: Readonly<Record<string, readonly string[]>> = {
    "ALT-140": ["separate.backup-1", "server.backup-2"],
    "ALT-145": ["server.restore"],
    "ALT-148": ["server.permissions"],
    "ALT-215": ["separate.replication-off"],
    "ALT-270": ["server.export"],
    "ALT-279": ["server.import"],
  };
  for (const [id, named] of Object.entries(asked))
    it(`${id} has several steps in ${named.join(" and ")}`, () => {
      const without = named.filter((name) => {
        const task = tasks.get(name);
        return (task?.steps?.length ?? 0) < 3 || ![task?.of].flat().includes(id);
      });
      assert.deepEqual(without, []);
    });

  it("is used: no list of steps is left over", () => {
    const used = new Set([...tasks.values()].map((task) => task.steps));
    assert.deepEqual(Object.entries(steps).filter(([, one]) => !used.has(one)).map(([name]) => name), []);
  });
});
