import type { Finding } from "../model/finding";
import { originOf } from "../model/pack";
import type { Ref } from "../model/entity";
import type { Edge, OpId } from "../model/plan";
import type { Problem } from "../model/problem";
import type { TooBig } from "./arrange";
import type { Cycle } from "./units";

/** Why there is no plan: the shortest way round, or a limit's arithmetic. */
export function noPlan(problem: Problem, why: Cycle | TooBig): readonly Finding[] {
  return "cycle" in why ? [cycleFinding(problem, why.cycle)] : [bigFinding(problem, why.tooBig)];
}

const entityOf = (id: OpId): Ref => id.slice(0, id.lastIndexOf(":")) as Ref;

function cycleFinding(problem: Problem, cycle: readonly Edge[]): Finding {
  const first = cycle[0] as Edge;
  const steps = cycle.map((edge) => `${edge.first} ${hows[edge.how]} ${edge.then} (${edge.rule})`);
  const at = originOf(problem.model.origins, entityOf(first.first));
  const related = cycle.flatMap((edge) => {
    const place = originOf(problem.model.origins, entityOf(edge.then));
    return place ? [{ at: place, say: edge.then }] : [];
  });
  return {
    rule: "PLAN-003",
    severity: "error",
    say: `no order satisfies these rules: ${steps.join("; ")}`,
    fix: `one of them must give way: ${[...new Set(cycle.map((edge) => edge.rule))].join(", ")}; drover rules <id> says what each asks`,
    ...(at ? { at } : {}),
    ...(related.length > 0 ? { related } : {}),
  };
}

const hows = { before: "comes before", later: "comes in an earlier stage than", together: "is in the same stage as" } as const;

function bigFinding(problem: Problem, { operations, rule, target, weight, atMost }: TooBig["tooBig"]): Finding {
  const first = entityOf(operations[0] as OpId);
  const at = originOf(problem.model.origins, first);
  const what =
    operations.length === 1 ? `${operations[0]} alone is` : `${operations.join(" and ")} must be in one stage and are together`;
  return {
    rule,
    severity: "error",
    say: `${what} ${weight} for ${target}; at most ${atMost} are allowed`,
    entity: first,
    fix: "make smaller waves, or raise the limit where the rule allows it",
    ...(at ? { at } : {}),
  };
}
