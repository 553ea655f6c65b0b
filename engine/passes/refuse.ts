import { groupBy } from "../groups";
import { Ref, byText } from "../model/entity";
import type { Finding } from "../model/finding";
import { originOf } from "../model/pack";
import type { Edge, OpId } from "../model/plan";
import type { Problem } from "../model/problem";
import { rulesById } from "../model/rule";
import type { Arranging } from "./arrange";
import { Clash, Constraint, clash } from "./conflict";
import type { TooBig } from "./demand";
import type { Cycle } from "./units";
import { unsafe } from "./waive";

/** Why there is no plan: the shortest way round, a limit's arithmetic, or wishes, limits and rules that cannot all be had. */
export function noPlan(problem: Problem, why: Cycle | TooBig, work: Arranging): readonly Finding[] {
  if ("tooBig" in why && why.tooBig.operations.length === 1) return [bigFinding(problem, why.tooBig, [])];
  const found = clash(work, problem.asks, why, (id) => mayBeWaived(problem, id));
  if (found.members.some(({ is }) => is === "ask")) return [clashFinding(problem, found)];
  const { obstacle } = found;
  if ("cycle" in obstacle) return [cycleFinding(problem, obstacle.cycle)];
  return [bigFinding(problem, obstacle.tooBig, rulesOf(found.members))];
}

const entityOf = (id: OpId): Ref => id.slice(0, id.lastIndexOf(":")) as Ref;

const ruleOf = ({ pack }: Problem, id: string) => rulesById(pack.rules).get(id);

/** What keeps every state safe may not be waived, and neither may what Drover itself asks for. */
export function mayBeWaived(problem: Problem, id: string): boolean {
  const rule = ruleOf(problem, id);
  return rule !== undefined && !unsafe(rule);
}

const rulesOf = (members: readonly Constraint[]): readonly string[] =>
  members.flatMap((one) => (one.is === "rule" ? [one.id] : [])).sort(byText);

function cycleFinding(problem: Problem, cycle: readonly Edge[]): Finding {
  const first = cycle[0] as Edge;
  const rules = [...new Set(cycle.flatMap((edge) => idsOf(problem, edge)))];
  const waivable = rules.filter((id) => mayBeWaived(problem, id)).sort(byText);
  const related = placesOf(problem, cycle);
  const at = originOf(problem.model.origins, entityOf(first.first));
  return {
    rule: "PLAN-003",
    severity: "error",
    say: `no order satisfies these rules: ${story(problem, cycle)}`,
    fix: `one of them must give way: ${rules.join(", ")}${waivable.length > 0 ? ` (${waivable.join(", ")} may be waived)` : ""}; drover rules <id> says what each asks`,
    ...(at ? { at } : {}),
    ...(related.length > 0 ? { related } : {}),
  };
}

/** A circle reads as a story; where several rules ask for one step, each of them does. */
const story = (problem: Problem, cycle: readonly Edge[]): string =>
  cycle.map((edge) => `${edge.first} ${hows[edge.how]} ${edge.then} (${idsOf(problem, edge).join(", ")})`).join("; ");

const idsOf = ({ edges }: Problem, { first, then, rule, how }: Edge): readonly string[] => [
  ...new Set([
    rule,
    ...edges.filter((one) => one.first === first && one.then === then && one.how === how).map((one) => one.rule),
  ]),
];

/** Each entity of a circle once, where it is declared. */
function placesOf({ model }: Problem, cycle: readonly Edge[]): NonNullable<Finding["related"]> {
  return [...groupBy(cycle, ({ then }) => entityOf(then)).keys()].flatMap((ref) => {
    const at = originOf(model.origins, ref);
    return at ? [{ at, say: ref }] : [];
  });
}

const hows = { before: "comes before", later: "comes in an earlier stage than", together: "is in the same stage as" } as const;

function bigFinding(problem: Problem, tooBig: TooBig["tooBig"], together: readonly string[]): Finding {
  const first = entityOf(tooBig.operations[0] as OpId);
  const at = originOf(problem.model.origins, first);
  const option = optionOf(problem, tooBig.rule);
  const place = option === undefined ? undefined : problem.model.asked?.places.get(option);
  return {
    rule: tooBig.rule,
    severity: "error",
    say: arithmetic(tooBig, together),
    entity: first,
    fix: `make smaller waves, or raise ${option === undefined ? "the limit" : option} where the rule allows it`,
    ...(at ? { at } : {}),
    ...(place ? { related: [{ at: place, say: `${option} is ${tooBig.atMost}` }] } : {}),
  };
}

function arithmetic({ operations, weights, target, weight, atMost }: TooBig["tooBig"], together: readonly string[]): string {
  const limit = `for ${target}; at most ${atMost} are allowed`;
  if (operations.length === 1) return `${operations[0]} alone is ${weight} ${limit}`;
  const because = together.length > 0 ? ` (${together.join(", ")})` : "";
  return `${operations.join(" and ")} must be in one stage${because} and are together ${weights.join(" + ")} = ${weight} ${limit}`;
}

/** The option that says how much a limit allows, where one does. */
function optionOf(problem: Problem, rule: string): string | undefined {
  for (const form of ruleOf(problem, rule)?.is ?? [])
    if (form.form === "limit" && typeof form.atMost === "object") return form.atMost.option;
  return undefined;
}

function clashFinding(problem: Problem, { members, obstacle, enough }: Clash): Finding {
  const asks = members.flatMap((one) => (one.is === "ask" ? [one.ask] : []));
  const reason = "cycle" in obstacle ? story(problem, obstacle.cycle) : arithmetic(obstacle.tooBig, rulesOf(members));
  const ways = [...enough].flatMap((one) => wayOut(problem, one));
  const related = [
    ...asks.flatMap(({ at, say, why }) => (at ? [{ at, say: `${say}: ${why}` }] : [])),
    ...("cycle" in obstacle ? placesOf(problem, obstacle.cycle) : []),
  ];
  const at = asks[0]?.at;
  return {
    rule: "PLAN-005",
    severity: "error",
    say: `these cannot all be had: ${members.map((one) => label(problem, one)).join("; ")}. They come to this: ${reason}`,
    fix:
      ways.length > 0
        ? `one of these is enough: ${ways.join("; or ")}`
        : "more than one of them must give way: take the wishes out one by one",
    ...(at ? { at } : {}),
    ...(related.length > 0 ? { related } : {}),
  };
}

function label(problem: Problem, one: Constraint): string {
  switch (one.is) {
    case "ask":
      return one.ask.say;
    case "limit":
      return `the limit ${one.rule.id} (${one.rule.title})`;
    case "rule": {
      const rule = ruleOf(problem, one.id);
      return rule ? `${one.id} (${rule.title})` : one.id;
    }
  }
}

function wayOut(problem: Problem, one: Constraint): readonly string[] {
  switch (one.is) {
    case "ask":
      return [`take out ${one.ask.say}`];
    case "limit": {
      const option = optionOf(problem, one.rule.id);
      return option === undefined ? [] : [`raise ${option} where ${one.rule.id} allows it`];
    }
    case "rule":
      return mayBeWaived(problem, one.id) ? [`waive ${one.id}`] : [];
  }
}
