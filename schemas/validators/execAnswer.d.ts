// Generated from schemas/exec-answer.json by tools/generate.js: change that, then run it again.
import type { ValidateFunction } from "ajv";
import type { ExecAnswer } from "../types/execAnswer";

declare const validate: ValidateFunction<ExecAnswer>;
export default validate;
