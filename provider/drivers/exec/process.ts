import { ChildProcess, spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";

/** What is started: a program with its list of arguments, never a line for a shell. */
export type Launch = Readonly<{
  command: string;
  args: readonly string[];
  cwd: string;
  /** All that the program finds in its environment. */
  env: Readonly<Record<string, string>>;
}>;

export type Limits = Readonly<{
  timeoutMs: number;
  /** Between asking a process to end and ending it; and for output that comes after its end. */
  graceMs: number;
  outputBytes: number;
}>;

export type Ended = Readonly<{ output: Buffer }> &
  (
    | Readonly<{ how: "exit"; status: number }>
    | Readonly<{ how: "signal"; signal: string }>
    | Readonly<{ how: "tooLong" | "tooMuch" }>
    | Readonly<{ how: "unstarted"; cause: Error }>
  );

/** What is longer than this on one line of standard error is dropped. */
const LONGEST_LINE = 64 * 1024;

/**
 * Runs a program to its end, or to the end of its limits. It leads a process group of its own, so that what it started ends with
 * it, and a Ctrl-C at the terminal does not cut an act in two.
 */
export function runToEnd(launch: Launch, input: string, limits: Limits, onLine: (line: string) => void): Promise<Ended> {
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = spawn(launch.command, launch.args, {
        cwd: launch.cwd,
        env: { ...launch.env },
        shell: false,
        detached: process.platform !== "win32",
        windowsHide: true,
        stdio: ["pipe", "pipe", "pipe"],
      });
    } catch (cause) {
      return resolve({ how: "unstarted", cause: cause as Error, output: Buffer.alloc(0) });
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    let cut: "tooLong" | "tooMuch" | undefined;
    let ended: Readonly<{ status: number | null; signal: string | null }> | undefined;
    let settled = false;
    const timers: NodeJS.Timeout[] = [];
    const lines = new Lines(onLine);

    const settle = (outcome: Ended): void => {
      if (settled) return;
      settled = true;
      timers.forEach(clearTimeout);
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
      lines.end();
      resolve(outcome);
    };
    const finish = (): void => {
      const output = Buffer.concat(chunks);
      if (cut !== undefined) settle({ how: cut, output });
      else if (typeof ended?.status === "number") settle({ how: "exit", status: ended.status, output });
      else settle({ how: "signal", signal: ended?.signal ?? "SIGKILL", output });
    };
    const later = (work: () => void): void => void timers.push(setTimeout(work, limits.graceMs));
    const stop = (why: "tooLong" | "tooMuch"): void => {
      if (cut !== undefined || settled) return;
      cut = why;
      signalGroup(child, "SIGTERM");
      later(() => {
        signalGroup(child, "SIGKILL");
        // somebody who left the group may hold the pipes open for ever
        later(finish);
      });
    };

    timers.push(setTimeout(() => stop("tooLong"), limits.timeoutMs));
    child.on("error", (cause) => {
      if (child.pid === undefined) settle({ how: "unstarted", cause, output: Buffer.alloc(0) });
    });
    child.on("exit", (status, signal) => {
      ended = { status, signal };
      // what it left running would keep its output open: nobody waits for that
      later(() => {
        signalGroup(child, "SIGKILL");
        finish();
      });
    });
    child.on("close", finish);
    child.stdout?.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limits.outputBytes) chunks.push(chunk);
      else stop("tooMuch");
    });
    child.stderr?.on("data", (chunk: Buffer) => lines.add(chunk));
    // a program may answer without having read its question
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // it has ended already
  }
}

/** Bytes into lines, however they arrive. */
class Lines {
  private readonly decoder = new StringDecoder("utf8");
  private rest = "";

  constructor(private readonly onLine: (line: string) => void) {}

  add(chunk: Buffer): void {
    const [first = "", ...others] = this.decoder.write(chunk).split("\n");
    // what is too long is not kept, but its end is still looked for
    if (this.rest.length < LONGEST_LINE) this.rest += first;
    for (const line of others) {
      this.onLine(this.rest);
      this.rest = line;
    }
  }

  end(): void {
    this.rest += this.decoder.end();
    if (this.rest !== "") this.onLine(this.rest);
    this.rest = "";
  }
}
