import { byText } from "../../../engine/model/entity";
import type { Rule } from "../../../engine/model/rule";
import { boundaries } from "./boundaries";
import { clients } from "./clients";
import { sites } from "./sites";

/** Every rule of the pack, in the order of their ids. */
export const rules: readonly Rule[] = [...sites, ...boundaries, ...clients].sort((a, b) => byText(a.id, b.id));
