import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import type { Command } from "commander";
import pc from "picocolors";
import { didYouMean } from "../../documents/near";
import { openMigration, poseMigration } from "../../documents/open";
import { stateHash } from "../../engine/join";
import { stageName } from "../../engine/stages";
import { exportOf, lockOn } from "../backend";
import { joinsOf } from "../deployment";
import type { Carried } from "../carried";
import { exit } from "../command";
import { migrationFolder, sameFolder } from "../folder";
import { err, out } from "../print";
import { settingsFile, stacksOf } from "../project";
import { goesOn, promotion } from "../promotion";
import { entitiesIn, known, realityOf } from "../reality";
import { withSettings } from "../settings";
import { Stack, Stopped, carriedOf, nextPlanOf, openStack, stopped } from "../stack";
import { aboutBack, aboutStage, headOf } from "../words";

type Options = Readonly<{ to?: string; back?: true; commit?: true; migration?: string }>;

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("promote <stack>")
    .description("write the next stage into the stack's settings: the commit of that file is the change")
    .option("--to <stage>", "a stage by name: the next one or the one before")
    .option("--back", "the stage before: what was done is taken back")
    .option("--commit", "commit the file")
    .option("-m, --migration <folder>", "for a new stack: the migration that it carries out, where there are several")
    .action(async (stack: string, options: Options) => end(await promote(stack, options)));
}

async function promote(name: string, options: Options): Promise<number> {
  if (options.to !== undefined && options.back) {
    err("--to names a stage and --back means the one before: give one of them");
    return exit.usage;
  }
  const opened = await openStack(name, undefined, options.migration);
  const misspelt = stopped(opened) || options.migration !== undefined ? undefined : likeAnother(opened);
  if (misspelt !== undefined) return refuse(misspelt, exit.usage);
  const stack = stopped(opened) ? opened : await atItsRevision(goingOver(opened, options.migration));
  if (stopped(stack)) return refuse(stack.say, stack.status);
  const lock = lockOn(stack);
  if (lock.lock === "held") return refuse(`${lock.say}: ${stack.file} stays as it is — ${lock.fix}`, exit.broken);
  const carried = carriedOf(stack);
  if (stopped(carried)) return refuse(carried.say, carried.status);
  const { file, settings, deployment } = stack;
  const meant = settings?.migration === undefined ? undefined : otherMigration(stack, options.migration);
  if (meant !== undefined) return refuse(meant, exit.usage);
  const made = promotion({ carried, file, deployment, ...(settings ? { settings } : {}) }, { stack: name, dead: lock.lock === "dead", ...options });
  if (made.do === "refuse") return refuse(made.say.join("\n"), made.usage ? exit.usage : exit.findings);
  if (made.do === "nothing") {
    out(made.say);
    return exit.done;
  }
  write(
    file,
    withSettings(
      stack.text ?? `# What the stack ${name} is told. Written by drover promote; its commit is the change.\nconfig: {}\n`,
      made.changes,
    ),
  );
  out(report(stack, carried, made, goesOn({ stack: name, dead: lock.lock === "dead" })));
  return options.commit ? commit(stack, carried, made.index, made.back) : exit.done;
}

/**
 * A stack with the newest plan that was made from where it is. Where there is none it goes on with its own; where the newest one
 * was made for it and it has moved since, nobody may guess.
 */
async function atItsRevision(stack: Stack): Promise<Stack | Stopped> {
  const { opened, pulumi, project, name } = stack;
  const { opened: next, followed } = nextPlanOf(stack) ?? {};
  const joins = next?.lock?.joins;
  const declared = next?.problem && poseMigration(opened.folder).problem?.start;
  if (!next?.problem || !followed || !declared || !joins) return stack;
  // a finished plan ends in the estate that the next one begins with: `drover finish` has seen it there, and adopting looks again
  if (followed.finished) return { ...stack, opened: next };
  const exported = await exportOf(pulumi, project, name);
  if (exported && "say" in exported) return { say: exported.say, status: exit.broken };
  const { table } = next.problem;
  const state = stateHash(table, known(realityOf(entitiesIn(exported?.state), table, followed.lock, declared), declared));
  if (state === joins.state) return { ...stack, opened: next };
  const say = `${next.lock?.revision}/adopt is the state ${joins.state.slice(0, 12)}, and ${name} is in ${state.slice(0, 12)}: something has been done since — drover replan ${opened.folder} --stack ${name}`;
  return { say, status: exit.findings };
}

