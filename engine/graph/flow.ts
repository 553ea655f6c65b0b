/**
 * The smallest cut between a source and a sink by Dinic's algorithm, on flat arrays: an arc and its reverse are neighbours
 * (index ^ 1), the arcs of a node are a linked list. A plan asks this for each limit and stage, with hundreds of operations.
 */
export class Network {
  private readonly head: Int32Array;
  private readonly next: number[] = [];
  private readonly to: number[] = [];
  private readonly left: number[] = [];

  constructor(private readonly n: number) {
    this.head = new Int32Array(n).fill(-1);
  }

  /** An arc that carries at most `capacity`; Infinity is an arc that no cut may sever. */
  add(from: number, to: number, capacity: number): void {
    this.half(from, to, capacity);
    this.half(to, from, 0);
  }

  /**
   * The nodes on the source's side of a smallest cut: of all smallest cuts the one with the fewest nodes there, which does not
   * depend on the order of the arcs. Call once: it uses the network up.
   */
  sourceSide(source: number, sink: number): Uint8Array {
    const level = new Int32Array(this.n);
    while (this.levels(level, source, sink)) this.block(level, source, sink);
    return Uint8Array.from(level, (depth) => (depth < 0 ? 0 : 1));
  }

  private half(from: number, to: number, capacity: number): void {
    this.next.push(this.head[from]!);
    this.head[from] = this.to.length;
    this.to.push(to);
    this.left.push(capacity);
  }

  /** Distances from the source over arcs that still carry; false when the sink is out of reach, so the flow is greatest. */
  private levels(level: Int32Array, source: number, sink: number): boolean {
    level.fill(-1);
    level[source] = 0;
    const queue = [source];
    for (let at = 0; at < queue.length; at++)
      for (let arc = this.head[queue[at]!]!; arc >= 0; arc = this.next[arc]!) {
        const node = this.to[arc]!;
        if (this.left[arc]! <= 0 || level[node]! >= 0) continue;
        level[node] = level[queue[at]!]! + 1;
        queue.push(node);
      }
    return level[sink]! >= 0;
  }

  /** Fills every shortest way. Without recursion: a chain of operations makes ways of thousands of arcs. */
  private block(level: Int32Array, source: number, sink: number): void {
    const current = this.head.slice();
    const path: number[] = [];
    for (let v = source; ; ) {
      if (v === sink) {
        this.push(path);
        path.length = path.findIndex((arc) => this.left[arc]! <= 0);
        v = path.length === 0 ? source : this.to[path[path.length - 1]!]!;
        continue;
      }
      const arc = current[v]!;
      if (arc < 0) {
        const back = path.pop();
        if (back === undefined) return;
        v = this.to[back ^ 1]!;
        current[v] = this.next[current[v]!]!;
      } else if (this.left[arc]! > 0 && level[this.to[arc]!] === level[v]! + 1) {
        path.push(arc);
        v = this.to[arc]!;
      } else current[v] = this.next[arc]!;
    }
  }

  private push(path: readonly number[]): void {
    let flow = Infinity;
    for (const arc of path) flow = Math.min(flow, this.left[arc]!);
    for (const arc of path) {
      this.left[arc]! -= flow;
      this.left[arc ^ 1]! += flow;
    }
  }
}
