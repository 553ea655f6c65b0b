import { Entity, Ref, State, Value, byText, kindOf, stateOf } from "../../engine/model/entity";
import type { Finding, Source } from "../../engine/model/finding";
import type { Origins } from "../../engine/model/pack";
import type { PhaseTable } from "../../engine/model/phases";

type Props = Readonly<Record<string, Value | undefined>>;

/** An entity of both states: where it is declared, its first and last phase, its properties, and what the goal has otherwise. */
export type Put = (
  ref: Ref,
  at: string | undefined,
  from: string,
  to: string,
  props: Props,
  wanted?: Readonly<Record<string, Value>>,
  /** Properties that are declared elsewhere: their whole path. */
  elsewhere?: Readonly<Record<string, string>>,
) => void;

/** `twice`: what two things are called, of which a state can hold one. */
export type Built = Readonly<{ start: State; goal: State; origins: Origins; twice: readonly Finding[] }>;

/**
 * Both states and the places of their values, entity by entity. `origin` finds a place by its path in the documents; `paths` has
 * the properties whose name there is another one.
 */
export function build(
  table: PhaseTable,
  origin: (path: string) => Source | undefined,
  paths: Readonly<Record<string, string>>,
  fill: (put: Put) => void,
): Built {
  const origins = new Map<string, Source>();
  const start: Entity[] = [];
  const goal: Entity[] = [];
  const twice: Finding[] = [];
  const seen = new Set<Ref>();
  fill((ref, at, from, to, props, wanted = {}, elsewhere = {}) => {
    const base = { ref, kind: kindOf(ref), ...defined(props) } as unknown as Entity;
    start.push(table.at(base, from));
    goal.push(table.at({ ...base, ...wanted } as Entity, to));
    const place = at && origin(at);
    if (seen.has(ref)) twice.push(calledTwice(ref, place || undefined, origins.get(ref)));
    seen.add(ref);
    if (place) origins.set(ref, place);
    for (const prop of Object.keys(props)) {
      const own = at && origin(elsewhere[prop] ?? `${at}/${paths[prop] ?? prop}`);
      if (own) origins.set(`${ref}.${prop}`, own);
    }
  });
  return { start: ordered(start), goal: ordered(goal), origins, twice };
}

const calledTwice = (ref: Ref, at: Source | undefined, other: Source | undefined): Finding => ({
  rule: "DIA-001",
  severity: "error",
  say: `two things would be called ${ref}, and one of them would be lost`,
  fix: "give one of them another name",
  entity: ref,
  ...(at ? { at } : {}),
  ...(other ? { related: [{ at: other, say: ref }] } : {}),
});

const defined = (props: Props): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(props).filter((entry): entry is [string, Value] => entry[1] !== undefined));

const ordered = (entities: readonly Entity[]): State => stateOf([...entities].sort((a, b) => byText(a.ref, b.ref)));
