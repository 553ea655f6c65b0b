import assert from "node:assert/strict";
import { ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { existsSync, openSync } from "node:fs";
import { wereCut } from "../../cli/commands/resume";
import type { Outcome } from "../../cli/outcome";
import { afterEnding, complete } from "../../cli/run";
import { carried } from "./tiny";

const root = join(__dirname, "..", "..");

/** A process that runs a stand-in for the Pulumi CLI as `drover apply` runs the real one; its output is piped. */
function running(script: string): ChildProcess {
  const runs = `
    const { letReadersGo } = require("./cli/print");
    const { runPulumi } = require("./cli/pulumi");
    letReadersGo();
    let interrupted = false;
    const pulumi = { file: process.execPath, env: process.env, folder: process.cwd() };
    runPulumi(pulumi, ["-e", ${JSON.stringify(script)}], { interrupted: () => (interrupted = true) })
      .then((status) => process.exit(interrupted ? status + 100 : status));`;
  return spawn(process.execPath, ["-r", join(root, "tools", "ts.js"), "-e", runs], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
}

const statusOf = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.on("close", resolve));

describe("the terminal that Pulumi is run on", function () {
  this.timeout(20_000);

  it("its status and its output are the CLI's", async () => {
    const child = running('console.log("all is well"); process.exitCode = 3');
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (said += text));
    assert.deepEqual([await statusOf(child), said], [3, "all is well\n"]);
  });

  it("a reader that goes (| head) does not end the CLI", async () => {
    const child = running('let n = 0; const t = setInterval(() => { console.log("x".repeat(9999)); if (++n === 20) { clearInterval(t); process.exitCode = 7; } }, 10)');
    child.stdout?.once("data", () => child.stdout?.destroy());
    assert.equal(await statusOf(child), 7);
  });

  it("a full disk is a failure, in a line", async function () {
    if (!existsSync("/dev/full")) this.skip();
    const full = openSync("/dev/full", "w");
    const child = spawn(process.execPath, [join(root, "bin", "drover.js"), "rules"], { cwd: root, stdio: ["ignore", full, "pipe"] });
    let errors = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (errors += text));
    assert.deepEqual([await statusOf(child), errors], [1, "drover: what it says cannot be written: ENOSPC: no space left on device, write\n"]);
  });

  it("Ctrl-C is the CLI's to answer, and is told from a failure", async () => {
    const child = running('process.on("SIGINT", () => process.exit(1)); setInterval(() => 0, 1000); console.log(process.pid)');
    child.stdout?.once("data", (pid: Buffer) => {
      for (const one of [child.pid, Number(String(pid))]) process.kill(one as number, "SIGINT"); // as a terminal does: to both
    });
    assert.equal(await statusOf(child), 101);
  });
});

describe("what a run that came to the stage's end says", () => {
  const nothing = { waiting: [], stuck: [], failures: [], cut: [], notStarted: [] };
  const outcome: Outcome = { complete: true, stage: 1, back: false, done: 2, ...nothing };
  const said = (was: boolean): string | undefined =>
    stripVTControlCharacters(complete(carried(), "lab", outcome, was)).split("\n")[0];
  it("that it is complete", () => assert.equal(said(false), "✔ r1/separate is complete (2 operations)"));
  it("that there was nothing to do", () => assert.equal(said(true), "✔ there was nothing to do: lab is at r1/separate, which is complete"));
  it("how many were cut off, in one number or many", () => assert.deepEqual([wereCut(1, "operation"), wereCut(2, "operation")], ["1 operation was", "2 operations were"]));
});

describe("what to do after a run that stopped", () => {
  const ended = { status: 1, interrupted: false, named: 0, locked: false };
  const cases: Record<string, { of: Parameters<typeof afterEnding>[1]; want: string }> = {
    "something failed": { of: { ...ended, named: 2 }, want: "mend what is named, then drover apply lab goes on where it stopped" },
    "refused, so that nothing was begun": { of: { ...ended, named: 1, refused: true }, want: "mend what is named, then drover apply lab" },
    "Ctrl-C": {
      of: { ...ended, interrupted: true }, want: "interrupted by Ctrl-C, nothing new was begun: drover apply lab goes on where it stopped",
    },
    "Ctrl-C twice, which leaves the lock": {
      of: { ...ended, interrupted: true, locked: true }, want: "interrupted by Ctrl-C, nothing new was begun: drover resume lab goes on where it stopped",
    },
    "killed": {
      of: { ...ended, status: 137, locked: true }, want: "Pulumi was ended from outside (status 137); drover resume lab goes on where it stopped",
    },
    "nothing is known": {
      of: ended, want: "Pulumi ended with status 1 and said why above; drover apply lab goes on where it stopped",
    },
  };
  for (const [name, { of, want }] of Object.entries(cases)) it(name, () => assert.equal(afterEnding("lab", of), want));
});
