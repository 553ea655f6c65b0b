import assert from "node:assert/strict";
import { PhaseTable } from "../../engine/model/phases";
import { ids } from "../../engine/model/procedure";
import { Rule, formsOf, idsOf } from "../../engine/model/rule";
import { edgeExamples, heard } from "../../engine/verify/examples";
import { every, packs, packsOf, rulesOf } from "../../platforms";

const checking = ["estate", "state", "limit", "gate"];

/** Forms that hold a record by themselves; an order without code and a task live in the procedures. */
const ofItsOwn = [...checking, "setting", "note"];

for (const [name, pack] of Object.entries(every)) {
  const table = new PhaseTable(pack.phases);
  const covered = new Set(pack.rules.flatMap((rule) => [rule.id, ...(rule.covers ?? [])]));

  describe(`the rules of ${name}`, () => {
    for (const rule of pack.rules) {
      for (const example of rule.breaks ?? [])
        it(`${rule.id} speaks: ${example.case}`, () => assert.notDeepEqual(heard(rule, example, table), []));
      for (const example of rule.holds ?? []) it(`${rule.id} is silent: ${example.case}`, () => assert.deepEqual(heard(rule, example, table), []));
    }

    it("each that checks something has examples of both kinds", () => {
      const both = (rule: Rule): boolean => (rule.breaks?.length ?? 0) > 0 && (rule.holds?.length ?? 0) > 0;
      const bare = pack.rules.filter((rule) => formsOf(rule).some((form) => checking.includes(form)) && !both(rule));
      assert.deepEqual(bare.map((rule) => rule.id), []);
    });

    it("each form that checks something is broken by some example", () => {
      const silent = pack.rules.flatMap((rule) =>
        rule.is.flatMap((form, i) =>
          checking.includes(form.form) && !(rule.breaks ?? []).some((example) => heard({ ...rule, is: [form] }, example, table).length > 0) ? [`${rule.id} form ${i} (${form.form})`] : [],
        ),
      );
      assert.deepEqual(silent, []);
    });

    it("has each id once", () => {
      const all = pack.rules.map((rule) => rule.id);
      assert.deepEqual(all.filter((id, i) => all.indexOf(id) !== i), []);
    });
  });

  describe(`the procedures of ${name}`, () => {
    const names = new Set(pack.procedures.flatMap((procedure) => Object.keys(procedure.tasks).map((task) => `${procedure.name}.${task}`)));

    it("wait only for tasks that exist", () => {
      const wrong = pack.procedures.flatMap((procedure) =>
        Object.entries(procedure.tasks).flatMap(([name, task]) =>
          Object.keys(task.after ?? {})
            .filter((after) => !names.has(after.includes(".") ? after : `${procedure.name}.${after}`))
            .map((after) => `${procedure.name}.${name} waits for ${after}`),
        ),
      );
      assert.deepEqual(wrong, []);
    });

    it("name only rules that the pack has", () => {
      const named = pack.procedures.flatMap((procedure) =>
        Object.values(procedure.tasks).flatMap((task) => [task.of, ...Object.values(task.after ?? {})].flatMap(ids)),
      );
      assert.deepEqual([...new Set(named)].filter((id) => !covered.has(id)).sort(), []);
    });

    it("every edge bites: its two tasks in the wrong order are answered with its id, in the right one with nothing", () => {
      const dull = edgeExamples(pack).filter((example) => example.breaks.length === 0 || example.holds.length > 0);
      assert.deepEqual(dull, []);
    });

    it("follow the source's own order, read apart from the edges", () => {
      const against = pack.procedures.flatMap((procedure) => {
        const order = pack.sourceOrders?.[procedure.name] ?? [];
        return Object.entries(procedure.tasks).flatMap(([then, task]) =>
          Object.keys(task.after ?? {})
            .filter((first) => order.includes(first) && order.includes(then) && order.indexOf(first) > order.indexOf(then))
            .map((first) => `${procedure.name}: ${first} after ${then}`),
        );
      });
      assert.deepEqual(against, []);
    });

    it("every order rule has an edge somewhere", () => {
      const edges = new Set(edgeExamples(pack).map((example) => example.rule));
      const idle = pack.rules.filter((rule) => rule.is.some((form) => form.form === "order" && !form.edges) && ![rule.id, ...(rule.covers ?? [])].some((id) => edges.has(id)));
      assert.deepEqual(idle.map((rule) => rule.id), []);
    });
  });
}

/** Of a platform, not of a pack: a rule that holds within a version, too, has its task where versions change. */
for (const name of Object.keys(packs)) {
  const own = packsOf(name);
  const edges = new Set(own.flatMap(edgeExamples).map((example) => example.rule));
  const tasks = own.flatMap((pack) =>
    pack.procedures.flatMap((procedure) => Object.entries(procedure.tasks).map(([task, { of }]) => ({ task: `${procedure.name}.${task}`, of: ids(of) }))),
  );
  const done = (task?: string): readonly string[] =>
    tasks.flatMap((one) => (task === undefined || one.task === task ? one.of : []));

  describe(`what the rules of ${name} claim`, () => {
    it("every record is held by something: a form of its rule, an edge or a task", () => {
      const holds = (rule: Rule): boolean =>
        rule.is.some((form) => ofItsOwn.includes(form.form) || (form.form === "order" && form.edges !== undefined));
      const loose = rulesOf(name).flatMap((rule) =>
        idsOf(rule).filter((id) => !holds(rule) && !edges.has(id) && !done().includes(id)).map((id) => `${id} of ${rule.id}`),
      );
      assert.deepEqual(loose, []);
    });

    it("every rule with a task or a gate has one that is there because of it", () => {
      const idle = rulesOf(name).flatMap((rule) =>
        rule.is.flatMap((form) => {
          if (form.form !== "task" && form.form !== "gate") return [];
          const named = form.form === "gate" ? form.gate : form.task;
          const because = named === rule.id ? done() : done(named);
          return idsOf(rule).some((id) => because.includes(id)) ? [] : [`${rule.id}: ${form.form} ${named}`];
        }),
      );
      assert.deepEqual(idle, []);
    });
  });
}
