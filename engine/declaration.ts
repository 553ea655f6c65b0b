import { Entity, Ref, State, Value, byText, isRef, kindOf, stateOf } from "./model/entity";

/**
 * What a program of one's own declares, all of it: the entities that it wants, and which waits for which. It goes to the provider
 * as one value before any resource does, so that the whole is judged before anything is done.
 */
export type Declaration = Readonly<{ entities: State; waits: ReadonlyMap<Ref, readonly Ref[]> }>;

/** As text, the same for the same content: Pulumi keeps it and compares it. */
export function writeDeclaration({ entities, waits }: Declaration): string {
  const plain = [...entities.values()].sort((a, b) => byText(a.ref, b.ref)).map(({ kind: _kind, ...entity }) => entity);
  const after = [...waits].filter(([, refs]) => refs.length > 0).sort(([a], [b]) => byText(a, b));
  return JSON.stringify({
    entities: plain,
    waits: Object.fromEntries(after.map(([ref, refs]) => [ref, [...refs].sort(byText)])),
  });
}

/** The declaration in a text, or why there is none: anybody may have written it. */
export function readDeclaration(text: string): Declaration | Readonly<{ say: string }> {
  const content = parsed(text);
  if (!isFields(content)) return { say: "it is no JSON object" };
  const { entities, waits = {} } = content;
  if (!Array.isArray(entities)) return { say: "it has no list of entities" };
  const wrong = entities.findIndex((entity: unknown) => !isEntity(entity));
  if (wrong !== -1) return { say: `its entity ${wrong + 1} is none: it needs a ref, a phase, and plain values` };
  const all = entities.map((entity: Readonly<{ ref: Ref }>) => ({ ...entity, kind: kindOf(entity.ref) }) as unknown as Entity);
  const known = new Set<unknown>();
  for (const { ref } of all) {
    if (known.has(ref)) return { say: `it has ${ref} twice` };
    known.add(ref);
  }
  if (!isFields(waits)) return { say: "its waits are no JSON object" };
  const after = new Map<Ref, readonly Ref[]>();
  for (const [ref, refs] of Object.entries(waits)) {
    if (!Array.isArray(refs)) return { say: `what ${ref} waits for is no list` };
    const stranger = [ref, ...refs].find((one: unknown) => !known.has(one));
    if (stranger !== undefined) return { say: `its waits name ${String(stranger)}, which it does not have` };
    after.set(ref as Ref, refs as readonly Ref[]);
  }
  return { entities: stateOf(all), waits: after };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller says that it is none
  }
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isEntity = (value: unknown): boolean =>
  isFields(value) &&
  typeof value.ref === "string" &&
  isRef(value.ref) &&
  typeof value.phase === "string" &&
  Object.entries(value).every(([key, inner]) => key !== "kind" && isValue(inner));

const isScalar = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value);
const isValue = (value: unknown): value is Value => isScalar(value) || (Array.isArray(value) && value.every(isScalar));