/** A stack whose migration is over goes on with its estate, where that has a plan which begins there. */
function goingOver(stack: Stack, named: string | undefined): Stack {
  const found = named === undefined ? undefined : migrationFolder(named);
  if (!found || "say" in found || sameFolder(found.folder, stack.opened.folder)) return stack;
  const next = openMigration(found.folder);
  return joinsOf(next.lock, stack.deployment) ? { ...stack, opened: next } : stack;
}

/** A new stack whose name is like one that there is was hardly meant: it would adopt the estate a second time. */
function likeAnother({ name, file, text, project, opened }: Stack): string | undefined {
  const hint = text === undefined ? didYouMean(name, stacksOf(project)) : undefined;
  return hint === undefined
    ? undefined
    : `${file} does not exist; ${hint} — for a new stack say what it carries out: drover promote ${name} -m ${opened.folder}`;
}

/** A stack carries out one migration, and then its estate's days: another one that is named would be passed over in silence. */
function otherMigration({ file, name, opened }: Stack, named: string | undefined): string | undefined {
  if (named === undefined) return undefined;
  const found = migrationFolder(named);
  if ("say" in found) return found.say;
  return sameFolder(found.folder, opened.folder)
    ? undefined
    : `${file} carries out ${opened.folder}, and no plan of ${found.folder} begins where ${name} is: give it a stack of its own, drover promote <stack> -m ${found.folder}; or, if ${name} has not adopted yet, remove ${file} first`;
}

function refuse(say: string, status: number): number {
  err(say);
  return status;
}

/** A reader never meets half a file. */
function write(file: string, text: string): void {
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
  const half = `${file}.${process.pid}.tmp`;
  writeFileSync(half, text);
  renameSync(half, file);
}

function report(
  { name, file, settings, text, project, deployment: { completed, intent } }: Stack,
  carried: Carried,
  { index, back }: Readonly<{ index: number; back: boolean }>,
  does: string,
): string {
  const others = text === undefined ? stacksOf(project).filter((other) => settingsFile(project, other) !== file) : [];
  const was = settings?.stage === undefined ? "" : `${settings.stage} → `;
  const heading = `${file}: ${was}${stageName(carried, index)}${others.length > 0 ? `   (a new stack for ${carried.folder}; there is also ${others.join(", ")})` : ""}`;
  if (completed === stageName(carried, index) && intent?.to === completed)
    return `${heading}\n\nthere is nothing to carry out: ${completed} is where ${name} is, and nothing else has begun`;
  const taken = back
    ? [`back from ${headOf(carried, index + 1)}`, ...aboutBack(carried, index + 1, name)]
    : [headOf(carried, index), ...aboutStage(carried, index)];
  return [
    heading,
    "",
    pc.bold(taken[0] ?? ""),
    ...taken.slice(1),
    "",
    `next: drover apply ${name} --preview    what ${back ? "taking it back" : "it"} would do`,
    `      ${does.padEnd(`drover apply ${name} --preview`.length)}    ${back ? "take it back" : "do it"}`,
  ].join("\n");
}

function commit({ name, file }: Stack, carried: Carried, index: number, back: boolean): number {
  const subject = `${name}: ${back ? "back to " : ""}${stageName(carried, index)}`;
  const body = `Plan ${carried.lock.lock} ${carried.revision} ${carried.lock.plan}`;
  for (const args of [
    ["add", "--", file],
    ["commit", "-q", "-m", subject, "-m", body, "--", file],
  ]) {
    const { status, stderr, stdout, error } = spawnSync("git", args, { encoding: "utf8" });
    if (error || status !== 0) {
      err(`${file} is written and not committed: git ${args[0]}: ${error?.message ?? (stderr || stdout).trim()}`);
      return exit.broken;
    }
  }
  out(`committed: ${subject}`);
  return exit.done;
}
