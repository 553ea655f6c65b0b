/** Where lines about a resource go. Ephemeral ones stand beside it while it runs and are not kept. */
export type Log = (urn: string, message: string, ephemeral: boolean) => Promise<void>;

/** Without a terminal each status line is a line of output, so there must be few. */
const EVERY_MS = 2_000;

/** Runs something later; answers what takes it back. */
export type Later = (ms: number, run: () => void) => () => void;

const later: Later = (ms, run) => {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
};

/** One resource's progress: on change, at most one line in two seconds, the last one with the result. */
export class Status {
  private lastLine = "";
  private lastAt = -Infinity;
  /** What came too early to be sent. Without a newer line it is sent in its time: it may be the last one for hours. */
  private held: string | undefined;
  private takeBack = (): void => undefined;
  /** Lines are sent one after another: two at once may arrive in the other order, and the last one stays. */
  private sent: Promise<void> = Promise.resolve();

  constructor(
    private readonly urn: string,
    private readonly log: Log,
    private readonly now: () => number,
    private readonly after: Later = later,
  ) {}

  readonly say = (line: string): void => {
    const wait = this.lastAt + EVERY_MS - this.now();
    const waiting = this.held !== undefined;
    this.held = undefined;
    if (line === this.lastLine) return this.takeBack();
    if (wait <= 0) return this.send(line);
    this.held = line;
    if (!waiting) this.takeBack = this.after(wait, () => this.held !== undefined && this.send(this.held));
  };

  /** The result; it stays on the finished row, so it must arrive before the answer does. */
  end(line: string): Promise<void> {
    if (line !== this.lastLine) this.send(line);
    this.takeBack();
    return this.sent;
  }

  private send(line: string): void {
    this.takeBack();
    this.held = undefined;
    this.lastLine = line;
    this.lastAt = this.now();
    this.sent = this.sent.then(() => this.log(this.urn, line, true));
  }
}
