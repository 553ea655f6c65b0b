import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Command } from "commander";
import pc from "picocolors";
import { driverNamed } from "../../documents/drivers";
import { Todo, todos } from "../../documents/evidence/todo";
import { didYouMean } from "../../documents/near";
import { stageIndex } from "../../engine/stages";
import { plural } from "../../engine/text";
import { stageMeant } from "../carried";
import { exit } from "../command";
import { stacksFor } from "../folder";
import { formOf } from "../form";
import { Opened, openOffice } from "../office";
import { err, json, out, table, wrap } from "../print";
import { byPerson } from "../stages";
import { findProject, settingsFile } from "../project";
import { readSettings } from "../settings";
import { stopped } from "../stack";

type Options = Readonly<{ team?: string; stage?: string; stack?: string; json?: true; html?: string }>;

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("todo [migration]")
    .description(
      "what people can do now, and what they will have to do: steps, what to record, and the command that attests it",
    )
    .option("--team <team>", "only what this team does")
    .option("--stage <stage>", "only what this stage needs")
    .option("--stack <stack>", "where several stacks follow the migration: whose stages are behind it")
    .option("--json", "as JSON")
    .option("--html <file>", "write a form to fill in offline; drover attest --from reads what it gives")
    .action((migration: string | undefined, options: Options) => end(todo(migration, options)));
}

function todo(migration: string | undefined, options: Options): number {
  const opened = openOffice(migration);
  if (stopped(opened)) {
    err(opened.say);
    return opened.status;
  }
  const { planned } = opened.office;
  const unknown = unknownName(opened, options);
  if (unknown !== undefined) {
    err(unknown);
    return exit.usage;
  }
  const completed = completedBy(opened, options.stack);
  const all = todos(opened.office, {
    completed,
    ...(options.team === undefined ? {} : { team: options.team }),
    ...(options.stage === undefined ? {} : { stage: options.stage }),
  });
  if (options.html !== undefined) {
    writeFileSync(options.html, formOf(`${planned.problem.model.title}: what people do`, planned.folder, all));
    out(
      `wrote ${options.html}: ${plural(all.length, "task")} to fill in offline; then drover attest ${planned.folder} --from <its file>`,
    );
  } else if (options.json) json({ migration: planned.folder, plan: planned.lock.plan, todo: all.map(shownAsData) });
  else out(text(opened, all, doneByLab(opened, completed, options)));
  return exit.done;
}

/** A stage or a team that nothing has would be an empty list, which reads as "nothing to do". */
function unknownName({ office }: Opened, { stage, team }: Options): string | undefined {
  const { stages } = office.planned;
  const names = stages.map(({ name }) => name);
  const short = stage?.replace(/^[^/]+\//, "");
  if (short !== undefined && !names.includes(short))
    return `no stage ${short}: ${stageMeant({ revision: office.planned.lock.revision, stages }, short)}`;
  const teams = new Set(todos(office, { completed: 0 }).flatMap((one) => one.team ?? []));
  for (const name of Object.keys(office.teams)) teams.add(name);
  if (team === undefined || teams.has(team)) return undefined;
  return `no team ${team}: ${didYouMean(team, teams) ?? "no task is for a team"}`;
}

/** How far the stack is, as its settings say: what lies before the stage that it comes from is behind it. */
function completedBy({ office: { planned } }: Opened, named: string | undefined): number {
  const project = findProject(process.cwd());
  const stacks = named === undefined ? stacksFor(planned.folder) : [named];
  const [only, ...more] = stacks;
  if (!project || only === undefined || more.length > 0) return 0;
  const file = settingsFile(project, only);
  const read = existsSync(file) ? readSettings(readFileSync(file, "utf8")) : undefined;
  if (!read || "say" in read) return 0;
  const staged = { revision: planned.lock.revision, stages: planned.stages };
  const [from, to] = [read.settings.from, read.settings.stage].map((name) => stageIndex(staged, name ?? "") ?? 0);
  return Math.min(from ?? 0, to ?? 0);
}

const shownAsData = ({ fields, ...rest }: Todo): Readonly<Record<string, unknown>> => ({
  ...rest,
  fields: fields.map(({ name, what }) => ({ name, what })),
});

/** How many of people's operations the lab does for them. */
function doneByLab({ office: { planned, routes } }: Opened, completed: number, { stage }: Options): number {
  const short = stage?.replace(/^[^/]+\//, "");
  return planned.stages
    .filter(({ name }, i) => i + 1 > completed && (short === undefined || name === short))
    .flatMap(({ operations }) => operations)
    .filter((one) => byPerson(planned.problem, one) && driverNamed(routes.carrier(one.entity, one.move)) === "lab").length;
}

function text({ office: { planned } }: Opened, all: readonly Todo[], byLab: number): string {
  const title = `${pc.bold(planned.problem.model.title)}   plan ${planned.lock.revision} ${planned.lock.plan.slice(0, 8)}`;
  if (all.length === 0 && byLab > 0)
    return [
      `${title}\n`,
      `nothing to do for people: the lab does what is theirs, ${plural(byLab, "operation")}`,
      "to have people do it, name runbook for it in migration.yaml: `drivers: { task: runbook }`, or `{ approve-plan: runbook }` for one task",
    ].join("\n");
  if (all.length === 0) return `${title}\n\nnothing to do for people: drivers carry out the rest, or all is attested`;
  const now = all.filter(({ is }) => is !== "later");
  const later = all.filter(({ is }) => is === "later");
  return [
    `${title}   ${plural(now.length, "task")} now, ${later.length} later`,
    ...now.map(whole),
    ...(later.length > 0 ? [`${pc.bold("later")}\n${table(later.map(line)).replace(/^/gm, "  ")}`] : []),
  ].join("\n\n");
}

function whole(one: Todo): string {
  const about = `${one.stage}, ${one.entity}${one.team === undefined ? "" : `, team ${one.team}`}; because ${one.because.join(", ")}`;
  return [
    `${pc.bold(one.do)}   ${about}`,
    ...one.why.map((why) => `  ${pc.red("broken")}  ${wrap(why, 96, " ".repeat(10))}`),
    ...one.steps.map((step, i) => `  ${i + 1} ${wrap(step, 100, "    ")}`),
    ...(one.fields.length > 0 ? [`  record: ${one.fields.map(({ name, what }) => `${name} (${what})`).join(", ")}`] : []),
    `  ${one.command}`,
  ].join("\n");
}

const line = ({ stage, entity, team = "", people, drivers }: Todo): readonly string[] => {
  const first = people.length > 0 ? people : drivers;
  const shown = first.length <= 2 ? first.join(", ") : `${first[0]} and ${first.length - 1} more`;
  return [stage, entity, team, `${people.length > 0 ? "after" : "after drover's"} ${shown}`];
};
