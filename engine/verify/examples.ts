import { Entity, State, isRef, kindOf, stateOf } from "../model/entity";
import type { Pack } from "../model/pack";
import { PhaseTable } from "../model/phases";
import type { Edge, Operation } from "../model/plan";
import { ids } from "../model/procedure";
import type { Example, Rule } from "../model/rule";
import { misplaced } from "../passes/verify";
import { excesses } from "./limits";
import { plainView } from "./view";

/** What a rule says to one of its examples; nothing, where it holds. */
export function heard(rule: Rule, example: Example, table: PhaseTable): readonly string[] {
  const state = given(example);
  const options = example.options ?? {};
  const view = plainView(state, options);
  return rule.is.flatMap((form): readonly string[] => {
    switch (form.form) {
      case "estate":
      case "state":
        return [...view.all(form.over)].flatMap((entity) => {
          const said = form.check(entity, view);
          return said === undefined ? [] : [typeof said === "string" ? said : said.say];
        });
      case "limit": {
        const operations = (example.moving ?? []).map(operationOf);
        return excesses(table, [{ ...rule, is: [form] }], state, { name: "example", operations, edges: [] }, options).map(
          (excess) => `${excess.sum} for ${excess.target}, at most ${excess.atMost}`,
        );
      }
      case "gate":
        return example.answer === undefined || form.allow(example.answer) ? [] : [form.denies];
      case "order":
        return form.edges && example.order
          ? unordered(rule.id, [...form.edges(view, example.order.filter((id) => id !== "|").map(operationOf))], example.order)
          : [];
      case "task":
      case "setting":
      case "note":
        return [];
    }
  });
}

const given = (example: Example): State =>
  stateOf(
    Object.entries(example.given ?? {}).map(([ref, props]) => {
      if (!isRef(ref)) throw new Error(`${ref} in example "${example.case}" is no entity`);
      return { ref, kind: kindOf(ref), ...props } as unknown as Entity;
    }),
  );

const operationOf = (id: string): Operation => {
  const at = id.lastIndexOf(":");
  return { id, entity: id.slice(0, at) as Operation["entity"], move: id.slice(at + 1), because: [] };
};

/** A plan as a list of operations; "|" ends a stage. Inside a stage each waits for the one before it. */
function unordered(rule: string, edges: readonly Omit<Edge, "rule">[], order: readonly string[]): readonly string[] {
  const stages: string[][] = [[]];
  for (const id of order)
    if (id === "|") stages.push([]);
    else stages[stages.length - 1]?.push(id);
  const plan = stages.map((stage) => ({
    operations: stage.map(operationOf),
    edges: stage.slice(1).map((then, i): Edge => ({ first: stage[i] as string, then, rule: "", how: "before" })),
  }));
  const operations = plan.flatMap((stage) => stage.operations);
  return misplaced({ edges: edges.map((edge) => ({ ...edge, rule })), operations }, plan).map(
    ({ edge, why }) => `${edge.first}, ${edge.then}: ${why}`,
  );
}

/** An edge of a procedure with the examples that follow from it: its two tasks in the wrong order, and in the right one. */
export type EdgeExample = Readonly<{
  rule: string;
  procedure: string;
  first: string;
  then: string;
  breaks: readonly string[];
  holds: readonly string[];
}>;

export function edgeExamples(pack: Pick<Pack, "procedures">): readonly EdgeExample[] {
  return pack.procedures.flatMap((procedure) =>
    Object.entries(procedure.tasks).flatMap(([then, task]) =>
      Object.entries(task.after ?? {}).flatMap(([first, rules]) => {
        const how = task.how?.[first] ?? "before";
        const [a, b] = [`task/${first}:do`, `task/${then}:do`];
        const wrong = how === "together" ? [a, "|", b] : how === "later" ? [a, b] : [b, a];
        const right = how === "later" ? [a, "|", b] : [a, b];
        return ids(rules).map((rule) => ({
          rule,
          procedure: procedure.name,
          first,
          then,
          breaks: unordered(rule, [{ first: a, then: b, how }], wrong),
          holds: unordered(rule, [{ first: a, then: b, how }], right),
        }));
      }),
    ),
  );
}
