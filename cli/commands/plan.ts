import { existsSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import pc from "picocolors";
import type { Documents } from "../../documents/model";
import { inputsOf, poseMigration } from "../../documents/open";
import { readLock } from "../../documents/lock";
import { lockFile } from "../../documents/revisions";
import { Lock, lastOf, printLock, toLock } from "../../engine/lock";
import type { Finding } from "../../engine/model/finding";
import type { Plan } from "../../engine/model/plan";
import type { Problem } from "../../engine/model/problem";
import { plan } from "../../engine/plan";
import { ensureApplied, write } from "../applied";
import { changeLines, effort } from "../changes";
import { exit } from "../command";
import { migrationFolder, sameFolder, stacksFor } from "../folder";
import { err, json, out, showAll, tally } from "../print";
import { stageTable, summary } from "../stages";
import { today } from "../today";
import { packageVersion } from "../version";

type Options = Readonly<{ json?: true; check?: true; quiet?: true; afresh?: true }>;

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
  if (!posed.documents || !posed.problem) return refuse(posed.findings, [], exit.findings, options);
  const file = lockFile(folder);
  const before = existsSync(file) ? readLock(file).lock : undefined;
  const made = plan(
    posed.problem.pack,
    posed.problem.model,
    undefined,
    before && !options.afresh ? lastOf(before, posed.problem) : undefined,
  );
  const rules = posed.problem.pack.rules;
  const findings = [...posed.findings.filter((one) => !made.findings.some((other) => other.say === one.say)), ...made.findings];
  const over = findings.some(({ rule }) => rule === "WAV-004");
  if (over) return refuse(findings, rules, exit.findings, options);
  if (!made.plan) return refuse(findings, rules, blockedByDocuments(made.findings) ? exit.findings : exit.noPlan, options);
  if (posed.documents.form === "estate" && made.plan.stages.length === 0) return nothingToDo(folder, findings, options);
  const lock = toLock(made.problem, made.plan, header(posed.documents));
  const text = printLock(lock);
  const there = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (options.json) json(lock);
  else if (!options.quiet) out(report(made.problem, made.plan, lock));
  if (!options.json && findings.length > 0) out(`\n${showAll(findings, rules)}`);
  if (options.json) return exit.done;
  if (options.check) {
    if (there === text) return exit.done;
    err(
      `${file} is ${there === undefined ? "missing" : "stale"}: drover plan ${folder} would write another one${changes(file, lock)}`,
    );
    return exit.stale;
  }
  if (there === text) out(`\n${file} is as it was`);
  else {
    const what = changes(file, lock);
    write(file, text);
    out(`\nwrote ${file} (${text.split("\n").length - 1} lines)${what}`);
  }
  out(
    `next: git add and commit it; then ${nextOf(folder)}        one stage: drover explain ${Object.keys(lock.stages)[0] ?? "adopt"}${migrationOption(folder)}`,
  );
  return exit.done;
}

/** What to type after a plan: for the stacks that carry it out; where there is none, what makes one. */
function nextOf(folder: string): string {
  const [stack] = stacksFor(folder);
  if (stack !== undefined) return `drover promote ${stack}, and drover apply ${stack}`;
  return `drover promote <stack> -m ${folder} (no stack carries it out yet; it takes a new name), and drover apply <stack>`;
}

/** The option that says which migration is meant, where a command without it would take another. */
function migrationOption(folder: string): string {
  const usual = migrationFolder(undefined);
  return "folder" in usual && sameFolder(usual.folder, folder) ? "" : ` -m ${folder}`;
}

const header = (documents: Documents): Parameters<typeof toLock>[2] => ({
  lock: documents.migration.migration,
  revision: "r1",
  inputs: inputsOf(documents),
  engine: packageVersion(),
});

/** The estate is as its one document says: there is nothing to carry out, and no lock for it. */
function nothingToDo(folder: string, findings: readonly Finding[], options: Options): number {
  if (options.json) json({ stages: {}, findings });
  else if (!options.quiet) out(`nothing to do: ${folder}/estate.yaml says what is applied`);
  return exit.done;
}

const blockedByDocuments = (findings: readonly Finding[]): boolean =>
  findings.some(
    (finding) =>
      finding.severity === "error" &&
      !/^(PLAN|stage )/.test(finding.rule) &&
      finding.at !== undefined &&
      !finding.say.startsWith("stage "),
  );

function refuse(findings: readonly Finding[], rules: Problem["pack"]["rules"], status: number, options: Options): number {
  if (options.json) json({ findings });
  else {
    out(`${showAll(findings, rules)}\n`);
    out(`${pc.red("no plan")}: ${tally(findings)}`);
  }
  return status;
}

function report(problem: Problem, made: Plan, lock: Lock): string {
  const { changes: differing } = problem.model;
  const told = differing === undefined ? [] : [...changeLines(problem.table, differing), "", effort(problem, made), ""];
  return [summary(problem, made, lock), "", ...told, stageTable(problem, made.stages, made.start)].join("\n");
}

/** What a new lock changes against the one that is there: operations moved, added, removed. */
function changes(file: string, lock: Lock): string {
  if (!existsSync(file)) return "";
  const before = readLock(file).lock;
  if (!before) return "";
  const places = (one: Lock): Map<string, string> =>
    new Map(
      Object.entries(one.stages).flatMap(([stage, { does }]) =>
        Object.entries(does).map(([entity, line]) => [`${entity}:${line.move}+${line.add?.join() ?? ""}`, stage] as const),
      ),
    );
  const [was, is] = [places(before), places(lock)];
  const added = [...is.keys()].filter((key) => !was.has(key)).length;
  const removed = [...was.keys()].filter((key) => !is.has(key)).length;
  const moved = [...is].filter(([key, stage]) => was.has(key) && was.get(key) !== stage).length;
  return `: ${moved} moved, ${added} added, ${removed} removed`;
}
