import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { parse } from "yaml";
import type { Lock } from "../../engine/lock";
import { Fault, openLab } from "../../lab";
import type { Hosts } from "../provider/pulumi/hosts";
import { Place, Ran, runHere } from "./here";

const root = join(__dirname, "..", "..");

export type { Ran };

/** The migration that users see, and a small one. */
const samples = { gulf: ["migrations"], bayou: ["test", "support"] } as const;

/** Commands that start the Pulumi CLI with a program. */
const STARTS_PULUMI: ReadonlySet<string> = new Set(["apply", "resume", "tour", "pulumi"]);

/** How Pulumi starts the program for users. */
const started = { name: "nodejs", options: { typescript: false } };

/** The program and the provider in this process. Pulumi's libraries take a second to load, and most commands need none. */
async function hostsHere(): Promise<Hosts> {
  const { registerMigration, settingsOfStack } = await import("../../components");
  const { world } = await import("../../provider/world");
  const { host } = await import("../provider/pulumi/hosts");
  return host({ program: async () => registerMigration(settingsOfStack()), world, own: "nothing" });
}

/** A project of its own in a temporary folder, with a sample migration; its program and provider are this repository's. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "drover-cli-"));
  readonly settings = join(this.folder, "stacks", "Pulumi.lab.yaml");
  private readonly lab = join(this.folder, "lab");
  /** How many commands are under way. */
  private under = 0;

  readonly migration: string;

  constructor(sample: keyof typeof samples = "gulf") {
    this.migration = join(this.folder, "migrations", sample);
    cpSync(join(root, ...samples[sample], sample), this.migration, { recursive: true });
    mkdirSync(join(this.folder, "stacks"));
    this.write(started);
    writeFileSync(this.settings, [
      "# The simulated estate.",
      "config:",
      `  drover:migration: ${this.migration}`,
      `  drover:lab: ${this.lab}`,
      `  drover:plan: "${this.plan}" # reviewed`,
      "  drover:stage: r1/adopt",
      "# salt of the empty passphrase",
      'encryptionsalt: "v1:69JazVu6INs=:v1:mgha72whKBdJ5hNw:YtgCMC3rLg2g87J0Bsi66Drs/+7bng=="',
      "",
    ].join("\n"));
  }

  private get lock(): Lock {
    return parse(readFileSync(join(this.migration, "plan.lock.yaml"), "utf8")) as Lock;
  }

  get plan(): string {
    return this.lock.plan;
  }

  /** The stages as settings name them, adopt first. */
  get stages(): readonly string[] {
    const { revision, stages } = this.lock;
    return ["adopt", ...Object.keys(stages)].map((name) => `${revision}/${name}`);
  }

  /**
   * Runs a command as a user in the project's folder (or one below) does, without any Pulumi settings of this machine's. It runs
   * in this process, and so do the program and the provider of the Pulumi that it starts; commands that are begun at the same
   * time run in processes of their own, as they do for users.
   */
  async run(args: readonly string[], env: NodeJS.ProcessEnv = {}, below = "."): Promise<Ran> {
    this.under += 1;
    try {
      await setImmediate(); // whoever is begun beside this one is counted by now
      if (this.under > 1) return await this.inProcessOfItsOwn(args, env, below);
      const place = this.place(env, below);
      return STARTS_PULUMI.has(args[0] ?? "") ? await this.hosting(args, place) : await runHere(args, place);
    } finally {
      this.under -= 1;
    }
  }

  /** The same, as `bin/drover.js` is started. */
  inProcessOfItsOwn(args: readonly string[], env: NodeJS.ProcessEnv = {}, below = "."): Promise<Ran> {
    const child = spawn(process.execPath, [join(root, "bin", "drover.js"), ...args], {
      ...this.place(env, below),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ran = { output: "", errors: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (ran.output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (ran.errors += text));
    return new Promise((resolve) => child.on("close", (status) => resolve({ status, ...ran })));
  }

  /** Runs a command whose Pulumi finds the program and the provider in this process. */
  private async hosting(args: readonly string[], { cwd, env }: Place): Promise<Ran> {
    const hosts = await hostsHere();
    const address = /=(.*)/.exec(hosts.takes(["up"])[1] ?? "")?.[1] ?? assert.fail("the program has no address");
    this.write({ name: "client", options: { address } });
    try {
      return await runHere(args, { cwd, env: { ...env, ...hosts.env, PULUMI_SKIP_CHECKPOINTS: "true" } });
    } finally {
      this.write(started);
      await hosts.stop();
    }
  }

  private write(runtime: object): void {
    const project = {
      name: "drover",
      main: join(root, "bin", "program.js"),
      runtime,
      stackConfigDir: "stacks",
      plugins: { providers: [{ name: "drover", path: join(root, "bin") }] },
    };
    writeFileSync(join(this.folder, "Pulumi.yaml"), JSON.stringify(project));
  }

  private place(env: NodeJS.ProcessEnv, below: string): Place {
    const own = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(PULUMI|DROVER_HOME)/.test(key)));
    return { cwd: join(this.folder, below), env: { ...own, NO_COLOR: "1", ...env } };
  }

  faults(faults: readonly Fault[]): void {
    const lab = openLab(this.lab, { write: true });
    lab.faults = faults;
    lab.close();
  }

  /** What a CLI that was killed on this machine leaves in the backend. */
  leaveLock(pid: number, host = hostname()): void {
    const folder = join(this.folder, ".drover", "state", ".pulumi", "locks", "organization", "drover", "lab");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "left.json"), JSON.stringify({ pid, username: "author-1", hostname: host, timestamp: "2026-11-21T16:27:28.5Z" }));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A process that has ended: nobody bears its number now. */
export function deadProcess(): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["-e", ""]);
    child.on("error", reject);
    child.on("close", () => resolve(child.pid as number));
  });
}
