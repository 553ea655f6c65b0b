import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Dice, dice } from "../../bench/dice";
import { inputsOf, openMigration, poseMigration } from "../../documents/open";
import { printLock, toLock } from "../../engine/lock";
import type { Finding } from "../../engine/model/finding";
import { solve } from "../../engine/plan";
import { show } from "../../cli/print";
import { hostile, mutated, pick } from "./mutate";
import { Complaints, Family, Ground, steers, touched } from "./world";

const FIXTURES = join(__dirname, "..", "documents", "fixtures", "users");

/** Without it one of the fixture's sites has nobody while its site server goes over. */
const COVER = 'bea-tmp70: { at: beaumont, side: old, host: bea-tmp70.gulf.example, why: "ALT-231, bea-ps1 serves alone" }';

/** A small migration with CSV files, and the lock that belongs to it. */
export function planned(ground: Ground): Readonly<Record<string, string>> {
  const files = Object.fromEntries(readdirSync(FIXTURES).map((name) => [name, readFileSync(join(FIXTURES, name), "utf8")]));
  files["migration.yaml"] = (files["migration.yaml"] ?? "").replace(
    "temporarySiteServers: {",
    `temporarySiteServers: { ${COVER},`,
  );
  // no input may start a program here
  files["migration.yaml"] = files["migration.yaml"].replace(/^drivers: .*$/m, "drivers: { default: lab }");
  ground.write(files);
  const { documents, problem, findings } = poseMigration(ground.folder);
  if (!documents || !problem) throw new Error(`the fixture cannot be read: ${findings.map(({ say }) => say).join("; ")}`);
  const made = solve(problem);
  if (!made.plan)
    throw new Error(`the fixture cannot be planned: ${made.findings.map(({ rule, say }) => `${rule} ${say}`).join("; ")}`);
  const header = { lock: documents.migration.migration, revision: "r1", inputs: inputsOf(documents), engine: "0" };
  return { ...files, "plan.lock.yaml": printLock(toLock(problem, made.plan, header)) };
}

/** A refusal must say where, what and how on; and must not carry what steers a terminal, or what lies outside. */
function judged({ folder }: Ground, { rule, severity, say, at, fix, entity }: Finding, shown: string): Complaints {
  const name = `${rule} ${say.slice(0, 200)}`;
  const placed = at
    ? at.file.startsWith(folder) && at.line >= 1 && at.column >= 1
    : say.includes(folder) || entity !== undefined || /\w+\/[\w-]+/.test(say);
  return [
    ...(placed ? [] : [`names no place: ${name} ${JSON.stringify(at)}`]),
    // what is wrong with an address says how it is written
    ...(severity === "error" && !fix && !/: write |must be written/.test(say) ? [`names no remedy: ${name}`] : []),
    ...(steers(shown) ? [`steers a terminal: ${JSON.stringify(name)}`] : []),
    ...(shown.includes("canary-4711") ? [`shows what lies outside: ${name}`] : []),
    ...(shown.length > 40_000 ? [`${shown.length} characters for one finding: ${name}`] : []),
  ];
}

/** What a map of texts cannot say. */
function disturb({ folder }: Ground, name: string, roll: Dice): void {
  const file = join(folder, name);
  rmSync(file, { force: true });
  const how = roll.below(4);
  if (how === 0) mkdirSync(file);
  if (how === 1) symlinkSync("../outside/canary.yaml", file);
  if (how === 2) symlinkSync(name, file);
}

/** Documents, CSV files and locks with something done to them. */
export function documentsFamily(): Family {
  const ground = new Ground();
  const base = planned(ground);
  const names = Object.keys(base);
  return {
    name: "documents",
    share: 0.4,
    async attempt(seed) {
      const roll = dice(seed);
      ground.clear();
      ground.write(base);
      const chosen = pick(roll, [...names, "plan.lock.yaml", "old.yaml"]);
      ground.write({ [chosen]: mutated(base[chosen] ?? "", roll) });
      if (roll.chance(8)) disturb(ground, pick(roll, names), roll);
      if (roll.chance(5))
        ground.write({ "migration.yaml": (base["migration.yaml"] ?? "").replace("old.yaml", JSON.stringify(hostile(roll))) });
      const before = ground.seen();
      const opened = openMigration(ground.folder, "2026-11-21");
      const errors = opened.findings.filter(({ severity }) => severity === "error");
      const carried = opened.lock && opened.states.length === opened.stages.length + 1;
      if (opened.problem && errors.length === 0) solve(opened.problem);
      return [
        ...opened.findings.flatMap((finding) => judged(ground, finding, show(finding))),
        ...(carried || errors.length > 0 ? [] : ["it cannot be carried out, and nobody says why"]),
        ...touched(before, ground.seen()),
      ];
    },
    stop: async () => ground.remove(),
  };
}
