import { Edge } from "./edges";

/**
 * The same order with fewer edges: nodes n … n + barriers - 1 are new and stand for nothing but "all of those before all of
 * these".
 */
export type Layers = Readonly<{ barriers: number; edges: readonly Edge[] }>;

type Block = { readonly before: readonly number[]; readonly after: readonly number[] };

/**
 * Replaces complete blocks (all of A before all of B) by a barrier: |A| + |B| edges for |A| · |B|. Where two layers of a stage
 * meet that is the difference between linear and quadratic, and every edge is stored with the state.
 *
 * Blocks are found greedily: nodes that wait for the same set, then, in what is left, nodes that the same set waits for. That
 * finds every layer where one of the two sides has no edges of its own; the best cover by blocks is NP-hard. Who reaches whom
 * does not change, with cycles neither.
 */
export function layersWithBarriers(n: number, edges: readonly Edge[]): Layers {
  const byTarget = blocks(n, edges, 1);
  const bySource = blocks(n, byTarget.rest, 0);
  const all = [...byTarget.found, ...bySource.found];
  const toBarriers = all.flatMap(({ before, after }, index): Edge[] => [
    ...before.map((node) => [node, n + index] as const),
    ...after.map((node) => [n + index, node] as const),
  ]);
  return { barriers: all.length, edges: [...bySource.rest, ...toBarriers] };
}

/**
 * The blocks whose nodes on one side (1: the targets) share all their partners, by their smallest node there; and the other
 * edges.
 */
function blocks(n: number, edges: readonly Edge[], side: 0 | 1): { found: readonly Block[]; rest: readonly Edge[] } {
  const partners = Array.from({ length: n }, () => new Set<number>());
  for (const edge of edges) partners[edge[side]]!.add(edge[side === 0 ? 1 : 0]);
  const sorted = partners.map((set) => [...set].sort((a, b) => a - b));
  const alike = new Map<string, number[]>();
  sorted.forEach((set, node) => {
    const key = set.join();
    const group = alike.get(key);
    if (group === undefined) alike.set(key, [node]);
    else group.push(node);
  });
  const found: Block[] = [];
  const replaced = new Set<number>();
  for (const group of alike.values()) {
    const others = sorted[group[0]!]!;
    if (group.length * others.length <= group.length + others.length) continue;
    for (const node of group) replaced.add(node);
    found.push(side === 1 ? { before: others, after: group } : { before: group, after: others });
  }
  const rest = sorted.flatMap((set, node) =>
    replaced.has(node) ? [] : set.map((other): Edge => (side === 1 ? [other, node] : [node, other])),
  );
  return { found, rest };
}
