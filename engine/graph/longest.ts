import { cyclic, WeightedEdge } from "./edges";
import { topological } from "./topological";

/**
 * For each node the weight of the heaviest way that begins there: how much must still follow it. 0 where nothing follows or all
 * that follows weighs less than nothing. List scheduling takes the node with the longest tail first.
 */
export function longestTail(n: number, edges: readonly WeightedEdge[]): readonly number[] {
  return longest(
    n,
    edges.map(([from, to, weight]) => [to, from, weight] as const),
    "longestTail",
  );
}

/** For each node the weight of the heaviest way that ends there: how much must have come before it. */
export function longestHead(n: number, edges: readonly WeightedEdge[]): readonly number[] {
  return longest(n, edges, "longestHead");
}

/** Edges in the order of the nodes that they leave: by then the weight up to there is final. */
function longest(n: number, edges: readonly WeightedEdge[], who: string): readonly number[] {
  const order = topological(n, edges);
  if (order === undefined) throw cyclic(who);
  const place = new Int32Array(n);
  order.forEach((node, index) => (place[node] = index));
  const weight = new Array<number>(n).fill(0);
  for (const edge of [...edges].sort(([a], [b]) => place[a]! - place[b]!))
    weight[edge[1]] = Math.max(weight[edge[1]]!, weight[edge[0]]! + edge[2]);
  return weight;
}
