import { Entity, Ref } from "../model/entity";
import type { Finding } from "../model/finding";
import { originOf } from "../model/pack";
import type { Rule, Said } from "../model/rule";
import type { Problem } from "../model/problem";
import { plainView } from "../verify/view";

/** What the declared documents already break, rule by rule, entity by entity. */
export function checkEstates(rules: readonly Rule[], problem: Problem): readonly Finding[] {
  const view = plainView(problem.goal, problem.model.options);
  return rules.flatMap((rule) =>
    rule.is.flatMap((form) =>
      form.form === "estate"
        ? [...view.all(form.over)].flatMap((entity) => told(rule, entity, form.check(entity, view), problem))
        : [],
    ),
  );
}

const told = (rule: Rule, entity: Entity, said: Said, problem: Problem): readonly Finding[] =>
  said === undefined ? [] : [finding(rule, entity.ref, said, problem)];

/** A rule's sentence as a finding with its place: the rule itself never formats one. */
export function finding(rule: Pick<Rule, "id" | "severity">, focus: Ref, said: Exclude<Said, undefined>, problem: Pick<Problem, "model">): Finding {
  const spoken = typeof said === "string" ? { say: said } : said;
  const at = originOf(problem.model.origins, ("at" in spoken ? spoken.at : undefined) ?? focus, "prop" in spoken ? spoken.prop : undefined);
  return {
    rule: rule.id,
    severity: rule.severity,
    say: spoken.say,
    entity: focus,
    ...(at ? { at } : {}),
    ...("fix" in spoken && spoken.fix !== undefined ? { fix: spoken.fix } : {}),
  };
}
