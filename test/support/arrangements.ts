/** Small things to arrange, drawn at random, and the fewest stages that they can have, found by trying all. */
import * as fc from "fast-check";
import { Entity, Ref, number, stateOf, text } from "../../engine/model/entity";
import { Pace, paces } from "../../engine/model/pack";
import { Move, PhaseTable } from "../../engine/model/phases";
import type { Edge, Operation } from "../../engine/model/plan";
import type { LimitForm } from "../../engine/model/rule";
import type { Arranging } from "../../engine/passes/arrange";
import { ruled } from "./toys";

const move = (name: string, from: string, more: Partial<Move>): Move => ({
  name,
  from,
  to: `${name}-done`,
  during: `${name}-doing`,
  by: "driver",
  ...more,
});
const agents = (entity: Entity): number => number(entity, "agents");

/** What a stage can be about, with a risk and without; and a second move for those that have made the first. */
const table = new PhaseTable([
  {
    kind: "wave",
    word: "wave",
    first: ["new"],
    last: ["move-done"],
    moves: [
      move("move", "new", { about: "agents", risk: agents }),
      move("install", "new", { about: "install", risk: agents }),
      move("link", "new", { about: "hierarchy" }),
      move("note", "new", {}),
      move("again", "note-done", { about: "agents", risk: agents }),
    ],
  },
]);

const limit: LimitForm = {
  form: "limit",
  of: "wave",
  by: "to",
  weigh: "agents",
  atMost: 5,
  span: "stage",
  moves: ["move", "again"],
};

const one = fc.record({
  move: fc.constantFrom("move", "move", "install", "link", "note"),
  agents: fc.integer({ min: 1, max: 5 }),
  to: fc.constantFrom("p", "q"),
  again: fc.integer({ min: 0, max: 9 }),
});
const pair = (n: number): fc.Arbitrary<readonly [number, number, Edge["how"]]> =>
  fc.tuple(
    fc.nat(n - 1),
    fc.nat(n - 1),
    fc.constantFrom<Edge["how"]>("before", "before", "before", "later", "later", "together"),
  );

/** Four to eight operations with edges of every sort, a limit, and one of the paces. */
export const arrangements: fc.Arbitrary<Arranging> = fc.integer({ min: 4, max: 7 }).chain((n) =>
  fc
    .record({
      ones: fc.array(one, { minLength: n, maxLength: n }),
      pairs: fc.array(pair(n), { maxLength: n + 2 }),
      pace: fc.constantFrom<Pace>(...paces),
    })
    .map(({ ones, pairs, pace }): Arranging => {
      const ref = (i: number): Ref => `wave/${i}`;
      const start = stateOf(
        ones.map(
          ({ agents: many, to }, i) => ({ ref: ref(i), kind: "wave", phase: "new", agents: many, to }) as unknown as Entity,
        ),
      );
      const first = ones.map((drawn, i): Operation => ({
        id: `${ref(i)}:${drawn.move}`,
        entity: ref(i),
        move: drawn.move,
        because: [],
      }));
      // One entity may move twice, in two stages.
      const twice = ones.findIndex((drawn) => drawn.move === "note" && drawn.again === 0);
      const second: readonly Operation[] =
        twice === -1 ? [] : [{ id: `${ref(twice)}:again`, entity: ref(twice), move: "again", because: [] }];
      const chain: readonly Edge[] = second.map((then) => ({
        first: (first[twice] as Operation).id,
        then: then.id,
        rule: "T",
        how: "later",
      }));
      const edges = pairs.flatMap(([a, b, how]): readonly Edge[] =>
        a === b
          ? []
          : [{ first: (first[Math.min(a, b)] as Operation).id, then: (first[Math.max(a, b)] as Operation).id, rule: "T", how }],
      );
      return {
        table,
        start,
        operations: [...first, ...second],
        edges: [...edges, ...chain],
        rules: [ruled("L", limit)],
        options: {},
        pace,
        group: (entity) => text(entity, "to"),
      };
    }),
);

type Told = Readonly<{ about?: string; risky: boolean; group: string; weight: number; entity: Ref; together: number }>;

/** The fewest stages, up to a most; none where even those are too few. */
export function fewest(work: Arranging, most: number): number | undefined {
  const all = told(work);
  const at = new Map(work.operations.map((operation, i) => [operation.id, i]));
  const edges = work.edges.map((edge) => [at.get(edge.first) as number, at.get(edge.then) as number, edge.how] as const);
  for (let stages = 1; stages <= most; stages++)
    if (tried(work.pace, all, edges, new Array<number>(all.length).fill(-1), 0, stages)) return stages;
  return undefined;
}

function told({ operations, edges, start, table: tables, group }: Arranging): readonly Told[] {
  // Who must be in one stage: those that come neither before nor after one another without coming round again.
  const far = operations.map((a) =>
    operations.map((b) => edges.some((edge) => joins(edge, a, b) || (edge.how === "together" && joins(edge, b, a)))),
  );
  for (let k = 0; k < far.length; k++) for (const row of far) if (row[k]) far[k]?.forEach((reached, i) => (row[i] ||= reached));
  const together = operations.map((_, i) =>
    Math.max(
      0,
      far.findIndex((row, j) => i === j || (row[i] && far[i]?.[j])),
    ),
  );
  return operations.map((operation, i) => {
    const entity = start.get(operation.entity) as Entity;
    const { about, risk } = tables.move("wave", operation.move);
    const weight = limit.moves?.includes(operation.move) ? number(entity, "agents") : 0;
    return {
      ...(about ? { about } : {}),
      risky: about !== undefined && risk !== undefined,
      group: group(entity),
      weight,
      entity: entity.ref,
      together: together[i] as number,
    };
  });
}

const joins = (edge: Edge, a: Operation, b: Operation): boolean => edge.first === a.id && edge.then === b.id;

type Ends = readonly (readonly [number, number, Edge["how"]])[];

function tried(pace: Pace, all: readonly Told[], edges: Ends, stage: number[], next: number, stages: number): boolean {
  if (next === all.length) return true;
  for (let at = 0; at < stages; at++) {
    stage[next] = at;
    const fits = edges.every(([a, b, how]) => {
      const [x, y] = [stage[a] as number, stage[b] as number];
      if (x === -1 || y === -1) return true;
      return how === "together" ? x === y : how === "later" ? x < y : x <= y;
    });
    if (
      fits &&
      allowed(
        pace,
        all.filter((_, i) => stage[i] === at),
      ) &&
      tried(pace, all, edges, stage, next + 1, stages)
    )
      return true;
    stage[next] = -1;
  }
  return false;
}

/** Whether these may be one stage: an entity moves once, targets bear it, it is about one thing, its risks are apart. */
function allowed(pace: Pace, stage: readonly Told[]): boolean {
  if (new Set(stage.map((one) => one.entity)).size < stage.length) return false;
  for (const to of ["p", "q"]) if (stage.reduce((sum, one) => sum + (one.group === to ? one.weight : 0), 0) > 5) return false;
  if (pace === "fast") return true;
  return stage.every((a) =>
    stage.every((b) => {
      // What must be together may be, whatever it is; nothing else joins a stage that is about several things.
      if (a.about === undefined || b.about === undefined || a.together === b.together) return true;
      const things = (of: Told): string =>
        [...new Set(stage.filter((one) => one.together === of.together).flatMap((one) => one.about ?? []))].sort().join();
      if (things(a) !== things(b)) return false;
      return !(a.risky && b.risky && (pace === "careful" || a.group === b.group));
    }),
  );
}
