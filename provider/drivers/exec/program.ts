import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExecSettings, shownProgram } from "../../../documents/exec";
import { remedyOf } from "../../codes";
import { Busy, NotEvaluated, NotYet, Progress, Refused, Unreachable } from "../driver";
import { TAIL, whyFailed } from "./explain";
import { Failed } from "./failed";
import { Surroundings, localLaunch, secretsFor, sshLaunch, unstarted } from "./launch";
import { Limits, Launch, runToEnd } from "./process";
import { Answer, Ok, Question, answerIn, requestOf, shownQuestion } from "./protocol";
import { Clean, cleaner } from "./words";

/** What a program needs of the world around it; tests give their own. */
export type Outside = Surroundings &
  Readonly<{
    sleep(ms: number): Promise<void>;
    graceMs: number;
    outputBytes: number;
  }>;

/** What of an answer is wanted; nothing where it is not in there. */
type Wanted<T> = (ok: Ok) => T | undefined;

/** So often the same is asked while a program says that its trouble passes. */
const TRIES = 5;
const LONGEST_PAUSE_S = 60;

/** A program of the user's that is asked one thing a process. */
export class Program {
  private readonly clean: Clean;
  private readonly shown: string;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly settings: ExecSettings,
    private readonly outside: Outside,
  ) {
    this.clean = cleaner(outside.secrets);
    this.shown = this.clean.line(shownProgram(settings));
  }

  /** Asks, and asks again where the program says that it is worth it. Throws what it has against the question. */
  async ask<T>(question: Question, wanted: Wanted<T>, progress: Progress): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.inTurn(() => this.once(question, progress));
      if (answer.is !== "unreachable" || answer.retry === undefined || attempt === TRIES)
        return this.taken(answer, question, wanted);
      const pause = Math.min(LONGEST_PAUSE_S, answer.retry * 2 ** (attempt - 1));
      progress(`${this.shown} says: ${answer.say}; asked again in ${pause} s (${attempt + 1} of ${TRIES})`);
      await this.outside.sleep(pause * 1000);
    }
  }

  private taken<T>(answer: Answer, question: Question, wanted: Wanted<T>): T {
    const say = answer.is === "ok" ? "" : `${this.shown} says: ${answer.say}`;
    switch (answer.is) {
      case "ok": {
        const value = wanted(answer.ok);
        if (value !== undefined) return value;
        throw new Failed("EXE-009", `${this.who(question)}, answered ok without what was asked for: ${needed(question)}`, true);
      }
      case "notYet":
        throw new NotYet(say, undefined, answer.until);
      case "refused":
        throw new Refused(say);
      case "notEvaluated":
        throw new NotEvaluated(say);
      case "busy":
        throw new Busy(say);
      case "unreachable":
        throw new Unreachable(`EXE-012 ${say}`, undefined, remedyOf("EXE-012"));
    }
  }

  private who = (question: Question): string => `${this.shown}, asked to ${this.clean.line(shownQuestion(question))}`;

  /** No more at once than declared: most programs keep something in a file. */
  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.settings.atOnce) await new Promise<void>((turn) => this.waiting.push(turn));
    else this.running++;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  private async once(question: Question, progress: Progress): Promise<Answer> {
    const { over, env } = this.settings;
    if (over === undefined) return this.run(localLaunch(this.settings, this.outside), question, progress);
    const secrets = secretsFor(env, this.outside.secrets);
    const folder = mkdtempSync(join(tmpdir(), "drover-ssh-"));
    try {
      const log = join(folder, "log");
      return await this.run(sshLaunch(this.settings, over, this.outside, log), question, progress, { log, secrets });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private async run(launch: Launch, question: Question, progress: Progress, remote?: Remote): Promise<Answer> {
    const { timeoutMs, over } = this.settings;
    const limits: Limits = { timeoutMs, graceMs: this.outside.graceMs, outputBytes: this.outside.outputBytes };
    const env = remote && Object.keys(remote.secrets).length > 0 ? remote.secrets : undefined;
    const tail: string[] = [];
    const hear = (line: string): void => {
      const status = progressIn(line);
      const said = this.clean.line(status ?? line);
      if (said === "") return;
      if (status !== undefined) return progress(said);
      tail.push(said);
      if (tail.length > TAIL) tail.shift();
    };
    const ended = await runToEnd(launch, `${JSON.stringify(requestOf(question, env))}\n`, limits, hear);
    if (ended.how === "unstarted") throw unstarted(launch, ended.cause, this.shown);
    const log = remote ? readLog(remote.log) : "";
    const failed = whyFailed(
      { ended, tail, log, timeoutMs, outputBytes: limits.outputBytes },
      this.who(question),
      over,
      this.clean,
    );
    if (failed) throw failed;
    const answer = answerIn(ended.output, question, this.clean);
    if ("code" in answer) throw new Failed(answer.code, `${this.who(question)}, ${answer.say}`, true);
    return answer;
  }
}

type Remote = Readonly<{ log: string; secrets: Readonly<Record<string, string>> }>;

const needed = ({ ask }: Question): string =>
  ask === "readAll" ? "all, with every entity of refs" : ask === "did" ? "did" : "observed";

/** A line of standard error that is a status line: `{"progress": "…"}`. */
function progressIn(line: string): string | undefined {
  if (!line.trimStart().startsWith("{")) return undefined;
  try {
    const { progress } = JSON.parse(line) as Readonly<{ progress?: unknown }>;
    return typeof progress === "string" ? progress : undefined;
  } catch {
    return undefined;
  }
}

function readLog(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // ssh ended before it had anything to say
  }
}
