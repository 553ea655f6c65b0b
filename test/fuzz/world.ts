import { lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What one hostile input did that it must not. */
export type Complaints = readonly string[];

/** One sort of hostile input; the same number is the same input. */
export type Family = Readonly<{
  name: string;
  share: number;
  start?(): Promise<void>;
  attempt(seed: number): Promise<Complaints>;
  stop?(): Promise<void>;
}>;

/** A folder with the user's own inside, and beside it what no input may reach. */
export class Ground {
  readonly parent = mkdtempSync(join(tmpdir(), "drover-fuzz-"));
  readonly folder = join(this.parent, "m");

  constructor() {
    this.clear();
  }

  clear(): void {
    rmSync(this.parent, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    mkdirSync(join(this.parent, "outside"));
    writeFileSync(join(this.parent, "outside", "canary.yaml"), "estate: outside\nsecret: canary-4711\n");
    writeFileSync(join(this.parent, "outside.csv"), "subnet,site\n10.9.0.0/16,canary-4711\n");
  }

  write(files: Readonly<Record<string, string | Buffer>>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), content);
    }
  }

  /** All that lies in and beside the folder, with what is in it. */
  seen(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const name of readdirSync(this.parent, { recursive: true, encoding: "utf8" }).sort()) {
      const status = lstatSync(join(this.parent, name));
      found.set(name, status.isFile() ? readFileSync(join(this.parent, name)).toString("base64") : "");
    }
    return found;
  }

  remove(): void {
    rmSync(this.parent, { recursive: true, force: true });
  }
}

/** What came into being, changed or went between two looks, but for what may. */
export const touched = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  may: RegExp = /^$/,
): Complaints =>
  [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name) && !may.test(name))
    .map((name) => `${name} was ${before.has(name) ? (after.has(name) ? "changed" : "removed") : "written"}`);

const LONGEST_MS = 10_000;

/** The input's work in time, and its complaints; whatever it throws is one. */
export async function within(work: () => Promise<Complaints>): Promise<Complaints> {
  const began = Date.now();
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<Complaints>(
    (resolve) => (limit = setTimeout(() => resolve([`no answer after ${LONGEST_MS} ms`]), LONGEST_MS)),
  );
  try {
    const complaints = await Promise.race([work(), late]);
    const took = Date.now() - began;
    return took > LONGEST_MS && complaints.length === 0 ? [`it took ${took} ms`] : complaints;
  } catch (error) {
    return [
      `crashed: ${error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 4).join(" ") : String(error)}`,
    ];
  } finally {
    clearTimeout(limit);
  }
}

/** What steers a terminal has no place in a message. */
export const steers = (text: string): boolean => /(?![\n\t])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e]/u.test(text);
