import { Entity, Ref } from "../model/entity";
import type { Finding, Source } from "../model/finding";
import { originOf } from "../model/pack";
import type { Rule, Said } from "../model/rule";
import type { Problem } from "../model/problem";
import { mistakeIn } from "../boundaries";
import { ownersOf } from "../verify/owners";
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
function checkBoundaries(problem: Problem): readonly Finding[] {
  const { table, start, goal } = problem;
  const [held, wanted] = [ownersOf(table, start), ownersOf(table, goal)];
  const wrong = [...held.unreadable, ...wanted.unreadable].map(({ owner, entry }): Finding => {
    const { what, remedy } = mistakeIn(entry);
    const place = placed(whereHeld(problem, owner, entry));
    return { rule: "BND-003", severity: "error", entity: owner, say: `${owner}: ${what}`, ...place, fix: remedy };
  });
  const seen = new Set<string>();
  const distinct = wrong.filter(({ say, at }) => {
    const key = `${say.replace(/^\S+ /, "")} ${at?.file ?? ""}:${at?.line ?? 0}`;
    return seen.has(key) ? false : seen.add(key);
  });
  const inherited = new Set(held.conflicts("").map(({ realm, owners }) => `${realm} ${owners.join(" ")}`));
  const twice = wanted.conflicts("").flatMap(({ owners: [a, b], entries, shared, realm }): readonly Finding[] =>
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
            ...placed(whereHeld(problem, a, entries[0])),
            ...alsoHeld(problem, b, entries[1]),
          },
        ],
  );
  return [...distinct, ...twice];
}

/**
 * Where a document says that somebody holds these addresses: at the owner that has them today, since the new estate's line may
 * only add to them; else at the owner itself.
 */
export function whereHeld(
  { table, start, model }: Pick<Problem, "table" | "start" | "model">,
  ref: Ref,
  entry: string,
): Source | undefined {
  const own = start.get(ref);
  const claims = table.of("boundaries").claims;
  const holds = (entity: Entity): boolean => claims?.(entity).addresses.includes(entry) ?? false;
  const today =
    own === undefined || holds(own)
      ? own
      : [...start.values()].find((other) => other.kind === own.kind && other.site === own.site && holds(other));
  const list = originOf(model.origins, (today ?? own)?.ref ?? ref, "addresses");
  return (list && model.elementAt?.(list, entry)) ?? list;
}

export const placed = (at: Source | undefined): Pick<Finding, "at"> => (at ? { at } : {});

/** The other owner, with its place. */
export function alsoHeld(problem: Pick<Problem, "table" | "start" | "model">, ref: Ref, entry: string): Pick<Finding, "related"> {
  const at = whereHeld(problem, ref, entry);
  return at ? { related: [{ at, say: `${ref} has ${entry}` }] } : {};
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
