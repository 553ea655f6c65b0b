import type { Command } from "commander";
import { err } from "../print";
import { carryOut, locked, preview, runnable } from "../run";
import { openStack, stopped } from "../stack";

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("apply <stack>")
    .description(
      "pulumi up: carry out the stage that the stack's settings name, to the end or until something has to wait (exit 75)",
    )
    .option("--preview", "only show what it would do")
    .action(async (stack: string, options: { preview?: true }) => end(await apply(stack, options.preview === true)));
}

async function apply(name: string, onlyPreview: boolean): Promise<number> {
  const stack = await openStack(name);
  const ready = stopped(stack) ? stack : runnable(stack);
  const obstacle = stopped(ready) ? ready : onlyPreview ? undefined : locked(ready.stack);
  if (obstacle) {
    err(obstacle.say);
    return obstacle.status;
  }
  if (stopped(ready)) return ready.status;
  return onlyPreview ? preview(ready) : carryOut(ready);
}
