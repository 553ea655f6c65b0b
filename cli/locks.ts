/** Who holds a stack, as the file backend writes it down. */
export type Holder = Readonly<{ pid: number; user: string; host: string; since: string }>;

/** What a lock file of the file backend says; nothing where it is none. */
export function readHolder(text: string): Holder | undefined {
  try {
    const { pid, username, hostname, timestamp } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (typeof pid !== "number" || !Number.isInteger(pid) || pid <= 0 || typeof hostname !== "string") return undefined;
    return {
      pid,
      user: String(username),
      host: hostname,
      since: typeof timestamp === "string" ? timestamp.replace(/\.\d+Z$/, "Z") : "",
    };
  } catch {
    return undefined; // half written, or another file's: nobody can be named by it
  }
}

/** What can be known of other processes from here. */
export type Here = Readonly<{ host: string; runs(pid: number): boolean }>;

export type Judged = Readonly<{ lock: "none" | "dead"; say: string } | { lock: "held"; say: string; fix: string }>;

const named = ({ pid, user, host, since }: Holder): string => `process ${pid} of ${user} on ${host}, since ${since}`;

/** Whether a stack's locks may be removed: only when every holder is a process of this machine that runs no more. */
export function judgeLocks(holders: readonly Holder[], here: Here, stack: string): Judged {
  if (holders.length === 0) return { lock: "none", say: `${stack} is not locked` };
  const elsewhere = holders.find(({ host }) => host !== here.host);
  if (elsewhere) {
    const fix = `make sure there that it runs no more; then: drover pulumi cancel --yes --stack ${stack}, and drover resume ${stack}`;
    return {
      lock: "held",
      say: `${stack} is locked by ${named(elsewhere)}; from ${here.host} nobody can see whether it still runs`,
      fix,
    };
  }
  const alive = holders.find(({ pid }) => here.runs(pid));
  if (alive) {
    const fix = `wait until it ends, or interrupt it (Ctrl-C ends what is under way and begins nothing new); then: drover resume ${stack}`;
    return { lock: "held", say: `${stack} is locked by ${named(alive)}, which is running`, fix };
  }
  return { lock: "dead", say: `${stack} is locked by ${holders.map(named).join("; ")}, which runs no more` };
}
