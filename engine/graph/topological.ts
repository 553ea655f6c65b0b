import { Edge, outgoing } from "./edges";

/**
 * The nodes in an order that respects every edge, or undefined where there is a cycle. Kahn's algorithm, always taking the
 * smallest node that is free: the answer is the lexicographically smallest order, so it depends on the graph alone and not on the
 * order in which the edges arrive.
 */
export function topological(n: number, edges: readonly Edge[]): readonly number[] | undefined {
  const out = outgoing(n, edges);
  const waitsFor = new Int32Array(n);
  for (const [, to] of edges) waitsFor[to]!++;
  const free = new SmallestFirst(n);
  for (let v = 0; v < n; v++) if (waitsFor[v] === 0) free.push(v);
  const order: number[] = [];
  for (let v = free.pop(); v !== undefined; v = free.pop()) {
    order.push(v);
    for (let i = out.start[v]!; i < out.start[v + 1]!; i++) if (--waitsFor[out.node[i]!]! === 0) free.push(out.node[i]!);
  }
  return order.length === n ? order : undefined;
}

/** A binary heap of at most `capacity` integers. */
class SmallestFirst {
  private readonly heap: Int32Array;
  private size = 0;

  constructor(capacity: number) {
    this.heap = new Int32Array(capacity);
  }

  push(value: number): void {
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.heap[parent]! <= value) break;
      this.heap[at] = this.heap[parent]!;
      at = parent;
    }
    this.heap[at] = value;
  }

  pop(): number | undefined {
    if (this.size === 0) return undefined;
    const smallest = this.heap[0]!;
    const last = this.heap[--this.size]!;
    let at = 0;
    for (let child = 1; child < this.size; child = 2 * at + 1) {
      if (child + 1 < this.size && this.heap[child + 1]! < this.heap[child]!) child++;
      if (this.heap[child]! >= last) break;
      this.heap[at] = this.heap[child]!;
      at = child;
    }
    this.heap[at] = last;
    return smallest;
  }
}
