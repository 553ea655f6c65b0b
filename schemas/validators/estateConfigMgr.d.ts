// Generated from schemas/estate-configmgr.json by tools/generate.js: change that, then run it again.
import type { ValidateFunction } from "ajv";
import type { EstateConfigMgrDocument } from "../types/estateConfigMgr";

declare const validate: ValidateFunction<EstateConfigMgrDocument>;
export default validate;
