import { citing } from "../../../engine/model/define";

/** The chapter on migrating to ConfigMgr 2007; the line is that of the text edition. */
export const chapter = citing("configmgr-2007");
