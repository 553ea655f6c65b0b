import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isThere } from "../../../../provider/drivers/compare";
import type { Driver } from "../../../../provider/drivers/driver";
import { Subject, declared } from "../contract";

export const examples = join(__dirname, "..", "..", "..", "..", "examples", "drivers");

type File = Readonly<{
  things: Readonly<Record<string, object>>;
  waits?: Readonly<Record<string, string>>;
  dies?: readonly string[];
}>;

/** A migration's folder with an example of a driver in it, and the file that is its estate. */
export class FileEstate {
  readonly folder = mkdtempSync(join(tmpdir(), "drover-exec-"));
  readonly file = join(this.folder, "estate.json");

  constructor(...programs: readonly string[]) {
    mkdirSync(join(this.folder, "drivers"));
    for (const name of programs) copyFileSync(join(examples, name), join(this.folder, "drivers", name));
    const there = [...declared.values()].filter(isThere).map(({ ref, kind: _kind, ...thing }) => [ref, thing] as const);
    this.save({ things: Object.fromEntries(there) });
  }

  text = (): string => readFileSync(this.file, "utf8");
  load = (): File => JSON.parse(this.text()) as File;
  save = (file: File): void => writeFileSync(this.file, JSON.stringify(file));
  remove = (): void => rmSync(this.folder, { recursive: true, force: true });

  /** Changes the file, and answers with what changes it back. */
  private changed = (by: (file: File) => File, back: (file: File) => File): (() => void) => {
    this.save(by(this.load()));
    return () => this.save(back(this.load()));
  };

  /** The estate under the contract: all its troubles are written into its file, as a person would to try them out. */
  subject(driver: () => Driver): Subject {
    const lock = `${this.file}.lock`;
    const phase = (ref: string, to: string) => (file: File) => ({
      ...file,
      things: { ...file.things, [ref]: { ...file.things[ref], phase: to } },
    });
    return {
      driver,
      written: () => `${this.text()}${existsSync(lock) ? readFileSync(lock, "utf8") : ""}`,
      trouble: {
        notYet: ({ ref }) =>
          this.changed(
            (file) => ({ ...file, waits: { [ref]: "two jobs are still running" } }),
            (file) => ({ ...file, waits: {} }),
          ),
        refused: ({ ref, before }) => this.changed(phase(ref, "kept"), phase(ref, before.phase)),
        cut: ({ ref }) =>
          this.changed(
            (file) => ({ ...file, dies: [ref] }),
            (file) => ({ ...file, dies: [] }),
          ),
        busy: () => {
          writeFileSync(lock, String(process.pid));
          return () => rmSync(lock);
        },
        unreachable: () => {
          const whole = this.text();
          writeFileSync(this.file, "{ half of it");
          return () => writeFileSync(this.file, whole);
        },
      },
      remove: this.remove,
    };
  }
}
