import { engineCodes } from "../codes";
import { Entity, Ref, State, nameOf } from "../model/entity";
import type { Finding } from "../model/finding";
import type { Allowed, Asked, Placed, WaivedEdge } from "../model/asked";
import type { Waiver } from "../model/wish";
import type { Edge, OpId, RuleId } from "../model/plan";
import type { PlacedTask } from "../model/problem";
import { ids } from "../model/procedure";
import { Rule, idsOf, rulesById } from "../model/rule";
import { didYouMean } from "../near";

/** Which waivers may be applied, and what is wrong with the others. What cannot be waived is still asked. */
export function allow(
  waivers: Asked["waivers"],
  rules: readonly Rule[],
  start: State,
  tasks: readonly PlacedTask[],
): Readonly<{ allowed: readonly Allowed[]; findings: readonly Finding[] }> {
  const all = rulesById(rules);
  const allowed: Allowed[] = [];
  const findings: Finding[] = [];
  for (const waiver of waivers) {
    const rule = all.get(waiver.rule);
    const refs = waiver.entity === undefined ? undefined : matching(waiver.entity, start, tasks);
    const refused = refusal(waiver, rule, refs, [...all.keys()], start);
    if (refused) findings.push({ ...refused, severity: "error", ...placeOf(waiver) });
    else
      allowed.push({
        waiver,
        rules: new Set(waiver.rule === rule?.id ? idsOf(rule) : [waiver.rule]),
        ...(refs ? { refs } : {}),
      });
  }
  return { allowed, findings };
}

const placeOf = ({ at }: Placed<Waiver>): Pick<Finding, "at"> => (at ? { at } : {});

function refusal(
  { rule: id, entity }: Waiver,
  rule: Rule | undefined,
  refs: ReadonlySet<string> | undefined,
  known: readonly RuleId[],
  start: State,
): Pick<Finding, "rule" | "say" | "fix"> | undefined {
  if (!rule)
    return id in engineCodes
      ? {
          rule: "WAV-001",
          say: `${id} cannot be waived: no source asks for it, Drover itself does`,
          fix: "take this waiver out",
        }
      : { rule: "WAV-001", say: `no rule is called ${id}`, fix: didYouMean(id, known) ?? "take this waiver out" };
  if (unsafe(rule))
    return {
      rule: "WAV-002",
      say: `${id} cannot be waived: ${rule.title} in every state, and a state without that is not safe`,
      fix: `take this waiver out and change what the rule reads: drover rules ${rule.id}`,
    };
  if (refs?.size === 0)
    return {
      rule: "WAV-003",
      say: `the waiver of ${id} is for ${entity}, and nothing is called so`,
      fix: didYouMean(entity ?? "", named(start)) ?? "name an entity as kind and name",
    };
  return undefined;
}

/** Whether a rule may be waived: one that says what must hold in every state may not. */
export const unsafe = (rule: Rule): boolean => rule.severity === "error" && rule.is.some(({ form }) => form === "state");

/** Names as people write them: without the version where old and new bear the same. */
export const named = (state: State): readonly string[] => [
  ...new Set(
    [...state.values()].filter(({ kind }) => kind !== "task" && kind !== "gate").map(({ ref }) => ref.replace(/@[^/]*$/, "")),
  ),
];

/** Whether an entity is meant by what a document calls it: with or without its version. */
export const isCalled = (ref: string, name: string): boolean => ref === name || ref.replace(/@[^/]*$/, "") === name;

/** An entity, both of it where old and new live side by side, and the tasks and gates that are about it. */
function matching(name: string, start: State, tasks: readonly PlacedTask[]): ReadonlySet<string> {
  const own = [...start.keys()].filter((ref) => isCalled(ref, name));
  const about = tasks.flatMap(({ entity, subject }) => {
    const speaksOf = Object.values(subject.is).some((is) => typeof is === "string" && isCalled(is, name));
    return entity !== undefined && (speaksOf || subject.name === nameOf(name)) ? [entity] : [];
  });
  return new Set(own.length === 0 ? [] : [...own, ...about]);
}

