/** Where lines about a resource go. Ephemeral ones stand beside it while it runs and are not kept. */
export type Log = (urn: string, message: string, ephemeral: boolean) => void;

/** Without a terminal each status line is a line of output, so there must be few. */
const EVERY_MS = 2_000;

/** One resource's progress: on change, at most one line in two seconds, the last one with the result. */
export class Status {
  private lastLine = "";
  private lastAt = -Infinity;

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

  /** The result; it stays on the finished row. */
  end(line: string): void {
    if (line !== this.lastLine) this.send(line, this.now());
  }

  private send(line: string, at: number): void {
    this.lastLine = line;
    this.lastAt = at;
    this.log(this.urn, line, true);
  }
}
