import type { Pack } from "../engine/model/pack";
import { altiris } from "./altiris";
import { configmgr } from "./configmgr";

/** Every platform, by the name that documents give it. */
export const packs: Readonly<Record<string, Pack<never>>> = { altiris, configmgr };
