/**
 * Two Pulumi projects in a folder of their own, on the real command line: this repository's program and provider carrying out
 * the first stages of a generated estate, and the bare pair registering the same resources.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { wayOf } from "../engine/registration/ways";
import { carriedIn } from "../documents/carried";
import { openMigration } from "../documents/open";
import { stageNames } from "../engine/stages";
import { BARELY, bareStage } from "./bare/stage";
import type { Size } from "./estates";
import { writeMigration } from "./planning";

const root = join(__dirname, "..");

/** Milliseconds on the clock, and of processors: of the command and all that it started, where the system keeps account of it. */
export type Ran = Readonly<{ wall: number; processor: number; output: string }>;

/** One of the two: its project, its settings for each of two stages, and its state. */
export type Project = Readonly<{ folder: string; name: string }>;

export type Pair = Readonly<{
  ours: Project;
  bare: Project;
  /** What the measured stage changes, and what there is. */
  changes: number;
  resources: number;
  sites: number;
}>;

/** Makes both projects and adopts the estate in both, so that what is measured begins with their states. */
export function prepare(folder: string, size: Size): Pair {
  const migration = join(folder, "estate");
  const lock = writeMigration(migration, size);
  const carried = carriedIn(openMigration(migration));
  const [adopt = "", first = ""] = carried ? stageNames(carried) : [];
  const stage = carried?.stages[0];
  if (!carried || !stage) throw new Error(`${migration} cannot be carried out`);
  const told = { migration, plan: lock, lab: join(folder, "lab") };
  const ours = project(folder, "drover", join(root, "bin", "program.js"), join(root, "bin"));
  const bare = project(folder, BARELY, join(__dirname, "bare", "program.js"), join(__dirname, "bare"));
  const ways = [
    { from: "", to: adopt },
    { from: adopt, to: first },
  ] as const;
  let resources = 0;
  for (const [at, way] of ways.entries()) {
    const registered = wayOf(carried, way);
    if (!registered) throw new Error(`${way.to} is no stage`);
    const spec = bareStage(carried, registered);
    resources = spec.components.length + spec.resources.length;
    const file = join(bare.folder, `stage-${at}.json`);
    writeFileSync(file, JSON.stringify(spec));
    settings(ours, at, { ...told, stage: way.to, ...(way.from === "" ? {} : { from: way.from }) });
    settings(bare, at, { stage: file });
  }
  for (const one of [ours, bare]) {
    choose(one, 0);
    // the estate is only looked at, so a state that is not written at every resource loses nothing
    pulumi(one, ["up", "--yes", "--skip-preview"], { PULUMI_SKIP_CHECKPOINTS: "true" });
    choose(one, 1);
    cpSync(join(one.folder, "state"), join(one.folder, "adopted"), { recursive: true });
  }
  const lab = join(folder, "lab");
  if (existsSync(lab)) cpSync(lab, join(folder, "lab-adopted"), { recursive: true });
  return { ours, bare, changes: stage.operations.length, resources, sites: size.sites };
}

function project(parent: string, name: string, main: string, provider: string): Project {
  const folder = join(parent, name);
  for (const own of ["home", "state"]) mkdirSync(join(folder, own), { recursive: true });
  const manifest = {
    name,
    main,
    runtime: { name: "nodejs", options: { typescript: false } },
    plugins: { providers: [{ name, path: provider }] },
  };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify(manifest));
  return { folder, name };
}

function settings({ folder, name }: Project, at: number, values: Readonly<Record<string, string>>): void {
  const config = Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}:${key}`, value]));
  // the salt belongs to the empty passphrase, so that no command has to write one
  const encryptionsalt = "v1:69JazVu6INs=:v1:mgha72whKBdJ5hNw:YtgCMC3rLg2g87J0Bsi66Drs/+7bng==";
  writeFileSync(join(folder, `settings-${at}.json`), JSON.stringify({ config, encryptionsalt }));
}

const choose = ({ folder }: Project, at: number): void =>
  cpSync(join(folder, `settings-${at}.json`), join(folder, "Pulumi.bench.yaml"));

/** Back to where both have adopted the estate. */
export function rewind({ ours, bare }: Pair): void {
  const folder = join(ours.folder, "..");
  for (const one of [ours, bare]) restore(join(one.folder, "adopted"), join(one.folder, "state"));
  if (existsSync(join(folder, "lab-adopted"))) restore(join(folder, "lab-adopted"), join(folder, "lab"));
}

function restore(kept: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(kept, to, { recursive: true });
}

const stateFile = ({ folder, name }: Project): string => join(folder, "state", ".pulumi", "stacks", name, "bench.json");

/** The bytes of a stack's state as it is stored. */
export const stateBytes = (one: Project): number => statSync(stateFile(one)).size;

/** How many edges a stack's state has: they are stored as whole names. */
export function stateEdges(one: Project): number {
  const { checkpoint } = JSON.parse(readFileSync(stateFile(one), "utf8")) as {
    checkpoint: { latest: { resources: readonly { dependencies?: readonly string[] }[] } };
  };
  return checkpoint.latest.resources.reduce((sum, { dependencies = [] }) => sum + dependencies.length, 0);
}

/** Runs a command to its end; a command that fails is no measurement. */
export function pulumi({ folder }: Project, args: readonly string[], more: Readonly<Record<string, string>> = {}): Ran {
  const env = {
    ...process.env,
    ...more,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_STACK: "bench",
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
  };
  if (!existsSync(stateFile({ folder, name: folder.slice(folder.lastIndexOf("/") + 1) })))
    spawnSync("pulumi", ["stack", "init", "bench", "--no-select", "--non-interactive"], { cwd: folder, env });
  const [begun, used] = [performance.now(), processorOfChildren()];
  const { status, stdout, stderr, error } = spawnSync("pulumi", [...args, "--non-interactive", "--color=never"], {
    cwd: folder,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  const wall = performance.now() - begun;
  if (error) throw error;
  if (status !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${status}:\n${(stdout + stderr).slice(-4_000)}`);
  const processor = used === undefined ? wall : (processorOfChildren() ?? NaN) - used;
  return { wall, processor, output: stdout };
}

const CLOCK_TICKS_MS = 10;

/** What all processes that this one has started and seen end have used so far; nothing where there is no /proc. */
function processorOfChildren(): number | undefined {
  if (!existsSync("/proc/self/stat")) return undefined;
  const stat = readFileSync("/proc/self/stat", "utf8");
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(13, 15)
    .map(Number);
  return ((user ?? NaN) + (system ?? NaN)) * CLOCK_TICKS_MS;
}
