import { strongComponents } from "./components";
import { Adjacency, Edge, incoming, outgoing } from "./edges";

/**
 * The shortest of all cycles, as edge indices in the order in which they are walked, or undefined where there is none. A cycle is
 * the explanation of an impossible order, and the shortest one is the story that reads best. Of several it is one through the
 * smallest node, begun there and going on with the smallest edge each time: which one is shown hangs on no search order.
 *
 * A depth-first walk first: each cycle holds an edge of it that leads back, so searches from the ends of those edges find the
 * length; of orders that are acyclic but for a few wishes these are few. Then the nodes in order until one lies on a cycle of that
 * length. One search after the other would be nodes × edges, so 32 run together, a bit each, and none goes deeper than needed.
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
 * The nodes to which an edge of a depth-first walk leads back. They come in the order in which the walk enters them, so that those
 * near one another are searched from together: such searches meet the same nodes at the same time.
 */
function backTargets(n: number, out: Adjacency): Int32Array {
  const next = out.start.slice(0, n);
  const state = new Uint8Array(n); // 0 new, 1 open, 2 closed
  const isTarget = new Uint8Array(n);
  const entered: number[] = [];
  const path: number[] = [];
  const enter = (v: number): void => {
    state[v] = 1;
    entered.push(v);
    path.push(v);
  };
  for (let root = 0; root < n; root++) {
    if (state[root] === 0) enter(root);
    while (path.length > 0) {
      const v = path[path.length - 1]!;
      if (next[v]! === out.start[v + 1]!) {
        state[v] = 2;
        path.pop();
        continue;
      }
      const to = out.node[next[v]!++]!;
      if (state[to] === 1) isTarget[to] = 1;
      if (state[to] === 0) enter(to);
    }
  }
  return Int32Array.from(entered.filter((v) => isTarget[v] === 1));
}

/** How many searches fit into the bits of an integer. */
const WIDTH = 32;

function* batches(roots: Int32Array): Iterable<Int32Array> {
  for (let at = 0; at < roots.length; at += WIDTH) yield roots.subarray(at, at + WIDTH);
}

/** Up to 32 breadth-first searches in step: for each node the bits of the searches that have seen it, or arrive just now. */
class Searches {
  private readonly seen: Int32Array;
  private readonly own: Int32Array;
  private arriving: Int32Array;
  private leaving: Int32Array;
  private reached: Int32Array;
  private active: Int32Array;
  private size = 0;

  constructor(n: number, private readonly out: Adjacency) {
    this.seen = new Int32Array(n);
    this.own = new Int32Array(n);
    this.arriving = new Int32Array(n);
    this.leaving = new Int32Array(n);
    this.reached = new Int32Array(n);
    this.active = new Int32Array(n);
  }

  /** The length of the shortest cycle through any of the roots, and the smallest root on one, unless it is longer than `atMost`. */
  cycleThrough(roots: Int32Array, atMost: number): { length: number; root: number } | undefined {
    this.begin(roots);
    for (let length = 1; length <= atMost && this.size > 0; length++) {
      const home = this.step();
      if (home !== 0) return { length, root: roots.filter((root) => (this.own[root]! & home) !== 0).reduce((a, b) => Math.min(a, b)) };
    }
    return undefined;
  }

  /** A root is not yet seen by its own search, so that the search notices when it comes home. */
  private begin(roots: Int32Array): void {
    for (const array of [this.seen, this.own, this.arriving, this.leaving]) array.fill(0);
    roots.forEach((root, index) => (this.own[root] = this.leaving[root] = 1 << index));
    this.active.set(roots);
    this.size = roots.length;
  }

  /** Every search takes one step; the answer has the bits of those that came home. */
  private step(): number {
    let count = 0;
    for (let at = 0; at < this.size; at++) {
      const v = this.active[at]!;
      const bits = this.leaving[v]!;
      this.leaving[v] = 0;
      for (let i = this.out.start[v]!; i < this.out.start[v + 1]!; i++) {
        const to = this.out.node[i]!;
        const fresh = bits & ~this.seen[to]!;
        if (fresh === 0) continue;
        if (this.arriving[to] === 0) this.reached[count++] = to;
        this.arriving[to]! |= fresh;
      }
    }
    let home = 0;
    for (let at = 0; at < count; at++) {
      const v = this.reached[at]!;
      this.seen[v]! |= this.arriving[v]!;
      home |= this.arriving[v]! & this.own[v]!;
    }
    [this.arriving, this.leaving] = [this.leaving, this.arriving];
    [this.reached, this.active] = [this.active, this.reached];
    this.size = count;
    return home;
  }
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
