import type { Entity } from "../engine/model/entity";
import type { Source } from "../engine/model/finding";
import { text } from "../engine/model/entity";
import type { Documents } from "./model";

/** Facts that a declared date stands for. */
export type Dated = Readonly<{ of: "agents" | "boundaries"; on: string; at?: Source }>;

/**
 * When the facts were true that moving a site's agents rests on: their count (an inventory has dates of its own), and the
 * addresses by which they are found. Nothing where the documents say no date: then nobody can say that they are too old.
 */
export function datedFacts({ old: { document }, origin }: Documents, wave: Entity): readonly Dated[] {
  const name = text(wave, "site");
  const site = Object.hasOwn(document.sites, name) ? document.sites[name] : undefined;
  const asOf = document.asOf;
  const counted = site && "countedOn" in site ? (site.countedOn ?? asOf) : asOf;
  const dated = (of: Dated["of"], on: string | undefined, path: string): readonly Dated[] => {
    const at = origin(path);
    return on === undefined ? [] : [{ of, on, ...(at ? { at } : {}) }];
  };
  const own = counted !== undefined && counted !== asOf;
  return [...dated("agents", counted, own ? `old/sites/${name}/agents` : "old/asOf"), ...dated("boundaries", asOf, "old/asOf")];
}
