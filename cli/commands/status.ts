import type { Command } from "commander";
import { lockOn } from "../backend";
import { exit } from "../command";
import { Shown, facts, statusText } from "../overview";
import { err, json, out } from "../print";
import { stacksOf } from "../project";
import { Stack, nextPlanOf, openProject, openStack, stopped, unknownStack } from "../stack";

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("status [stack]")
    .description("where each stack stands: completed, under way, waiting, what comes next; changes nothing")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExits 0 also where a stack has errors: they are a part of the answer, and drover apply ends with 2.")
    .action(async (stack: string | undefined, options: { json?: true }) => end(await status(stack, options.json === true)));
}

async function status(named: string | undefined, asJson: boolean): Promise<number> {
  const within = await openProject();
  if (stopped(within)) return refuse(within.say, within.status);
  const names = named === undefined ? stacksOf(within.project) : [named];
  if (names.length === 0) {
    if (asJson) json({ stacks: [] });
    else out(`no stacks yet: ${within.project.stacks}/ has no Pulumi.<stack>.yaml — drover promote <stack> writes one`);
    return exit.done;
  }
  const stacks: (Stack & Shown)[] = [];
  for (const name of names) {
    const stack = await openStack(name, within);
    if (stopped(stack)) return refuse(stack.say, stack.status);
    if (stack.text === undefined && !stack.exists) return refuse(...unknown(stack));
    // where a plan was made on the way that begins where the stack is, that one is what comes next
    stacks.push({ ...stack, opened: nextPlanOf(stack)?.opened ?? stack.opened, lock: lockOn(stack) });
  }
  if (asJson) json({ stacks: stacks.map(facts) });
  else out(stacks.map((stack) => statusText(stack, stacks.length === 1)).join("\n\n"));
  return exit.done;
}

function refuse(say: string, code: number): number {
  err(say);
  return code;
}

const unknown = (stack: Stack): [string, number] => {
  const { say, status: code } = unknownStack(stack);
  return [say, code];
};
