import { nothingAsked } from "./model/asked";
import type { OpId, Operation, RuleId, Stage } from "./model/plan";
import type { Problem } from "./model/problem";
import { mayBeWaived } from "./passes/refuse";
import { plan } from "./plan";

/** What would be if a rule were waived: another plan, none, or the same; or that it cannot be. */
export type WhatIf =
  | Readonly<{ answer: "never"; say: string }>
  | Readonly<{ answer: "no plan"; say: string }>
  | Readonly<{ answer: "same" }>
  | Readonly<{ answer: "other"; before: number; after: number; moved: readonly Moved[] }>;

/** An operation that would be elsewhere. */
export type Moved = Readonly<{ operation: OpId; from: string; to: string; earlier: boolean }>;

/** Plans again without a rule, and compares: nobody has to waive anything to learn what it would bring. */
export function whatIf(problem: Problem, stages: readonly Stage[], rule: RuleId): WhatIf {
  const { pack, model } = problem;
  if (!mayBeWaived(problem, rule)) return { answer: "never", say: "it keeps every state safe" };
  const asked = model.asked ?? nothingAsked;
  const waiver = { rule, reason: "what if", by: "nobody", until: "9999-12-31" };
  const made = plan(pack, { ...model, asked: { ...asked, waivers: [...asked.waivers, waiver] } });
  const error = made.findings.find(({ severity }) => severity === "error");
  if (!made.plan) return { answer: "no plan", say: error ? `${error.rule} ${error.say}` : "" };
  const moved = movedBetween(stages, made.plan.stages);
  if (moved.length === 0 && made.plan.stages.length === stages.length) return { answer: "same" };
  return { answer: "other", before: stages.length, after: made.plan.stages.length, moved };
}

function movedBetween(before: readonly Stage[], after: readonly Stage[]): readonly Moved[] {
  const now = placesIn(after);
  return [...placesIn(before)].flatMap(([operation, was]): readonly Moved[] => {
    const is = now.get(operation);
    if (!is || is.stage === was.stage) return [];
    return [{ operation, from: was.stage, to: is.stage, earlier: is.at < was.at }];
  });
}

/** Where each operation stands; of a list that grows, each element. */
function placesIn(stages: readonly Stage[]): ReadonlyMap<OpId, Readonly<{ stage: string; at: number }>> {
  const all = stages.flatMap(({ name, operations }, at) =>
    operations.flatMap((operation) => elements(operation).map((id) => [id, { stage: name, at }] as const)),
  );
  return new Map(all);
}

const elements = ({ id, entity, move, add }: Operation): readonly OpId[] =>
  add ? add.map((element) => `${entity}:${move}+${String(element)}`) : [id];
