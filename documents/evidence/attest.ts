import type { Finding } from "../../engine/model/finding";
import { Ref, byText, isRef, kindOf } from "../../engine/model/entity";
import type { Migration } from "../../engine/model/migration";
import { Routes, driverNamed, shown } from "../drivers";
import { didYouMean } from "../near";
import { after, before } from "./before";
import { complaint } from "./codes";
import { attestCommand } from "./command";
import { countsIn, shortOf } from "./counts";
import { Field, faultsIn, inItsPlace, isPlaceholder, placedFor, recordedOf } from "./fields";
import { sealOf } from "./files";
import { Ledger, operationId } from "./ledger";
import { Evidence, Placed, Planned, operationsOn } from "./model";

/** What somebody says to have done. */
export type Said = Readonly<{
  entity: string;
  stage?: string;
  by?: string;
  at: string;
  /** It was taken back. */
  back: boolean;
  fields: Readonly<Record<string, string>>;
}>;

/** What attesting goes by: the plan, who carries out what, what was attested before, and who may. */
export type Office = Readonly<{
  planned: Planned;
  routes: Routes;
  ledger: Ledger;
  teams: Migration["teams"];
  /** When a wave has moved. */
  done?: Migration["done"];
  /** The time of the real world, in milliseconds. */
  now: number;
}>;

/** Everything against it; or the evidence, unsigned, with where it is to be written and what was checked. */
export type Attested =
  | Readonly<{ findings: readonly Finding[] }>
  | Readonly<{ place: Placed; file: string; evidence: Evidence; checked: readonly string[] }>;

/** Clocks differ a little. */
const AHEAD_MS = 5 * 60_000;

/** Holds what somebody says against plan, procedures and what was attested before. Nothing is written. */
export function attest(office: Office, said: Said): Attested {
  const place = placeOf(office, said);
  if ("rule" in place) return { findings: [place] };
  const { planned, ledger } = office;
  const { operation, stage } = place;
  const fields = asked(planned, place, said.back);
  const thread = ledger.thread(place);
  const parents = parentsOf(office, place, said.back);
  const findings = [
    ...thread.complaints,
    ...repeated(office, place, said),
    ...who(office, place, said),
    ...values(office, place, fields, said),
    ...tooFew(office, place, said),
    ...parents.findings,
  ];
  if (findings.length > 0) return { findings };
  const { undo, name } = planned.problem.table.move(kindOf(operation.entity), operation.move);
  const own = thread.last ? [[thread.last.file, thread.last.evidence.seal] as const] : [];
  const content = {
    operation: operationId(planned, stage.name, operation.entity, said.back),
    plan: planned.lock.plan,
    stage: `${planned.lock.revision}/${stage.name}`,
    entity: operation.entity,
    move: said.back ? (undo ?? "") : name,
    by: said.by ?? "",
    at: said.at,
    fields: Object.fromEntries(fields.map((field) => [field.name, (said.fields[field.name] ?? "").trim()])),
    parents: Object.fromEntries([...parents.found, ...own].sort(([a], [b]) => byText(a, b))),
  };
  const checked = fields.flatMap(({ name: field, what, wanted: { form } }) =>
    form === "text" || form === "file" ? [] : [`${field} ${what}`],
  );
  return { place, file: ledger.next(place), evidence: { ...content, seal: sealOf(content) }, checked };
}

const asked = (planned: Planned, { index, operation }: Placed, back: boolean): readonly Field[] => {
  const state = planned.states[index]?.get(operation.entity);
  return back || !state ? [] : recordedOf(planned.problem, operation, state);
};

