import { datedFacts } from "../documents/ages";
import { Short, shortOf } from "../documents/evidence/counts";
import { Entity, kindOf } from "../engine/model/entity";
import type { Operation } from "../engine/model/plan";
import { stageName, waitsFor } from "../engine/stages";
import { tooOld } from "./ages";
import { Properties } from "./codec";
import { refusal } from "./codes";
import { Taken, takenBy } from "./counts";
import { differences, standsAt } from "./drivers/compare";
import { Act, Driver, Observed, Progress, Refused } from "./drivers/driver";
import { outputsOf } from "./entity";
import { differenceSay } from "./survey";
import { Denied } from "./errors";
import { Task, denied, goalOf } from "./task";
import { toldOf } from "./told";
import { actId, operationOn, pathOf } from "./transition";
import { again, explained, head, left, shortSay, unfinished } from "./unfinished";
import { readable } from "./unread";

/** A create adopts: it looks again, and changes nothing. */
export async function adopt(task: Task): Promise<Properties> {
  const { wanted } = goalOf(task);
  const observed = await see(task);
  const found = differences(wanted, observed, task.carried.tolerance);
  if (found.length > 0) throw denied("EST-001", `${task.ref} ${found.map(({ prop, say }) => `${prop}: ${say}`).join("; ")}`);
  return outputsOf(wanted, wanted.phase);
}

/** What a preview of an update says: where it would end, and for what it would wait before it begins. */
export type Foreseen = Readonly<{ outputs: Properties; waits: readonly string[] }>;

/** What a preview of an update does: it looks whether the act could begin, or go on. */
export async function foresee(task: Task): Promise<Foreseen> {
  const { wanted } = goalOf(task);
  const observed = await see(task);
  const at = standing(task, observed);
  return { outputs: outputsOf(wanted, wanted.phase), waits: await waitsBefore(task, observed, at) };
}

/** Brings one entity to where the transition ends, as far as it is not there already. */
export async function carryOut(task: Task, news: Properties, progress: Progress): Promise<Properties> {
  const { goal } = goalOf(task);
  const operation = operationOn(task.way, task.ref);
  const observed = await see(task);
  const at = standing(task, observed);
  if (at === goal) return ended(task, operation, news, observed);
  if (!operation)
    throw denied(
      "ACT-010",
      `${task.ref} is not as ${stageName(task.carried, task.way.to)} has it, and that stage does nothing with it`,
    );
  await predecessors(task, operation);
  const old = await waitsBefore(task, observed, at);
  if (old.length > 0)
    throw unfinished(task, news, observed, [[`${head("WAITING", task)}: ${old.join("; ")}`, again].join("\n")]);
  const taken = task.way.back ? undefined : await recount(task, observed);
  if (taken?.say !== undefined) progress(`${task.ref} ${taken.say}`);
  try {
    await perform(task, operation, taken, progress);
  } catch (error) {
    throw await explained(task, operation, news, error);
  }
  const reached = await left(task, news, "the act ended");
  if (standing(task, reached) !== goal)
    throw unfinished(task, news, reached, [`${head("HALF-DONE", task)}: the act ended, and the estate does not show it`]);
  return ended(task, operation, news, reached);
}

/** What is where it should be: unless too few of those that it is about have come, or its evidence does not hold. */
async function ended(task: Task, operation: Operation | undefined, news: Properties, observed: Observed): Promise<Properties> {
  const { wanted } = goalOf(task);
  if (operation) {
    const short = await missing(task, observed);
    if (short !== undefined) throw unfinished(task, news, observed, shortSay(task, operation, observed, short));
    const doubt = await doubted(task, operation);
    if (doubt !== undefined) throw await explained(task, operation, news, doubt.error);
  }
  return outputsOf(wanted, wanted.phase, observed);
}

