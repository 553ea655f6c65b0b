import type { Command } from "commander";
import { poseMigration } from "../../documents/open";
import { lockFile, newestIn, nextAfter, revisionWith } from "../../documents/revisions";
import { readLock } from "../../documents/lock";
import { Lock, printLock } from "../../engine/lock";
import type { Joins } from "../../engine/join";
import { write } from "../applied";
import { exportOf } from "../backend";
import { exit } from "../command";
import { Deployment, readDeployment } from "../deployment";
import { migrationFolder, stacksFor } from "../folder";
import { differing, refusePlan, report, unfinishedOf } from "../planning";
import { err, out, showAll } from "../print";
import { entitiesIn } from "../reality";
import { isSame, joint, replanned } from "../replanning";
import { openProject, stopped } from "../stack";
import { today } from "../today";

type Options = Readonly<{ stack?: string }>;

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("replan [migration]")
    .description("plan the rest from where a stack is, half-done acts included; writes plan.r2.lock.yaml beside plan.lock.yaml")
    .option("-s, --stack <stack>", "the stack to go on from, where several carry the migration out")
    .action(async (named: string | undefined, options: Options) => end(await replan(named, options)));
}

async function replan(named: string | undefined, { stack: wanted }: Options): Promise<number> {
  const ready = await openProject();
  if (stopped(ready)) return refuse(ready.say, ready.status);
  const found = migrationFolder(named);
  if ("say" in found) return refuse(found.say, exit.usage);
  const { folder } = found;
  const stack = stackOf(folder, wanted);
  if ("say" in stack) return refuse(stack.say, exit.usage);
  const exported = await exportOf(ready.pulumi, ready.project, stack.name);
  if (exported && "say" in exported) return refuse(exported.say, exit.broken);
  const deployment = exported && readDeployment(exported.state);
  const obstacle = against(stack.name, deployment);
  if (!exported || !deployment || obstacle !== undefined) return refuse(obstacle ?? "", exit.findings);
  return goOn({ folder, stack: stack.name, deployment, exported: exported.state });
}

const refuse = (say: string, status: number): number => {
  err(say);
  return status;
};

function stackOf(folder: string, wanted: string | undefined): Readonly<{ name: string } | { say: string }> {
  if (wanted !== undefined) return { name: wanted };
  const all = stacksFor(folder);
  if (all.length === 1 && all[0] !== undefined) return { name: all[0] };
  return {
    say:
      all.length === 0
        ? `no stack carries out ${folder}: there is nothing to go on from — drover plan ${folder} plans it from its beginning`
        : `${all.join(" and ")} carry out ${folder}: say from which one to go on, --stack ${all[0] ?? ""}`,
  };
}

/** Why nobody can plan from where a stack is. */
export function against(name: string, deployment: Deployment | undefined): string | undefined {
  if (!deployment || deployment.completed === "" || !deployment.intent)
    return `${name} has not adopted yet: there is nothing to go on from — drover plan plans from the beginning`;
  if (deployment.pending.length > 0)
    return `${name} holds acts that a killed pulumi left open, so its state does not say how far they came — drover resume ${name} first`;
  return undefined;
}

type Going = Readonly<{ folder: string; stack: string; deployment: Deployment; exported: unknown }>;

function goOn({ folder, stack, deployment, exported }: Going): number {
  const followed = revisionWith(folder, deployment.intent?.plan ?? "");
  if (!followed)
    return refuse(
      `${stack} follows the plan ${(deployment.intent?.plan ?? "").slice(0, 12)}, and no lock in ${folder} is that one — take it from git again`,
      exit.findings,
    );
  const posed = poseMigration(folder, today());
  if (!posed.documents || !posed.problem || posed.findings.some(({ severity }) => severity === "error"))
    return refusePlan(posed.findings, posed.problem?.pack.rules ?? [], exit.findings, {});
  const { documents, problem } = posed;
  const { lock } = followed;
  const revision = revisionFor(folder, lock, deployment);
  const result = replanned({ documents, problem, lock, deployment, entities: entitiesIn(exported), revision });
  const rules = problem.pack.rules;
  if (!result.made) return refusePlan(result.findings, rules, exit.noPlan, {});
  const { plan, lock: next, joins } = result.made;
  const done = doneIn(lock, deployment);
  if (isSame(lock, next, done)) {
    out(`nothing to plan anew: ${stack} goes on with ${lock.revision}, and the rest of it is as it was`);
    return exit.done;
  }
  out(report(result.problem, plan, next));
  if (result.findings.length > 0) out(`\n${showAll(result.findings, rules)}`);
  const file = lockFile(folder, revision);
  write(file, printLock(next));
  // a stage that has not begun may begin with moves that lead to the phase they come from: nothing of it is over
  const begun = deployment.intent?.to !== deployment.completed;
  const before = unfinishedOf(lock, done, result.problem.table, begun ? deployment.phases : new Map());
  out(`\nwrote ${file} beside ${lockFile(folder, lock.revision)}, which is kept${differing(before, next)}`);
  out(`${joint(joins, revision)}   state ${joins.state.slice(0, 12)}`);
  out(
    `next: git add and commit it; then drover promote ${stack}, which brings it to ${revision}/adopt, and drover apply ${stack}`,
  );
  return exit.done;
}

/** A plan that was made on the way from the very same place is made again under its name; else a new one gets a new name. */
function revisionFor(folder: string, followed: Lock, { completed, intent }: Deployment): string {
  const newest = newestIn(folder);
  const same = (joins: Joins | undefined): boolean =>
    joins?.plan === followed.plan && joins.completed === completed && joins.intended === intent?.to;
  const last = newest === followed.revision ? undefined : readLock(lockFile(folder, newest)).lock;
  return same(last?.joins) ? newest : nextAfter(newest);
}

/** How many stages of a lock a stack has behind it. */
const doneIn = ({ revision, stages }: Lock, { completed }: Deployment): number =>
  Object.keys(stages).findIndex((name) => `${revision}/${name}` === completed) + 1;
