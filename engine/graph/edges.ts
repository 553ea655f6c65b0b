/**
 * An edge between two nodes, which are integers 0…n-1: `from` comes before `to`. It may carry further numbers; only those
 * functions that ask for a weight read them, so one weighted list serves every algorithm of this folder.
 */
export type Edge = readonly [from: number, to: number, ...more: readonly number[]];

/** An edge whose length counts, for the longest ways. */
export type WeightedEdge = readonly [from: number, to: number, weight: number];

/**
 * The edges that leave (or enter) each node, in compressed rows: those of node v are edge[start[v]] … edge[start[v + 1] - 1], by
 * rising edge index, and node[…] is where they lead. Two flat arrays instead of n small ones: stages have thousands of nodes.
 */
export type Adjacency = Readonly<{ start: Int32Array; edge: Int32Array; node: Int32Array }>;

/** The edges by the node that they leave. */
export const outgoing = (n: number, edges: readonly Edge[]): Adjacency => rows(n, edges, 0);

/** The edges by the node that they enter. */
export const incoming = (n: number, edges: readonly Edge[]): Adjacency => rows(n, edges, 1);

function rows(n: number, edges: readonly Edge[], key: 0 | 1): Adjacency {
  const start = new Int32Array(n + 1);
  for (const edge of edges) {
    assertNodes(n, edge);
    start[edge[key] + 1]!++;
  }
  for (let v = 0; v < n; v++) start[v + 1]! += start[v]!;
  const next = start.slice(0, n);
  const adjacency = { start, edge: new Int32Array(edges.length), node: new Int32Array(edges.length) };
  edges.forEach((edge, index) => {
    const at = next[edge[key]]!++;
    adjacency.edge[at] = index;
    adjacency.node[at] = edge[key === 0 ? 1 : 0];
  });
  return adjacency;
}

/** A node outside 0…n-1 is a bug of the caller, and a typed array would swallow it silently. */
function assertNodes(n: number, [from, to]: Edge): void {
  for (const node of [from, to])
    if (!Number.isInteger(node) || node < 0 || node >= n)
      throw new RangeError(`edge ${from} → ${to}: ${node} is not one of ${n} nodes`);
}

/** How a function that needs an acyclic graph says that it was given another: the caller had to ask `topological` first. */
export const cyclic = (who: string): RangeError =>
  new RangeError(`${who} needs an acyclic graph; ask shortestCycle what to report`);
