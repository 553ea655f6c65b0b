import { stageName } from "../../engine/stages";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import pc from "picocolors";
import { ensureStack, readStack } from "../backend";
import { Carried, finalOperations, withRisk } from "../carried";
import { exit } from "../command";
import { err, out } from "../print";
import { askPulumi, runPulumi } from "../pulumi";
import { upEnvironment } from "../run";
import { withSettings } from "../settings";
import { Stack, carriedOf, openProject, openStack, stopped } from "../stack";
import { standingOf } from "../standing";
import { stageTable } from "../stages";

/** What the sample migration is tried on. */
const LAB = "lab";
const SAMPLE = "migrations/gulf";

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("tour")
    .description("what npm start shows: the sample migration's stages, and the real pulumi preview of the next one on the lab")
    .action(async () => end(await tour()));
}

async function tour(): Promise<number> {
  const within = await openProject();
  const stack = stopped(within) ? within : await openStack(LAB, within);
  if (stopped(stack)) return refuse(stack.say, stack.status);
  const carried = carriedOf(stack);
  if (stopped(carried)) return refuse(carried.say, carried.status);
  out(intro(stack, carried));
  const folder = mkdtempSync(join(tmpdir(), "drover-tour-"));
  try {
    return await shown(stack, carried, join(folder, "settings.yaml"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function refuse(say: string, status: number): number {
  err(say);
  return status;
}

function intro({ settings, deployment }: Stack, carried: Carried): string {
  const { problem, lock, folder } = carried;
  const standing = standingOf(carried, settings, deployment);
  const under =
    standing.state === "forward" || standing.state === "back" ? Math.max(standing.intended, standing.completed) : -1;
  return [
    `${pc.bold(problem.model.title)}   ${folder}   plan ${lock.revision} ${lock.plan.slice(0, 8)}`,
    problem.model.facts.join("  "),
    `Drover worked out these stages from ${folder}/old.yaml and new.yaml; in each of them, and in every state an`,
    "interruption could leave between them, all rules hold.",
    "",
    stageTable(problem, withRisk(carried), problem.start, { completed: standing.completed, intent: under }),
  ].join("\n");
}

/** Adopts where nothing is adopted yet, then previews what comes next. The committed settings stay as they are. */
async function shown(stack: Stack, carried: Carried, file: string): Promise<number> {
  const made = await ensureStack(stack.pulumi, stack.project, LAB);
  if ("say" in made) return refuse(made.say, exit.broken);
  if (standingOf(carried, stack.settings, stack.deployment).state === "other plan")
    return refuse(`the lab follows another plan than ${carried.folder}/plan.lock.yaml — ${afresh}`, exit.findings);
  const adopted = stack.deployment.completed === "" ? await adopt(stack, carried, file) : stack;
  if (stopped(adopted)) return refuse(adopted.say, adopted.status);
  return previewNext(adopted, carried, file);
}

const afresh = "remove the folder .drover: the lab then begins afresh, and nothing else is lost";

async function adopt(stack: Stack, carried: Carried, file: string): Promise<Stack | Readonly<{ say: string; status: number }>> {
  out("\nfirst run: adopting the estate into the lab, a simulated one that nothing outside this folder sees …");
  const settings = { plan: carried.lock.plan, from: stageName(carried, 0), stage: stageName(carried, 0) };
  write(stack, carried, file, settings);
  const args = ["up", "--yes", "--skip-preview", "--stack", LAB, "--config-file", file];
  const { status, output, errors } = await askPulumi(stack.pulumi, args, upEnvironment(stack, carried, settings));
  if (status !== 0) return { say: `${output}${errors}\nthe lab could not be adopted — ${afresh}`, status: exit.broken };
  const stored = await readStack(stack.pulumi, stack.project, LAB);
  if ("say" in stored) return { say: stored.say, status: exit.broken };
  out(`${pc.green("✔")} ${stageName(carried, 0)}: every entity compared with the documents, nothing changed`);
  return { ...stack, ...stored };
}

function write({ text }: Stack, carried: Carried, file: string, settings: Parameters<typeof withSettings>[1]): void {
  writeFileSync(file, withSettings(text ?? "config: {}\n", { migration: carried.folder || SAMPLE, ...settings }));
}

async function previewNext(stack: Stack, carried: Carried, file: string): Promise<number> {
  const { completed, intended, from, state } = standingOf(carried, stack.settings, stack.deployment);
  const last = completed === carried.stages.length;
  const way =
    state !== "resting" ? { from, to: intended } : last ? { from, to: completed } : { from: completed, to: completed + 1 };
  write(stack, carried, file, {
    plan: carried.lock.plan,
    from: stageName(carried, way.from),
    stage: stageName(carried, way.to),
  });
  const final = state === "forward" && finalOperations(carried, intended).length > 0;
  const what =
    state === "forward"
      ? "is under way; what is left of it"
      : state === "back"
        ? "is the end of a way back; what is left of it"
        : last
          ? "was the last one; nothing is left"
          : "comes next";
  out(`\n${pc.bold(stageName(carried, way.to))} ${what}. The real preview, as \`pulumi preview\` shows it:\n`);
  const status = await runPulumi(stack.pulumi, ["preview", "--stack", LAB, "--config-file", file, "--suppress-progress"]);
  const written = stack.settings?.plan === carried.lock.plan && stack.settings.stage === stageName(carried, way.to);
  out(whatToType(carried, state === "resting" && !last ? way.to : undefined, last, final, written));
  return status === 0 ? exit.done : exit.broken;
}

/** `written`: the settings name the next stage already. */
function whatToType(carried: Carried, next: number | undefined, last: boolean, final: boolean, written: boolean): string {
  const drover = existsSync("bin/drover.js") ? "npx drover" : "drover";
  const first = carried.stages[(next ?? 1) - 1]?.name ?? "adopt";
  const lines = last
    ? [
        ["the lab at its end", `${drover} status ${LAB}`],
        ["the lab afresh", "remove .drover, then npm start"],
      ]
    : next === undefined
      ? [
          ["go on", `${drover} apply ${LAB}`],
          ...(final ? [] : [["or take it back", `${drover} promote ${LAB} --back && ${drover} apply ${LAB}`]]),
        ]
      : [
          ["do this stage on the lab", `${written ? "" : `${drover} promote ${LAB} && `}${drover} apply ${LAB}`],
          ["why each operation", `${drover} explain ${first}`],
          ["where the lab stands", `${drover} status ${LAB}`],
        ];
  const width = Math.max(...lines.map(([word = ""]) => word.length));
  return ["What to type next", ...lines.map(([word = "", command = ""]) => `  ${word.padEnd(width)}   ${command}`)].join("\n");
}
