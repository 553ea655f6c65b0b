// Generated from schemas/exec-request.json by tools/generate.js: change that, then run it again.
import type { ValidateFunction } from "ajv";
import type { ExecRequest } from "../types/execRequest";

declare const validate: ValidateFunction<ExecRequest>;
export default validate;
