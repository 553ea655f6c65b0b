import { readDeployment } from "../../cli/deployment";
import { kindOf, Ref, State } from "../../engine/model/entity";
import type { Rule } from "../../engine/model/rule";
import { Verifier } from "../../engine/verify/verifier";
import type { Transition } from "../../engine/stages";
import type { Entry } from "../../lab";
import { watch } from "../../lab/monitor";
import { pathOf } from "../../provider/transition";
import type { Carried } from "../../provider/session";
import type { Project } from "../provider/pulumi/project";
import { judgeRecord } from "../provider/pulumi/record";
import { invariants } from "./watched";

const twice = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, i) => names.indexOf(name) !== i)),
];

/**
 * What is wrong with a stage that was brought to its end, in sentences: `journal` is what the lab wrote down since it began. Four
 * witnesses that share no code: the record's own ids, the lab's physics, its monitor, and the plan's rules in the states that
 * really were.
 */
export function judge(project: Project, plan: Carried, way: Transition, journal: readonly Entry[]): readonly string[] {
  const last = way.to === plan.stages.length;
  const { damages, violations, whole } = project.look((lab) => ({
    damages: lab.damages(),
    violations: [...lab.violations(), ...watch(lab.journal(), invariants)],
    whole: last ? lab.journal() : [],
  }));
  return [
    ...doneOnce(way, journal),
    ...damages.map(({ law, say }) => `damage: ${law} ${say}`),
    ...violations.map(({ invariant, say, from }) => `the monitor: record ${from}: ${invariant}: ${say}`),
    ...broken(plan, way, journal),
    ...(last ? judgeRecord(whole, project.migration).map((say) => `the documents: ${say}`) : []),
    ...stored(project, plan, way),
  ];
}

/** No operation lost, none done twice, none that the stage does not have. */
function doneOnce(way: Transition, journal: readonly Entry[]): readonly string[] {
  const of = (what: Entry["what"]): readonly Entry[] => journal.filter((entry) => entry.what === what);
  const ended = new Set(of("end").map(({ ref }) => ref));
  const asked = new Set<string>((way.stage?.operations ?? []).map(({ entity }) => entity));
  return [
    ...twice(of("begin").map(({ id }) => id)).map((id) => `${id} was begun twice`),
    ...twice(of("step").map(({ id, step }) => `${id} ${step ?? ""}`)).map((step) => `${step} was done twice`),
    ...twice(of("end").map(({ id }) => id)).map((id) => `${id} ended twice`),
    ...[...asked].filter((ref) => !ended.has(ref)).map((ref) => `${ref} was lost: its operation never ended`),
    ...[...ended].filter((ref) => !asked.has(ref)).map((ref) => `${ref} was changed, and the stage has nothing to do with it`),
  ];
}

/** The plan's own rules about states, in every state that the record shows the estate to have been in. */
function broken({ table, problem }: Carried, way: Transition, journal: readonly Entry[]): readonly string[] {
  const every = problem.pack.rules.flatMap((rule): readonly Rule[] => {
    const is = rule.is.filter((form) => form.form === "state" && (form.in ?? "every") === "every");
    return is.length > 0 && rule.severity === "error" ? [{ ...rule, is }] : [];
  });
  const now = new Map(way.back ? moved(way.before, way, table) : way.before);
  const known = new Set(asked(now).map(({ rule, focus }) => `${rule} ${focus}`));
  const wrong = new Set<string>();
  for (const { seq, what, ref, id } of journal) {
    if ((what !== "begin" && what !== "end") || !now.has(ref as Ref)) continue;
    // of an operation that is several acts the last one bears its name
    if (what === "end" && !id.replace(/\/back$/, "").endsWith(ref)) continue;
    const path = pathOf(table, way, ref as Ref);
    const at = what === "begin" ? Math.min(1, path.length - 2) : way.back ? 0 : path.length - 1;
    now.set(ref as Ref, path[Math.max(0, at)] ?? (now.get(ref as Ref) as never));
    for (const { rule, focus } of asked(now))
      if (!known.has(`${rule} ${focus}`)) wrong.add(`record ${seq}: ${rule} does not hold for ${focus}`);
  }
  return [...wrong];

  function asked(state: State) {
    return new Verifier(table, every, state, problem.model.options).rest("");
  }
}

/** The state at the stage's end: where its way back begins. */
function moved(before: State, way: Transition, table: Carried["table"]): State {
  return new Map([...before].map(([ref, entity]) => [ref, pathOf(table, way, ref).at(-1) ?? entity]));
}

/** What Pulumi kept must be what the plan says of the stage's end, and what the lab shows. */
function stored(project: Project, plan: Carried, way: Transition): readonly string[] {
  const { phases, unfinished, pending } = readDeployment({ deployment: project.checkpoint.latest });
  const seen = project.look((lab) => new Map(lab.lookAll().map((thing) => [thing.ref, String(thing["phase"])])));
  const target = plan.states[way.to] ?? new Map();
  const wrong = [...phases].flatMap(([ref, phase]) => {
    const wanted = target.get(ref as Ref)?.phase;
    const found = seen.get(ref);
    const same =
      found === undefined || found === phase || kindOf(ref as Ref) === "licence" || kindOf(ref as Ref) === "boundaries";
    return [
      ...(wanted === phase ? [] : [`the stack has ${ref} ${phase}, and the plan ${wanted ?? "nothing"}`]),
      ...(same ? [] : [`the stack has ${ref} ${phase}, and the lab ${found}`]),
    ];
  });
  return [
    ...wrong,
    ...[...target.keys()].filter((ref) => !phases.has(ref)).map((ref) => `the stack has lost ${ref}`),
    ...unfinished.map(({ entity }) => `the stack has ${entity} as unfinished`),
    ...pending.map(({ urn, operation }) => `the stack has ${urn} pending: ${operation}`),
  ];
}
