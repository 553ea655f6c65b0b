import { existsSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import type { Documents } from "../../documents/model";
import { inputsOf, poseMigration } from "../../documents/open";
import { readLock } from "../../documents/lock";
import { readLedger } from "../../documents/ledger";
import { lockFile, nextAfter, revisionsIn } from "../../documents/revisions";
import { stateHash } from "../../engine/join";
import { Lock, lastOf, planHash, printLock, toLock } from "../../engine/lock";
import type { Problem } from "../../engine/model/problem";
import { solve } from "../../engine/plan";
import { ensureApplied, write } from "../applied";
import { exit } from "../command";
import { inProject, migrationFolder, onTheWay, sameFolder, stacksFor, stacksOn } from "../folder";
import { differing, refusePlan, report, statusWithout } from "../planning";
import { err, json, out, showAll } from "../print";
import { today } from "../today";
import { packageVersion } from "../version";

type Options = Readonly<{ json?: true; check?: true; quiet?: true; afresh?: true }>;

/** What stands in a lock's place and cannot be written over: a folder, a pipe, a link that leads out. Bad text can be. */
const NO_FILE: ReadonlySet<string> = new Set(["DOC-002", "DOC-003", "DOC-004", "DOC-007"]);

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("plan [migration]")
    .description("derive every stage between the two estates, prove each state safe, write plan.lock.yaml")
    .option("--json", "the lock as JSON; writes nothing")
    .option("--check", "write nothing; exit 4 when plan.lock.yaml is not what would be written")
    .option("--quiet", "print findings only")
    .option("--afresh", "plan as if there were no lock: stages may get other names and places")
    .action((named: string | undefined, options: Options) => end(planned(named, options)));
}

function planned(named: string | undefined, options: Options): number {
  const found = migrationFolder(named);
  if ("say" in found) {
    err(found.say);
    return exit.usage;
  }
  const { folder } = found;
  const taken = options.check || options.json ? undefined : ensureApplied(folder);
  if (taken !== undefined && !options.quiet) out(`${taken}\n`);
  const posed = poseMigration(folder, today());
  if (posed.documents && isApplied(posed.documents)) return nothingToDo(options, `${folder}/estate.yaml says what is applied`);
  if (!posed.documents || !posed.problem) return refusePlan(posed.findings, [], exit.findings, options);
  const [newest, revision] = [revisionsIn(folder).at(-1) ?? "", firstOf(folder)];
  if (newest !== "" && newest !== revision && !options.json) {
    err(
      `${folder} is at ${newest}: plan on from where its stack is with drover replan ${folder}; to begin anew, remove ${lockFile(folder, newest)}`,
    );
    return exit.findings;
  }
  const file = lockFile(folder, revision);
  const read = existsSync(file) ? readLock(file) : undefined;
  const inTheWay = read?.findings.filter(({ rule }) => NO_FILE.has(rule)) ?? [];
  if (inTheWay.length > 0) return refusePlan(inTheWay, [], exit.findings, options);
  const before = read?.lock;
  const made = solve(posed.problem, before && !options.afresh ? lastOf(before, posed.problem) : undefined);
  const rules = posed.problem.pack.rules;
  const findings = [...posed.findings.filter((one) => !made.findings.some((other) => other.say === one.say)), ...made.findings];
  const over = findings.some(({ rule }) => rule === "WAV-004");
  if (over) return refusePlan(findings, rules, exit.findings, options);
  if (!made.plan) return refusePlan(findings, rules, statusWithout(made), options);
  if (posed.documents.form === "estate" && made.plan.stages.length === 0)
    return nothingToDo(options, `no change in ${folder}/estate.yaml needs a stage`);
  const lock = toLock(made.problem, made.plan, header(posed.documents, made.problem, revision));
  const text = printLock(lock);
  const there = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  // of a lock that cannot be read nobody knows who follows it: whoever follows another plan than this one may
  const leaves = (plan: string): boolean => plan !== lock.plan && (before === undefined || plan === before.plan);
  const ofThis = ({ stage }: { stage: string }): boolean => stage.startsWith(`${revision}/`);
  const [under] = read ? onTheWay(folder, leaves).filter((one) => before !== undefined || ofThis(one)) : [];
  if (options.json) json(lock);
  else if (!options.quiet) out(report(made.problem, made.plan, lock));
  if (!options.json && findings.length > 0) out(`\n${showAll(findings, rules)}`);
  if (options.json) return exit.done;
  if (options.check) {
    if (there === text) return exit.done;
    const found =
      there === undefined
        ? "missing"
        : before === undefined
          ? "no lock"
          : planHash(before) !== before.plan
            ? "edited by hand"
            : "stale";
    err(
      `${file} is ${found}: ${under ? `drover replan ${folder}` : `drover plan ${folder}`} would write another one${before ? differing(before, lock) : ""}`,
    );
    return exit.stale;
  }
  if (under) {
    err(
      `\n${file} stays as it is: ${under.stack} is on its way with it (${under.stage}), and another one in its place would leave it without a plan — ${before ? `plan the rest from where it is: drover replan ${folder}` : `it cannot be read: take it from git again`}; to begin anew, remove ${under.file} first`,
    );
    return exit.findings;
  }
  if (there === text) out(`\n${file} is as it was`);
  else {
    const what = before ? differing(before, lock) : "";
    write(file, text);
    out(`\nwrote ${file} (${text.split("\n").length - 1} lines)${what}`);
  }
  const commit = there === text ? "" : "git add and commit it; then ";
  // commands are copied: no line is broken where one may be
  out(`next: ${commit}${nextOf(folder, lock, there !== text)}`);
  out(`      drover explain ${Object.keys(lock.stages)[0] ?? "adopt"}${migrationOption(folder)}, which says why each operation is where it is`);
  return exit.done;
}

