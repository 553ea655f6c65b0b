// Generated from schemas/estate-altiris.json by tools/generate.js: change that, then run it again.
import type { ValidateFunction } from "ajv";
import type { EstateAltirisDocument } from "../types/estateAltiris";

declare const validate: ValidateFunction<EstateAltirisDocument>;
export default validate;
