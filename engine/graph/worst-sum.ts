import { Edge, incoming } from "./edges";
import { Network } from "./flow";
import { topological } from "./topological";

/** Operations that walk along paths, and what each adds to a sum at every position of its path. */
export type Sum = Readonly<{ values: readonly (readonly number[])[]; edges: readonly Edge[] }>;

/** The largest the sum can become, and a state that shows it: how far each operation has come. */
export type Worst = Readonly<{ worst: number; positions: readonly number[] }>;

/**
 * The greatest value a sum takes in any state that an interruption can leave. An operation stands at position 0 before, at the
 * last one after, in between while it is under way; for an edge a → b, b leaves 0 only when a has reached its end. Values are
 * finite; with integers the answer is exact.
 *
 * First the cheap question: can every operation stand at its own maximum at once? Then that is the answer, and its witness. Where
 * it cannot, the states are the closed sets of micro-steps ("has reached position p"), and the worst is one of
 * greatest weight: a minimum cut, where trying all states would take 3^n.
 */
export function worstSum(sum: Sum): Worst {
  sum.values.forEach((path, index) => {
    if (path.length === 0) throw new RangeError(`operation ${index} has no position`);
  });
  const positions = localMaxima(sum) ?? closureOfGreatestWeight(sum);
  return { worst: positions.reduce((total, position, index) => total + sum.values[index]![position]!, 0), positions };
}

/**
 * Everyone's own maximum, if those positions fit together. Ties are decided in order: who may begin goes to the end if its
 * maximum lies there too, which frees all that follow; so this finds a fitting choice whenever there is one.
 */
function localMaxima({ values, edges }: Sum): readonly number[] | undefined {
  const order = topological(values.length, edges);
  if (order === undefined) return undefined;
  const before = incoming(values.length, edges);
  const ended = new Uint8Array(values.length);
  const positions = new Array<number>(values.length).fill(0);
  for (const v of order) {
    const path = values[v]!;
    const most = path.reduce((a, b) => Math.max(a, b));
    const mayBegin = before.node.subarray(before.start[v]!, before.start[v + 1]!).every((a) => ended[a] === 1);
    if (!mayBegin && path[0] !== most) return undefined;
    if (!mayBegin) continue;
    positions[v] = path[path.length - 1] === most ? path.length - 1 : path.indexOf(most);
    ended[v] = positions[v] === path.length - 1 ? 1 : 0;
  }
  return positions;
}

/**
 * A node for each micro-step, weighing what it adds to the sum; a step that adds hangs on the source, one that takes away on the
 * sink, and what a step needs is an arc that cannot be cut. A path of one position has a step too, which weighs nothing, so that
 * order passes through it.
 */
function closureOfGreatestWeight({ values, edges }: Sum): readonly number[] {
  const steps = values.map((path) => Math.max(1, path.length - 1));
  const first: number[] = [];
  let nodes = 2;
  for (const count of steps) {
    first.push(nodes);
    nodes += count;
  }
  const network = new Network(nodes);
  values.forEach((path, v) => {
    for (let p = 1; p < path.length; p++) {
      const gain = path[p]! - path[p - 1]!;
      const step = first[v]! + p - 1;
      if (gain > 0) network.add(SOURCE, step, gain);
      if (gain < 0) network.add(step, SINK, -gain);
      if (p > 1) network.add(step, step - 1, Infinity);
    }
  });
  for (const [a, b] of edges) network.add(first[b]!, first[a]! + steps[a]! - 1, Infinity);
  const taken = network.sourceSide(SOURCE, SINK);
  return values.map((path, v) => path.slice(1).reduce((position, _, p) => position + taken[first[v]! + p]!, 0));
}

const SOURCE = 0;
const SINK = 1;