/** What to type after a plan: for the stacks that carry it out; where there is none, what makes one. */
function nextOf(folder: string, { joins }: Lock, changed: boolean): string {
  const [stack] = stacksFor(folder);
  const [over] = joins ? stacksOn(joins.plan) : [];
  if (stack === undefined && over !== undefined)
    return `drover promote ${over} -m ${inProject(folder)}, with which ${over} goes over to it, and drover apply ${over}`;
  if (stack !== undefined)
    return changed
      ? `drover promote ${stack} && drover apply ${stack}`
      : `drover status ${stack}, which says what comes next`;
  return `drover promote <stack> -m ${inProject(folder)} (no stack carries it out yet; it takes a new name), and drover apply <stack>`;
}

/** The option that says which migration is meant, where a command without it would take another. */
function migrationOption(folder: string): string {
  const usual = migrationFolder(undefined);
  return "folder" in usual && sameFolder(usual.folder, folder) ? "" : ` -m ${folder}`;
}

/** A restructuring goes on from the plan before it: the same stack carries it out, and no two stages ever have one name. */
function header(documents: Documents, problem: Problem, revision: string): Parameters<typeof toLock>[2] {
  const last = readLedger(documents.folder).at(-1);
  return {
    lock: documents.migration.migration,
    revision,
    inputs: inputsOf(documents),
    engine: packageVersion(),
    ...(last
      ? {
          joins: {
            revision: last.revision,
            plan: last.plan,
            completed: last.completed,
            intended: last.completed,
            state: stateHash(problem.table, problem.start),
          },
          start: {},
        }
      : {}),
  };
}

/** The revision that a plan from the documents' beginning has: the first one, or the one after what is finished. */
const firstOf = (folder: string): string => {
  const last = readLedger(folder).at(-1);
  return last ? nextAfter(last.revision) : "r1";
};

/** Whether the estate is as its one document says. */
const isApplied = (documents: Documents): boolean => {
  const { old, new: wanted } = inputsOf(documents);
  return documents.form === "estate" && old === wanted;
};

/** There is nothing to carry out, and no lock for it. */
function nothingToDo(options: Options, why: string): number {
  if (options.json) json({ stages: {}, findings: [] });
  else if (!options.quiet) out(`nothing to do: ${why}`);
  return exit.done;
}
