import assert from "node:assert/strict";
import { reach } from "../../engine/graph";
import type { Plan } from "../../engine/model/plan";

type Made = Readonly<{ plan?: Plan; said: readonly string[] }>;

/** Whether a plan has one operation surely over before the other begins. */
export function follows({ plan, said }: Made, first: string, then: string): boolean {
  assert.ok(plan, said.join("\n"));
  const at = (id: string): number => plan.stages.findIndex(({ operations }) => operations.some((one) => one.id === id));
  const [a, b] = [at(first), at(then)];
  assert.ok(a >= 0 && b >= 0, `${first} ${a}, ${then} ${b}`);
  if (a !== b) return a < b;
  const { operations, edges } = plan.stages[a] as Plan["stages"][number];
  const index = new Map(operations.map(({ id }, i) => [id, i]));
  const ends = edges.map((edge) => [index.get(edge.first) as number, index.get(edge.then) as number] as const);
  return reach(operations.length, ends).before(index.get(first) as number, index.get(then) as number);
}
