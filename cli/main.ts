import { Argument, Command, CommanderError, Help } from "commander";
import { folded } from "./print";
import { leave } from "./project";
import { packageVersion } from "./version";
import { fitTo, width } from "./width";
import type { CommandModule } from "./command";

export { letReadersGo } from "./print";

/** Each command is loaded when it is called: a help text needs none of the engine. */
const commands: readonly (() => Promise<CommandModule>)[] = [
  () => import("./commands/check"),
  () => import("./commands/plan"),
  () => import("./commands/replan"),
  () => import("./commands/finish"),
  () => import("./commands/calendar"),
  () => import("./commands/explain"),
  () => import("./commands/rules"),
  () => import("./commands/status"),
  () => import("./commands/todo"),
  () => import("./commands/attest"),
  () => import("./commands/promote"),
  () => import("./commands/apply"),
  () => import("./commands/resume"),
  () => import("./commands/lab"),
  () => import("./commands/pulumi"),
  () => import("./commands/tour"),
];

const about = `Moves a whole endpoint-management estate from one version or structure to the next, one safe stage at a time.

  drover check            is what I wrote down sound?
  drover plan             every stage, and why; writes plan.lock.yaml
  drover promote <stack>  writes the next stage into stacks/Pulumi.<stack>.yaml
  drover apply <stack>    pulumi up, to the end or until something has to wait`;

/** Exit codes, the same for every command. */
const codes = [
  "Exit codes: 0 done · 1 a bug, or an act or input/output that failed · 2 findings block · 3 no safe plan · 4 the lock would",
  "change (--check) · 64 wrong usage · 75 waiting · 130 interrupted",
].join(" ");

/** What arguments mean, the same for every command that has them. */
const meanings: Readonly<Record<string, string>> = {
  "<migration>": "its folder, such as migrations/gulf or gulf",
  "[migration]":
    "its folder, such as migrations/gulf; otherwise the one here, the only one, or the one that the stacks carry out",
  "<stack>": "its name, as in stacks/Pulumi.<stack>.yaml",
  "[stack]": "its name, as in stacks/Pulumi.<stack>.yaml; otherwise all of them",
  "[entity]": "as kind and name, such as task/hou-ns1/backup-1",
  "[id]": "such as ALT-231; otherwise all of them",
};

const bracketed = (argument: Argument): string => {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
};

/** Who mistypes an option of a command is shown the way to that command's own. */
function helpful(command: Command, above: string): void {
  const name = `${above} ${command.name()}`;
  command.showHelpAfterError(`(${name} --help lists its options)`);
  for (const below of command.commands) helpful(below, name);
}

export async function main(argv: readonly string[]): Promise<number> {
  fitTo(process.env, process.stdout);
  let status = 0;
  const program = new Command("drover")
    .description(about)
    .version(packageVersion())
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ getOutHelpWidth: width, getErrHelpWidth: width })
    .configureHelp({
      minWidthToWrap: 20,
      // that a command has options is no news: what it does needs the room
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map(bracketed)].join(" "),
      showGlobalOptions: true,
      // what a command has itself is no option of those above it
      visibleGlobalOptions(this: Help, command) {
        const own = new Set(command.options.map(({ flags }) => flags));
        return Help.prototype.visibleGlobalOptions.call(this, command).filter(({ flags }) => !own.has(flags));
      },
    })
    .showHelpAfterError("(drover --help lists the commands)")
    .addHelpText("after", () => `\n${folded(codes)}`);
  for (const load of commands) (await load()).register(program, (code) => (status = code));
  for (const command of program.commands) helpful(command, "drover");
  for (const argument of program.commands.flatMap((command) => command.registeredArguments))
    argument.description ||= meanings[argument.required ? `<${argument.name()}>` : `[${argument.name()}]`] ?? "";
  try {
    await program.parseAsync(["node", "drover", ...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 64;
  } finally {
    leave();
    fitTo({}, {});
  }
  return status;
}
