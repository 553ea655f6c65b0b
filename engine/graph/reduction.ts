import { cyclic, Edge, outgoing } from "./edges";
import { bit, reachRows, unite } from "./reach";
import { topological } from "./topological";

/**
 * The indices of the edges that say something the others do not: the smallest set with the same order, which in an acyclic
 * graph is unique. Of several edges between the same two nodes the first stays. Fewer edges are less to read and, as every one is
 * stored with the resource that waits, less to write.
 */
export function transitiveReduction(n: number, edges: readonly Edge[]): readonly number[] {
  if (topological(n, edges) === undefined) throw cyclic("transitiveReduction");
  const { local, row } = reachRows(n, edges);
  const out = outgoing(n, edges);
  const keep = new Uint8Array(edges.length);
  for (let v = 0; v < n; v++) {
    // An edge is implied when another direct successor leads there, or when it has been there before.
    const implied = new Uint32Array(row[v]!.length);
    for (let i = out.start[v]!; i < out.start[v + 1]!; i++) unite(implied, row[out.node[i]!]!);
    for (let i = out.start[v]!; i < out.start[v + 1]!; i++) {
      const place = local[out.node[i]!]!;
      if (bit(implied, place)) continue;
      keep[out.edge[i]!] = 1;
      implied[place >>> 5]! |= 1 << (place & 31);
    }
  }
  return [...edges.keys()].filter((index) => keep[index] === 1);
}
