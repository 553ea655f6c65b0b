/** Where lines about a resource go. Ephemeral ones stand beside it while it runs and are not kept. */
export type Log = (urn: string, message: string, ephemeral: boolean) => Promise<void>;

/** Without a terminal each status line is a line of output, so there must be few. */
const EVERY_MS = 2_000;

/** One resource's progress: on change, at most one line in two seconds, the last one with the result. */
export class Status {
  private lastLine = "";
  private lastAt = -Infinity;
  /** Lines are sent one after another: two at once may arrive in the other order, and the last one stays. */
  private sent: Promise<void> = Promise.resolve();

  constructor(
    private readonly urn: string,
    private readonly log: Log,
    private readonly now: () => number,
  ) {}

  readonly say = (line: string): void => {
    const now = this.now();
    if (line === this.lastLine || now - this.lastAt < EVERY_MS) return;
    this.send(line, now);
  };

  /** The result; it stays on the finished row, so it must arrive before the answer does. */
  end(line: string): Promise<void> {
    if (line !== this.lastLine) this.send(line, this.now());
    return this.sent;
  }

  private send(line: string, at: number): void {
    this.lastLine = line;
    this.lastAt = at;
    this.sent = this.sent.then(() => this.log(this.urn, line, true));
  }
}
