import { hashOf } from "../engine/hash";
import { Entity, Ref, Value, byText, list, kindOf } from "../engine/model/entity";
import { Transition, stageName } from "../engine/stages";
import { Plain, Properties, Unknown, bare, textOf } from "./codec";
import { refusal } from "./codes";
import { countsOf } from "./counts";
import type { Observed } from "./drivers/driver";
import type { Failure } from "./intent";
import { Plan, operationOn, pathOf } from "./transition";

/** An entity as a resource's inputs, without the reason. */
export function inputsOf(entity: Entity): Properties {
  const { ref: _ref, kind: _kind, ...properties } = entity;
  return properties;
}

/**
 * What a resource may be told in a transition: the phase that the stack holds must be one that the lock allows now, and what is
 * wanted must be what the lock says. This also meets a state or a program that somebody edited.
 */
export function checkEntity(
  plan: Plan,
  way: Transition,
  ref: Ref,
  olds: Properties | undefined,
  news: Properties,
): readonly Failure[] {
  const wanted = way.target.get(ref);
  const target = stageName(plan, way.to);
  if (!wanted) return [{ property: "", reason: refusal("ACT-001", `${ref} is in no state of this plan`) }];
  if (!olds) {
    if (way.to === 0) return differs(wanted, news, ref, target);
    return [{ property: "", reason: refusal("ACT-004", `${ref} is not in the stack, and ${target} is not where it begins`) }];
  }
  return [...oldPhase(plan, way, ref, olds), ...differs(wanted, news, ref, target)];
}

function oldPhase(plan: Plan, way: Transition, ref: Ref, olds: Properties): readonly Failure[] {
  const phase = plan.table.phaseOf(kindOf(ref), textOf(olds, "phase"));
  const allowed = [...new Set(pathOf(plan.table, way, ref).map((entity) => entity.phase))];
  if (allowed.includes(phase)) return [];
  // what the plan before had for itself is none of this one's: adopting looks at the estate, and acts on nothing
  if (way.from === 0 && way.to === 0 && plan.table.of(kindOf(ref)).ofPlan) return [];
  const operation = operationOn(way, ref);
  const because = operation
    ? `${stageName(plan, Math.max(way.from, way.to))} does ${operation.move}`
    : `${stageName(plan, way.to)} does nothing with it`;
  return [
    {
      property: "phase",
      reason: refusal(
        "ACT-002",
        `${ref} is ${phase || "without phase"} in the stack; the lock allows ${allowed.join(", ")} (${because})`,
      ),
    },
  ];
}

function differs(wanted: Entity, news: Properties, ref: Ref, target: string): readonly Failure[] {
  const inputs = inputsOf(wanted);
  return [...new Set([...Object.keys(inputs), ...Object.keys(news)])]
    .filter((key) => key !== "because")
    .sort(byText)
    .filter((key) => !sameAs(inputs[key] as Value | undefined, Object.hasOwn(news, key) ? bare(news[key]) : undefined))
    .map((key) => ({ property: key, reason: refusal("ACT-003", `${ref} ${key} is not what ${target} says in the lock`) }));
}

const sameAs = (wanted: Value | undefined, given: Plain | Unknown | undefined): boolean =>
  JSON.stringify(wanted) === JSON.stringify(given) && !(given instanceof Unknown);

/**
 * Small, since Pulumi writes them all at every change: where the entity stands, of a long list its hash and count, and of a wave
 * who was seen to have come.
 */
export function outputsOf(entity: Entity, phase: string, observed?: Observed): Properties {
  const addresses = entity.kind === "boundaries" ? list(entity, "addresses") : undefined;
  const counts = observed ? countsOf(entity, observed) : {};
  return {
    phase,
    ...counts,
    ...(observed ? evidenceIn(observed) : {}),
    ...(addresses ? { hash: hashOf(addresses).slice(0, 12), count: addresses.length } : {}),
  };
}

/** Which evidence it rests on, where people did it: the stack's state names the file. */
export const evidenceIn = ({ evidence }: Observed): Properties => (typeof evidence === "string" ? { evidence } : {});
