import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DriverEntry } from "../../../../engine/model/migration";
import type { Driver } from "../../../../provider/drivers/driver";
import { ExecContext, execDriver } from "../../../../provider/drivers/exec/driver";

/** A migration's folder with the program that does everything wrong. */
export class HostileFolder {
  readonly folder = mkdtempSync(join(tmpdir(), "drover-hostile-"));
  /** How long a driver waited, instead of waiting. */
  readonly slept: number[] = [];

  constructor() {
    copyFileSync(join(__dirname, "hostile.js"), join(this.folder, "hostile.js"));
  }

  driver(entry: DriverEntry, context: Partial<ExecContext> = {}): Driver {
    const sleep = async (ms: number): Promise<void> => void this.slept.push(ms);
    return execDriver(entry, { folder: this.folder, secrets: new Map(), sleep, graceMs: 300, ...context });
  }

  path = (name: string): string => join(this.folder, name);
  text = (name: string): string => (existsSync(this.path(name)) ? readFileSync(this.path(name), "utf8") : "");
  /** What the program was asked, one after another. */
  asked = (): readonly string[] => this.text("asked").split("\n").slice(0, -1);
  remove = (): void => rmSync(this.folder, { recursive: true, force: true });
}

/** How a promise failed: the error's name and its whole message. */
export async function failure(work: Promise<unknown>): Promise<string> {
  try {
    const value = await work;
    return `it did not fail: ${JSON.stringify(value)}`;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
