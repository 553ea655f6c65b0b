import { Entity, State, Value, byText, list, sameValue } from "../model/entity";
import type { Finding } from "../model/finding";
import { Move, PhaseTable, leavesFrom } from "../model/phases";
import type { OpId, Operation } from "../model/plan";
import { Difference, differing } from "./diff";
import { walk } from "./walk";

export type Expanded = Readonly<{
  operations: readonly Operation[];
  /** The operations of one entity, in the order in which it goes through them. */
  chains: readonly (readonly OpId[])[];
  findings: readonly Finding[];
}>;

/** Differences into operations: for each entity the shortest way through its table of phases. */
export function expand(table: PhaseTable, differences: readonly Difference[], start: State, goal: State): Expanded {
  const operations: Operation[] = [];
  const chains: (readonly OpId[])[] = [];
  const findings: Finding[] = [];
  for (const { ref } of differences) {
    const before = start.get(ref);
    const after = goal.get(ref);
    if (!before || !after) throw new Error(`${ref}: every entity of a migration is in both of its states`);
    const way = shortestWay(table, before, after);
    if (!way) {
      findings.push({ rule: "PLAN-001", severity: "error", entity: ref, say: noWay(ref, before, after) });
      continue;
    }
    operations.push(...way);
    chains.push(way.map((operation) => operation.id));
  }
  return { operations, chains, findings };
}

const noWay = (ref: string, before: Entity, after: Entity): string =>
  before.phase === after.phase
    ? `${ref} cannot change its ${differing(before, after).join(", ")} while it is ${before.phase}: no move does that`
    : `no move leads ${ref} from ${before.phase} to ${after.phase}`;

type Node = Readonly<{ entity: Entity; way: readonly Operation[] }>;

/** Breadth first, moves in the table's order: the fewest operations, and the same ones for the same input. */
function shortestWay(table: PhaseTable, before: Entity, goal: Entity): readonly Operation[] | undefined {
  const seen = new Set<string>([before.phase]);
  let front: readonly Node[] = [{ entity: before, way: [] }];
  for (let depth = 0; depth < 12 && front.length > 0; depth++) {
    const next: Node[] = [];
    for (const node of front) {
      if (node.entity.phase === goal.phase && differing(node.entity, goal).length === 0) return node.way;
      for (const move of table.of(before.kind).moves) {
        if (move.when && !move.when(node.entity, goal)) continue;
        if (!leavesFrom(move, node.entity.phase) && move.during !== node.entity.phase) continue;
        const operations = operationsOf(move, node.entity, goal);
        const reached = operations.reduce((entity, operation) => last(walk(table, entity, operation)), node.entity);
        const key = `${reached.phase} ${differing(reached, goal).join()}`;
        if (seen.has(key)) continue;
        seen.add(key);
        next.push({ entity: reached, way: [...node.way, ...operations] });
      }
    }
    front = next;
  }
  return undefined;
}

/**
 * A growing move is one operation an element: each may belong to another stage. Where one was interrupted nobody knows how far
 * it came, so every element is added again: adding what is there changes nothing.
 */
function operationsOf(move: Move, entity: Entity, goal: Entity): readonly Operation[] {
  const id = `${entity.ref}:${move.name}`;
  const base = { entity: entity.ref, move: move.name, because: [] };
  if (move.grows) {
    const had = entity.phase === move.during ? [] : list(entity, move.grows);
    return list(goal, move.grows)
      .filter((element) => !had.includes(element))
      .map((element) => ({ ...base, id: `${id}+${String(element)}`, add: [element] }));
  }
  const set = Object.fromEntries(
    (move.changes ?? [])
      .filter((prop) => goal[prop] !== undefined && !sameValue(entity[prop], goal[prop]))
      .sort(byText)
      .map((prop) => [prop, goal[prop] as Value]),
  );
  return [{ ...base, id, ...(Object.keys(set).length > 0 ? { set } : {}) }];
}

const last = (path: readonly Entity[]): Entity => path[path.length - 1] as Entity;
