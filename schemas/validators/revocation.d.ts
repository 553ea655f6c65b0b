// Generated from schemas/revocation.json by tools/generate.js: change that, then run it again.
import type { ValidateFunction } from "ajv";
import type { Revocation } from "../types/revocation";

declare const validate: ValidateFunction<Revocation>;
export default validate;
