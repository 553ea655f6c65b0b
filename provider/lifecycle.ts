/** How often the parent is looked at. */
const WATCH_MS = 500;

/**
 * When a provider must go: its work is ended, none is begun, then it exits. A killed `pulumi` leaves its provider behind, which
 * without this would live for ever; and what it is doing must not be cut in two.
 */
export class Lifecycle {
  private acts = 0;
  private stopping: "no" | "cancelled" | "leaving" = "no";
  private idle: (() => void)[] = [];

  /** Whether a new act may begin. */
  get open(): boolean {
    return this.stopping === "no";
  }

  /** Runs an act that is not cut short by leaving. */
  async act<T>(work: () => Promise<T>): Promise<T> {
    this.acts++;
    try {
      return await work();
    } finally {
      this.acts--;
      if (this.acts === 0) for (const done of this.idle.splice(0)) done();
    }
  }

  /** What is under way ends; nothing new begins. */
  cancel(): void {
    if (this.stopping === "no") this.stopping = "cancelled";
  }

  /** As cancel; settles when the last act has ended. */
  leave(): Promise<void> {
    this.stopping = "leaving";
    return this.acts === 0 ? Promise.resolve() : new Promise((done) => this.idle.push(done));
  }
}

/** What of a process this needs, so that tests need no process. */
export type ParentWatch = Readonly<{ parent: () => number; gone: () => void }>;

/** Calls `gone` once when the parent is another process than at the start. Does not keep the process alive. */
export function watchParent({ parent, gone }: ParentWatch): NodeJS.Timeout {
  const first = parent();
  const timer = setInterval(() => {
    if (parent() === first) return;
    clearInterval(timer);
    gone();
  }, WATCH_MS);
  return timer.unref();
}
