import { existsSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { join } from "node:path";
import pc from "picocolors";
import { Said, attest as judged, blank, placeOf } from "../../documents/evidence/attest";
import { complaint } from "../../documents/evidence/codes";
import { quoted } from "../../documents/evidence/command";
import { payloadOf, revocationFile, sealOf, writeClaim } from "../../documents/evidence/files";
import type { Evidence, Revocation } from "../../documents/evidence/model";
import type { Finding } from "../../engine/model/finding";
import { nameOf } from "../../engine/model/entity";
import { sign } from "../../provider/drivers/signatures";
import { exit } from "../command";
import { Opened, openOffice } from "../office";
import { err, out, showAll } from "../print";
import { stopped } from "../stack";

type Options = Readonly<{
  stage?: string;
  by?: string;
  at?: string;
  field?: readonly string[];
  from?: string;
  sign?: string;
  back?: true;
  revoke?: true;
  why?: string;
}>;

export function register(program: Command, end: (status: number) => void): void {
  program
    .command("attest <migration> [entity]")
    .description("write down that a person did a task: checked first, then one file of evidence, to be committed")
    .option("--stage <stage>", "where an entity has something to do in several stages: which one")
    .option("--by <who>", "who did it")
    .option("--at <time>", "when it was done, such as 2026-11-14T21:02-06:00 (otherwise: now)")
    .option("--field <name=value>", "what the task asks to be recorded; once for each", collected)
    .option("--from <file>", "read all that from a JSON file, as the form of drover todo --html makes it")
    .option("--sign <key>", "sign it with this SSH key")
    .option("--back", "it was taken back")
    .option("--revoke", "what was attested last does not count any more; needs --why. Nothing is deleted")
    .option("--why <why>", "why it is revoked")
    .action((migration: string, entity: string | undefined, options: Options) => end(attest(migration, entity, options)));
}

const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function attest(migration: string, entity: string | undefined, options: Options): number {
  const opened = openOffice(migration);
  if (stopped(opened)) return refuse(opened.say, opened.status);
  const said = saidBy(entity, options, opened.office.now);
  if ("say" in said) return refuse(said.say, exit.usage);
  for (const [i, one] of said.all.entries()) {
    const findings = options.revoke ? revoke(opened, one, options) : record(opened, one, options);
    if (findings.length === 0) continue;
    const before = said.all.length > 1 && i > 0 ? `; ${i} of ${said.all.length} were written before it` : "";
    return refuse(`${showAll(findings)}\n\n${one.entity}: nothing was written${before}`, exit.findings);
  }
  return exit.done;
}

function refuse(say: string, status: number): number {
  err(say);
  return status;
}

/** What the command line says, or each entry of the file that it names; what the command line says besides holds for all. */
function saidBy(
  entity: string | undefined,
  { stage, by, at, field = [], from, back }: Options,
  now: number,
): Readonly<{ all: readonly Said[] }> | Readonly<{ say: string }> {
  const broken = field.find((one) => !/^[^=]+=/.test(one));
  if (broken !== undefined) return { say: `--field ${broken} is not of the form name=value` };
  const fields = Object.fromEntries(field.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]));
  const own = {
    ...(entity === undefined ? {} : { entity }),
    ...(stage === undefined ? {} : { stage }),
    ...(by === undefined ? {} : { by }),
  };
  const time = { at: at ?? new Date(now).toISOString(), back: back === true };
  if (from === undefined) {
    if (entity === undefined) return { say: "name an entity, or a file with --from; drover todo lists what people do" };
    return { all: [{ ...time, fields, ...own, entity }] };
  }
  const read = entriesIn(from);
  if ("say" in read) return read;
  return {
    all: read.all.map((entry) => ({
      ...time,
      ...entry,
      ...own,
      ...(at === undefined ? {} : { at }),
      fields: { ...entry.fields, ...fields },
    })),
  };
}

type Entry = Pick<Said, "entity" | "fields"> & Partial<Said>;

/** The form's JSON: one entry or a list, with texts alone. */
function entriesIn(file: string): Readonly<{ all: readonly Entry[] }> | Readonly<{ say: string }> {
  if (!existsSync(file)) return { say: `${file} does not exist` };
  const no = (why: string): Readonly<{ say: string }> => ({ say: `${file} is not what the form makes: ${why}` });
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return no(error instanceof Error ? error.message : String(error));
  }
  const all: readonly unknown[] = Array.isArray(content) ? content : [content];
  if (all.length === 0) return no("it holds nothing");
  const wrong = all.findIndex((entry) => !isEntry(entry));
  return wrong === -1 ? { all: all as readonly Entry[] } : no(`entry ${wrong + 1} needs entity and fields, all of them texts`);
}

