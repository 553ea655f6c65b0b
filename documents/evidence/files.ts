import type { ValidateFunction } from "ajv";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { canonical, hashOf, sha256 } from "../../engine/hash";
import type { Finding } from "../../engine/model/finding";
import evidenceSchema from "../../schemas/validators/evidence";
import revocationSchema from "../../schemas/validators/revocation";
import { checkSchema } from "../schema";
import { Folder } from "../text";
import { plain } from "../tree";
import { parseYaml } from "../yaml";
import { complaint } from "./codes";
import type { Evidence, Revocation } from "./model";

/** No one writes down more than this about one task. */
const LIMIT = 1_000_000;

/** Where the evidence of an act lies, from the migration's folder; done anew, it is another file. */
export const evidenceFile = (revision: string, stage: string, ref: string, number: number): string =>
  `evidence/${revision}/${stage}/${ref.replaceAll("/", "__")}${number === 1 ? "" : `~${number}`}.yaml`;

export const revocationFile = (file: string): string => file.replace(/\.yaml$/, ".revoked.yaml");

/** What a seal is made of, whatever the file looks like. */
export const sealOf = (claim: Omit<Evidence, "seal" | "signature"> | Omit<Revocation, "seal" | "signature">): string => {
  const { seal: _seal, signature: _signature, ...content } = claim as Partial<Evidence>;
  return hashOf(content);
};

/** What is signed: the content with its seal. */
export function payloadOf(claim: Evidence | Revocation): string {
  const { signature: _signature, ...content } = claim;
  return `${canonical(content)}\n`;
}

/** The hash of a file's text, on whatever system it was checked out. */
const textHash = (text: string): string => sha256(text.replaceAll("\r\n", "\n"));

export type ReadFile<T> = Readonly<{ file: string; content: string; claim?: T; complaints: readonly Finding[] }>;

/** A file of evidence or a revocation, read and held against its schema; nothing where there is none. */
function readClaim<T>(folder: Folder, file: string, validate: ValidateFunction<T>): ReadFile<T> | undefined {
  if (!existsSync(join(folder.shown, file))) return undefined;
  const shown = folder.path(file);
  const broken = (found: readonly Finding[], content: string): ReadFile<T> => ({
    file,
    content,
    complaints: found.map(({ say, at }) =>
      complaint("EVI-001", `${shown} cannot be read as evidence: ${say}`, { at: at ?? { file: shown, line: 1, column: 1 } }),
    ),
  });
  const text = folder.read(file, { limit: LIMIT });
  if (!text.ok) return broken([text.finding], "");
  const content = textHash(text.value.text);
  const { tree, findings } = parseYaml(text.value);
  const wrong = tree && findings.length === 0 ? checkSchema(validate, tree).findings : findings;
  if (!tree || wrong.length > 0) return broken(wrong, content);
  return { file, content, claim: plain(tree) as unknown as T, complaints: [] };
}

export const readEvidence = (folder: Folder, file: string): ReadFile<Evidence> | undefined =>
  readClaim(folder, file, evidenceSchema);

export const readRevocation = (folder: Folder, file: string): ReadFile<Revocation> | undefined =>
  readClaim(folder, file, revocationSchema);

const HEADS = {
  evidence:
    "# Written by `drover attest`. Evidence is never changed: drover attest --revoke says that it does not count any more.",
  revocation: "# Written by `drover attest --revoke`: the file named below does not count any more.",
} as const;

/** Writes a claim where no file is; another one's is never overwritten. The schema's path fits the folder of a stage. */
export function writeClaim(folder: string, file: string, what: keyof typeof HEADS, claim: Evidence | Revocation): void {
  const target = join(folder, file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `${HEADS[what]}\n${stringify(claim, { lineWidth: 0 })}`, { flag: "wx" });
}
