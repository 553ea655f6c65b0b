import { Adjacency } from "./edges";

/** How many searches fit into the bits of an integer. */
const WIDTH = 32;

/** The nodes in portions that can be searched from together. */
export function* batches(roots: Int32Array): Iterable<Int32Array> {
  for (let at = 0; at < roots.length; at += WIDTH) yield roots.subarray(at, at + WIDTH);
}

/** Up to 32 breadth-first searches in step: for each node the bits of the searches that have seen it, or arrive just now. */
export class Searches {
  private readonly seen: Int32Array;
  private readonly own: Int32Array;
  private arriving: Int32Array;
  private leaving: Int32Array;
  private reached: Int32Array;
  private active: Int32Array;
  private size = 0;

  constructor(
    n: number,
    private readonly out: Adjacency,
  ) {
    this.seen = new Int32Array(n);
    this.own = new Int32Array(n);
    this.arriving = new Int32Array(n);
    this.leaving = new Int32Array(n);
    this.reached = new Int32Array(n);
    this.active = new Int32Array(n);
  }

  /**
   * The length of the shortest cycle through any of the roots, and the smallest root on one, unless it is longer than `atMost`.
   */
  cycleThrough(roots: Int32Array, atMost: number): { length: number; root: number } | undefined {
    this.begin(roots);
    for (let length = 1; length <= atMost && this.size > 0; length++) {
      const home = this.step();
      if (home !== 0)
        return { length, root: roots.filter((root) => (this.own[root]! & home) !== 0).reduce((a, b) => Math.min(a, b)) };
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
