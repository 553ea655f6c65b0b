import type { Lock, LockLine } from "../engine/lock";
import { Entity, Ref, State, Value, isRef, kindOf, list } from "../engine/model/entity";
import type { PhaseTable } from "../engine/model/phases";
import type { Operation } from "../engine/model/plan";
import { walk } from "../engine/passes/walk";
import { refOfUrn } from "../engine/resources";

type Fields = Readonly<Record<string, unknown>>;

const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** Every entity as `pulumi stack export` has it: what it was told, in the phase that it reached. */
export function entitiesIn(exported: unknown): ReadonlyMap<Ref, Entity> {
  const resources = fields(fields(exported).deployment).resources;
  const found = (Array.isArray(resources) ? resources : []).map(fields).flatMap((resource): [Ref, Entity][] => {
    const ref = refOfUrn(String(resource.urn ?? ""));
    if (ref === undefined || !isRef(ref)) return [];
    const { because: _because, ...told } = fields(resource.inputs);
    const phase = fields(resource.outputs).phase;
    return [[ref, { ...told, ref, kind: kindOf(ref), phase: String(phase ?? told.phase) } as unknown as Entity]];
  });
  return new Map(found);
}

/**
 * Where the estate really is: what a stack's state says, and for what is half-way all that it may hold. A stack keeps only what
 * such an act was to reach; what it came from is in the lock.
 */
export function realityOf(
  entities: ReadonlyMap<Ref, Entity>,
  table: PhaseTable,
  lock: Pick<Lock, "stages">,
  declared: State,
): ReadonlyMap<Ref, Entity> {
  return new Map([...entities].map(([ref, entity]) => [ref, halfWay(entity, table, lock, declared) ?? entity]));
}

/** What of it the documents speak of: where two plans meet, this is the same in both. */
export const known = (reality: ReadonlyMap<Ref, Entity>, declared: State): State =>
  new Map([...reality].filter(([ref]) => declared.has(ref)));

function halfWay(entity: Entity, table: PhaseTable, lock: Pick<Lock, "stages">, declared: State): Entity | undefined {
  if (!table.has(entity.kind)) return undefined;
  const moves = table.of(entity.kind).moves.filter(({ during }) => during === entity.phase);
  const lines = Object.values(lock.stages).flatMap(({ does }) => (does[entity.ref] ? [does[entity.ref] as LockLine] : []));
  const fits = (line: LockLine): boolean => moves.some(({ name, grows }) => name === line.move && reaches(entity, line, grows));
  // a value that is written out tells a ring's release from the claim, which leads to whatever the documents say
  const exact = lines.findLastIndex((line) => fits(line) && line.set !== undefined && !Object.values(line.set).includes("new"));
  const at = exact === -1 ? lines.findLastIndex(fits) : exact;
  const line = lines[at];
  const move = line && moves.find(({ name }) => name === line.move);
  if (!line || !move) return undefined;
  const from = typeof move.from === "string" ? move.from : (move.from[0] as string);
  const earlier = before(lines.slice(0, at), declared.get(entity.ref));
  const changed = (move.changes ?? []).filter((prop) => line.set?.[prop] !== undefined);
  const was = changed.flatMap((prop) => (earlier(prop) === undefined ? [] : [[prop, earlier(prop) as Value] as const]));
  const grown = move.grows === undefined ? {} : { [move.grows]: without(list(entity, move.grows).map(String), line.add ?? []) };
  const set = Object.fromEntries(changed.map((prop) => [prop, entity[prop] as Value]));
  const operation: Operation = {
    id: `${entity.ref}:${move.name}`,
    entity: entity.ref,
    move: move.name,
    because: [],
    ...(line.add ? { add: line.add } : {}),
    ...(changed.length > 0 ? { set } : {}),
  };
  return walk(table, table.at(entity, from, { ...Object.fromEntries(was), ...grown }), operation)[1];
}

/** Whether this line leads to what the stack was told: one entity may make the same move in several stages. */
const reaches = (entity: Entity, { set = {}, add = [] }: LockLine, grows: string | undefined): boolean =>
  Object.entries(set).every(([prop, value]) => value === "new" || JSON.stringify(value) === JSON.stringify(entity[prop])) &&
  add.every((element) => grows !== undefined && list(entity, grows).includes(element));

/** What a property was before: as the last line that set it says, else as the documents have it. */
const before =
  (lines: readonly LockLine[], declared: Entity | undefined) =>
  (prop: string): Value | undefined => {
    const said = lines.map(({ set }) => set?.[prop]).filter((value) => value !== undefined && value !== "new");
    return said.at(-1) ?? declared?.[prop];
  };

const without = (all: readonly string[], some: readonly string[]): readonly string[] =>
  all.filter((element) => !some.includes(element));
