import type { Command } from "commander";
import pc from "picocolors";
import { didYouMean } from "../../documents/near";
import { byText } from "../../engine/model/entity";
import { Rule, formsOf, idsOf } from "../../engine/model/rule";
import { unsafe } from "../../engine/passes/waive";
import { edgeExamples } from "../../engine/verify/examples";
import { packs, packsOf, rulesOf } from "../../platforms";
import { CodeRecord, codeRecords } from "../codes";
import { exit } from "../command";
import { err, json, out, table, wrap } from "../print";

/** The form that others read: one record a rule. */
export type RuleRecord = Readonly<{
  id: string;
  covers: readonly string[];
  title: string;
  platform: string;
  severity: string;
  forms: readonly string[];
  examples: Readonly<{ breaks: number; holds: number }>;
  source: Rule["source"];
}>;

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("rules [id]")
    .description("what Drover knows: every rule with its source, and what Drover itself says; or one of them whole")
    .option("--json", "all rules of the platforms as JSON, or the one that is named")
    .option("--platform <name>", "only one platform's")
    .action((id: string | undefined, options: { json?: true; platform?: string }) => end(rules(id, options)));
}

/** Every rule of every pack, in the order of ids. Edges that are data count as examples: tests run them swapped and in order. */
export function ruleRecords(platform?: string): readonly RuleRecord[] {
  return Object.entries(packs)
    .filter(([name]) => platform === undefined || name === platform)
    .flatMap(([name, pack]) => {
      const edges = packsOf(name).flatMap(edgeExamples);
      return rulesOf(name).map((rule): RuleRecord => {
        const covers = [...idsOf(rule)].sort(byText);
        const own = edges.filter((edge) => covers.includes(edge.rule)).length;
        return {
          id: rule.id,
          covers,
          title: rule.title,
          platform: pack.name,
          severity: rule.severity,
          forms: formsOf(rule),
          source: rule.source,
          examples: { breaks: (rule.breaks?.length ?? 0) + own, holds: (rule.holds?.length ?? 0) + own },
        };
      });
    })
    .sort((a, b) => byText(a.id, b.id));
}

function rules(id: string | undefined, options: { json?: true; platform?: string }): number {
  if (options.platform !== undefined && !(options.platform in packs)) {
    err(`no platform ${options.platform}; there is ${Object.keys(packs).join(", ")}`);
    return exit.usage;
  }
  const records = ruleRecords(options.platform);
  if (id !== undefined) return one(id.toUpperCase(), records, options);
  if (options.json) json(records);
  else out(list(records, options.platform === undefined ? codeRecords() : []));
  return exit.done;
}

/** The rules of packs that settle this demand; or, where no platform is asked for, what Drover itself says under this id. */
function one(id: string, all: readonly RuleRecord[], options: { json?: true; platform?: string }): number {
  const records = all.filter((record) => record.covers.includes(id));
  const codes = options.platform === undefined ? codeRecords().filter((code) => code.id === id) : [];
  if (records.length + codes.length === 0) {
    const near = didYouMean(id, [...all.flatMap((record) => record.covers), ...codeRecords().map((code) => code.id)]);
    err(`no rule ${id}; ${near === undefined ? "" : `${near} `}drover rules lists them all`);
    return exit.usage;
  }
  if (options.json) json([...records, ...codes]);
  else out([...records.map(whole), ...codes.map(wholeCode)].join("\n"));
  return exit.done;
}

function list(records: readonly RuleRecord[], codes: readonly CodeRecord[]): string {
  const settled = new Set(records.flatMap((record) => record.covers)).size;
  return [
    table(records.map((record) => [record.id, record.severity, record.forms.join(" "), record.title])),
    ...(codes.length > 0 ? ["", "What Drover itself says, whatever the platform:"] : []),
    ...(codes.length > 0 ? [table(codes.map((code) => [code.id, code.title]))] : []),
    "",
    `${records.length} rules, which settle ${settled} demands of the sources.   one whole: drover rules ${records[0]?.id ?? ""}`,
  ].join("\n");
}

const wholeCode = ({ id, title, remedy, when }: CodeRecord): string =>
  [`${pc.bold(id)}  ${title}`, `  when     ${when}`, `  remedy   ${wrap(remedy, 90, " ".repeat(11))}`].join("\n");

function whole(record: RuleRecord): string {
  const pack = packs[record.platform];
  const rule = rulesOf(record.platform).find((one) => one.id === record.id);
  const edges = pack ? edgeExamples(pack).filter((edge) => record.covers.includes(edge.rule)) : [];
  const examples = [
    ...(rule?.breaks ?? []).map((one) => `breaks  ${one.case}`),
    ...(rule?.holds ?? []).map((one) => `holds   ${one.case}`),
  ];
  return [
    `${pc.bold(record.id)}  ${record.title}`,
    `  ${record.severity}, ${record.forms.join(" and ")}; ${record.platform}`,
    `  source   ${record.source.document}, ${record.source.where}`,
    ...(record.covers.length > 1 ? [`  settles  ${record.covers.join(", ")}`] : []),
    ...(rule ? [`  waiving  ${unsafe(rule) ? "never: it keeps every state safe" : "may be: migration.yaml, waivers"}`] : []),
    ...examples.map((example) => `  ${example}`),
    ...edges.map((edge) => `  orders   ${edge.procedure}: ${edge.first} before ${edge.then}`),
    ...(rule?.is ?? []).flatMap((form) => (form.form === "note" ? [`  note     ${wrap(form.text, 90, " ".repeat(11))}`] : [])),
  ].join("\n");
}
