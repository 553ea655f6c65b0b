/** What the lab's words for its world are: flat things, and changes of them. */
export type Scalar = string | number | boolean;
export type Value = Scalar | readonly Scalar[];

/** Something of the estate. Properties whose name begins with a dot are inner ones, which no observer sees. */
export type Thing = Readonly<{ ref: string }> & Readonly<Record<string, Value>>;

export type Properties = Readonly<Record<string, Value>>;

/** One change of one thing: properties that it gets or loses, or its end. A thing that is not there comes into being. */
export type Change = Readonly<{ ref: string; set?: Properties; unset?: readonly string[]; gone?: true }>;

export const kindOf = (ref: string): string => ref.slice(0, Math.max(0, ref.indexOf("/")));

/** `server/bea@7.0` → `bea`: what old and new have in common, where they share a name. */
export const keyOf = (ref: string): string => {
  const name = ref.slice(ref.indexOf("/") + 1);
  const at = name.lastIndexOf("@");
  return at < 0 ? name : name.slice(0, at);
};

/** `server/bea@7.0` → `7.0`, and nothing where the ref carries no version. */
export const versionOf = (ref: string): string => {
  const at = ref.lastIndexOf("@");
  return at < 0 ? "" : ref.slice(at + 1);
};

export const text = (thing: Thing | undefined, property: string): string => {
  const value = thing?.[property];
  return value === undefined || typeof value === "object" ? "" : String(value);
};

export const count = (thing: Thing | undefined, property: string): number => {
  const value = Number(thing?.[property] ?? 0);
  return Number.isFinite(value) ? value : 0;
};

/** A property as texts: absent is none, one value is a list of one. */
export const texts = (thing: Thing | Properties | undefined, property: string): readonly string[] => {
  const value = thing?.[property];
  return value === undefined ? [] : typeof value === "object" ? value.map(String) : [String(value)];
};

export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What an observer sees of a thing. */
export const visible = (thing: Thing): Thing =>
  Object.fromEntries(Object.entries(thing).filter(([name]) => !name.startsWith("."))) as Thing;

/** A count as people write it: 12,000. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
