import { Ref, State, byText, called } from "../engine/model/entity";
import type { Source } from "../engine/model/finding";
import type { PhaseTable } from "../engine/model/phases";
import type { Transition } from "../engine/stages";
import { grouped } from "../engine/text";
import { refusal } from "./codes";
import { Difference, Tolerance, differences, standsAt } from "./drivers/compare";
import type { Observed } from "./drivers/driver";
import type { Failure } from "./intent";
import { pathOf } from "./transition";

/** Where a value stands. `own`: it is another's, whom this entity is like; and where the entity's own entry is. */
export type Stands = Source & Readonly<{ own?: Source }>;

export type Where = (ref: Ref, prop: string) => Stands | undefined;

const place = (at: Source | undefined): string => (at ? `${at.file}:${at.line}:${at.column} ` : "");

/** The whole estate against what is declared: each difference a failure of its own, in the order of the documents. */
export function surveyAll(
  declared: State,
  found: ReadonlyMap<Ref, Observed>,
  where: Where,
  tolerance: Tolerance,
): readonly Failure[] {
  const all = [...declared.values()].flatMap((entity): readonly Placed[] => {
    const { ref } = entity;
    const observed = found.get(ref);
    const differing = observed ? differences(entity, observed, tolerance) : [];
    return differing.map((difference) => ({ ref, difference, at: where(ref, difference.prop) }));
  });
  return all.sort(byDocument).map(({ ref, difference, at }) => ({
    property: "",
    reason: refusal(
      "EST-001",
      `${place(at)}${ref} ${difference.prop}: ${difference.say}`,
      at?.own && `${written(ref, difference.prop, at)}; or put the estate right`,
    ),
  }));
}

type Placed = Readonly<{ ref: Ref; difference: Difference; at: Stands | undefined }>;

const byDocument = (a: Placed, b: Placed): number =>
  byText(a.at?.file ?? "", b.at?.file ?? "") ||
  (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
  byText(a.ref, b.ref) ||
  byText(a.difference.prop, b.difference.prop);

/** What a stage of a migration is about to touch or to rely on, and whether it was begun before. */
export type Reading = Readonly<{ migration: string; way: Transition; begun: boolean; stage: string; previous: string }>;

/**
 * What a stage reads against what it begins with. Once a stage has begun, its own entities may stand anywhere on their paths;
 * all others, and all before it begins, must be exactly where the plan left them.
 */
export function surveyStage(
  reading: Reading,
  found: ReadonlyMap<Ref, Observed>,
  table: PhaseTable,
  where: Where,
  tolerance: Tolerance,
): readonly Failure[] {
  return [...found]
    .sort(([a], [b]) => byText(a, b))
    .flatMap(([ref, observed]) => {
      const path = pathOf(table, reading.way, ref);
      // people do and attest things before the stage that asks for them begins
      const allowed =
        reading.begun || observed["evidence"] !== undefined ? path : reading.way.back ? path.slice(-1) : path.slice(0, 1);
      const start = allowed[reading.way.back ? allowed.length - 1 : 0];
      if (!start || standsAt(allowed, observed, tolerance) !== -1) return [];
      const phases = [...new Set(allowed.map((entity) => entity.phase))];
      return differences(start, observed, tolerance).map((difference) => {
        const say =
          difference.prop === "phase" && phases.length > 1
            ? `phase: the plan has ${phases.join(", ")}; found ${observed.phase}`
            : differenceSay(difference, tolerance);
        return {
          property: "",
          reason: refusal(
            "EST-002",
            `${ref} ${say} (${reading.stage} relies on it)`,
            ways(ref, difference, where(ref, difference.prop), reading),
          ),
        };
      });
    });
}

/** A difference from the plan: both values, and of a count how far they are apart and how far they may be. */
export function differenceSay({ prop, declared, found, say }: Difference, { countDriftPercent }: Tolerance): string {
  if (typeof declared !== "number" || typeof found !== "number" || declared === 0)
    return `${prop}: ${say.replace(/^declared /, "the plan has ")}`;
  const percent = Math.ceil((Math.abs(found - declared) * 1000) / declared) / 10;
  const apart = `${percent} % ${found > declared ? "more" : "fewer"}, and thresholds.countDrift allows ${countDriftPercent} %`;
  return `${prop}: the plan has ${grouped(declared)}, found ${grouped(found)}: ${apart}`;
}

/** The three ways on. A plan from the beginning would strand the stack: it has adopted. */
function ways(ref: Ref, { declared, found, prop }: Difference, at: Stands | undefined, { previous, migration }: Reading): string {
  const counts = typeof declared === "number" && typeof found === "number";
  const back = counts ? "count again; or bring them back" : "put it back";
  const plan = `drover replan ${migration} --stack <stack>`;
  return `${back}; or take it over: ${written(ref, prop, at)}, then ${plan}; or postpone: leave drover:stage at ${previous}`;
}

/** What is written where: a value that an entity has from another one is not changed there, since that is another's. */
function written(ref: Ref, prop: string, at: Stands | undefined): string {
  if (at === undefined) return "write what is found into the documents";
  if (at.own === undefined || prop === "phase") return `write what is found into ${lineOf(at)}`;
  const other = `${lineOf(at)} is another's, which it is like`;
  return `write what is found into the entry of ${called(ref)} at ${lineOf(at.own)}, as ${prop} of its own (${other})`;
}

const lineOf = ({ file, line }: Source): string => `${file}:${line}`;
