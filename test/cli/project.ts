import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { Lock } from "../../engine/lock";
import { Fault, openLab } from "../../lab";

const root = join(__dirname, "..", "..");

export type Ran = Readonly<{ status: number | null; output: string; errors: string }>;

/** A project of its own in a temporary folder, with the sample migration; its program and provider are this repository's. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "drover-cli-"));
  readonly settings = join(this.folder, "stacks", "Pulumi.lab.yaml");
  private readonly lab = join(this.folder, "lab");

  constructor() {
    const migration = join(this.folder, "migrations", "gulf");
    cpSync(join(root, "migrations", "gulf"), migration, { recursive: true });
    mkdirSync(join(this.folder, "stacks"));
    const project = {
      name: "drover", main: join(root, "bin", "program.js"), runtime: { name: "nodejs", options: { typescript: false } }, stackConfigDir: "stacks",
      plugins: { providers: [{ name: "drover", path: join(root, "bin") }] },
    };
    writeFileSync(join(this.folder, "Pulumi.yaml"), JSON.stringify(project));
    writeFileSync(this.settings, [
      "# The simulated estate.",
      "config:",
      `  drover:migration: ${migration}`,
      `  drover:lab: ${this.lab}`,
      `  drover:plan: "${this.plan}" # reviewed`,
      "  drover:stage: r1/adopt",
      "# salt of the empty passphrase",
      'encryptionsalt: "v1:69JazVu6INs=:v1:mgha72whKBdJ5hNw:YtgCMC3rLg2g87J0Bsi66Drs/+7bng=="',
      "",
    ].join("\n"));
  }

  private get lock(): Lock {
    return parse(readFileSync(join(this.folder, "migrations", "gulf", "plan.lock.yaml"), "utf8")) as Lock;
  }

  get plan(): string {
    return this.lock.plan;
  }

  /** The stages as settings name them, adopt first. */
  get stages(): readonly string[] {
    const { revision, stages } = this.lock;
    return ["adopt", ...Object.keys(stages)].map((name) => `${revision}/${name}`);
  }

  /** Runs a command as a user in the project's folder (or one below) does, without any Pulumi settings of this machine's. */
  run(args: readonly string[], env: NodeJS.ProcessEnv = {}, below = "."): Promise<Ran> {
    const own = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(PULUMI|DROVER_HOME)/.test(key)));
    const child = spawn(process.execPath, [join(root, "bin", "drover.js"), ...args], {
      cwd: join(this.folder, below), env: { ...own, NO_COLOR: "1", ...env }, stdio: ["ignore", "pipe", "pipe"],
    });
    const ran = { output: "", errors: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (ran.output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (ran.errors += text));
    return new Promise((resolve) => child.on("close", (status) => resolve({ status, ...ran })));
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
