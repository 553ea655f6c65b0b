import Ajv from "ajv";
import standaloneCode from "ajv/dist/standalone";
import { compile } from "json-schema-to-typescript";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A generated file of the repository: `make` is a pure function of the sources. */
export type Generator = Readonly<{ file: string; make(): string | Promise<string> }>;

const root = join(__dirname, "..", "..");

/** The schemas, by the name that their types and validators get. */
const schemas = {
  estateAltiris: "schemas/estate-altiris.json",
  estateConfigMgr: "schemas/estate-configmgr.json",
  migration: "schemas/migration.json",
  evidence: "schemas/evidence.json",
  revocation: "schemas/revocation.json",
  execRequest: "schemas/exec-request.json",
  execAnswer: "schemas/exec-answer.json",
} as const;

/** What other programs write may be wrong a million times over; the first fault is enough. Of documents, people want all. */
const firstFaultOnly: ReadonlySet<string> = new Set([schemas.execRequest, schemas.execAnswer]);

const annotations = ["x-unit", "x-say", "x-date"];

const banner = (source: string): string => `// Generated from ${source} by tools/generate.js: change that, then run it again.\n`;

const read = (source: string): Record<string, unknown> => JSON.parse(readFileSync(join(root, source), "utf8"));

/** A map that also has fixed keys: TypeScript wants these to fit the map's values, JSON Schema does not. */
function widened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(widened);
  if (typeof value !== "object" || value === null) return value;
  const node = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, widened(inner)]));
  const { properties, additionalProperties: rest } = node;
  if (typeof properties !== "object" || properties === null || typeof rest !== "object" || rest === null) return node;
  return { ...node, additionalProperties: { anyOf: [rest, ...Object.values(properties), { tsType: "undefined" }] } };
}

const types = async (source: string): Promise<string> =>
  banner(source) +
  (await compile(widened(read(source)) as Record<string, unknown>, "Document", {
    bannerComment: "",
    additionalProperties: false,
    style: { printWidth: 130, trailingComma: "all" },
  }));

/** Compiled ahead: starting ajv and compiling the schemas would cost every command a fifth of a second. */
function validator(source: string): string {
  const ajv = new Ajv({
    allErrors: !firstFaultOnly.has(source),
    verbose: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    code: { source: true },
  });
  ajv.addVocabulary(annotations);
  return `${banner(source)}/* eslint-disable */\n${standaloneCode(ajv, ajv.compile(read(source)))}\n`;
}

const declaration = (name: string, source: string): string =>
  `${banner(source)}import type { ValidateFunction } from "ajv";
import type { ${title(source)} } from "../types/${name}";

declare const validate: ValidateFunction<${title(source)}>;
export default validate;
`;

const title = (source: string): string => String(read(source).title);

export const generators: readonly Generator[] = Object.entries(schemas).flatMap(([name, source]) => [
  { file: `schemas/types/${name}.ts`, make: () => types(source) },
  { file: `schemas/validators/${name}.js`, make: () => validator(source) },
  { file: `schemas/validators/${name}.d.ts`, make: () => declaration(name, source) },
]);
