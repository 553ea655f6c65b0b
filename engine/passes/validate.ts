import { Entity, Ref } from "../model/entity";
import type { Finding, Source } from "../model/finding";
import { originOf } from "../model/pack";
import type { Rule, Said } from "../model/rule";
import type { Problem } from "../model/problem";
import { conflicts, unreadable } from "../verify/owners";
import { plainView } from "../verify/view";
import { accepted, waiverOf } from "./waive";

/** What the declared documents already break, rule by rule, entity by entity. */
export function checkEstates(rules: readonly Rule[], problem: Problem): readonly Finding[] {
  const view = plainView(problem.goal, problem.model.options);
  const said = rules.flatMap((rule) =>
    rule.is.flatMap((form) =>
      form.form === "estate"
        ? [...view.all(form.over)].flatMap((entity) => told(rule, entity, form.check(entity, view), problem))
        : [],
    ),
  );
  return [...said, ...(problem.table.has("boundaries") ? checkBoundaries(problem) : [])];
}

/** Whatever the platform: a boundary is one, and the estate that is wanted gives no address to two owners. */
function checkBoundaries({ table, start, goal, model }: Problem): readonly Finding[] {
  const place = (ref: Ref): Pick<Finding, "at"> => {
    const at = originOf(model.origins, ref, "addresses");
    return at ? { at } : {};
  };
  const wrong = [...unreadable(table, start), ...unreadable(table, goal)].map(
    ({ owner, say, fix }): Finding => ({
      rule: "BND-003",
      severity: "error",
      entity: owner,
      say: `${owner}: ${say}`,
      ...place(owner),
      ...(fix === undefined ? {} : { fix: `write ${fix}` }),
    }),
  );
  const seen = new Set<string>();
  const distinct = wrong.filter(({ say, at }) => {
    const key = `${say.replace(/^\S+ /, "")} ${at?.file ?? ""}:${at?.line ?? 0}`;
    return seen.has(key) ? false : seen.add(key);
  });
  const rest = { name: "", operations: [], edges: [] };
  const inherited = new Set(conflicts(table, start, rest).map(({ realm, owners }) => `${realm} ${owners.join(" ")}`));
  const twice = conflicts(table, goal, rest).flatMap(({ owners: [a, b], entries, shared, realm }): readonly Finding[] =>
    // What the old estate already has is named by the verifier, as inherited.
    inherited.has(`${realm} ${a} ${b}`)
      ? []
      : [
          {
            rule: "BND-001",
            severity: "error",
            entity: a,
            say: `${a} (${entries[0]}) and ${b} (${entries[1]}) are both to hold ${shared} in ${realm}`,
            fix: "give the addresses to one of them",
            ...place(a),
            ...(place(b).at ? { related: [{ at: place(b).at as Source, say: `${b} has ${entries[1]}` }] } : {}),
          },
        ],
  );
  return [...distinct, ...twice];
}

const told = (rule: Rule, entity: Entity, said: Said, problem: Problem): readonly Finding[] =>
  said === undefined
    ? []
    : [accepted(finding(rule, entity.ref, said, problem), waiverOf(problem.allowed, rule.id, [entity.ref]))];

/** A rule's sentence as a finding with its place: the rule itself never formats one. */
export function finding(
  rule: Pick<Rule, "id" | "severity">,
  focus: Ref,
  said: Exclude<Said, undefined>,
  problem: Pick<Problem, "model">,
): Finding {
  const spoken = typeof said === "string" ? { say: said } : said;
  const at = originOf(
    problem.model.origins,
    ("at" in spoken ? spoken.at : undefined) ?? focus,
    "prop" in spoken ? spoken.prop : undefined,
  );
  return {
    rule: rule.id,
    severity: rule.severity,
    say: spoken.say,
    entity: focus,
    ...(at ? { at } : {}),
    ...("fix" in spoken && spoken.fix !== undefined ? { fix: spoken.fix } : {}),
  };
}
