import { nameOf } from "../../../engine/model/entity";
import { Part, handed } from "../../../engine/passes/compare";
import { Batch, Stranded, batchesOf, flowsOf as sharedFlows } from "../../shared/flows";
import type { ConfigMgrEstate } from "../estate";

export type Flows = Readonly<{
  /** Clients that are assigned to another site: those of one site who live in what it hands over. */
  waves: readonly Batch[];
  stranded: readonly Stranded[];
}>;

/** Who is assigned anew, from the boundaries for assignment that change hands. Secondary sites have no clients of their own. */
export function flowsOf(
  old: ConfigMgrEstate,
  wanted: ConfigMgrEstate,
  parts: Readonly<{ before: readonly Part[]; after: readonly Part[] }>,
  size: number,
): Flows {
  const gives = handed(parts.before, parts.after)
    .filter(({ realm }) => realm === "assignment")
    .map(({ from, to }) => ({ from: servedBy(old, nameOf(from)), to: servedBy(wanted, nameOf(to)) }));
  const counted = (estate: ConfigMgrEstate, codes: readonly string[]): ReadonlyMap<string, number> =>
    new Map(codes.map((code) => [code, clientsOf(estate, code)]));
  const givers = Object.keys(old.sites).filter((code) => old.sites[code]?.role !== "secondary");
  const { flows, stranded } = sharedFlows(gives, counted(old, givers), counted(wanted, Object.keys(wanted.sites)));
  return { waves: flows.flatMap((flow) => batchesOf(flow, `${flow.from}-${flow.to}`, size)), stranded };
}

export const clientsOf = (estate: ConfigMgrEstate, code: string): number => {
  const clients = estate.sites[code]?.clients;
  return clients ? clients.advanced + clients.legacy : 0;
};

/** Clients in a secondary site's boundaries belong to its primary. */
export function servedBy(estate: ConfigMgrEstate, code: string): string {
  const site = estate.sites[code];
  return site?.role === "secondary" && site.parent !== undefined ? site.parent : code;
}
