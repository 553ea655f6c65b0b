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

/**
 * Entities by kind and by property value, kept by whoever changes the state. A property is indexed from the moment that somebody
 * asks by it: nobody asks by most of them, and addresses are more than all the rest.
 */
export class Index {
  private readonly buckets = new Map<string, Set<Ref>>();
  private readonly asked = new Map<Kind, Set<string>>();

  constructor(private readonly state: State) {
    for (const entity of state.values()) this.put(bucket(entity.kind, undefined, undefined), entity.ref);
  }

  refs(kind: Kind, prop: string | undefined, is: Scalar | undefined): ReadonlySet<Ref> {
    this.ask(kind, prop);
    return this.buckets.get(bucket(kind, prop, is)) ?? none;
  }

  /** Whether nobody has asked by this property before; from now on it is indexed. */
  ask(kind: Kind, prop: string | undefined): boolean {
    if (prop === undefined || this.asked.get(kind)?.has(prop)) return false;
    const props = this.asked.get(kind) ?? new Set();
    this.asked.set(kind, props.add(prop));
    for (const ref of this.refs(kind, undefined, undefined))
      for (const key of keysBy(this.state.get(ref) as Entity, prop)) this.put(key, ref);
    return true;
  }

  add(entity: Entity): void {
    for (const key of this.keysOf(entity)) this.put(key, entity.ref);
  }

  remove(entity: Entity): void {
    for (const key of this.keysOf(entity)) this.buckets.get(key)?.delete(entity.ref);
  }

  /** Every bucket that an entity is in, of those that somebody asks for. */
  keysOf(entity: Entity): readonly string[] {
    const props = [...(this.asked.get(entity.kind) ?? [])];
    return [bucket(entity.kind, undefined, undefined), ...props.flatMap((prop) => keysBy(entity, prop))];
  }

  private put(key: string, ref: Ref): void {
    const set = this.buckets.get(key);
    if (set) set.add(ref);
    else this.buckets.set(key, new Set([ref]));
  }
}

const none: ReadonlySet<Ref> = new Set();

/** The buckets of one property that an entity is in. */
export function keysBy(entity: Entity, prop: string): readonly string[] {
  if (entity[prop] === undefined) return [];
  const values = list(entity, prop).map((element) => bucket(entity.kind, prop, element));
  return [bucket(entity.kind, prop, undefined), ...values];
}
