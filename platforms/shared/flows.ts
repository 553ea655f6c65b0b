import { byText } from "../../engine/model/entity";
import { batchNames, batches } from "./batches";

/** So many go from one place to another, since their addresses do. */
export type Flow = Readonly<{ from: string; to: string; agents: number }>;

/** A batch of those who go the same way. */
export type Batch = Flow & Readonly<{ name: string; after?: string }>;

/** A place that goes with people whom nobody can say a place for. */
export type Stranded = Readonly<{ from: string; agents: number; takers: readonly string[] }>;

/**
 * Who goes where follows from the addresses that change hands and from the counts in both estates: what a place has less, its
 * takers have more. A count that changes without boundaries is another count, and moves nobody.
 */
export function flowsOf(
  gives: readonly Readonly<{ from: string; to: string }>[],
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Readonly<{ flows: readonly Flow[]; stranded: readonly Stranded[] }> {
  const room = new Map([...after].map(([name, agents]) => [name, agents - (before.get(name) ?? 0)]));
  const flows: Flow[] = [];
  const stranded: Stranded[] = [];
  for (const from of [...before.keys()].sort(byText)) {
    const takers = takersOf(from, gives);
    const gone = !after.has(from);
    let left = (before.get(from) ?? 0) - (after.get(from) ?? 0);
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
    else if (gone && left > 0) stranded.push({ from, agents: left, takers });
    for (const [to, agents] of amounts) if (agents > 0) flows.push({ from, to, agents });
  }
  return { flows, stranded };
}

const takersOf = (from: string, gives: readonly Readonly<{ from: string; to: string }>[]): readonly string[] =>
  [...new Set(gives.filter((give) => give.from === from && give.to !== from).map(({ to }) => to))].sort(byText);

/** A flow in batches of at most so many, each after the one before it. */
export function batchesOf(flow: Flow, name: string, size: number): readonly Batch[] {
  const parts = batches(flow.agents, size);
  const names = batchNames(name, parts.length);
  return parts.map((agents, i) => ({
    ...flow,
    agents,
    name: names[i] as string,
    ...(i > 0 ? { after: names[i - 1] as string } : {}),
  }));
}
