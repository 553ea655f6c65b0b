// Generated from schemas/migration.json by tools/generate.js: change that, then run it again.
import type { ValidateFunction } from "ajv";
import type { MigrationDocument } from "../types/migration";

declare const validate: ValidateFunction<MigrationDocument>;
export default validate;
