import { Entity, Ref, kindOf } from "../engine/model/entity";
import type { Operation } from "../engine/model/plan";
import { Transition, stageName, waitsFor } from "../engine/stages";
import { Properties } from "./codec";
import { Code, refusal } from "./codes";
import { differences, standsAt } from "./drivers/compare";
import { Act, Busy, Driver, NotYet, Observed, Progress, Refused, Unreachable } from "./drivers/driver";
import { outputsOf } from "./entity";
import { Denied, Unfinished } from "./errors";
import type { Carried } from "./session";
import { instructions, toldOf } from "./told";
import { actId, operationOn, pathOf } from "./transition";

/** One resource in one transition, and how to reach the estate. */
export type Task = Readonly<{ carried: Carried; way: Transition; driver: Driver; ref: Ref }>;

const denied = (code: Code, say: string, cause?: unknown): Denied => new Denied(refusal(code, say), { cause });

/** Where an entity should be when the transition is over, and the states between. */
function goalOf({ carried, way, ref }: Task): Readonly<{ path: readonly Entity[]; goal: number; wanted: Entity }> {
  const path = pathOf(carried.table, way, ref);
  const goal = way.back ? 0 : path.length - 1;
  const wanted = path[goal];
  if (!wanted) throw denied("ACT-001", `${ref} is in no state of this plan`);
  return { path, goal, wanted };
}

/** A create adopts: it looks again, and changes nothing. */
export async function adopt(task: Task): Promise<Properties> {
  const { wanted } = goalOf(task);
  const observed = await see(task);
  const found = differences(wanted, observed, task.carried.tolerance);
  if (found.length > 0) throw denied("EST-001", `${task.ref} ${found.map(({ prop, say }) => `${prop}: ${say}`).join("; ")}`);
  return outputsOf(wanted, wanted.phase);
}

/** What a preview of an update does: it looks whether the act could begin, or go on. */
export async function foresee(task: Task): Promise<Properties> {
  const { wanted } = goalOf(task);
  standing(task, await see(task));
  return outputsOf(wanted, wanted.phase);
}

/** Brings one entity to where the transition ends, as far as it is not there already. */
export async function carryOut(task: Task, news: Properties, progress: Progress): Promise<Properties> {
  const { wanted, goal } = goalOf(task);
  const at = standing(task, await see(task));
  if (at === goal) return outputsOf(wanted, wanted.phase);
  const operation = operationOn(task.way, task.ref);
  if (!operation)
    throw denied(
      "ACT-010",
      `${task.ref} is not as ${stageName(task.carried, task.way.to)} has it, and that stage does nothing with it`,
    );
  await predecessors(task, operation);
  try {
    await perform(task, operation, progress);
  } catch (error) {
    throw await explained(task, operation, news, error);
  }
  const reached = await see(task);
  if (standing(task, reached) !== goal)
    throw unfinished(task, news, reached, [`${halfDone(task)}: the act ended, and the estate does not show it`]);
  return outputsOf(wanted, wanted.phase);
}

async function see({ driver, ref }: Task): Promise<Observed> {
  try {
    return await driver.read(ref);
  } catch (cause) {
    if (cause instanceof Unreachable) throw denied("EST-003", `${ref} cannot be read: ${cause.message}`, cause);
    throw cause;
  }
}

/** Compare before write: anywhere but on the path of its operation, the entity is not ours to move. */
function standing(task: Task, observed: Observed): number {
  const { path } = goalOf(task);
  const at = standsAt(path, observed, task.carried.tolerance);
  if (at !== -1) return at;
  const nearest =
    path.find((entity) => entity.phase === observed.phase) ?? (path[task.way.back ? path.length - 1 : 0] as Entity);
  const say = differences(nearest, observed, task.carried.tolerance)
    .map(({ prop, say: what }) => `${prop}: ${what.replace(/^declared /, "the plan has ")}`)
    .join("; ");
  throw new Denied(refusal(operationOn(task.way, task.ref) ? "EST-002" : "ACT-010", `${task.ref} ${say}`));
}

/** The order is data too: --target goes around what Pulumi knows of it. */
async function predecessors(task: Task, operation: Operation): Promise<void> {
  for (const { edge, operation: first } of waitsFor(task.way, operation)) {
    const other: Task = { ...task, ref: first.entity };
    const { goal } = goalOf(other);
    if (standing(other, await see(other)) !== goal) {
      const done = task.way.back ? "taken back" : "done";
      throw denied(
        "ACT-005",
        `${operation.entity} ${operation.move} waits until ${first.entity} ${first.move} is ${done} (${edge.rule})`,
      );
    }
  }
}

async function perform({ carried, way, driver, ref }: Task, operation: Operation, progress: Progress): Promise<void> {
  const path = pathOf(carried.table, way, ref);
  const [before, after] = [path[0] as Entity, path[path.length - 1] as Entity];
  const move = carried.table.move(kindOf(ref), operation.move);
  if (way.back && move.undo === undefined) throw new Refused(`${operation.move} of ${ref} has no way back`);
  const act: Act = {
    id: actId(carried.lock.plan, way.stage?.name ?? "", ref, way.back),
    ref,
    move: way.back ? (move.undo as string) : operation.move,
    before: way.back ? after : before,
    after: way.back ? before : after,
    told: toldOf(carried, operation),
  };
  await carrierOf(driver, act)(act, progress);
}

/** What a driver does for which kind of entity. */
const carrierOf = (driver: Driver, { ref }: Act): Driver["apply"] => {
  const kind = kindOf(ref);
  return kind === "task" ? driver.run.bind(driver) : kind === "gate" ? driver.ask.bind(driver) : driver.apply.bind(driver);
};

/** An error of an act in the words of its outcome: nothing was done, it waits, or it is half done. How far it came is read. */
async function explained(task: Task, operation: Operation, news: Properties, error: unknown): Promise<Error> {
  const cause = error instanceof Error ? error.message : String(error);
  if (error instanceof Busy) return denied("ACT-008", cause, error);
  const reached = await see(task);
  const at = standsAt(goalOf(task).path, reached, task.carried.tolerance);
  if (error instanceof NotYet) return unfinished(task, news, reached, waiting(task, operation, cause));
  const code: Code = error instanceof Refused ? "ACT-006" : "ACT-007";
  const begun = at === -1 || at !== (task.way.back ? goalOf(task).path.length - 1 : 0);
  if (!begun) return denied(code, cause, error);
  return unfinished(task, news, reached, [
    `${halfDone(task)} (${reached.phase}): ${refusal(code, cause)}`,
    ...instructions(task.carried, operation),
  ]);
}

const halfDone = ({ carried, way, ref }: Task): string => `HALF-DONE ${stageName(carried, Math.max(way.from, way.to))}/${ref}`;

const waiting = ({ carried, way, ref }: Task, operation: Operation, cause: string): readonly string[] => [
  `WAITING ${stageName(carried, Math.max(way.from, way.to))}/${ref}: ${cause}`,
  ...instructions(carried, operation),
  "Then run `drover apply` (or `pulumi up`) again: what is done is not done twice.",
];

function unfinished(task: Task, news: Properties, reached: Observed, reasons: readonly string[]): Unfinished {
  const { path } = goalOf(task);
  const at = standsAt(path, reached, task.carried.tolerance);
  const phase = at === -1 ? reached.phase : (path[at] as Entity).phase;
  const entity = path[Math.max(0, at)] as Entity;
  return new Unfinished(task.ref, outputsOf(entity, phase), news, [reasons.join("\n")]);
}
