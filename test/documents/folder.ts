import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Documents, Loaded } from "../../documents/model";
import type { Finding } from "../../engine/model/finding";
import { loadMigration } from "../../documents/load";
import type { AltirisEstate } from "../../platforms/altiris/estate";

/** A whole migration, small enough to see every line of it; tests change it in one place. */
export const tiny: Readonly<Record<string, string>> = {
  "old.yaml": `estate: tiny
platform: altiris
version: "7.0"
asOf: 2026-11-02
servers:
  ns1:
    host: ns1.tiny.example
    os: windows-server-2003-sp2-x86
    installPath: 'C:\\Program Files'
    products: { inventory: "7.0" }
    database: { name: CMDB, sql: sql1, collation: Latin1, size: 4 GB }
    licences: { inventory: 100 }
sites:
  north: { server: ns1, boundaries: [10.1.0.0/16], agents: 90 }
  south: { server: ns1, boundaries: [10.2.0.0/16], agents: { windows-x64: 10 } }
siteServers:
  ps1: { sites: [north, south] }
`,
  "new.yaml": `estate: tiny
platform: altiris
version: "7.1"
like: old.yaml
servers:
  smp1:
    from: ns1
    host: smp1.tiny.example
    os: windows-server-2008-r2-x64
    database: { name: CMDB71, sql: sql1 }
`,
  "migration.yaml": `migration: tiny-7.1
old: old.yaml
new: new.yaml
`,
};

export type Files = Readonly<Record<string, string | Buffer>>;

/** What is loaded from files that speak of Altiris. */
export type LoadedAltiris = Readonly<{ documents?: Documents<AltirisEstate>; findings: Loaded["findings"] }>;

/** Loads a folder made of these files; `prepare` may do to it what a map of files cannot say. It is shown as `m`. */
export function loaded(
  files: Files,
  prepare: (folder: string) => void = () => undefined,
): LoadedAltiris & { said: readonly string[] } {
  const parent = mkdtempSync(join(tmpdir(), "drover-documents-"));
  const folder = join(parent, "m");
  try {
    mkdirSync(folder);
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    prepare(folder);
    const result = loadMigration(folder) as LoadedAltiris;
    return { ...result, said: result.findings.map((finding) => lineOf(finding).replaceAll(folder, "m")) };
  } finally {
    rmSync(parent, { recursive: true });
  }
}

/** Everything that a finding says, as one line: `file:line:column rule what → remedy`. */
export function lineOf({ rule, severity, say, at, fix, related = [] }: Finding): string {
  const place = (source: NonNullable<typeof at>): string => `${source.file}:${source.line}:${source.column}`;
  const more = related.map((one) => ` | ${place(one.at)} ${one.say}`).join("");
  return `${at ? `${place(at)} ` : ""}${rule} ${severity === "error" ? "" : `${severity} `}${say}${fix ? ` → ${fix}` : ""}${more}`;
}

/** The tiny migration with one text of one file replaced by another; the text must be there. */
export function changed(file: string, from: string | RegExp, to: string): Files {
  const before = tiny[file] ?? "";
  const after = before.replace(from, () => to);
  if (after === before) throw new Error(`${file} does not hold ${from}`);
  return { ...tiny, [file]: after };
}
