import type { Short } from "../documents/evidence/counts";
import { Entity, kindOf } from "../engine/model/entity";
import type { Operation } from "../engine/model/plan";
import { stageName } from "../engine/stages";
import type { Properties } from "./codec";
import { Code, refusal } from "./codes";
import { standsAt } from "./drivers/compare";
import { Busy, NotEvaluated, NotYet, Observed, Refused, Unreachable } from "./drivers/driver";
import { outputsOf } from "./entity";
import { Unfinished } from "./errors";
import { Task, denied, goalOf } from "./task";
import { instructions } from "./told";

/** Too few wait for more; who were not counted were not evaluated. People who have counted count anew, where they must. */
export function shortSay(task: Task, operation: Operation, { evidence }: Observed, { is, say }: Short): readonly string[] {
  const next =
    typeof evidence === "string"
      ? [
          `People attested it in ${evidence.split(" ")[0]}; when it is otherwise, revoke that and attest it anew:`,
          `drover attest ${task.carried.opened.folder} ${task.ref} --revoke --by "<who>" --why "<why>"`,
        ]
      : [];
  if (is === "few") return waiting(task, operation, say, { next });
  return [`${head("NOT EVALUATED", task)}: ${refusal("ACT-015", say)}`, ...asked(task, operation), ...next];
}

/** What an act has left. Where that cannot be seen it counts as half-way: nobody can say that nothing was done. */
export async function left(task: Task, news: Properties, cause: string): Promise<Observed> {
  try {
    return await task.driver.read(task.ref);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const { path } = goalOf(task);
    const { phase } = path[Math.min(1, path.length - 1)] as Entity;
    const say = `${cause}; and ${task.ref} cannot be read since: ${error.message}`;
    throw unfinished(task, news, { phase }, [`${head("HALF-DONE", task)}: ${refusal("ACT-013", say)}`]);
  }
}

/** An error of an act in the words of its outcome: nothing was done, it waits, or it is half done. How far it came is read. */
export async function explained(task: Task, operation: Operation, news: Properties, error: unknown): Promise<Error> {
  const cause = error instanceof Error ? error.message : String(error);
  // a driver is another's program: its sentence need not say whom it is about
  const named = cause.includes(task.ref) ? cause : `${task.ref}: ${cause}`;
  if (error instanceof Busy) return denied("ACT-008", named, error);
  const reached = await left(task, news, cause);
  const at = standsAt(goalOf(task).path, reached, task.carried.tolerance);
  if (error instanceof NotYet) return unfinished(task, news, reached, waiting(task, operation, cause, error));
  const [word, code] = verdict(error, kindOf(task.ref) === "gate");
  const begun = at === -1 || at !== (task.way.back ? goalOf(task).path.length - 1 : 0);
  if (!begun && word === "HALF-DONE") return denied(code, named, error);
  const phase = word === "HALF-DONE" ? ` (${reached.phase})` : "";
  return unfinished(task, news, reached, [`${head(word, task)}${phase}: ${refusal(code, cause)}`, ...asked(task, operation)]);
}

/** How an act that neither ended nor waits is shown. A gate that says no, or nothing, is no half-done act. */
function verdict(error: unknown, gate: boolean): readonly [Word, Code] {
  if (error instanceof NotEvaluated) return ["NOT EVALUATED", "ACT-012"];
  if (error instanceof Refused) return gate ? ["DENIED", "ACT-011"] : ["HALF-DONE", "ACT-006"];
  return ["HALF-DONE", "ACT-007"];
}

type Word = "WAITING" | "DENIED" | "NOT EVALUATED" | "HALF-DONE";

/** How a stack's unfinished resources begin to speak: cli/outcome.ts sorts them by this word. */
export const head = (word: Word, { carried, way, ref }: Task): string =>
  `${word} ${stageName(carried, Math.max(way.from, way.to))}/${ref}`;

export const again = "Then run `drover apply` (or `pulumi up`) again: what is done is not done twice.";

const asked = (task: Task, operation: Operation): readonly string[] =>
  instructions(task.carried, operation, goalOf(task).wanted, task.way.back);

const waiting = (
  task: Task,
  operation: Operation,
  cause: string,
  { until, next = [] }: Partial<NotYet> = {},
): readonly string[] => [
  `${head("WAITING", task)}: ${cause}`,
  ...(until === undefined ? [] : [`Not before ${until}.`]),
  ...asked(task, operation),
  ...next,
  again,
];

/** What is not finished is half-way at most, wherever it is said to be. */
export function unfinished(task: Task, news: Properties, reached: Observed, reasons: readonly string[]): Unfinished {
  const { path, goal } = goalOf(task);
  const at = standsAt(path, reached, task.carried.tolerance);
  const short = at !== goal ? at : task.way.back ? Math.min(1, path.length - 1) : Math.max(0, path.length - 2);
  const phase = short === -1 ? reached.phase : (path[short] as Entity).phase;
  const entity = path[Math.max(0, short)] as Entity;
  return new Unfinished(task.ref, outputsOf(entity, phase, reached), news, [reasons.join("\n")]);
}
