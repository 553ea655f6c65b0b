import type { Command } from "commander";
import pc from "picocolors";
import {
  Calendar,
  DatedStep,
  Span,
  Windows,
  critical,
  dayOf,
  freezeOf,
  misfitFindings,
  momentOf,
  schedule,
  shown,
  spelt,
  stepsOf,
} from "../../calendar";
import { openMigration } from "../../documents/open";
import type { Finding } from "../../engine/model/finding";
import { plural } from "../../engine/text";
import { Carried, carriedIn } from "../carried";
import { exit } from "../command";
import { migrationFolder } from "../folder";
import { err, json, out, showAll, table, tally } from "../print";
import { today } from "../today";

type Options = Readonly<{ from?: string; json?: true }>;

const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2}))?$/;

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("calendar [migration]")
    .description("the earliest dates of every stage, by the windows and freezes of its document; changes nothing")
    .option("--from <date>", "the day, or day and time (2026-11-28T20:00), before which nothing begins; today if left out")
    .option("--json", "as JSON, moments in UTC")
    .addHelpText(
      "after",
      `
Times are those of each window's zone, or UTC where no window is declared. An operation begins only where it fits into its window; tasks of
people go on in the next opening. Waiting for stragglers, approvals and answers is not counted: nobody knows how long it takes.`,
    )
    .action((named: string | undefined, options: Options) => end(calendar(named, options)));
}

function calendar(named: string | undefined, options: Options): number {
  const found = migrationFolder(named);
  if ("say" in found) return refuse(found.say);
  const opened = openMigration(found.folder, today());
  const carried = carriedIn(opened);
  const errors = opened.findings.filter(({ severity }) => severity === "error");
  if (!carried || errors.length > 0) {
    if (options.json) json({ findings: errors });
    else out(`${showAll(errors, opened.problem?.pack.rules ?? [])}\n\nno dates: ${tally(errors)}`);
    return exit.findings;
  }
  const windows = carried.documents?.migration.windows ?? {};
  const zone = Object.values(windows)[0]?.zone ?? "UTC";
  const from = beginning(options.from, zone);
  if (from === undefined) return refuse(`--from ${options.from} is no date — write 2026-11-28, or 2026-11-28T20:00`);
  const steps = stepsOf(carried.problem, carried.states[0] ?? new Map(), carried.stages, windows);
  const dated = schedule(steps, windows, from);
  const findings = misfitFindings(dated.misfits, (name) => carried.documents?.origin(`migration/windows/${name}`));
  if (options.json) json(facts(dated, findings));
  else out(text(carried, dated, windows, zone, findings));
  return exit.done;
}

function refuse(say: string): number {
  err(say);
  return exit.usage;
}

/** Midnight of that day where no time is said. */
function beginning(from: string | undefined, zone: string): number | undefined {
  if (from === undefined) return Date.now();
  const [, date, hour = "0", minute = "0"] = DATE.exec(from) ?? [];
  if (date === undefined || Number.isNaN(dayOf(date)) || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return momentOf(zone, { day: dayOf(date), minute: Number(hour) * 60 + Number(minute) });
}

const iso = (moment: number): string => new Date(moment).toISOString();

const facts = ({ from, steps }: Calendar, findings: readonly Finding[]): unknown => ({
  from: iso(from),
  ends: iso(steps.at(-1)?.ends ?? from),
  stages: steps.map((step) => ({
    name: step.name,
    milestone: step.milestone,
    begins: iso(step.begins),
    ends: iso(step.ends),
    critical: critical(step).map(({ id }) => id),
    operations: step.work.map(({ id, begins, ends }) => ({ id, begins: iso(begins), ends: iso(ends) })),
  })),
  findings,
});

function text(
  { lock, problem, documents }: Carried,
  dated: Calendar,
  windows: Windows,
  zone: string,
  findings: readonly Finding[],
): string {
  const { from, steps } = dated;
  const declared = Object.keys(windows).length > 0;
  return [
    `${pc.bold(problem.model.title)}   plan ${lock.revision} ${lock.plan.slice(0, 8)}   nothing before ${shown(zone, from)} (${zone})`,
    "",
    ...rows(dated, freezesOf(windows), zone),
    "",
    ...(steps.length === 0 ? ["nothing to do"] : summary(dated, zone)),
    ...(declared
      ? []
      : [
          `No windows are declared, so work goes on around the clock${documents?.form === "estate" ? "" : ": migration.yaml says when it may (windows:)"}.`,
        ]),
    ...(findings.length > 0 ? ["", showAll(findings, [])] : []),
  ].join("\n");
}

type Freeze = Span & Readonly<{ text: string; names: readonly string[] }>;

/** A freeze of several windows is one line. */
function freezesOf(windows: Windows): readonly Freeze[] {
  const all = new Map<string, Freeze>();
  for (const [name, { except, zone }] of Object.entries(windows))
    for (const one of except) all.set(one, { ...freezeOf(one, zone), text: one, names: [...(all.get(one)?.names ?? []), name] });
  return [...all.values()].sort((a, b) => a.begins - b.begins);
}

function rows({ steps }: Calendar, freezes: readonly Freeze[], zone: string): readonly string[] {
  const head = ["", "stage", "begins", "ends", "lasts", "decided by"];
  const cells = steps.map((step, i) => [
    String(i + 1).padStart(3),
    step.name,
    shown(zone, step.begins),
    shown(zone, step.ends),
    spelt((step.ends - step.begins) / 60_000),
    decided(step),
  ]);
  const lines = table([head, ...cells], new Set([0, 4])).split("\n");
  return lines.flatMap((line, i) => {
    const [before, step] = [steps[i - 2], steps[i - 1]];
    const between = freezes.filter(({ begins }) => step && begins < step.ends && (before === undefined || begins >= before.ends));
    return [
      ...between.map(({ text: days, names }) =>
        pc.dim(`    ─ freeze ${days.replace("/", " … ")} (${names.map((name) => `windows.${name}`).join(", ")}) ─`),
      ),
      i === 0 ? pc.bold(line) : line,
    ];
  });
}

/** The operation that takes longest of those that decide when the stage ends. */
function decided(step: DatedStep): string {
  const longest = critical(step).reduce((most, one) => (most && most.free - most.begins >= one.free - one.begins ? most : one));
  const lasts = spelt((longest.free - longest.begins) / 60_000);
  return `${longest.id.replace(/:(?=[^:]*$)/, " ")} ${lasts}`;
}

function summary({ from, steps }: Calendar, zone: string): readonly string[] {
  const last = steps[steps.length - 1] as DatedStep;
  const chains = steps.map(critical);
  const sum = (of: (one: ReturnType<typeof critical>[number]) => number): number =>
    chains.flat().reduce((all, one) => all + of(one), 0) / 60_000;
  const work = sum(({ begins, ends }) => ends - begins);
  const rests = sum(({ ends, free }) => free - ends);
  const waits = (last.ends - from) / 60_000 - work - rests;
  return [
    `Earliest end   ${shown(zone, last.ends)}, after ${spelt((last.ends - from) / 60_000)}`,
    `Critical path  ${plural(chains.flat().length, "operation")}: ${spelt(work)} of work, ${spelt(rests)} of looking on and replication, ${spelt(waits)} until windows open`,
    "Not counted    stragglers, approvals, and answers that people give",
  ];
}
