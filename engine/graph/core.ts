import { Adjacency } from "./edges";

/** What is left of a graph while nodes are taken away: always only nodes with edges in and out, so that cycles alone survive. */
export class Core {
  /** 1 for what is no longer there. */
  readonly gone: Uint8Array;
  /** How many edges of what is left enter and leave each node. */
  private readonly entering: Int32Array;
  private readonly leaving: Int32Array;

  constructor(private readonly n: number, private readonly out: Adjacency, private readonly into: Adjacency) {
    this.gone = new Uint8Array(n);
    this.entering = degrees(n, into);
    this.leaving = degrees(n, out);
    for (let v = 0; v < n; v++) if (this.isLoose(v)) this.remove(v);
  }

  /**
   * The node with the most edges out over edges in, the smallest of several. Its successors lose an edge in and are the next to
   * come, so that what is taken away spreads from one place and soon cuts all cycles, instead of making holes everywhere.
   */
  next(): number | undefined {
    let best: number | undefined;
    let most = -Infinity;
    for (let v = 0; v < this.n; v++) {
      if (this.gone[v] === 1 || this.leaving[v]! - this.entering[v]! <= most) continue;
      best = v;
      most = this.leaving[v]! - this.entering[v]!;
    }
    return best;
  }

  /** Takes a node away, and with it all that lies on no way between two cycles any more. */
  remove(node: number): void {
    const queue = [node];
    this.gone[node] = 1;
    for (let head = 0; head < queue.length; head++) {
      this.release(queue[head]!, this.out, this.entering, queue);
      this.release(queue[head]!, this.into, this.leaving, queue);
    }
  }

  private release(node: number, side: Adjacency, degree: Int32Array, queue: number[]): void {
    for (let i = side.start[node]!; i < side.start[node + 1]!; i++) {
      const neighbour = side.node[i]!;
      degree[neighbour]!--;
      if (this.gone[neighbour] === 1 || !this.isLoose(neighbour)) continue;
      this.gone[neighbour] = 1;
      queue.push(neighbour);
    }
  }

  private isLoose(node: number): boolean {
    return this.gone[node] === 0 && (this.entering[node] === 0 || this.leaving[node] === 0);
  }
}

const degrees = (n: number, { start }: Adjacency): Int32Array => Int32Array.from({ length: n }, (_, v) => start[v + 1]! - start[v]!);
