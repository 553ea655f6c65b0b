import { citing } from "../../../engine/model/define";

/** The migration guide from 7.0 to 7.1; the line is that of the text edition. */
export const guide = citing("altiris-7.1");
