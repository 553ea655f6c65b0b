import { byText } from "../../engine/model/entity";
import type { Migration } from "../../engine/model/migration";
import { batchNames, batches } from "../shared/batches";
import { AltirisEstate, count } from "./estate";

/** A batch of one site's agents that moves as one. */
export type Wave = Readonly<{
  name: string;
  site: string;
  agents: number;
  /** How many of them were seen lately, where an inventory says so: nobody can wait for the others. */
  seen?: number;
  from: string;
  to: string;
  pilot: boolean;
  after?: string;
}>;

/**
 * Each site is one wave, or as many even ones as the largest allowed wave demands (ALT-076); a pilot cut from a site goes first
 * (ALT-074).
 */
export function wavesOf(old: AltirisEstate, wanted: AltirisEstate, migration: Migration): readonly Wave[] {
  const taken = new Set(Object.keys(old.sites));
  const sites = Object.entries(old.sites).sort(([a], [b]) => byText(a, b));
  return sites.flatMap(([site, { agents, seen, server: from }]) => {
    const to = wanted.sites[site]?.server;
    if (to === undefined) return [];
    const piloted = migration.pilot?.site === site;
    const parts = batches(count(agents), migration.waves.size, piloted ? migration.pilot?.agents : undefined);
    const names = batchNames(site, parts.length, taken);
    for (const name of names) taken.add(name);
    return parts.map(
      (part, i): Wave => ({
        name: names[i] as string,
        site,
        agents: part,
        ...(seen === undefined ? {} : { seen: Math.round((seen * part) / Math.max(1, count(agents))) }),
        from,
        to,
        pilot: piloted && i === 0,
        ...(i > 0 ? { after: names[i - 1] as string } : {}),
      }),
    );
  });
}
