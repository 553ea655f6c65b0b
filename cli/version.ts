import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Drover's own version: package.json holds it once. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8")) as { version: string };
  return version;
}
