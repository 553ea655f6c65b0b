import type { Command } from "commander";
import { poseMigration } from "../../documents/open";
import { byPlace } from "../../engine/model/finding";
import { checkEstates } from "../../engine/passes/validate";
import { notEvaluated } from "../../engine/passes/verify";
import { exit } from "../command";
import { migrationFolder } from "../folder";
import { today } from "../today";
import { err, json, out, showAll, tally } from "../print";

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("check [migration]")
    .description("read the documents and hold them against the rules; changes nothing, plans nothing")
    .option("--json", "findings as JSON")
    .action((named: string | undefined, options: { json?: true }) => end(check(named, options.json === true)));
}

function check(named: string | undefined, asJson: boolean): number {
  const found = migrationFolder(named);
  if ("say" in found) {
    err(found.say);
    return exit.usage;
  }
  const posed = poseMigration(found.folder, today());
  const rules = posed.problem?.pack.rules ?? [];
  const findings = [
    ...posed.findings,
    ...(posed.problem ? [...checkEstates(rules, posed.problem), ...notEvaluated(posed.problem)] : []),
  ].sort(byPlace);
  if (asJson) json({ migration: found.folder, findings });
  else {
    if (findings.length > 0) out(`${showAll(findings, rules)}\n`);
    const checked = rules.filter((rule) => rule.is.some((form) => form.form === "estate")).length;
    out(
      `${found.folder}: ${tally(findings)}${posed.problem ? `; ${posed.problem.model.facts.join(", ")}; ${checked} rules asked of the documents` : "; not read to the end"}`,
    );
    if (!findings.some((finding) => finding.severity === "error")) out(`next: drover plan ${found.folder}`);
  }
  return findings.some((finding) => finding.severity === "error") ? exit.findings : exit.done;
}
