import type { Migration } from "../../engine/model/migration";
import { batchNames, batches } from "../shared/batches";
import type { ConfigMgrEstate } from "./estate";

/** A batch of one site's advanced clients: upgraded where they are, or assigned to the site beside theirs. */
export type Wave = Readonly<{ name: string; from: string; to: string; agents: number; pilot: boolean; after?: string }>;

/** Secondary sites have no clients of their own. Legacy ones go along once converted, or stay where their site stays (CM-040). */
export function wavesOf(
  old: ConfigMgrEstate,
  heirs: ReadonlyMap<string, string>,
  stays: (code: string) => boolean,
  migration: Migration,
): readonly Wave[] {
  return Object.entries(old.sites).flatMap(([code, site]) => {
    const to = heirs.get(code);
    const converted = migration.decisions.legacyClients?.[code]?.choose === "convert" && !stays(code);
    const clients = site.clients.advanced + (converted ? site.clients.legacy : 0);
    if (to === undefined || site.role === "secondary" || clients === 0) return [];
    const piloted = migration.pilot?.site === code;
    const parts = batches(clients, migration.waves.size, piloted ? migration.pilot?.agents : undefined);
    const names = batchNames(code, parts.length);
    return parts.map((agents, i): Wave => ({
      name: names[i] as string,
      from: code,
      to,
      agents,
      pilot: piloted && i === 0,
      ...(i > 0 ? { after: names[i - 1] as string } : {}),
    }));
  });
}
