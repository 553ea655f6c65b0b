import { byText, nameOf } from "../../../engine/model/entity";
import { Handed, Part, handed } from "../../../engine/passes/compare";
import { batchNames, batches } from "../../shared/batches";
import type { ConfigMgrEstate } from "../estate";

/** A batch of clients that are assigned to another site: those of one site who live in what it hands over. */
export type Flow = Readonly<{ name: string; from: string; to: string; agents: number; after?: string }>;

export type Flows = Readonly<{
  waves: readonly Flow[];
  /** Sites that go, and whose clients nobody can say a site for. */
  stranded: readonly Readonly<{ code: string; clients: number; takers: readonly string[] }>[];
}>;

/**
 * Who goes where follows from the boundaries that change hands and from the counts in both estates: what a site has less, its
 * takers have more. A count that changes without boundaries is another count, and moves nobody.
 */
export function flowsOf(
  old: ConfigMgrEstate,
  wanted: ConfigMgrEstate,
  parts: Readonly<{ before: readonly Part[]; after: readonly Part[] }>,
  size: number,
): Flows {
  const gives = handed(parts.before, parts.after).filter(({ realm }) => realm === "assignment");
  const room = new Map(Object.keys(wanted.sites).map((code) => [code, clientsOf(wanted, code) - clientsOf(old, code)]));
  const waves: Flow[] = [];
  const stranded: Flows["stranded"][number][] = [];
  for (const code of Object.keys(old.sites).sort(byText)) {
    if (old.sites[code]?.role === "secondary") continue;
    const takers = takersOf(code, gives, old, wanted);
    const gone = !(code in wanted.sites);
    let left = clientsOf(old, code) - clientsOf(wanted, code);
    const amounts = new Map<string, number>();
    for (const to of takers) {
      const amount = Math.max(0, Math.min(left, room.get(to) ?? 0));
      left -= amount;
      room.set(to, (room.get(to) ?? 0) - amount);
      amounts.set(to, amount);
    }
    const [only] = takers;
    // counts of neighbours that say nothing of those who come leave no doubt where there is one taker
    if (gone && left > 0 && takers.length === 1 && only !== undefined) amounts.set(only, (amounts.get(only) ?? 0) + left);
    else if (gone && left > 0) stranded.push({ code, clients: left, takers });
    for (const [to, agents] of amounts) if (agents > 0) waves.push(...wavesOf(code, to, agents, size));
  }
  return { waves, stranded };
}

export const clientsOf = (estate: ConfigMgrEstate, code: string): number => {
  const clients = estate.sites[code]?.clients;
  return clients ? clients.advanced + clients.legacy : 0;
};

/** Clients in a secondary site's boundaries belong to its primary. */
function servedBy(estate: ConfigMgrEstate, code: string): string {
  const site = estate.sites[code];
  return site?.role === "secondary" && site.parent !== undefined ? site.parent : code;
}

const takersOf = (code: string, gives: readonly Handed[], old: ConfigMgrEstate, wanted: ConfigMgrEstate): readonly string[] =>
  [
    ...new Set(
      gives
        .filter(({ from }) => servedBy(old, nameOf(from)) === code)
        .map(({ to }) => servedBy(wanted, nameOf(to)))
        .filter((to) => to !== code),
    ),
  ].sort(byText);

function wavesOf(from: string, to: string, agents: number, size: number): readonly Flow[] {
  const parts = batches(agents, size);
  const names = batchNames(`${from}-${to}`, parts.length);
  return parts.map((part, i) => ({
    name: names[i] as string,
    from,
    to,
    agents: part,
    ...(i > 0 ? { after: names[i - 1] as string } : {}),
  }));
}
