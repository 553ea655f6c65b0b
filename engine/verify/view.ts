import { Entity, Kind, Ref, Scalar, State, Value, list } from "../model/entity";
import { groupBy } from "../groups";
import type { View } from "../model/rule";

/** A view of one state, unrecorded: for estate rules and for rules that make edges. */
export function plainView(state: State, options: Readonly<Record<string, unknown>>): View {
  const byKind = groupBy(state.values(), (entity) => entity.kind);
  return {
    get: (ref) => state.get(ref as Ref),
    *all(kind, prop, is) {
      for (const entity of byKind.get(kind) ?? []) if (prop === undefined || holds(entity, prop, is)) yield entity;
    },
    option: (name) => options[name] as Value | undefined,
  };
}

export const holds = (entity: Entity, prop: string, is: Scalar | undefined): boolean =>
  is === undefined ? entity[prop] !== undefined : list(entity, prop).includes(is);

/**
 * The key of a bucket of entities that share a value; also of an empty one, since somebody may enter it. The number 1 and the
 * text "1" are two values, and so are having a property and having "undefined" in it.
 */
export function bucket(kind: Kind, prop: string | undefined, is: Scalar | undefined): string {
  if (prop === undefined) return `|${kind}`;
  return is === undefined ? `|${kind}|${prop}` : `|${kind}|${prop}|${(typeof is)[0]}${String(is)}`;
}

/** Whether what was read is an entity; else it is a bucket. */
export const isEntity = (read: string): read is Ref => !read.startsWith("|");

/** Entities by kind and by property value. Kept by whoever changes the state. */
export class Index {
  private readonly buckets = new Map<string, Set<Ref>>();

  constructor(state: State) {
    for (const entity of state.values()) this.add(entity);
  }

  refs(key: string): ReadonlySet<Ref> {
    return this.buckets.get(key) ?? none;
  }

  add(entity: Entity): void {
    for (const key of keysOf(entity)) {
      const set = this.buckets.get(key);
      if (set) set.add(entity.ref);
      else this.buckets.set(key, new Set([entity.ref]));
    }
  }

  remove(entity: Entity): void {
    for (const key of keysOf(entity)) this.buckets.get(key)?.delete(entity.ref);
  }
}

const none: ReadonlySet<Ref> = new Set();

/** Every bucket that an entity is in. */
export function keysOf(entity: Entity): readonly string[] {
  const keys = [bucket(entity.kind, undefined, undefined)];
  for (const [prop, value] of Object.entries(entity)) {
    keys.push(bucket(entity.kind, prop, undefined));
    for (const element of typeof value === "object" ? value : [value]) keys.push(bucket(entity.kind, prop, element));
  }
  return keys;
}
