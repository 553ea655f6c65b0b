import type { Pack } from "../engine/model/pack";
import { altiris } from "./altiris";
import { configmgr } from "./configmgr";
import { restructuring } from "./configmgr/restructure";

/** Every platform, by the name that documents give it. */
export const packs: Readonly<Record<string, Pack<never>>> = { altiris, configmgr };

/** By platform, what plans the changes of an estate that keeps its version. */
export const restructurings: Readonly<Record<string, Pack<never>>> = { configmgr: restructuring };
