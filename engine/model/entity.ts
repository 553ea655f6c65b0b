/** What there is in an estate, whatever the platform. A pack says which kinds it uses and which phases they pass through. */
export const kinds = [
  "server",
  "database",
  "link",
  "site",
  "boundaries",
  "siteServer",
  "wave",
  "stragglers",
  "licence",
  "settings",
  "object",
  "task",
  "gate",
] as const;

export type Kind = (typeof kinds)[number];
export type Ref = `${Kind}/${string}`;
export type Scalar = string | number | boolean;
export type Value = Scalar | readonly Scalar[];

/** One thing of the estate in one state: plain and flat, so that it can be compared, hashed and sent to Pulumi as it is. */
export type Entity = Readonly<{ ref: Ref; kind: Kind; phase: string }> & Readonly<Record<string, Value>>;

/** An estate at one moment. It alone says all: no history hides beside it, so a plan can start from any state. */
export type State = ReadonlyMap<Ref, Entity>;

export const kindOf = (ref: Ref): Kind => ref.slice(0, ref.indexOf("/")) as Kind;

export const isRef = (text: string): text is Ref => (kinds as readonly string[]).includes(text.slice(0, text.indexOf("/")));

export const nameOf = (ref: string): string => ref.slice(ref.indexOf("/") + 1);

/** A name as people call it, without its side: `server/bea-smp1@7.1` is bea-smp1. */
export const called = (ref: string): string => nameOf(ref).replace(/@[^@/]*$/, "");

/** A property as a list: absent is empty, one value is a list of one. */
export const list = (entity: Entity | undefined, prop: string): readonly Scalar[] => {
  const value = entity?.[prop];
  return value === undefined ? [] : typeof value === "object" ? value : [value];
};

export const text = (entity: Entity | undefined, prop: string): string => String(entity?.[prop] ?? "");

export const number = (entity: Entity | undefined, prop: string): number => Number(entity?.[prop] ?? 0);

export const sameValue = (a: Value | undefined, b: Value | undefined): boolean =>
  a === b || (typeof a === "object" && typeof b === "object" && a.length === b.length && a.every((x, i) => x === b[i]));

/** Code-unit order: the same on every machine, whatever its locale. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const stateOf = (entities: Iterable<Entity>): State => new Map([...entities].map((entity) => [entity.ref, entity]));
