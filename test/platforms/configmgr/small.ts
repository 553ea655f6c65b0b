import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { poseMigration } from "../../../documents/open";
import type { Finding } from "../../../engine/model/finding";
import type { Plan } from "../../../engine/model/plan";
import type { Problem } from "../../../engine/model/problem";
import { solve } from "../../../engine/plan";

/** A hierarchy small enough to see every line of it; tests write the new estate's sites. */
const old = `estate: small
platform: sms
version: "2003-sp3"
sites:
  CEN: { role: central, server: cen1, clients: { advanced: 5 }, boundaries: { assignment: [10.1.0.0/16] } }
  HOU: { role: primary, parent: CEN, server: hou1, clients: { advanced: 50 }, boundaries: { assignment: [10.2.0.0/16] } }
  BEA: { role: secondary, parent: HOU, server: bea1, boundaries: { roaming: { local: [10.3.0.0/16], remote: [10.4.0.0/16] } } }
`;

const young = (sites: string): string => `estate: small
platform: configmgr
version: "2007-sp1"
like: old.yaml
sites:
${sites}
`;

export type Small = Readonly<{ sites: string; migration?: string; before?: (old: string) => string }>;
export type Posed = Readonly<{ problem?: Problem; plan?: Plan; said: readonly string[] }>;

const line = ({ at, rule, severity, say, fix }: Finding): string =>
  `${at ? `${at.file.replace(/^.*\//, "")}:${at.line} ` : ""}${rule}${severity === "error" ? "" : ` ${severity}`} ${say}${fix ? ` → ${fix}` : ""}`;

/** The migration to these sites, with its plan where there is one, and all that is said of it. */
export function posed({ sites, migration = "", before = (text) => text }: Small): Posed {
  const folder = mkdtempSync(join(tmpdir(), "drover-configmgr-"));
  try {
    writeFileSync(join(folder, "old.yaml"), before(old));
    writeFileSync(join(folder, "new.yaml"), young(sites));
    writeFileSync(join(folder, "migration.yaml"), `migration: small-2007\nold: old.yaml\nnew: new.yaml\n${migration}\n`);
    const { problem, findings } = poseMigration(folder);
    if (!problem || findings.some(({ severity }) => severity === "error")) return { ...(problem ? { problem } : {}), said: findings.map(line) };
    const made = solve(problem);
    return { problem, ...(made.plan ? { plan: made.plan } : {}), said: [...new Set([...findings, ...made.findings].map(line))] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The stage in which an operation is, counted from 1; 0 where it is in none. */
export const stageOf = ({ plan: made }: Posed, operation: string): number =>
  1 + (made?.stages.findIndex((stage) => stage.operations.some(({ id }) => id === operation)) ?? -1);

export const inPlace = "  CEN: { inPlace: true }\n  HOU: { inPlace: true }\n  BEA: { inPlace: true }";