/** The waiver of a rule for one of these entities, if there is one. */
export const waiverOf = (allowed: readonly Allowed[], rule: RuleId, about: readonly string[]): Allowed | undefined =>
  allowed.find(({ rules, refs }) => rules.has(rule) && (refs === undefined || about.some((ref) => refs.has(ref))));

const entityOf = (id: OpId): string => id.slice(0, id.lastIndexOf(":"));

/** The waiver of an order for either end of it. */
export const edgeWaiver = (allowed: readonly Allowed[], { rule, first, then }: Edge): Allowed | undefined =>
  waiverOf(allowed, rule, [entityOf(first), entityOf(then)]);

/** Gates that nobody asks: each rule that is behind them is waived. */
export function waivedGates(allowed: readonly Allowed[], tasks: readonly PlacedTask[]): ReadonlyMap<Ref, Allowed> {
  return new Map(
    tasks.flatMap(({ entity, task }) => {
      if (!task.asks || entity === undefined) return [];
      const by = ids(task.of).map((rule) => waiverOf(allowed, rule, [entity]));
      const [first] = by;
      return first && by.every((one) => one !== undefined) ? [[entity, first] as const] : [];
    }),
  );
}

/** A gate that is waived is passed without asking, and ends no stage: its entity says who let it be. */
export function openGates(state: State, gates: ReadonlyMap<Ref, Allowed>): State {
  if (gates.size === 0) return state;
  return new Map(
    [...state].map(([ref, entity]) => {
      const by = gates.get(ref);
      if (!by) return [ref, entity] as const;
      const { signed: _signed, ...rest } = entity;
      return [ref, { ...rest, waived: byWhom(by.waiver) } as unknown as Entity] as const;
    }),
  );
}

/** Who lets a rule be, how long and why. */
export const byWhom = ({ by, until, reason }: Waiver): string => `by ${by} until ${until}: ${reason}`;

/** A waiver in a line, as the plan, the lock and `explain` show it. */
export const waiverLine = (waiver: Waiver): string =>
  `${waiver.rule}${waiver.entity === undefined ? "" : ` for ${waiver.entity}`}, waived ${byWhom(waiver)}`;

/** What would be wrong if nobody had waived it is still said. */
export const accepted = (finding: Finding, by: Allowed | undefined): Finding =>
  by === undefined
    ? finding
    : { ...finding, severity: "info", say: `waived ${byWhom(by.waiver)}: ${finding.say}`, waived: by.waiver };

/** Waivers that are over. The day comes from whoever has a clock. */
export const expired = (waivers: Asked["waivers"], today: string): readonly Finding[] =>
  waivers
    .filter(({ until }) => until < today)
    .map((waiver) => ({
      rule: "WAV-004",
      severity: "error",
      say: `the waiver of ${about(waiver)} ended on ${waiver.until}, and today is ${today}`,
      fix: `take it out and plan again; or let ${waiver.by} answer for a later day`,
      ...placeOf(waiver),
    }));

const about = ({ rule, entity }: Waiver): string => (entity === undefined ? rule : `${rule} for ${entity}`);

/** Waivers that no rule needed: they would hide what a later change breaks. */
export const idle = (
  allowed: readonly Allowed[],
  used: Readonly<{ edges: readonly WaivedEdge[]; gates: Iterable<Allowed>; findings: readonly Finding[] }>,
): readonly Finding[] => {
  const needed = new Set<Waiver | undefined>([
    ...used.edges.map(({ by }) => by.waiver),
    ...[...used.gates].map(({ waiver }) => waiver),
    ...used.findings.map(({ waived }) => waived),
  ]);
  return allowed
    .filter(({ waiver }) => !needed.has(waiver))
    .map(({ waiver }) => ({
      rule: "WAV-005",
      severity: "warning",
      say: `the waiver of ${about(waiver)} changes nothing: no order, gate, limit or finding needs it`,
      fix: "take it out: it would hide what a later change breaks",
      ...placeOf(waiver),
    }));
};
