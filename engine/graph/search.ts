import { Adjacency } from "./edges";

/**
 * Breadth-first search that is run many times: a stamp says which distances belong to the present run, so nothing is cleared.
 * Nodes that are marked as gone, also later on, are not there for it.
 */
export class Search {
  /** The nodes in the order in which they were found; the first `size` of it are the present run's. */
  readonly queue: Int32Array;
  size = 0;
  private readonly distance: Int32Array;
  private readonly stamp: Int32Array;
  private run = 0;

  constructor(n: number, readonly graph: Adjacency, private readonly gone: Uint8Array = new Uint8Array(n)) {
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
      this.visit(this.graph.node[i]!, this.distance[v]! + 1);
  }

  private visit(node: number, distance: number): void {
    if (this.stamp[node] === this.run || this.gone[node] === 1) return;
    this.stamp[node] = this.run;
    this.distance[node] = distance;
    this.queue[this.size++] = node;
  }
}