/** What its driver's own evidence has against an act that is said to be over; nothing where it holds, or nobody judges it. */
async function doubted(task: Task, operation: Operation): Promise<Readonly<{ error: unknown }> | undefined> {
  try {
    await task.driver.confirm?.(actOf(task, operation, undefined));
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** A refresh makes nothing done: what the stack holds as half-way stays so while nothing but its driver's word is against it. */
export async function refreshable(task: Task, inputs: Properties, reached: Properties, observed: Observed): Promise<void> {
  const { path, goal, wanted } = goalOf(task);
  const operation = operationOn(task.way, task.ref);
  if (!operation || !("phase" in reached) || reached["phase"] === wanted.phase) return;
  if (standsAt(path, observed, task.carried.tolerance) === goal) await ended(task, operation, inputs, observed);
}

/** Whether what the stage does with it, if anything, is to be seen. */
export function isAtEnd(task: Task, observed: Observed): boolean {
  if (!operationOn(task.way, task.ref)) return true;
  const { path, goal } = goalOf(task);
  return standsAt(path, observed, task.carried.tolerance) === goal;
}

async function missing(task: Task, observed: Observed): Promise<Short | undefined> {
  const done = task.carried.opened.documents?.migration.done;
  if (!done || task.way.back || kindOf(task.ref) !== "wave") return undefined;
  const { wanted } = goalOf(task);
  return shortOf(done, wanted, observed) && shortOf(done, wanted, observed, (await recount(task, observed))?.agents);
}

/** Who is there now is what a wave takes. Where they are more than were planned, the others are read: limits are of sums. */
async function recount({ carried, way, driver, ref }: Task, observed: Observed): Promise<Taken | undefined> {
  const wave = way.before.get(ref);
  if (wave?.kind !== "wave" || typeof observed.agents !== "number") return undefined;
  const more = observed.agents > Number(wave.agents ?? 0);
  const waves = [...way.before.values()].flatMap((entity) => (entity.kind === "wave" ? [entity.ref] : []));
  const seen = more ? await readable(ref, () => driver.readAll(waves)) : new Map([[ref, observed]]);
  return takenBy(way, carried.problem.pack.rules, carried.problem.model.options, wave, seen);
}

/** What has begun goes on, and nothing is too old to go back. */
const waitsBefore = async (task: Task, observed: Observed, at: number): Promise<readonly string[]> =>
  at === 0 && !task.way.back && operationOn(task.way, task.ref) ? agedFacts(task, observed) : [];

/** Facts that a wave rests on and that are too old to begin with. A driver that has counted says when. */
async function agedFacts(
  { carried: { opened }, way, driver, ref, now }: Task,
  { countedOn: counted }: Observed,
): Promise<readonly string[]> {
  const wave = way.before.get(ref);
  const { documents } = opened;
  if (wave?.kind !== "wave" || !documents) return [];
  const facts = datedFacts(documents, wave).filter(({ of }) => of !== "agents" || typeof counted !== "string");
  const own = typeof counted === "string" ? [{ of: "agents" as const, on: counted }] : [];
  const today = driver.minutes ? { minutes: await driver.minutes() } : { now };
  return tooOld([...own, ...facts], documents.migration.thresholds.maxAgeDays, today);
}

const see = ({ driver, ref }: Task): Promise<Observed> => readable(ref, () => driver.read(ref));

/** Compare before write: anywhere but on the path of its operation, the entity is not ours to move. */
function standing(task: Task, observed: Observed): number {
  const { path } = goalOf(task);
  const at = standsAt(path, observed, task.carried.tolerance);
  if (at !== -1) return at;
  const nearest =
    path.find((entity) => entity.phase === observed.phase) ?? (path[task.way.back ? path.length - 1 : 0] as Entity);
  const say = differences(nearest, observed, task.carried.tolerance)
    .map((difference) => differenceSay(difference, task.carried.tolerance))
    .join("; ");
  throw new Denied(refusal(operationOn(task.way, task.ref) ? "EST-002" : "ACT-010", `${task.ref} ${say}`));
}

/** The order is data too: --target goes around what Pulumi knows of it. */
async function predecessors(task: Task, operation: Operation): Promise<void> {
  for (const { edge, operation: first } of waitsFor(task.way, operation)) {
    const other: Task = { ...task, ref: first.entity };
    const { goal } = goalOf(other);
    const observed = await see(other);
    const stands = standing(other, observed) === goal && (await missing(other, observed)) === undefined;
    if (!stands || (await doubted(other, first)) !== undefined) {
      const done = task.way.back ? "taken back" : "done";
      throw denied(
        "ACT-005",
        `${operation.entity} ${operation.move} waits until ${first.entity} ${first.move} is ${done} (${edge.rule})`,
      );
    }
  }
}

async function perform(task: Task, operation: Operation, taken: Taken | undefined, progress: Progress): Promise<void> {
  const { carried, way, driver, ref } = task;
  const move = carried.table.move(kindOf(ref), operation.move);
  if (way.back && move.undo === undefined) throw new Refused(`${operation.move} of ${ref} has no way back`);
  const act = actOf(task, operation, taken);
  await carrierOf(driver, act)(act, progress);
}

/** An operation as its driver is told it. */
function actOf({ carried, way, ref }: Task, operation: Operation, taken: Taken | undefined): Act {
  const path = pathOf(carried.table, way, ref);
  const [before, after] = [path[0] as Entity, path[path.length - 1] as Entity];
  const { undo = operation.move } = carried.table.move(kindOf(ref), operation.move);
  return {
    id: actId(carried.lock.plan, way.stage?.name ?? "", ref, way.back),
    ref,
    move: way.back ? undo : operation.move,
    before: way.back ? after : before,
    after: way.back ? before : after,
    // on the way back a driver is not told what the way there had brought
    told: { ...toldOf(carried, way.back ? { ...operation, set: {} } : operation), ...(taken ? { take: taken.agents } : {}) },
  };
}

/** What a driver does for which kind of entity. */
const carrierOf = (driver: Driver, { ref }: Act): Driver["apply"] => {
  const kind = kindOf(ref);
  return kind === "task" ? driver.run.bind(driver) : kind === "gate" ? driver.ask.bind(driver) : driver.apply.bind(driver);
};
