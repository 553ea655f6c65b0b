import { hashOf } from "./hash";
import { Entity, Kind, Ref, State, Value, byText, isRef, sameValue } from "./model/entity";
import type { Finding } from "./model/finding";
import { PhaseTable, isThere } from "./model/phases";
import { differing } from "./passes/diff";

/** Where a plan that is made on the way takes over from the one before it. */
export type Joins = Readonly<{
  revision: string;
  /** The hash of the plan that it takes over from. */
  plan: string;
  /** What the stack had completed, and what it had been told: the same stage where it was at rest. */
  completed: string;
  intended: string;
  /** The hash of the state in which both plans meet. */
  state: string;
}>;

/** How one entity's first state differs from what the documents have for it. */
export type StartLine = Readonly<{
  phase: string;
  set?: Readonly<Record<string, Value>>;
  without?: readonly string[];
}>;

/** What moves of a kind change; all else about an entity is what it is declared to be. */
const movable = (table: PhaseTable, { kind }: Entity): ReadonlySet<string> =>
  new Set(
    table.has(kind) ? table.of(kind).moves.flatMap(({ changes = [], grows }) => [...changes, ...(grows ? [grows] : [])]) : [],
  );

/** What stages have made of an estate, as one hash: two plans whose states have the same one can follow each other. */
export function stateHash(table: PhaseTable, state: State): string {
  const there = [...state.values()].filter(isThere).sort((a, b) => byText(a.ref, b.ref));
  return hashOf(
    there.map((entity) => {
      const props = [...movable(table, entity)].sort(byText).filter((prop) => entity[prop] !== undefined);
      return [entity.ref, entity.phase, Object.fromEntries(props.map((prop) => [prop, entity[prop] as Value]))];
    }),
  );
}

/** The first state of a plan that is made on the way, as what of it is not as the documents say: a line an entity. */
export function startLines(declared: State, start: State): Readonly<Record<string, StartLine>> {
  const lines = [...start.values()].flatMap((entity): readonly [string, StartLine][] => {
    const was = declared.get(entity.ref);
    if (!was || (was.phase === entity.phase && differing(was, entity).length === 0)) return [];
    const props = differing(was, entity);
    const set = props.filter((prop) => entity[prop] !== undefined).map((prop) => [prop, entity[prop] as Value] as const);
    const without = props.filter((prop) => entity[prop] === undefined);
    return [
      [
        entity.ref,
        {
          phase: entity.phase,
          ...(set.length > 0 ? { set: Object.fromEntries(set) } : {}),
          ...(without.length > 0 ? { without } : {}),
        },
      ],
    ];
  });
  return Object.fromEntries(lines.sort(([a], [b]) => byText(a, b)));
}

/** The state that such lines stand for. What they name and the documents do not have is answered by name. */
export function startFrom(
  declared: State,
  lines: Readonly<Record<string, StartLine>>,
): Readonly<{ start: State; unknown: readonly string[] }> {
  const start = new Map(declared);
  const unknown: string[] = [];
  for (const [ref, { phase, set = {}, without = [] }] of Object.entries(lines)) {
    const entity = isRef(ref) ? declared.get(ref) : undefined;
    if (!entity) {
      unknown.push(ref);
      continue;
    }
    const kept = Object.entries({ ...entity, ...set, phase }).filter(([prop]) => !without.includes(prop));
    start.set(entity.ref, Object.fromEntries(kept) as unknown as Entity);
  }
  return { start, unknown };
}

/** Where an estate really is, in the words of documents that may have changed since. */
export type GoingOn = Readonly<{ start: State; findings: readonly Finding[] }>;

/**
 * The state that a new plan begins with: what the documents say of whatever no stage has touched yet, and what is there of all
 * else. What is there and in the documents no more cannot be passed over: somebody has to say what becomes of it.
 */
export function goingOn(table: PhaseTable, declared: State, reality: ReadonlyMap<Ref, Entity>): GoingOn {
  const start = new Map<Ref, Entity>();
  for (const entity of declared.values()) {
    const found = reality.get(entity.ref);
    start.set(entity.ref, found && isTouched(table, entity, found) ? joined(table, entity, found) : entity);
  }
  const findings = [...reality.values()]
    .filter((entity) => !declared.has(entity.ref) && isLeft(table, entity))
    .sort((a, b) => byText(a.ref, b.ref))
    .map(
      (entity): Finding => ({
        rule: "PLAN-007",
        severity: "error",
        entity: entity.ref,
        say: `${entity.ref} is ${entity.phase}, and the documents do not have it any more`,
        fix: "write it into them again, or take back the stage that brought it there before planning anew",
      }),
    );
  return { start, findings };
}

/** Whether a stage has had to do with it: else the documents alone say what it is. */
const isTouched = (table: PhaseTable, declared: Entity, found: Entity): boolean =>
  declared.phase !== found.phase || (isThere(found) && movable(table, declared).size > 0);

/** What is no thing of the estate but a way of going about it: where it was not begun, another one takes its place. */
const ways: ReadonlySet<Kind> = new Set(["wave", "stragglers", "settings", "licence"]);

/** Acts and conditions are history; what is gone, or was never begun, is missed by nobody. */
const isLeft = (table: PhaseTable, entity: Entity): boolean =>
  entity.kind !== "task" &&
  entity.kind !== "gate" &&
  isThere(entity) &&
  !(ways.has(entity.kind) && table.has(entity.kind) && table.of(entity.kind).first.includes(entity.phase));

/**
 * Counts, and whom else it has to do with, are what the documents say today; what is written of the thing itself, and what
 * stages have changed, is what is there.
 */
function joined(table: PhaseTable, declared: Entity, found: Entity): Entity {
  const moved = movable(table, declared);
  const props = [...new Set([...Object.keys(declared), ...Object.keys(found)])].filter(
    (prop) => prop !== "phase" && !sameValue(declared[prop], found[prop]),
  );
  const kept = props.filter((prop) => found[prop] !== undefined && (moved.has(prop) || isOwn(found[prop], declared[prop])));
  const patch = Object.fromEntries(kept.map((prop) => [prop, found[prop] as Value]));
  return table.at(declared, found.phase, patch);
}

/** A text, or a list of texts that names nobody else. */
function isOwn(found: Value | undefined, declared: Value | undefined): boolean {
  const [one, other] = [found, declared].map((value) => (typeof value === "object" ? value : undefined));
  if (one || other) return [...(one ?? []), ...(other ?? [])].every((text) => typeof text === "string" && !isRef(text));
  return typeof found === "string" && typeof (declared ?? "") === "string";
}
