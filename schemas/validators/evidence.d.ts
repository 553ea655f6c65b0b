// Generated from schemas/evidence.json by tools/generate.js: change that, then run it again.
import type { ValidateFunction } from "ajv";
import type { Evidence } from "../types/evidence";

declare const validate: ValidateFunction<Evidence>;
export default validate;
