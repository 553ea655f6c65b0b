import { isDeepStrictEqual } from "node:util";
import { Ref, byText } from "../engine/model/entity";
import type { Operation } from "../engine/model/plan";
import { differing } from "../engine/passes/diff";
import { refOfUrn } from "../engine/resources";
import { stageName } from "../engine/stages";
import { plural } from "../engine/text";
import { Carried, indexOf } from "./carried";
import type { Deployment, Unfinished } from "./deployment";
import type { Failure, Happened } from "./events";
import { wrap } from "./print";
import type { Settings } from "./settings";
import { width } from "./width";

/** How far a run came with the stage that its stack is told to reach. */
export type Outcome = Readonly<{
  complete: boolean;
  /** The stage that is carried out, or taken back; 0 adopts. */
  stage: number;
  back: boolean;
  done: number;
  waiting: readonly Unfinished[];
  /** What neither ended nor waits: half done, or a gate that denies or was not evaluated. */
  stuck: readonly Unfinished[];
  failures: readonly Failure[];
  /** What a killed Pulumi left open: nobody knows how far it came. */
  cut: readonly string[];
  notStarted: readonly string[];
}>;

/** From the state that a run left and what its engine reported. */
export function outcomeOf(
  carried: Carried,
  { from, stage: told = "" }: Settings,
  deployment: Deployment,
  happened: Happened,
): Outcome {
  const to = indexOf(carried, told);
  const start = from === undefined ? Math.max(0, to - 1) : indexOf(carried, from);
  const stage = to === start ? to : Math.max(start, to);
  const operations = to === start ? [] : (carried.stages[stage - 1]?.operations ?? []);
  const unfinished = new Map(deployment.unfinished.map((one) => [one.entity, one]));
  const all = [...unfinished.values()].sort((a, b) => byText(a.entity, b.entity));
  const failures = happened.failures.filter(({ entity }) => entity === undefined || !unfinished.has(entity));
  // some moves lead to the phase that they began in: what else they change says whether they were made
  const arrived = (entity: Ref): boolean => {
    const [before, after] = [carried.states[start]?.get(entity), carried.states[to]?.get(entity)];
    if (deployment.phases.get(entity) !== after?.phase || !before || !after) return false;
    return differing(before, after).every((name) => isDeepStrictEqual(deployment.inputs.get(entity)?.[name], after[name]));
  };
  const done = operations.map(({ entity }) => entity).filter((entity) => !unfinished.has(entity) && arrived(entity));
  const own = new Set<string>(operations.map(({ entity }) => entity));
  const cut = cutIn(deployment).filter((entity) => own.has(entity) && !unfinished.has(entity));
  const begun = new Set<string>([...unfinished.keys(), ...failures.flatMap(({ entity }) => entity ?? []), ...cut, ...done]);
  return {
    complete: deployment.completed === told && all.length === 0 && failures.length === 0,
    stage,
    back: to < start,
    done: done.length,
    waiting: all.filter(isWaiting),
    stuck: all.filter((one) => !isWaiting(one)),
    failures,
    cut,
    notStarted: operations
      .map(({ entity }) => entity)
      .filter((entity) => !begun.has(entity))
      .sort(byText),
  };
}

/** The entities that a killed Pulumi was at. */
export const cutIn = ({ pending }: Pick<Deployment, "pending">): readonly string[] =>
  [...new Set(pending.flatMap(({ urn }) => refOfUrn(urn) ?? []))].sort(byText);

/** What begins next: nothing that it needs is still to be done. */
export function nextIn(carried: Carried, outcome: Outcome): readonly string[] {
  const begun = [...outcome.waiting, ...outcome.stuck].map(({ entity }) => entity);
  const open = new Set([...outcome.notStarted, ...outcome.cut, ...begun]);
  const held = new Set([...open].flatMap((entity) => neededBy(carried, outcome, entity)));
  return outcome.notStarted.filter((entity) => !held.has(entity));
}

/** The word that an unfinished resource's reason begins with, as the provider writes it (provider/act.ts). */
const begins = (word: string, { reasons }: Unfinished): boolean => reasons.every((reason) => reason.startsWith(`${word} `));

export const isWaiting = (one: Unfinished): boolean => begins("WAITING", one);

/** Whether nothing but time or a person stands in the way. */
export const onlyWaits = ({ waiting, stuck, failures }: Outcome): boolean =>
  waiting.length > 0 && stuck.length + failures.length === 0;

/** Whether all that is in the way was said before anything was done: a finding, and nothing that broke. */
export const onlyRefused = ({ waiting, stuck, failures }: Outcome): boolean =>
  failures.length > 0 && waiting.length + stuck.length === 0 && failures.every(({ refused }) => refused);

