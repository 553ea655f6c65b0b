import assert from "node:assert/strict";
import { ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { Lock } from "../../../engine/lock";
import { registerMigration, settingsOfStack } from "../../../components";
import { Entry, Fault, Lab, openLab } from "../../../lab";
import type { World } from "../../../provider/session";
import { world } from "../../../provider/world";
import { runHere } from "../../cli/here";
import { host } from "./hosts";
import { keptInVault, settingsOfKey, vault } from "../../support/vault";

const root = join(__dirname, "..", "..", "..");
/** The migrations that users see, and small ones. */
const small = join("test", "support");
const samples = { gulf: "migrations", contoso: "migrations", restructure: "migrations", bayou: small, creek: small } as const;
export type Sample = keyof typeof samples;
/** What may be otherwise than usual: the sample, whose lab it is, what locks the stack's secrets. */
type Otherwise = Readonly<{ sample?: Sample; labFolder?: string; key?: "vault" | "passphrase" }>;

/** Commands whose Pulumi starts the program and the provider. */
const CARRIES_OUT: ReadonlySet<string> = new Set(["apply", "resume", "tour"]);

/** A command that takes longer than this hangs. */
const LIMIT_MS = 120_000;

export type Ran = Readonly<{ status: number | null; output: string }>;

type Stored = Readonly<{ checkpoint: { latest: { resources: readonly { type: string; outputs?: { completed?: string } }[] } } }>;

/** A command under way, and how it ends. */
export type Running = Readonly<{ child: ChildProcess; over: Promise<Ran> }>;

/**
 * What runs in processes of its own, as both do for users. Where the CLI is going to die, the program must: here it would wait
 * for answers for ever, and its error would be taken for the next one's.
 */
export type Own = "nothing" | "provider" | "program" | "both";

/** What an operation of a preview or an update is, as Pulumi's JSON has it. */
type Step = Readonly<{ op: string; urn: string }>;

/**
 * A Pulumi project of its own in a temporary folder: home, backend, settings, migration and lab. It runs the program and the
 * provider of this repository on the real command line.
 */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "drover-"));
  readonly migration: string;
  /** Its own, unless two projects are to act on one estate. */
  readonly labFolder: string;
  /** What the provider in this process works on. */
  world: World = world;
  /** What is registered from this process. */
  program = async (): Promise<unknown> => registerMigration(settingsOfStack());
  private own: Own = "nothing";
  private readonly backend = join(this.folder, "backend");

  private readonly key: "vault" | "passphrase";

  constructor({ sample = "gulf", labFolder, key = "vault" }: Otherwise = {}) {
    this.key = key;
    this.labFolder = labFolder ?? join(this.folder, "lab");
    this.migration = join(this.folder, "migrations", sample);
    for (const folder of ["home", "backend", "kept"]) mkdirSync(join(this.folder, folder));
    cpSync(join(root, samples[sample], sample), this.migration, { recursive: true });
    const project = {
      name: "drover", main: join(root, "bin", "program.js"), runtime: { name: "nodejs", options: { typescript: false } },
      plugins: { providers: [{ name: "drover", path: join(root, "bin") }] },
    };
    writeFileSync(join(this.folder, "Pulumi.yaml"), JSON.stringify(project));
    this.tell("", "adopt");
  }

  get lock(): Lock {
    return parse(readFileSync(join(this.migration, "plan.lock.yaml"), "utf8")) as Lock;
  }

  get stages(): readonly string[] {
    return Object.keys(this.lock.stages);
  }

  /** Writes the stack's settings as `drover promote` does. */
  tell(from: string, to: string, plan = this.lock.plan): void {
    const config = {
      "drover:migration": this.migration, "drover:plan": plan, "drover:stage": `r1/${to}`, "drover:lab": this.labFolder,
      ...(from === "" ? {} : { "drover:from": `r1/${from}` }),
    };
    // the salt belongs to the empty passphrase, so that no command has to write one
    const salt = { encryptionsalt: "v1:69JazVu6INs=:v1:mgha72whKBdJ5hNw:YtgCMC3rLg2g87J0Bsi66Drs/+7bng==" };
    writeFileSync(join(this.folder, "Pulumi.lab.yaml"), JSON.stringify({ config, ...(this.key === "vault" ? settingsOfKey : salt) }));
  }

  /** A command as users run it: Pulumi starts the program and the provider, each in a process of its own. */
  start(...args: readonly string[]): Promise<ChildProcess> {
    return this.spawn(args, {});
  }

  private async spawn(args: readonly string[], more: Readonly<Record<string, string>>): Promise<ChildProcess> {
    const env = { ...(await this.environment()), ...more };
    return spawn("pulumi", [...args, "--non-interactive", "--color=never"], { cwd: this.folder, env, stdio: ["ignore", "pipe", "pipe"] });
  }

  private async environment(): Promise<NodeJS.ProcessEnv> {
    return {
      ...process.env, ...(this.key === "vault" ? await vault() : {}), PULUMI_HOME: join(this.folder, "home"), PULUMI_BACKEND_URL: `file://${this.backend}?metadata=skip`, PULUMI_STACK: "lab",
      PULUMI_CONFIG_PASSPHRASE: "", PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    };
  }

  /** A command on the real command line; the program and the provider are in this process, which takes a third of the time. */
  async run(...args: readonly string[]): Promise<Ran> {
    return (await this.begin(...args)).over;
  }

  /** The same, for whoever has something to do meanwhile. */
  async begin(...args: readonly string[]): Promise<Running> {
    if (this.own === "both") {
      const child = await this.start(...args);
      return { child, over: ended(child) };
    }
    const hosts = await host({ program: () => this.program(), world: this.world, own: this.own });
    // where nobody is killed, a state that is not written at every resource loses nothing, and takes half the time
    const unwritten: Readonly<Record<string, string>> = this.own === "nothing" && this.key === "vault" ? { PULUMI_SKIP_CHECKPOINTS: "true" } : {};
    const child = await this.spawn(hosts.takes(args), { ...hosts.env, ...unwritten });
    return { child, over: ended(child).finally(() => hosts.stop()) };
  }

  /** Drover's own command line in this project, as users run it: in this process, but for what carries out. */
  async drover(...args: readonly string[]): Promise<Ran> {
    const env = { ...(await this.environment()), NO_COLOR: "1" };
    if (!CARRIES_OUT.has(args[0] ?? "")) {
      const { status, output, errors } = await runHere(args, { cwd: this.folder, env });
      return { status, output: output + errors };
    }
    return ended(spawn(process.execPath, [join(root, "bin", "drover.js"), ...args], { cwd: this.folder, env, stdio: ["ignore", "pipe", "pipe"] }));
  }

  /** With processes of their own, for as long as the work takes. */
  async inProcessesOfTheirOwn<T>(work: () => Promise<T>, own: Own = "both"): Promise<T> {
    this.own = own;
    try {
      return await work();
    } finally {
      this.own = "nothing";
    }
  }

  newStack(): Promise<string> {
    return this.succeeds("stack", "init", "lab", ...(this.key === "vault" ? keptInVault : []));
  }

  async succeeds(...args: readonly string[]): Promise<string> {
    const { status, output } = await this.run(...args);
    assert.equal(status, 0, `pulumi ${args.join(" ")}\n${output}`);
    return output;
  }

  /** The entities that a preview would change, by their refs. */
  async changes(): Promise<readonly string[]> {
    const { steps } = JSON.parse(await this.succeeds("preview", "--json")) as { steps: readonly Step[] };
    const entities = steps.filter(({ op, urn }) => op !== "same" && op !== "read" && urn.includes("drover:index:") && !urn.includes(":Completion::"));
    return entities.map(({ op, urn }) => `${op} ${refOf(urn)}`).sort();
  }

  /** The stack's state as it is stored: a command of its own for this takes a second. */
  get checkpoint(): Stored["checkpoint"] {
    return (JSON.parse(readFileSync(join(this.backend, ".pulumi", "stacks", "drover", "lab.json"), "utf8")) as Stored).checkpoint;
  }

  /** The stack has these entities as it was kept under a name: so a command leaves it that was killed before it wrote them. */
  forget(refs: readonly string[], name: string): void {
    const file = join(".pulumi", "stacks", "drover", "lab.json");
    type State = { checkpoint: { latest: { resources: { urn: string }[] } } };
    const read = (folder: string): State => JSON.parse(readFileSync(join(folder, file), "utf8")) as State;
    const [now, kept] = [read(this.backend), read(join(this.folder, "kept", name, "backend"))];
    const was = new Map(kept.checkpoint.latest.resources.map((resource) => [resource.urn, resource]));
    const { latest } = now.checkpoint;
    latest.resources = latest.resources.map((one) => (refs.includes(refOf(one.urn)) ? (was.get(one.urn) ?? one) : one));
    writeFileSync(join(this.backend, file), JSON.stringify(now));
  }

  /** The stack's output. */
  completed(): string {
    const { checkpoint } = this;
    const stack = checkpoint.latest.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    return stack?.outputs?.completed ?? "";
  }

  async go(from: string, to: string): Promise<string> {
    this.tell(from, to);
    return this.succeeds("up", "--yes", "--skip-preview");
  }

  /** Reads the simulated estate. */
  look<T>(at: (lab: Lab) => T): T {
    return at(openLab(this.labFolder, { write: false }));
  }

  /** Changes the simulated estate by hand. */
  change(by: (lab: Lab) => void): void {
    const lab = openLab(this.labFolder, { write: true });
    try {
      by(lab);
    } finally {
      lab.close();
    }
  }

  faults(faults: readonly Fault[]): void {
    this.change((lab) => {
      lab.faults = faults;
    });
  }

  /** What was really done, in its order: each act's end. */
  acts(): readonly Entry[] {
    return this.look((lab) => lab.journal().filter(({ what }) => what === "end"));
  }

  kept(name: string): boolean {
    return existsSync(join(this.folder, "kept", name));
  }

  /** Keeps stack and lab under a name, to start from there again. */
  keep(name: string): void {
    for (const what of ["backend", "lab"]) cpSync(join(this.folder, what), join(this.folder, "kept", name, what), { recursive: true });
  }

  restore(name: string): void {
    for (const what of ["backend", "lab"]) {
      rmSync(join(this.folder, what), { recursive: true, force: true });
      cpSync(join(this.folder, "kept", name, what), join(this.folder, what), { recursive: true });
    }
  }

  /** The stack as another project has it now. */
  takeStackOf(other: Project): void {
    cpSync(other.backend, this.backend, { recursive: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const refOf = (urn: string): string => {
  const [, , types = "", name = ""] = urn.split("::");
  const type = types.slice(types.lastIndexOf(":") + 1);
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}/${name}`;
};

/** Waits for a command; both its streams are its output. */
export function ended(child: ChildProcess): Promise<Ran> {
  let output = "";
  child.stdout?.on("data", (text) => (output += text));
  child.stderr?.on("data", (text) => (output += text));
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
    child.on("error", (cause) => reject(new Error("pulumi cannot be started: run these tests by `npm test`, which finds it", { cause })));
    child.on("close", (status) => {
      clearTimeout(limit);
      resolve({ status, output });
    });
  });
}

/** The refusals of a command, each once and without Pulumi's preamble, as the Diagnostics have them. */
export const refusals = ({ output }: Ran): readonly string[] => {
  const diagnostics = output.slice(output.indexOf("Diagnostics:"));
  return [...diagnostics.matchAll(/^ +error: (?:pulumi:providers:drover resource 'estate'(?:: property \w+ value \{.*?\})? has a problem: )?(.*)$/gm)]
    .map(([, text]) => text as string)
    .filter((text) => text !== "update failed" && text !== "preview failed");
};
