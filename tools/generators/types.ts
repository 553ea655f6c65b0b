import Ajv from "ajv";
import standaloneCode from "ajv/dist/standalone";
import { compile } from "json-schema-to-typescript";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A generated file of the repository: `make` is a pure function of the sources. */
export type Generator = Readonly<{ file: string; make(): string | Promise<string> }>;

const root = join(__dirname, "..", "..");

/** The schemas, by the name that their types and validators get. */
const schemas = { estateAltiris: "schemas/estate-altiris.json", migration: "schemas/migration.json" } as const;

const annotations = ["x-unit", "x-say", "x-date"];

const banner = (source: string): string => `// Generated from ${source} by tools/generate.js: change that, then run it again.\n`;

const read = (source: string): Record<string, unknown> => JSON.parse(readFileSync(join(root, source), "utf8"));

/** Drops what editors and messages alone need, so that the types stay readable. */
const types = async (source: string): Promise<string> =>
  banner(source) +
  (await compile(read(source), "Document", {
    bannerComment: "",
    additionalProperties: false,
    format: false,
    unknownAny: true,
  }));

/** Compiled ahead: starting ajv and compiling both schemas costs every command a tenth of a second. */
function validator(source: string): string {
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: true, strictTypes: false, strictRequired: false, code: { source: true } });
  ajv.addVocabulary(annotations);
  return `${banner(source)}/* eslint-disable */\n${standaloneCode(ajv, ajv.compile(read(source)))}\n`;
}

const declaration = (source: string): string =>
  `${banner(source)}import type { ValidateFunction } from "ajv";\ndeclare const validate: ValidateFunction;\nexport = validate;\n`;

export const generators: readonly Generator[] = Object.entries(schemas).flatMap(([name, source]) => [
  { file: `schemas/types/${name}.ts`, make: () => types(source) },
  { file: `schemas/validators/${name}.js`, make: () => validator(source) },
  { file: `schemas/validators/${name}.d.ts`, make: () => declaration(source) },
]);
