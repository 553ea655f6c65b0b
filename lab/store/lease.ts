import { linkSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, replaceFile, writeBeside } from "./files";
import { Holder, isAlive, thisProcess } from "./holder";

/** Somebody else writes to this estate, and did not stop in time. */
export class LeaseHeld extends Error {
  override readonly name = "LeaseHeld";

  constructor(
    readonly folder: string,
    readonly holder: Holder,
  ) {
    super(
      `${folder} is being written by process ${holder.pid} on ${holder.host} since ${holder.since}. ` +
        `Wait until it ends, or end that process; what it has done so far is kept.`,
    );
  }
}

export type LeaseOptions = Readonly<{
  /** How long to wait for a holder that lives; 0 fails at once. */
  waitMs?: number;
  /** Told once, when waiting begins. */
  onWait?: (holder: Holder) => void;
  now?: () => Date;
  sleep?: (ms: number) => Promise<void>;
}>;

const POLL_MS = 50;

type Claim = Readonly<{ number: number; holder?: Holder; released: boolean }>;

/**
 * The right to write to an estate: one process at a time.
 *
 * Claims are numbered files and the highest counts. A claim is made by giving a file that is already written the next number,
 * which the file system grants to one process only; numbers never go down (a release is written into the file, not
 * deleted), so a contender that
 * looked long ago cannot win with a number from the past. Thus a dead holder is succeeded without any moment of two.
 */
export class Lease {
  private released = false;

  private constructor(
    private readonly folder: string,
    private readonly number: number,
    private readonly holder: Holder,
  ) {}

  static async acquire(folder: string, options: LeaseOptions = {}): Promise<Lease> {
    const now = options.now ?? (() => new Date());
    const sleep = options.sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
    const until = now().getTime() + (options.waitMs ?? 0);
    for (let told = false; ;) {
      const got = Lease.attempt(folder, now());
      if (got instanceof Lease) return got;
      if (now().getTime() >= until) throw new LeaseHeld(folder, got);
      if (!told) options.onWait?.(got);
      told = true;
      await sleep(Math.max(1, Math.min(POLL_MS, until - now().getTime())));
    }
  }

  /** At once or not at all. */
  static acquireNow(folder: string, now = new Date()): Lease {
    const got = Lease.attempt(folder, now);
    if (got instanceof Lease) return got;
    throw new LeaseHeld(folder, got);
  }

  /** Who holds it now, if anybody that lives does. */
  static holder(folder: string): Holder | undefined {
    const last = highest(claimsFolder(folder));
    return last && holds(last) ? last.holder : undefined;
  }

  private static attempt(folder: string, now: Date): Lease | Holder {
    const claims = claimsFolder(folder);
    makeFolder(claims);
    const holder = thisProcess(now);
    for (;;) {
      const last = highest(claims);
      if (last?.holder && holds(last)) return last.holder;
      const number = (last?.number ?? 0) + 1;
      if (!claim(claims, number, holder)) continue;
      if (highest(claims)?.number === number) {
        forgetBefore(claims, number);
        return new Lease(folder, number, holder);
      }
      rmSync(fileOf(claims, number), { force: true });
    }
  }

  /** Throws when somebody else has taken over: a process that was taken for dead must not go on. */
  mustHold(): void {
    if (this.released) throw new Error(`${this.folder}: the lease was given back already`);
    const last = highest(claimsFolder(this.folder));
    if (last?.number === this.number) return;
    throw new LeaseHeld(this.folder, last?.holder ?? this.holder);
  }

  release(): void {
    if (this.released) return;
    this.released = true;
    replaceFile(fileOf(claimsFolder(this.folder), this.number), JSON.stringify({ ...this.holder, released: true }));
  }
}

const claimsFolder = (folder: string): string => join(folder, "lease");
const fileOf = (claims: string, number: number): string => join(claims, `${String(number).padStart(9, "0")}.json`);

const holds = (claim: Claim): boolean => !claim.released && claim.holder !== undefined && isAlive(claim.holder);

function highest(claims: string): Claim | undefined {
  for (;;) {
    const numbers = numbersIn(claims);
    const number = Math.max(0, ...numbers);
    if (number === 0) return undefined;
    const found = readClaim(claims, number);
    if (found) return found;
  }
}

function numbersIn(claims: string): readonly number[] {
  try {
    return readdirSync(claims).flatMap((name) => (/^\d{9}\.json$/.test(name) ? [Number(name.slice(0, 9))] : []));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw cause;
  }
}

/** Nothing where the claim was withdrawn meanwhile. */
function readClaim(claims: string, number: number): Claim | undefined {
  let content: string;
  try {
    content = readFileSync(fileOf(claims, number), "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
  try {
    const { released, ...holder } = JSON.parse(content) as Holder & { released?: boolean };
    return { number, holder, released: released === true };
  } catch {
    return { number, released: true }; // not written to its end: whoever wrote it is gone, see claim()
  }
}

/** False where somebody else has this number. */
function claim(claims: string, number: number, holder: Holder): boolean {
  const file = fileOf(claims, number);
  const beside = writeBeside(file, JSON.stringify(holder));
  try {
    linkSync(beside, file);
    return true;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "EEXIST") return false;
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "EOPNOTSUPP" && code !== "ENOSYS") throw cause;
    return claimWithoutLinks(file, holder);
  } finally {
    rmSync(beside, { force: true });
  }
}

function claimWithoutLinks(file: string, holder: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: "wx" });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw cause;
  }
}

function forgetBefore(claims: string, number: number): void {
  for (const old of numbersIn(claims)) if (old < number) rmSync(fileOf(claims, old), { force: true });
}
