import { Entity, Value, byText, list, sameValue } from "../../engine/model/entity";
import { isThere } from "../../engine/model/phases";
import { ABSENT, Observed } from "./driver";

/** One property that is not as it should be; `say` where the values are too long to stand beside one another. */
export type Difference = Readonly<{ prop: string; declared: Value | undefined; found: Value | undefined; say: string }>;

/** How far counts may be away from what is declared before somebody must look, in percent. */
export type Tolerance = Readonly<{
  countDriftPercent: number;
  /** Whether an entity is half-way, where a plan that was made on the way begins: anything between its neighbours will do. */
  halfWay?(entity: Entity): boolean;
  /** The property that lists what may be found in this one besides. */
  besides?(entity: Entity, prop: string): string | undefined;
}>;

const COUNTS: ReadonlySet<string> = new Set(["agents", "seen"]);
/** Who an entity is, and what follows from its phase. */
const IDENTITY: ReadonlySet<string> = new Set(["ref", "kind"]);
/** So many elements of a list are named. */
const NAMED = 5;

/**
 * What is declared against what is seen, property by property. What the observer does not report is not judged; what is not
 * declared is not asked for. Lists are sets: platforms answer them in any order.
 */
export function differences(declared: Entity, observed: Observed, tolerance: Tolerance): readonly Difference[] {
  if (!phaseFits(declared, observed)) return [difference("phase", declared.phase, observed.phase)];
  if (tolerance.halfWay?.(declared)) return [];
  return Object.keys(declared)
    .filter((prop) => !IDENTITY.has(prop) && prop !== "phase" && observed[prop] !== undefined)
    .sort(byText)
    .map((prop) => ({ prop, found: owned(declared, prop, observed[prop], tolerance) }))
    .filter(({ prop, found }) => !same(prop, declared[prop], found, tolerance))
    .map(({ prop, found }) => difference(prop, declared[prop], found));
}

/** What is found, without what other entities may have brought. */
function owned(declared: Entity, prop: string, found: Value | undefined, { besides }: Tolerance): Value | undefined {
  const others = besides?.(declared, prop);
  if (others === undefined || typeof found !== "object") return found;
  const brought = list(declared, others);
  return found.filter((element) => !brought.includes(element));
}

export { isThere };

const phaseFits = (declared: Entity, observed: Observed): boolean =>
  declared.phase === observed.phase || (observed.phase === ABSENT && !isThere(declared));

function same(prop: string, declared: Value | undefined, found: Value | undefined, { countDriftPercent }: Tolerance): boolean {
  if (COUNTS.has(prop) && typeof declared === "number" && typeof found === "number")
    return Math.abs(found - declared) * 100 <= declared * countDriftPercent;
  if (typeof declared === "object" || typeof found === "object") return sameValue(asSet(declared), asSet(found));
  return declared === found;
}

const asSet = (value: Value | undefined): readonly string[] => [...new Set(elements(value))].sort(byText);
const elements = (value: Value | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "object" ? value.map(String) : [String(value)];

function difference(prop: string, declared: Value | undefined, found: Value | undefined): Difference {
  const say =
    typeof declared === "object" || typeof found === "object"
      ? lists(elements(declared), elements(found))
      : `declared ${shown(declared)}, found ${shown(found)}`;
  return { prop, declared, found, say };
}

function lists(declared: readonly string[], found: readonly string[]): string {
  const missing = declared.filter((element) => !found.includes(element)).sort(byText);
  const surplus = found.filter((element) => !declared.includes(element)).sort(byText);
  const parts = [
    ...(missing.length > 0 ? [`declared and not found: ${some(missing)}`] : []),
    ...(surplus.length > 0 ? [`found and not declared: ${some(surplus)}`] : []),
  ];
  return parts.join("; ");
}

const some = (all: readonly string[]): string =>
  all.length <= NAMED ? all.join(", ") : `${all.slice(0, NAMED).join(", ")} and ${all.length - NAMED} more`;

const shown = (value: Value | undefined): string => (value === undefined ? "nothing" : JSON.stringify(value));

/** Where on a path of states an entity stands; the last one that fits, so that what is done counts as done. */
export function standsAt(path: readonly Entity[], observed: Observed, tolerance: Tolerance): number {
  for (let at = path.length - 1; at >= 0; at--) {
    const entity = path[at] as Entity;
    // a half-way point may hold anything between its neighbours, so its phase alone says that it is one
    const halfWay = at > 0 && at < path.length - 1;
    if (halfWay ? phaseFits(entity, observed) : differences(entity, observed, tolerance).length === 0) return at;
  }
  return -1;
}
