import { byText } from "../../../engine/model/entity";
import type { Rule } from "../../../engine/model/rule";
import { agents } from "./agents";
import { databases } from "./databases";
import { hierarchy } from "./hierarchy";
import { servers } from "./servers";
import { siteServers } from "./siteServers";

/** Every rule of the pack, in the order of their ids. */
export const rules: readonly Rule[] = [...hierarchy, ...databases, ...servers, ...siteServers, ...agents].sort((a, b) => byText(a.id, b.id));
