import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { poseMigration } from "../../documents/open";
import { Lock, lastOf, toLock } from "../../engine/lock";
import type { Finding } from "../../engine/model/finding";
import type { Plan } from "../../engine/model/plan";
import type { Problem } from "../../engine/model/problem";
import { solve } from "../../engine/plan";

/** What becomes of two documents of an estate's days: what is said of them, and the plan where there is one. */
export type Posed = Readonly<{ problem?: Problem; plan?: Plan; said: readonly string[]; lock?: Lock }>;

const line = ({ at, rule, severity, say, fix }: Finding): string =>
  `${at ? `${at.file.replace(/^.*\//, "")}:${at.line} ` : ""}${rule}${severity === "error" ? "" : ` ${severity}`} ${say}${fix ? ` → ${fix}` : ""}`;

/** The plan from what is applied to what is wanted. How long gaps are is said elsewhere: in what the plan costs. */
export function posed(applied: string, wanted: string, last?: Lock): Posed {
  const folder = mkdtempSync(join(tmpdir(), "drover-restructure-"));
  try {
    writeFileSync(join(folder, "applied.yaml"), applied);
    writeFileSync(join(folder, "estate.yaml"), wanted);
    const { problem, findings } = poseMigration(folder);
    const said = findings.filter(({ rule }) => rule !== "BND-004").map(line);
    if (!problem || findings.some(({ severity }) => severity === "error")) return { ...(problem ? { problem } : {}), said };
    const made = solve(problem, last && lastOf(last, problem));
    const all = [...new Set([...said, ...made.findings.filter(({ rule }) => rule !== "BND-004").map(line)])];
    const lock =
      made.plan &&
      toLock(made.problem, made.plan, {
        lock: "small",
        revision: "r1",
        inputs: { old: "", new: "", migration: "" },
        engine: "0",
      });
    return { problem: made.problem, said: all, ...(made.plan && lock ? { plan: made.plan, lock } : {}) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A line a stage: its name, and what it does. */
export const steps = ({ plan: made }: Posed): readonly string[] =>
  (made?.stages ?? []).map(
    ({ name, operations }) => `${name}: ${operations.map(({ entity, move }) => `${entity} ${move}`).join(", ")}`,
  );
