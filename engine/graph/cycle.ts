import { strongComponents } from "./components";
import { Adjacency, Edge, incoming, outgoing } from "./edges";
import { batches, Searches } from "./searches";

/**
 * The shortest of all cycles, as edge indices in the order in which they are walked, or undefined where there is none. A cycle is
 * the explanation of an impossible order, and the shortest one is the story that reads best. Of several it is one through the
 * smallest node, begun there and going on with the smallest edge each time: which one is shown hangs on no search order.
 *
 * A depth-first walk first: each cycle holds an edge of it that leads back, so searches from the ends of those edges find the
 * length; of orders that are acyclic but for a few wishes these are few. Then the nodes in order until one lies on a cycle of
 * that length. One search after the other would be nodes × edges, so 32 run together, a bit each, and none goes deeper than
 * needed.
 */
export function shortestCycle(n: number, edges: readonly Edge[]): readonly number[] | undefined {
  const inside = edgesInsideComponents(n, edges);
  const kept = inside.map((index) => edges[index]!);
  const out = outgoing(n, kept);
  const searches = new Searches(n, out);
  let length = Infinity;
  for (const roots of batches(backTargets(n, out))) length = searches.cycleThrough(roots, length)?.length ?? length;
  if (length === Infinity) return undefined;
  for (const roots of batches(Int32Array.from({ length: n }, (_, v) => v))) {
    const found = searches.cycleThrough(roots, length);
    if (found !== undefined) return walk(found.root, length, out, incoming(n, kept)).map((index) => inside[index]!);
  }
  throw new Error(`a cycle of ${length} edges passes through no node`);
}

/** No other edge can lie on a cycle. */
function edgesInsideComponents(n: number, edges: readonly Edge[]): readonly number[] {
  const component = new Int32Array(n);
  strongComponents(n, edges).forEach((nodes, index) => nodes.forEach((node) => (component[node] = index)));
  return [...edges.keys()].filter((index) => component[edges[index]![0]] === component[edges[index]![1]]);
}

/**
 * The nodes to which an edge of a depth-first walk leads back, those near one another near one another: searches that begin
 * together meet the same nodes at the same time, which is what makes running them together pay.
 */
function backTargets(n: number, out: Adjacency): Int32Array {
  const next = out.start.slice(0, n);
  const state = new Uint8Array(n); // 0 new, 1 open, 2 closed
  const isTarget = new Uint8Array(n);
  for (let root = 0; root < n; root++) {
    if (state[root] !== 0) continue;
    state[root] = 1;
    const path = [root];
    while (path.length > 0) {
      const v = path[path.length - 1]!;
      if (next[v]! === out.start[v + 1]!) {
        state[v] = 2;
        path.pop();
        continue;
      }
      const to = out.node[next[v]!++]!;
      if (state[to] === 1) isTarget[to] = 1;
      if (state[to] !== 0) continue;
      state[to] = 1;
      path.push(to);
    }
  }
  return breadthFirst(n, out).filter((v) => isTarget[v] === 1);
}

/** Every node, neighbours soon after one another. */
function breadthFirst(n: number, out: Adjacency): Int32Array {
  const order = new Int32Array(n);
  const seen = new Uint8Array(n);
  let size = 0;
  const visit = (v: number): void => {
    if (seen[v] === 1) return;
    seen[v] = 1;
    order[size++] = v;
  };
  for (let v = 0, head = 0; v < n; v++)
    for (visit(v); head < size; head++)
      for (let i = out.start[order[head]!]!; i < out.start[order[head]! + 1]!; i++) visit(out.node[i]!);
  return order;
}

/** From home always the smallest edge with which the cycle can still close in time. */
function walk(home: number, length: number, out: Adjacency, into: Adjacency): readonly number[] {
  const toHome = distances(home, into);
  const cycle: number[] = [];
  for (let v = home; cycle.length < length; )
    for (let i = out.start[v]!; i < out.start[v + 1]!; i++)
      if (toHome[out.node[i]!] === length - 1 - cycle.length) {
        cycle.push(out.edge[i]!);
        v = out.node[i]!;
        break;
      }
  return cycle;
}

/** How many edges lead at least from each node to home; -1 where none do. */
function distances(home: number, into: Adjacency): Int32Array {
  const distance = new Int32Array(into.start.length - 1).fill(-1);
  distance[home] = 0;
  const queue = [home];
  for (let head = 0; head < queue.length; head++)
    for (let i = into.start[queue[head]!]!; i < into.start[queue[head]! + 1]!; i++) {
      const v = into.node[i]!;
      if (distance[v] !== -1) continue;
      distance[v] = distance[queue[head]!]! + 1;
      queue.push(v);
    }
  return distance;
}
