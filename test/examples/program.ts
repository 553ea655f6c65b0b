import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Lab, openLab, physicsOf } from "../../lab";
import { keptInVault, vault } from "../support/vault";

const root = join(__dirname, "..", "..");
/** A command that takes longer than this hangs. */
const LIMIT_MS = 120_000;

export type Ran = Readonly<{ status: number | null; output: string }>;

/** A copy of an example in a temporary folder, with a home and a backend of its own, on the real command line. */
export class Program {
  readonly folder = mkdtempSync(join(tmpdir(), "drover-example-"));
  private readonly labFolder: string;

  constructor(
    name: string,
    project: string,
    private readonly platform: string,
  ) {
    for (const folder of ["home", "backend"]) mkdirSync(join(this.folder, folder));
    cpSync(join(root, "examples", name), this.folder, { recursive: true, filter: (file) => !file.includes(".drover") });
    // Pulumi looks for its SDK from the program upwards
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"), "junction");
    for (const file of ["Pulumi.yaml", "main.js", "index.ts"])
      this.write(file, readFileSync(join(this.folder, file), "utf8").replaceAll("../../", `${root}/`));
    this.labFolder = join(this.folder, ".drover", "lab", "lab", project);
  }

  private write = (file: string, text: string): void => writeFileSync(join(this.folder, file), text);

  /** Changes one place of the program. */
  edit(from: string, to: string): void {
    const text = readFileSync(join(this.folder, "index.ts"), "utf8");
    assert.equal(text.split(from).length, 2, `the program has "${from}" once`);
    this.write("index.ts", text.replace(from, to));
  }

  async run(...args: readonly string[]): Promise<Ran> {
    const env = {
      ...process.env, ...(await vault()), PULUMI_HOME: join(this.folder, "home"), PULUMI_BACKEND_URL: `file://${join(this.folder, "backend")}`,
      PULUMI_STACK: "lab", PULUMI_CONFIG_PASSPHRASE: "", PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true", PULUMI_SKIP_CHECKPOINTS: "true",
    };
    const child = spawn("pulumi", [...args, "--non-interactive", "--color=never"], { cwd: this.folder, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (text) => (output += text));
    child.stderr.on("data", (text) => (output += text));
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
      child.on("error", (cause) => reject(new Error("pulumi cannot be started: run these tests by `npm test`, which finds it", { cause })));
      child.on("close", (status) => {
        clearTimeout(limit);
        resolve({ status, output });
      });
    });
  }

  newStack(): Promise<string> {
    return this.succeeds("stack", "init", "lab", ...keptInVault);
  }

  async succeeds(...args: readonly string[]): Promise<string> {
    const { status, output } = await this.run(...args);
    assert.equal(status, 0, `pulumi ${args.join(" ")}\n${output}`);
    return output;
  }

  /** The refusals of a command, each once and without Pulumi's preamble. */
  async refusals(...args: readonly string[]): Promise<readonly string[]> {
    const { status, output } = await this.run(...args);
    assert.notEqual(status, 0, output);
    const diagnostics = output.slice(output.indexOf("Diagnostics:"));
    return [...diagnostics.matchAll(/^ +error: pulumi:providers:drover resource '\w+' has a problem: (.*)$/gm)].map(([, text]) => text as string);
  }

  look<T>(at: (lab: Lab) => T): T {
    return at(openLab(this.labFolder, { write: false, physics: physicsOf(this.platform) }));
  }

  /** What was done in the simulated estate, in its order; nothing, where there is none. */
  acts(): readonly string[] {
    return this.look((lab) => (lab.exists() ? lab.journal().filter(({ what }) => what === "end").map(({ ref, verb }) => `${ref} ${verb}`) : []));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
