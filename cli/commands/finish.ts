import { copyFileSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { basename, join, posix, relative, sep } from "node:path";
import type { Command } from "commander";
import { APPLIED, ESTATE } from "../../documents/dayTwo";
import { estateText } from "../../documents/effective";
import { Finished, ledgerFile, ledgerText, readLedger } from "../../documents/ledger";
import type { Documents } from "../../documents/model";
import { lockFile, revisionsIn } from "../../documents/revisions";
import { stageName } from "../../engine/stages";
import { ledger, write } from "../applied";
import type { Carried } from "../carried";
import { exit } from "../command";
import { migrationFolder, stacksFor } from "../folder";
import { err, out } from "../print";
import { Stack, carriedOf, openStack, stopped } from "../stack";

type Options = Readonly<{ stack?: string; into?: string }>;

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("finish [migration]")
    .description("after the last stage: the new estate becomes the estate, and the ledger says what is applied")
    .option("-s, --stack <stack>", "the stack that has carried it out, where there are several")
    .option("--into <folder>", "where the estate's days go on (default: estate; a restructuring stays in its folder)")
    .action(async (named: string | undefined, options: Options) => end(await finish(named, options)));
}

async function finish(named: string | undefined, { stack: wanted, into }: Options): Promise<number> {
  const found = migrationFolder(named);
  if ("say" in found) return refuse(found.say, exit.usage);
  const all = stacksFor(found.folder);
  const name = wanted ?? (all.length === 1 ? all[0] : undefined);
  if (name === undefined)
    return refuse(
      all.length === 0
        ? `no stack carries out ${found.folder}: nothing of it is done`
        : `${all.join(" and ")} carry out ${found.folder}: say which one has finished, --stack ${all[0] ?? ""}`,
      exit.usage,
    );
  const stack = await openStack(name);
  if (stopped(stack)) return refuse(stack.say, stack.status);
  const carried = carriedOf(stack);
  if (stopped(carried)) return refuse(carried.say, carried.status);
  const documents = carried.documents;
  const unfinished = againstFinishing(stack, carried);
  if (unfinished !== undefined || !documents) return refuse(unfinished ?? "", exit.findings);
  const home = homeOf(documents, into ?? "estate");
  if (readLedger(home).some(({ plan }) => plan === carried.lock.plan))
    return refuse(
      `${found.folder} is finished already: ${ledgerFile(home)} says so — go on in ${join(home, ESTATE)}`,
      exit.findings,
    );
  for (const line of closed(documents, carried, home)) out(line);
  return exit.done;
}

const refuse = (say: string, status: number): number => {
  err(say);
  return status;
};

/** What is not done yet: the new estate becomes the estate when it is there, and not before. */
export function againstFinishing(
  { name, deployment }: Pick<Stack, "name" | "deployment">,
  carried: Carried,
): string | undefined {
  const last = stageName(carried, carried.stages.length);
  const { completed, intent, unfinished } = deployment;
  if (intent?.plan !== carried.lock.plan)
    return `${name} does not follow the plan ${carried.lock.plan.slice(0, 12)}: what it has done cannot be told from it`;
  if (completed === last && intent.to === last && unfinished.length === 0) return undefined;
  const stands = completed === "" ? "has not adopted yet" : `has completed ${completed}`;
  return `${name} ${stands}, and the last stage is ${last}: the new estate is not there yet — drover status ${name} says what is left`;
}

/** Where an estate's days go on: a restructuring is in their folder already. */
const homeOf = ({ form, folder }: Documents, into: string): string => (form === "estate" ? folder : into);

/** Writes what comes after the last stage, and says each file. */
export function closed(documents: Documents, carried: Carried, home: string): readonly string[] {
  mkdirSync(home, { recursive: true });
  const estate = join(home, ESTATE);
  const typed = documents.form === "estate" ? readFileSync(estate, "utf8") : undefined;
  const why = `The estate after ${documents.migration.migration} ${carried.lock.revision}, plan ${carried.lock.plan.slice(0, 12)}.`;
  // what somebody has typed stays as it is where it is whole; what is like another estate, or from it, is written out
  const text =
    typed !== undefined && isWhole(documents) ? typed : estateText(documents.new.document, schemaFor(home, documents), typed);
  const lines: string[] = [];
  if (text !== typed) {
    write(estate, text);
    lines.push(`wrote ${estate}: the new estate, with nothing left to another document`);
  }
  write(join(home, APPLIED), ledger(text, why));
  lines.push(`wrote ${join(home, APPLIED)}: the same, as what is applied`);
  lines.push(...put(documents, carried, home));
  lines.push(`next: git add and commit them; then change ${estate} and run drover plan ${home}`);
  return lines;
}

/** An estate that is no other one's successor in anything. */
const isWhole = ({ origins }: Documents): boolean =>
  ![...origins].some(([path, { by }]) => path.startsWith("new/") && (by === "like" || path.endsWith("/from")));

const schemaFor = (home: string, { new: wanted }: Documents): string => {
  const up = relative(home, "schemas").split(sep).join("/");
  return posix.join(up, wanted.platform === "altiris" ? "estate-altiris.json" : "estate-configmgr.json");
};

/**
 * The locks of what is over go to finished/, and the ledger remembers where the stack is. A migration keeps its own, too: its
 * folder is the record of it.
 */
function put({ folder, form }: Documents, carried: Carried, home: string): readonly string[] {
  const finished = join(home, "finished");
  mkdirSync(finished, { recursive: true });
  const [done, take] = form === "estate" ? (["moved", renameSync] as const) : (["copied", copyFileSync] as const);
  const kept = revisionsIn(folder).map((revision) => {
    const file = lockFile(folder, revision);
    const target = join(finished, `${carried.lock.plan.slice(0, 12)}.${basename(file)}`);
    take(file, target);
    return { revision, target };
  });
  const last = kept.find(({ revision }) => revision === carried.lock.revision);
  const entry: Finished = {
    plan: carried.lock.plan,
    revision: carried.lock.revision,
    completed: stageName(carried, carried.stages.length),
    lock: relative(home, last?.target ?? "")
      .split(sep)
      .join("/"),
  };
  write(ledgerFile(home), ledgerText([...readLedger(home), entry]));
  return [
    ...kept.map(({ target }) => `${done} ${target}: the lock that is over is kept`),
    `wrote ${ledgerFile(home)}: the next plan joins this one`,
  ];
}