/** Every wait and every failure with what is wanted, then one line that counts. */
export function outcomeText(carried: Carried, outcome: Outcome): string {
  const { waiting, stuck, failures } = outcome;
  const blocks = [
    ...waiting.map((one) => unfinishedText(carried, outcome, one)),
    ...stuck.map((one) => unfinishedText(carried, outcome, one)),
    ...failures.map(({ entity, say }) =>
      wrap(`FAILED ${entity === undefined || say.includes(entity) ? "" : `${entity}: `}${say}`, width() - 4, "  "),
    ),
  ];
  return [...blocks.map((block) => `${block}\n`), tally(carried, outcome)].join("\n");
}

function unfinishedText(carried: Carried, outcome: Outcome, { entity, reasons }: Unfinished): string {
  const [first = "", ...rest] = reasons.join("\n").split("\n");
  const operation = operationsOf(carried, outcome).find((one) => one.entity === entity);
  const needed = neededBy(carried, outcome, entity);
  return [
    wrap(first, width() - 4, "  "),
    ...(needed.length > 0 ? [`  needed by  ${wrap(listed(needed), width() - 17, " ".repeat(13))}`] : []),
    ...(operation && operation.because.length > 0 ? [`  because    ${operation.because.join(", ")}`] : []),
    ...rest.filter((line) => !line.startsWith("Then run `drover apply`")).map(indented),
  ].join("\n");
}

/** The provider's lines as they are, its own indentation included. */
function indented(line: string): string {
  const margin = `  ${/^ */.exec(line)?.[0] ?? ""}`;
  // a command is copied as it stands
  if (line.trim().startsWith("drover ")) return `${margin}${line.trim()}`;
  return `${margin}${wrap(line.trim(), width() - 4 - margin.length, `${margin}  `)}`;
}

const operationsOf = ({ stages }: Carried, { stage }: Outcome): readonly Operation[] => stages[stage - 1]?.operations ?? [];

/** What cannot begin before an entity is through, directly or not. */
function neededBy(carried: Carried, outcome: Outcome, entity: string): readonly string[] {
  const byId = new Map(operationsOf(carried, outcome).map((operation) => [operation.id, operation.entity as string]));
  const after = new Map<string, string[]>();
  for (const edge of carried.stages[outcome.stage - 1]?.edges ?? []) {
    const [first, then] = outcome.back ? [edge.then, edge.first] : [edge.first, edge.then];
    const [one, other] = [byId.get(first) ?? "", byId.get(then) ?? ""];
    after.set(one, [...(after.get(one) ?? []), other]);
  }
  const found = new Set<string>();
  const look = (one: string): void => {
    for (const next of after.get(one) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      look(next);
    }
  };
  look(entity);
  return [...found].sort(byText);
}

/** Few of many names. */
export const listed = (names: readonly string[]): string =>
  names.length <= 6 ? names.join(", ") : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;

function tally(carried: Carried, outcome: Outcome): string {
  const { waiting, stuck, failures, cut, done, notStarted, stage, back } = outcome;
  const ofStack = failures.length > 0 && failures.every(({ entity }) => entity === undefined);
  if (ofStack && done + waiting.length + stuck.length === 0)
    return `${plural(failures.length, "reason")} against ${stageName(carried, stage)}: it was not begun, and nothing was changed.`;
  const stoppers = [...waiting, ...stuck, ...failures].flatMap(({ entity }) => entity ?? []);
  const counted = (word: string, say: string): readonly string[] => {
    const count = stuck.filter((one) => begins(word, one)).length;
    return count > 0 ? [`${count} ${say}`] : [];
  };
  const halfDone = stuck.filter((one) => !begins("DENIED", one) && !begins("NOT EVALUATED", one)).length;
  const parts = [
    ...(waiting.length > 0 ? [`${waiting.length} waiting`] : []),
    ...counted("DENIED", "denied"),
    ...counted("NOT EVALUATED", "not evaluated"),
    ...(halfDone > 0 ? [`${halfDone} half done`] : []),
    ...(failures.length > 0 ? [`${failures.length} failed`] : []),
    ...(cut.length > 0 ? [`${cut.length} cut off (${listed(cut)})`] : []),
    `${done} ${back ? "taken back" : "done"}`,
    ...(notStarted.length > 0
      ? [`${notStarted.length} not started${stoppers.length > 0 ? ` (need ${listed(stoppers)})` : ""}`]
      : []),
  ];
  return wrap(
    `${stageName(carried, stage)}: ${parts.join(", ")}${failures.length + stuck.length + cut.length === 0 ? "; nothing failed" : ""}.`,
    width() - 4,
    "  ",
  );
}
