import { strongComponents } from "./components";
import { Edge } from "./edges";
import { topological } from "./topological";

/** Nodes without which no cycle is left, ascending; `exact` says whether no lighter set exists. */
export type Feedback = Readonly<{ nodes: readonly number[]; exact: boolean }>;

/** Up to here all subsets of a component are tried: 2^15 of them are a few milliseconds. */
const EXACT_NODES = 15;

/**
 * The lightest set of nodes that breaks every cycle. In an exchange of boundaries these are the sites that release first and
 * claim last, and the weight is the agents that wait meanwhile.
 *
 * The problem is NP-hard. What cannot matter is taken out first (rings of any length vanish so), then each strong component is
 * solved by itself: up to 15 nodes exactly; above that, the node that weighs least for the cycles it may break goes, until what
 * is left is small enough; at the end whatever turned out not to be needed comes back.
 */
export function feedbackVertices(n: number, edges: readonly Edge[], weight: readonly number[]): Feedback {
  for (let v = 0; v < n; v++)
    if (!(weight[v]! >= 0)) throw new RangeError(`node ${v} weighs ${weight[v]}; a weight is at least 0`);
  const taken: number[] = [];
  let exact = true;
  const work: Graph[] = [graphOf(n, edges)];
  for (let graph = work.pop(); graph !== undefined; graph = work.pop()) {
    taken.push(...simplify(graph, weight));
    for (const component of strongParts(graph)) {
      if (component.size <= EXACT_NODES) taken.push(...lightest(component, weight));
      else {
        exact = false;
        const node = cheapest(component, weight);
        taken.push(node);
        detach(component, node);
        work.push(component);
      }
    }
  }
  const nodes = exact ? taken : needed(n, edges, taken, weight);
  return { nodes: [...nodes].sort((a, b) => a - b), exact };
}

/** What is left to solve: for each node those before and after it, without itself. */
type Graph = Map<number, { readonly before: Set<number>; readonly after: Set<number>; loop: boolean }>;

function graphOf(n: number, edges: readonly Edge[]): Graph {
  const graph: Graph = new Map();
  for (let v = 0; v < n; v++) graph.set(v, { before: new Set(), after: new Set(), loop: false });
  for (const [a, b] of edges) connect(graph, a, b);
  return graph;
}

function connect(graph: Graph, a: number, b: number): void {
  if (a === b) graph.get(a)!.loop = true;
  else {
    graph.get(a)!.after.add(b);
    graph.get(b)!.before.add(a);
  }
}

function detach(graph: Graph, node: number): void {
  const { before, after } = graph.get(node)!;
  for (const a of before) graph.get(a)!.after.delete(node);
  for (const b of after) graph.get(b)!.before.delete(node);
  graph.delete(node);
}

/**
 * Shrinks the graph without losing a lightest answer, and returns the nodes that every answer has: those that wait for
 * themselves. A node with nothing before or nothing after it lies on no cycle. And a node with a single neighbour on one side can
 * be bypassed when that neighbour weighs no more: every cycle through the one passes through the other.
 */
function simplify(graph: Graph, weight: readonly number[]): readonly number[] {
  const forced: number[] = [];
  const queue = new Set(graph.keys());
  for (const v of queue) {
    queue.delete(v);
    const node = graph.get(v);
    if (node === undefined) continue;
    const { before, after, loop } = node;
    const bypassed = [before, after].some((side) => side.size === 1 && [...side].every((u) => weight[u]! <= weight[v]!));
    if (!loop && before.size > 0 && after.size > 0 && !bypassed) continue;
    if (loop) forced.push(v);
    detach(graph, v);
    if (!loop) for (const a of before) for (const b of after) connect(graph, a, b);
    for (const u of [...before, ...after]) queue.add(u);
  }
  return forced;
}

/** The strong components of what is left, each a graph of its own; single nodes are on no cycle. */
function strongParts(graph: Graph): readonly Graph[] {
  const names = [...graph.keys()];
  const place = new Map(names.map((name, index) => [name, index]));
  const edges = names.flatMap((name, index) => [...graph.get(name)!.after].map((b) => [index, place.get(b)!] as const));
  return strongComponents(names.length, edges)
    .filter((component) => component.length > 1)
    .map((component) => {
      const inside = new Set(component.map((index) => names[index]!));
      const part: Graph = new Map([...inside].map((v) => [v, { before: new Set(), after: new Set(), loop: false }]));
      for (const a of inside) for (const b of graph.get(a)!.after) if (inside.has(b)) connect(part, a, b);
      return part;
    });
}

/**
 * The exact answer for a small component: the heaviest set of nodes that has no cycle may stay. A set has none if one of its
 * nodes has nothing before it in the set and the rest has none; so each set is a bit mask that asks smaller masks. Of equally
 * heavy ones the largest stays, of these the one whose nodes have the largest numbers.
 */
function lightest(component: Graph, weight: readonly number[]): readonly number[] {
  const names = [...component.keys()].sort((a, b) => a - b);
  const before = names.map((v) =>
    names.reduce((mask, u, index) => (component.get(v)!.before.has(u) ? mask | (1 << index) : mask), 0),
  );
  const count = 1 << names.length;
  const stays = new Uint8Array(count);
  const heavy = new Float64Array(count);
  const size = new Uint8Array(count);
  stays[0] = 1;
  let best = 0;
  for (let set = 1; set < count; set++) {
    const lowest = 31 - Math.clz32(set & -set);
    heavy[set] = heavy[set & (set - 1)]! + weight[names[lowest]!]!;
    size[set] = size[set & (set - 1)]! + 1;
    for (let v = lowest; v < names.length && stays[set] === 0; v++)
      if ((set >> v) & 1 && (before[v]! & set) === 0) stays[set] = stays[set & ~(1 << v)]!;
    if (stays[set] === 1 && (heavy[set]! > heavy[best]! || (heavy[set] === heavy[best] && size[set]! >= size[best]!)))
      best = set;
  }
  return names.filter((_, index) => ((best >> index) & 1) === 0);
}

/** The node that weighs least for each pair of a way in and a way out; the smallest of several. */
function cheapest(component: Graph, weight: readonly number[]): number {
  const ways = (v: number): number => component.get(v)!.before.size * component.get(v)!.after.size;
  return [...component.keys()]
    .sort((a, b) => a - b)
    .reduce((best, v) => (weight[v]! * ways(best) < weight[best]! * ways(v) ? v : best));
}

/** Lets nodes go back, the heaviest first, as long as no cycle comes back with them. */
function needed(n: number, edges: readonly Edge[], taken: readonly number[], weight: readonly number[]): readonly number[] {
  const out = new Set(taken);
  for (const node of [...taken].sort((a, b) => weight[b]! - weight[a]! || b - a)) {
    out.delete(node);
    if (
      topological(
        n,
        edges.filter(([a, b]) => !out.has(a) && !out.has(b)),
      ) === undefined
    )
      out.add(node);
  }
  return [...out];
}
