import { revisionOf } from "../documents/revisions";
import { ownEntries } from "../documents/inherited";
import { originOf } from "../engine/model/pack";
import type { Ref } from "../engine/model/entity";
import { neighbourhood } from "../engine/passes/verify";
import { stageName, transition } from "../engine/stages";
import { refusal } from "./codes";
import { Driver, Unreachable } from "./drivers/driver";
import { Failure, Judged, capped, failuresOf, judge, onTheWay } from "./intent";
import { Carried, Session, Settings, carriedIn } from "./session";
import { Where, surveyAll, surveyStage } from "./survey";
import { unread } from "./unread";

/** Everything that is against what a stack is told, at once: its intent, documents and lock, and what the estate really holds. */
export async function checkEstate(session: Session, was: Settings | undefined, wants: Settings): Promise<readonly Failure[]> {
  const opened = session.open(wants.migration, revisionOf(wants.to));
  const documents = failuresOf(onTheWay(opened.findings, wants.migration, wants.completed));
  const carried = carriedIn(opened);
  if (!carried) return capped(documents.length > 0 ? documents : [noLock(wants.migration)]);
  const judged = judge({ ...carried, ...(was ? { was } : {}), wants, completed: wants.completed });
  const refused = [...judged.failures, ...documents];
  if (refused.length > 0 || !isJudged(judged)) return capped(refused);
  const reach = { carried, settings: wants, upTo: Math.max(judged.from, judged.to) };
  return capped(await survey(session, session.driver(reach), carried, judged));
}

const noLock = (migration: string): Failure => ({ property: "", reason: refusal("INT-009", `${migration} has no lock`) });

type Begun = Readonly<{ was?: Judged["was"]; from: number; to: number }>;

const isJudged = (judged: Judged): judged is Judged & Begun => judged.from !== undefined && judged.to !== undefined;

/** Where values stand in the documents, and which of them are another's. */
export function whereIn({ opened: { documents }, problem: { model } }: Carried): Where {
  const entries = documents && ownEntries(documents.origins);
  return (ref, prop) => {
    const at = originOf(model.origins, ref, prop);
    const own = at && entries?.(at, ref);
    return at && own ? { ...at, own } : at;
  };
}

/** What the stage touches and relies on is read before anything is changed (and in preview before anything is shown). */
async function survey(
  session: Session,
  driver: Driver,
  carried: Carried,
  { was, from, to }: Begun,
): Promise<readonly Failure[]> {
  const where = whereIn(carried);
  try {
    if (from === to || (to === 0 && !was)) {
      if (to !== 0) return [];
      const declared = carried.states[0];
      return declared ? surveyAll(declared, await driver.readAll([...declared.keys()]), where, carried.tolerance) : [];
    }
    const way = transition(carried, from, to);
    const begun = was !== undefined && was.from !== was.to && Math.max(was.from, was.to) === Math.max(from, to);
    const refs = new Set<Ref>(way.stage ? neighbourhood(carried.problem, way.before, way.stage) : []);
    // what was under way last must have come to its end, even where this stage does not look at it
    const before = was && !begun ? carried.stages[Math.max(was.from, was.to) - 1] : undefined;
    for (const { entity } of before?.operations ?? []) refs.add(entity);
    const { folder: migration } = carried.opened;
    const reading = { migration, way, begun, stage: stageName(carried, Math.max(from, to)), previous: stageName(carried, from) };
    const found = await driver.readAll([...refs]);
    if (begun) session.found = found;
    return surveyStage(reading, found, carried.table, where, carried.tolerance);
  } catch (cause) {
    if (!(cause instanceof Unreachable)) throw cause;
    return [{ property: "", reason: unread("the estate", cause) }];
  }
}
