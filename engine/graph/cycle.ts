import { strongComponents } from "./components";
import { Core } from "./core";
import { Adjacency, Edge, incoming, outgoing } from "./edges";
import { Search } from "./search";

/**
 * The shortest of all cycles, as edge indices in the order in which they are walked, or undefined where there is none. A cycle is
 * the explanation of an impossible order, and the shortest one is the story that reads best. Of several it is the one whose
 * sequence of edge indices, begun at its smallest, is lexicographically smallest: which one is shown hangs on no search order.
 *
 * A node is searched from, then taken away, and whatever lies on no cycle any more goes with it, until nothing is left. Nodes go
 * from one side of the graph to the other (see `Core`), and a search is never deeper than the best cycle so far. Orders are
 * acyclic but for a few wishes: mostly a handful of searches does instead of one a node.
 */
export function shortestCycle(n: number, edges: readonly Edge[]): readonly number[] | undefined {
  const inside = edgesInsideComponents(n, edges);
  const kept = inside.map((index) => edges[index]!);
  const out = outgoing(n, kept);
  const into = incoming(n, kept);
  const core = new Core(n, out, into);
  const forward = new Search(n, out, core.gone);
  const backward = new Search(n, into, core.gone);
  let length = Infinity;
  let first = Infinity;
  for (let root = core.next(); root !== undefined; root = core.next()) {
    const found = forward.cycleThrough(root, length);
    if (found !== undefined) {
      if (found < length) first = Infinity;
      length = found;
      backward.from(root, length - 1);
      first = Math.min(first, smallestEdge(forward, backward, length));
    }
    core.remove(root);
  }
  if (length === Infinity) return undefined;
  return walk(kept, first, length, out, new Search(n, into)).map((index) => inside[index]!);
}

/** No other edge can lie on a cycle. */
function edgesInsideComponents(n: number, edges: readonly Edge[]): readonly number[] {
  const component = new Int32Array(n);
  strongComponents(n, edges).forEach((nodes, index) => nodes.forEach((node) => (component[node] = index)));
  return [...edges.keys()].filter((index) => component[edges[index]![0]] === component[edges[index]![1]]);
}

/** The smallest edge that lies on a cycle of this length through the root of both searches. */
function smallestEdge(forward: Search, backward: Search, length: number): number {
  let smallest = Infinity;
  for (let head = 0; head < forward.size; head++) {
    const v = forward.queue[head]!;
    for (let i = forward.graph.start[v]!; i < forward.graph.start[v + 1]!; i++)
      if (forward.graph.edge[i]! < smallest && forward.to(v) + 1 + backward.to(forward.graph.node[i]!) === length)
        smallest = forward.graph.edge[i]!;
  }
  return smallest;
}

/** From the first edge on always the smallest edge that can still close the cycle in time. */
function walk(edges: readonly Edge[], first: number, length: number, out: Adjacency, backward: Search): readonly number[] {
  const home = edges[first]![0];
  backward.from(home, length - 1);
  const cycle = [first];
  for (let v = edges[first]![1]; v !== home; v = edges[cycle[cycle.length - 1]!]![1])
    for (let i = out.start[v]!; i < out.start[v + 1]!; i++)
      if (backward.to(out.node[i]!) === length - 1 - cycle.length) {
        cycle.push(out.edge[i]!);
        break;
      }
  return cycle;
}
