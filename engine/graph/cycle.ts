import { strongComponents } from "./components";
import { Adjacency, Edge, incoming, outgoing } from "./edges";

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
  const forward = new Search(n, outgoing(n, kept));
  const backward = new Search(n, incoming(n, kept));
  let length = Infinity;
  let first = -1;
  const core = new Core(n, forward, backward);
  for (let root = core.next(); root !== undefined; root = core.next()) {
    const found = forward.cycleThrough(root, length);
    core.remove(root);
    if (found === undefined) continue;
    backward.from(root, found - 1);
    const edge = smallestEdge(forward, backward, found);
    if (found < length || edge < first) first = edge;
    length = found;
  }
  return first < 0 ? undefined : walk(kept, first, length, forward.graph, backward).map((index) => inside[index]!);
}

/** No other edge can lie on a cycle. */
function edgesInsideComponents(n: number, edges: readonly Edge[]): readonly number[] {
  const component = new Int32Array(n);
  strongComponents(n, edges).forEach((nodes, index) => nodes.forEach((node) => (component[node] = index)));
  return [...edges.keys()].filter((index) => component[edges[index]![0]] === component[edges[index]![1]]);
}

/** What is left of the graph while nodes are taken away: always only nodes with edges in and out. */
class Core {
  private readonly into: Int32Array;
  private readonly outOf: Int32Array;
  private readonly gone: Uint8Array;

  constructor(private readonly n: number, private readonly forward: Search, private readonly backward: Search) {
    this.outOf = Int32Array.from({ length: n }, (_, v) => forward.graph.start[v + 1]! - forward.graph.start[v]!);
    this.into = Int32Array.from({ length: n }, (_, v) => backward.graph.start[v + 1]! - backward.graph.start[v]!);
    this.gone = new Uint8Array(n);
    for (let v = 0; v < n; v++) this.trim(v);
  }

  /**
   * The node with the most edges out over edges in, the smallest of several. Its successors lose an edge in and are the next to
   * come, so that what is taken away spreads from one place and soon cuts the cycles, instead of making holes everywhere.
   */
  next(): number | undefined {
    let best: number | undefined;
    let most = -Infinity;
    for (let v = 0; v < this.n; v++)
      if (!this.gone[v] && this.outOf[v]! - this.into[v]! > most) {
        best = v;
        most = this.outOf[v]! - this.into[v]!;
      }
    return best;
  }

  /** Takes a node away, and then all that lies on no cycle without it. */
  remove(node: number): void {
    this.gone[node] = 1;
    const queue = [node];
    for (let head = 0; head < queue.length; head++) {
    }
  }
}

/** Breadth-first search that is run many times: a stamp says which distances belong to the present run, so nothing is cleared. */
class Search {
  readonly queue: Int32Array;
  size = 0;
  private readonly distance: Int32Array;
  private readonly stamp: Int32Array;
  private run = 0;

  constructor(n: number, readonly graph: Adjacency) {
    this.queue = new Int32Array(n);
    this.distance = new Int32Array(n);
    this.stamp = new Int32Array(n);
  }

  /** Distances from root, up to a depth. */
  from(root: number, depth: number): void {
    this.begin(root);
    for (let head = 0; head < this.size; head++) {
      const v = this.queue[head]!;
      if (this.distance[v]! < depth) this.expand(v);
    }
  }

  /** The length of the shortest cycle through root, unless it is longer than `atMost`. Stops where it closes. */
  cycleThrough(root: number, atMost: number): number | undefined {
    this.begin(root);
    for (let head = 0; head < this.size; head++) {
      const v = this.queue[head]!;
      const length = this.distance[v]! + 1;
      if (length > atMost) return undefined;
      for (let i = this.graph.start[v]!; i < this.graph.start[v + 1]!; i++) if (this.graph.node[i] === root) return length;
      this.expand(v);
    }
    return undefined;
  }

  /** The distance found in the present run; infinite where it did not come. */
  to(node: number): number {
    return this.stamp[node] === this.run ? this.distance[node]! : Infinity;
  }

  private begin(root: number): void {
    this.run++;
    this.size = 0;
    this.visit(root, 0);
  }

  private expand(v: number): void {
    for (let i = this.graph.start[v]!; i < this.graph.start[v + 1]!; i++)
      if (this.stamp[this.graph.node[i]!] !== this.run) this.visit(this.graph.node[i]!, this.distance[v]! + 1);
  }

  private visit(node: number, distance: number): void {
    this.stamp[node] = this.run;
    this.distance[node] = distance;
    this.queue[this.size++] = node;
  }
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
