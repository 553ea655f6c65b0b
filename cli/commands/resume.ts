import { basename } from "node:path";
import type { Command } from "commander";
import { holdersOf, lockOn, mendAttributes, readStack } from "../backend";
import { exit } from "../command";
import { judgeLocks } from "../locks";
import { plural } from "../../engine/text";
import { err, out } from "../print";
import { askPulumi, here } from "../pulumi";
import { carryOut, runnable } from "../run";
import { Ready, Stack, openProject, openStack, stopped } from "../stack";

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("resume <stack>")
    .description("after a killed pulumi: remove the dead process's lock and go on where it stopped")
    .action(async (stack: string) => end(await resume(stack)));
}

async function resume(name: string): Promise<number> {
  const within = await openProject();
  if (stopped(within)) return refuse(within.say, within.status);
  mend(within, name);
  const stack = await openStack(name, within);
  const ready = stopped(stack) ? stack : runnable(stack);
  if (stopped(ready)) return refuse(ready.say, ready.status);
  const problem = (await unlock(ready.stack)) ?? (await forgetPendingCreates(ready.stack));
  if (problem !== undefined) return refuse(problem, exit.broken);
  out(`going on with ${ready.settings.stage ?? ""}`);
  return carryOut(ready);
}

function refuse(say: string, status: number): number {
  err(say);
  return status;
}

/** What a killed Pulumi left half-written keeps everybody from reading the stack; a living one may be about to make it whole. */
function mend({ pulumi, project }: Ready, name: string): void {
  if (lockOn({ pulumi, project, name }).lock === "held") return;
  for (const file of mendAttributes(pulumi, project, name))
    out(`${basename(file)} was cut off and is removed: it held the type of a file, and no state`);
}

/** Removes the locks of dead processes. A living one's stays: two processes at one estate are what locks are there against. */
async function unlock({ name, pulumi, project, exists }: Stack): Promise<string | undefined> {
  const holders = holdersOf(pulumi, project, name);
  if (holders === undefined) {
    out(
      `${name}: its backend keeps no lock files on this machine; if it is locked, drover pulumi cancel --yes --stack ${name}`,
    );
    return undefined;
  }
  const judged = judgeLocks(holders, here, name);
  if (judged.lock === "held") return `${judged.say} — ${judged.fix}`;
  out(judged.lock === "none" ? judged.say : `${judged.say}: the lock is removed`);
  if (judged.lock === "none" || !exists) return undefined;
  const { status, errors } = await askPulumi(pulumi, ["cancel", "--yes", "--stack", name]);
  return status === 0 ? undefined : `the lock of ${name} could not be removed: ${errors.trim()}`;
}

export const wereCut = (count: number, what: string): string => `${plural(count, what)} ${count === 1 ? "was" : "were"}`;

/**
 * An update begun by a killed CLI ends with the next `up`; a create stays open for ever. Creating only adopts: nothing is lost.
 * A refresh of the whole stack would also take every drift for the truth: it is told to look at the stack's own resource alone.
 */
async function forgetPendingCreates({ name, pulumi, project }: Stack): Promise<string | undefined> {
  const stored = await readStack(pulumi, project, name);
  if ("say" in stored) return stored.say;
  const { pending, phases } = stored.deployment;
  const creates = pending.filter(({ operation }) => operation === "creating");
  if (pending.length > creates.length)
    out(
      `${wereCut(pending.length - creates.length, "operation")} cut off: what was reached is read before anything is done again (Pulumi warns of it once more)`,
    );
  if (creates.length === 0) return undefined;
  const root = `urn:pulumi:${name}::${project.name}::pulumi:pulumi:Stack::${project.name}-${name}`;
  const only = phases.size > 0 ? ["--target", root] : [];
  const args = ["refresh", "--clear-pending-creates", "--yes", "--skip-preview", ...only, "--stack", name];
  const { status, errors, output } = await askPulumi(pulumi, args);
  if (status !== 0) return `the open creates of ${name} could not be cleared: ${(errors || output).trim()}`;
  out(`${wereCut(creates.length, "create")} cut off: forgotten, and done again (a create reads and changes nothing)`);
  return undefined;
}
