import { Adjacency, Edge, incoming, outgoing } from "./edges";

/**
 * The nodes that belong together when the edges' directions are ignored. Each component is ascending, and they are sorted by
 * their smallest node. What lies in different components never waits for one another, so checks and searches stay inside one.
 */
export function components(n: number, edges: readonly Edge[]): readonly (readonly number[])[] {
  const both = [outgoing(n, edges), incoming(n, edges)];
  const seen = new Uint8Array(n);
  const found: number[][] = [];
  for (let v = 0; v < n; v++) {
    if (seen[v]) continue;
    seen[v] = 1;
    const component = [v];
    for (let head = 0; head < component.length; head++)
      for (const side of both)
        for (let i = side.start[component[head]!]!; i < side.start[component[head]! + 1]!; i++) {
          const node = side.node[i]!;
          if (seen[node]) continue;
          seen[node] = 1;
          component.push(node);
        }
    found.push(component.sort((a, b) => a - b));
  }
  return found;
}

/**
 * The strong components: nodes that can all reach one another; a node on no cycle is one of its own. Each is ascending. They
 * come **last first**: every edge between two components leads from a later one of the list to an earlier one, which is what
 * the closure needs, and what Tarjan's algorithm yields free of charge. Without recursion: chains are thousands of nodes long.
 */
export function strongComponents(n: number, edges: readonly Edge[]): readonly (readonly number[])[] {
  return new Tarjan(n, outgoing(n, edges)).components();
}

class Tarjan {
  private readonly entered: Int32Array;
  private readonly low: Int32Array;
  private readonly next: Int32Array;
  private readonly open: number[] = [];
  private readonly isOpen: Uint8Array;
  private readonly found: number[][] = [];
  private count = 0;

  constructor(
    private readonly n: number,
    private readonly out: Adjacency,
  ) {
    this.entered = new Int32Array(n);
    this.low = new Int32Array(n);
    this.next = out.start.slice(0, n);
    this.isOpen = new Uint8Array(n);
  }

  components(): readonly (readonly number[])[] {
    for (let root = 0; root < this.n; root++) if (this.entered[root] === 0) this.walkFrom(root);
    return this.found;
  }

  private walkFrom(root: number): void {
    const path = [this.enter(root)];
    while (path.length > 0) {
      const v = path[path.length - 1]!;
      if (this.next[v]! < this.out.start[v + 1]!) {
        const to = this.out.node[this.next[v]!++]!;
        if (this.entered[to] === 0) path.push(this.enter(to));
        else if (this.isOpen[to]) this.low[v] = Math.min(this.low[v]!, this.entered[to]!);
      } else {
        path.pop();
        const parent = path[path.length - 1];
        if (parent !== undefined) this.low[parent] = Math.min(this.low[parent]!, this.low[v]!);
        if (this.low[v] === this.entered[v]) this.close(v);
      }
    }
  }

  private enter(v: number): number {
    this.entered[v] = this.low[v] = ++this.count;
    this.open.push(v);
    this.isOpen[v] = 1;
    return v;
  }

  private close(root: number): void {
    const component = this.open.splice(this.open.lastIndexOf(root));
    for (const v of component) this.isOpen[v] = 0;
    this.found.push(component.sort((a, b) => a - b));
  }
}