function isEntry(value: unknown): value is Entry {
  if (!isMap(value) || typeof value["entity"] !== "string" || !isMap(value["fields"])) return false;
  const texts = ["stage", "by", "at"].every((name) => value[name] === undefined || typeof value[name] === "string");
  const known = Object.keys(value).every((name) => ["entity", "fields", "stage", "by", "at", "back"].includes(name));
  const back = value["back"] === undefined || typeof value["back"] === "boolean";
  return texts && known && back && Object.values(value["fields"]).every((text) => typeof text === "string");
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function record(opened: Opened, said: Said, options: Options): readonly Finding[] {
  const made = judged(opened.office, said);
  if ("findings" in made) return made.findings;
  const { folder } = opened.office.planned;
  const signed = signedBy(opened, made.evidence, options.sign);
  if ("rule" in signed) return [signed];
  writeClaim(folder, made.file, "evidence", signed.claim);
  const parents = Object.keys(made.evidence.parents).map((file) => nameOf(file.replace(/^evidence\/[^/]+\//, "")));
  out(
    [
      `checked  ${made.checked.length > 0 ? made.checked.join("; ") : "who, when and what comes first"}`,
      `wrote    ${pc.bold(`${folder}/${made.file}`)}   (${signed.claim.signature === undefined ? "unsigned" : `signed by ${said.by}`}${
        parents.length > 0 ? `; rests on ${parents.join(", ")}` : ""
      })`,
      `next     git add and commit it, then drover apply goes on        wrong? ${again(folder, made.evidence)}`,
    ].join("\n"),
  );
  return [];
}

type Given = Readonly<{ by?: string | undefined; why?: string | undefined }>;

/** The command that revokes, with what is known filled in. */
const again = (folder: string, { entity, stage }: Pick<Said, "entity" | "stage">, { by, why }: Given = {}): string =>
  [
    `drover attest ${quoted(folder)} ${quoted(entity)}${stage === undefined ? "" : ` --stage ${quoted(stage.replace(/^[^/]+\//, ""))}`}`,
    `--revoke --by ${quoted(by ?? "<who>")} --why ${quoted(why || "<why>")}`,
  ].join(" ");

/** Signed where a key is named; and looked at as everyone will look at it. */
function signedBy<T extends Evidence | Revocation>(
  { verify }: Opened,
  claim: T,
  key: string | undefined,
): Readonly<{ claim: T }> | Finding {
  const payload = payloadOf(claim);
  const made: Partial<Readonly<{ signature: string; say: string }>> = key === undefined ? {} : sign(key, payload);
  if (made.say !== undefined)
    return complaint("EVI-003", made.say, { fix: "name an SSH key that you have: --sign ~/.ssh/id_ed25519" });
  const signature = made.signature === undefined ? {} : { signature: made.signature };
  const wrong = verify({ by: claim.by, payload, ...signature });
  if (wrong !== undefined)
    return complaint("EVI-003", `it would not be ${claim.by}'s: ${wrong}`, { fix: "sign it: --sign <key>" });
  return { claim: { ...claim, ...signature } };
}

function revoke(opened: Opened, said: Said, options: Options): readonly Finding[] {
  const { office } = opened;
  const { folder } = office.planned;
  const { entity, by } = said;
  const why = options.why?.trim() ?? "";
  if (by === undefined || why === "") {
    const fix = `run ${again(folder, said, { by, why: options.why })}`;
    const missing = [...(by === undefined ? ["--by"] : []), ...(why === "" ? ["--why"] : [])].join(", ");
    return [complaint("EVI-007", `missing for the revocation of ${entity}: ${missing}`, { entity, fix })];
  }
  const copied = blank(entity, { by, why });
  if (copied.length > 0) return copied;
  const place = placeOf(office, { entity, back: true, ...(said.stage === undefined ? {} : { stage: said.stage }) });
  if ("rule" in place) return [place];
  const entry = office.ledger
    .thread(place)
    .entries.filter(({ revoked }) => !revoked)
    .at(-1);
  if (!entry)
    return [
      complaint("EVI-010", `nothing that was attested of ${entity} in ${place.stage.name} counts`, {
        entity,
        fix: "nothing to revoke",
      }),
    ];
  const file = revocationFile(entry.file);
  if (existsSync(join(folder, file)))
    return [
      complaint("EVI-010", `${folder}/${file} is there already, and does not hold`, {
        entity,
        fix: "restore that file from version control, or take it back there; then revoke again",
      }),
    ];
  const content = { revokes: entry.file, content: entry.content, by, at: said.at, why };
  const signed = signedBy(opened, { ...content, seal: sealOf(content) }, options.sign);
  if ("rule" in signed) return [signed];
  writeClaim(folder, file, "revocation", signed.claim);
  out(`wrote    ${pc.bold(`${folder}/${file}`)}\nnext     git add and commit it; ${entity} waits for people again`);
  return [];
}