/** Which operation is meant: of several on one entity the first that is not attested, unless a stage is named. */
export function placeOf({ planned, routes, ledger }: Office, said: Pick<Said, "entity" | "stage" | "back">): Placed | Finding {
  const entity = said.entity;
  const all = isRef(entity) ? operationsOn(planned, entity) : [];
  if (all.length === 0) {
    const known = new Set(planned.stages.flatMap(({ operations }) => operations.map((one) => one.entity as string)));
    const fix = didYouMean(entity, known);
    return complaint("EVI-008", `${planned.folder} has nothing to do with ${entity}`, { entity, ...(fix ? { fix } : {}) });
  }
  const named = said.stage?.replace(/^[^/]+\//, "");
  const inStage = all.filter(({ stage }) => named === undefined || stage.name === named);
  if (inStage.length === 0) {
    const stages = all.map(({ stage }) => stage.name).join(", ");
    return complaint("EVI-008", `the stage ${named} does nothing with ${entity}`, { entity, fix: `write --stage ${stages}` });
  }
  const people = inStage.filter(({ operation }) => driverNamed(routes.carrier(entity as Ref, operation.move)) === "runbook");
  const [first] = people;
  if (!first) {
    const by = inStage.map(({ operation }) => `${operation.move}: ${shown(routes.carrier(entity as Ref, operation.move))}`);
    return complaint("EVI-008", `${entity} is not for people: its driver carries it out (${by.join(", ")})`, {
      entity,
      fix: "let drover apply do it; or name runbook for it under drivers in migration.yaml",
    });
  }
  const open = people.filter((place) => (ledger.thread(place).last?.back ?? true) !== said.back);
  return (said.back ? open.at(-1) : open[0]) ?? first;
}

function repeated({ planned, ledger }: Office, place: Placed, { back }: Said): readonly Finding[] {
  const { entity, move } = place.operation;
  const { last } = ledger.thread(place);
  if (back) {
    if (planned.problem.table.move(kindOf(entity), move).undo === undefined)
      return [complaint("EVI-008", `${move} of ${entity} has no way back`, { entity, fix: "go on; what is done stays done" })];
    return last && !last.back
      ? []
      : [complaint("EVI-010", `${entity} has not been attested, or was taken back already`, { entity })];
  }
  if (!last || last.back) return [];
  const say = `${entity} was attested by ${last.evidence.by} on ${last.evidence.at} (${last.file})`;
  const fix = `nothing to do; if it was wrong: drover attest ${planned.folder} ${entity} --revoke --by "<who>" --why "<why>"`;
  return [complaint("EVI-010", say, { entity, fix })];
}

/** A person of the team that the task is for, where the migration document has one; at a time that has passed. */
function who({ planned, teams, now }: Office, { operation }: Placed, said: Said): readonly Finding[] {
  const { entity } = operation;
  const when = Date.parse(said.at);
  const late = Number.isNaN(when)
    ? [
        complaint("EVI-011", `--at ${said.at} is no time`, {
          entity,
          fix: "write date, time and offset: 2026-11-14T21:02-06:00",
        }),
      ]
    : when > now + AHEAD_MS
      ? [complaint("EVI-011", `--at ${said.at} has not come yet`, { entity, fix: "attest it when it is done" })]
      : [];
  const name = placedFor(planned.problem, operation)?.task.team;
  const team =
    name === undefined ? undefined : Object.entries(teams).find(([own, { does }]) => own === name || does.includes(name));
  const stranger =
    team && said.by !== undefined && !team[1].people.includes(said.by)
      ? [
          complaint("EVI-011", `${said.by} is not in the team ${team[0]}, which does this (${name})`, {
            entity,
            fix: `let one of ${team[1].people.join(", ")} attest it, or add ${said.by} to the team in migration.yaml`,
          }),
        ]
      : [];
  return [...late, ...stranger];
}

/** What is missing, wrong or not asked for: all at once, with the whole command. */
function values({ planned }: Office, place: Placed, fields: readonly Field[], said: Said): readonly Finding[] {
  const { entity } = place.operation;
  const faults = faultsIn(fields, said.fields);
  const missing = [
    ...(said.by === undefined || said.by.trim() === "" ? ["--by: who did it"] : []),
    ...faults.flatMap((fault) => (fault.is === "missing" ? [`${fault.field.name}: ${fault.field.what}`] : [])),
  ];
  const command = attestCommand(planned.folder, place, fields, said);
  const known = fields.map(({ name }) => name);
  return [
    ...blank(entity, { by: said.by }),
    ...(missing.length > 0
      ? [complaint("EVI-007", `missing for ${entity}: ${missing.join("; ")}`, { entity, fix: `run ${command}` })]
      : []),
    ...faults.flatMap((fault) => {
      if (fault.is === "wrong") {
        const blank = isPlaceholder(said.fields[fault.field.name] ?? "");
        return [complaint("EVI-007", `${entity}: ${fault.say}`, { entity, ...(blank ? { fix: inItsPlace } : {}) })];
      }
      if (fault.is === "missing") return [];
      const fix = didYouMean(fault.name, known) ?? "leave it out";
      return [complaint("EVI-007", `${entity} asks for no ${fault.name}`, { entity, fix })];
    }),
  ];
}

/** Of a wave that has not come over yet nobody can say that it has. What is no count is a wrong value already. */
function tooFew({ planned, done }: Office, { index, operation }: Placed, { fields, back }: Said): readonly Finding[] {
  const { entity } = operation;
  const wave = planned.states[index]?.get(entity);
  const short = wave?.kind === "wave" && done && !back ? shortOf(done, wave, { ...wave, ...countsIn(wave, fields) }) : undefined;
  if (short?.is !== "few") return [];
  return [complaint("EVI-012", `${entity}: ${short.say}`, { entity })];
}

/** What was copied from a proposed command and not written. */
export const blank = (entity: string, options: Readonly<Record<string, string | undefined>>): readonly Finding[] =>
  Object.entries(options).flatMap(([name, value = ""]) =>
    isPlaceholder(value)
      ? [
          complaint("EVI-007", `${entity}: --${name} is ${JSON.stringify(value)}, which is only where it is to be written`, {
            entity,
            fix: inItsPlace,
          }),
        ]
      : [],
  );

/** The evidence that it rests on: what people did first. What a driver does first is looked at when drover goes on. */
function parentsOf(
  { planned, routes, ledger }: Office,
  place: Placed,
  back: boolean,
): Readonly<{ found: readonly (readonly [string, string])[]; findings: readonly Finding[] }> {
  const found: (readonly [string, string])[] = [];
  const findings: Finding[] = [];
  for (const first of back ? after(planned, place) : before(planned, place)) {
    const { entity, move } = first.operation;
    const { last, complaints } = ledger.thread(first);
    const people = driverNamed(routes.carrier(entity, move)) === "runbook";
    if (back ? people && last && !last.back : people && (!last || last.back)) {
      const say = back
        ? `${entity} is to be taken back first`
        : `${entity} comes first (${first.stage.name}), and nobody has attested it`;
      findings.push(complaint("EVI-009", `${place.operation.entity}: ${say}`, { entity: place.operation.entity }));
    } else if (last && complaints.length > 0) findings.push(...complaints);
    else if (last) found.push([last.file, last.evidence.seal]);
  }
  return { found, findings };
}
