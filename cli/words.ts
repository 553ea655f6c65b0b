import { gapOf } from "../engine/passes/duration";
import { stageName } from "../engine/stages";
import { grouped, plural } from "../engine/text";
import { Carried, finalOperations, withRisk } from "./carried";
import { gapText } from "./changes";
import { wrap } from "./print";
import { sentence } from "./stages";
import { width } from "./width";

/** Lines of a block: a word in a column of its own, the text beside it. */
export const row = (word: string, text: string): string => `  ${word.padEnd(6)} ${wrap(text, width() - 9, " ".repeat(9))}`;

/** What a stage is, whom it could hurt, and whether it can be taken back. */
export function aboutStage(carried: Carried, index: number): readonly string[] {
  const stage = withRisk(carried)[index - 1];
  if (!stage) return [row("does", "reads the whole estate and compares it with the documents; changes nothing")];
  return [
    row("does", sentence(carried.problem, stage)),
    row("risk", riskOf(carried, index)),
    row("back", backOf(carried, index)),
    row("ends", stage.ends === "signed-off" ? "with a signature" : "with a promotion"),
  ];
}

/** What taking a stage back undoes, whom that could hurt, and how it comes to be carried out again. */
export function aboutBack(carried: Carried, index: number, stack: string): readonly string[] {
  const stage = withRisk(carried)[index - 1];
  if (!stage) throw new Error(`stage ${index} cannot be taken back`);
  const again = `drover promote ${stack} --to ${stageName(carried, index)}`;
  return [
    row("undoes", sentence(carried.problem, stage, true)),
    row("risk", stage.risk === 0 ? riskOf(carried, index) : riskOf(carried, index).replace("while it runs", "while it is taken back")),
    row("back", `yes, it can be carried out again: ${again}`),
    row("ends", `where ${stageName(carried, index - 1)} is complete again`),
  ];
}

/** What closes a plan when its last stage is done. */
export const closes = ({ folder }: Carried): string => `drover finish ${folder} closes the plan, and the estate's days begin`;

export const afterLast = (carried: Carried, stage: number): string =>
  `${stageName(carried, stage)} was the last stage: the new estate is the estate — ${closes(carried)}`;

/** The heading of a stage: name, number, milestone. */
export function headOf(carried: Carried, index: number): string {
  const { stages } = carried;
  const stage = stages[index - 1];
  return `${stageName(carried, index)}   stage ${index} of ${stages.length}${stage ? `   milestone ${stage.milestone}` : ""}`;
}

export function riskOf(carried: Carried, index: number): string {
  const risk = withRisk(carried)[index - 1]?.risk ?? 0;
  const gap = gapIn(carried, index);
  if (risk === 0) return gap === undefined ? "none: no agent depends on what it changes" : `${gap}, who find no site meanwhile`;
  return finalOperations(carried, index).length > 0
    ? `${grouped(risk)}: agents whose service could fail while it runs, doubled where there is no way back`
    : `the service of ${plural(risk, "agent")} could fail while it runs`;
}

export function backOf(carried: Carried, index: number): string {
  const final = finalOperations(carried, index);
  if (final.length === 0) return "yes, it can be taken back";
  const names = final.map(({ entity, move }) => `${entity} ${move}`);
  const shown = names.length <= 4 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
  return `no: a point of no return, there is no way back from ${shown}`;
}

/** Whom a stage leaves without a site for a while. */
function gapIn({ problem, stages }: Carried, index: number): string | undefined {
  const stage = stages[index - 1];
  const gap = stage && gapOf(problem, stages, stage);
  return gap && gapText(gap);
}

/** A stage in a line, for "what comes next". */
export function brief(carried: Carried, index: number): string {
  const stage = withRisk(carried)[index - 1];
  if (!stage) return `${stageName(carried, index)}: compares the estate with the documents, changes nothing`;
  const risk = stage.risk === 0 ? (gapIn(carried, index) ?? "no risk") : `risk ${grouped(stage.risk)}`;
  const back = finalOperations(carried, index).length === 0 ? "can be taken back" : "no way back";
  return `${stageName(carried, index)}: stage ${index} of ${carried.stages.length}, ${plural(stage.operations.length, "operation")}, ${risk}, ${back}`;
}
