/** A platform made for tests: three kinds that walk to and fro, rules that read in every way a rule can, drawn at random. */
import * as fc from "fast-check";
import { Entity, Kind, Ref, Scalar, State, list, stateOf } from "../../engine/model/entity";
import { PhaseTable, Phases } from "../../engine/model/phases";
import type { Edge, Operation } from "../../engine/model/plan";
import type { LimitForm, Rule, StateForm, View } from "../../engine/model/rule";

const toyKinds = ["server", "wave", "object"] as const;

const both = (a: Entity, b: Entity): readonly Scalar[] => [...new Set([...list(a, "on"), ...list(b, "on")])];
const surely = (a: Entity, b: Entity): readonly Scalar[] => list(a, "on").filter((one) => list(b, "on").includes(one));

const phasesOf = (kind: Kind): Phases => ({
  kind,
  word: kind,
  first: ["here"],
  last: ["here", "there"],
  moves: [
    {
      name: "go",
      from: "here",
      during: "going",
      to: "there",
      undo: "back",
      by: "driver",
      changes: ["on"],
      hull: (a, b) => ({ on: both(a, b) }),
    },
    {
      name: "back",
      from: "there",
      during: "returning",
      to: "here",
      by: "driver",
      changes: ["on"],
      hull: (a, b) => ({ on: surely(a, b) }),
    },
    { name: "grow", from: ["here", "there"], during: "growing", to: "here", by: "person", grows: "on" },
  ],
});

export const toyTable = new PhaseTable(toyKinds.map(phasesOf));

/** A number, the text that looks like it, and a word that means something to the language: an index must keep them apart. */
const tag: fc.Arbitrary<Scalar> = fc.constantFrom<Scalar>(1, "1", "x", "undefined");
const phase = fc.constantFrom("here", "there", "going", "returning");
const tags = fc.uniqueArray(tag, { maxLength: 2 });

const entity = (ref: Ref): fc.Arbitrary<Entity> =>
  fc
    .record({ on: tags, level: tag, size: fc.integer({ min: 0, max: 4 }), named: fc.boolean(), phase })
    .map(
      ({ named, ...props }) =>
        ({ ...props, ...(named ? { name: "n" } : {}), ref, kind: ref.slice(0, ref.indexOf("/")) }) as unknown as Entity,
    );

const refs: readonly Ref[] = ["object/a", "object/b", "server/a", "server/b", "wave/a", "wave/b"];

const state: fc.Arbitrary<State> = fc
  .subarray([...refs], { minLength: 2 })
  .chain((some) => fc.tuple(...some.map(entity)).map(stateOf));

export type ToyStage = Readonly<{ name: string; operations: readonly Operation[]; edges: readonly Edge[] }>;

/** Some entities move, some in an order; no order of the names leads to the order of the operations. */
const stage = (name: string, of: readonly Ref[], most: number): fc.Arbitrary<ToyStage> =>
  fc
    .record({
      moving: fc.shuffledSubarray([...of], { minLength: 1, maxLength: Math.min(most, of.length) }),
      moves: fc.array(fc.record({ move: fc.constantFrom("go", "back", "grow"), on: tags }), { minLength: most, maxLength: most }),
      pairs: fc.array(fc.tuple(fc.nat(most - 1), fc.nat(most - 1)), { maxLength: most }),
    })
    .map(({ moving, moves, pairs }) => {
      const operations = moving.map((ref, i): Operation => {
        const { move, on } = moves[i] as (typeof moves)[number];
        return { id: `${ref}:${move}`, entity: ref, move, because: [], ...(move === "grow" ? { add: on } : { set: { on } }) };
      });
      const edges = pairs.flatMap(([a, b]): readonly Edge[] => {
        const [first, then] = [operations[Math.min(a, b)], operations[Math.max(a, b)]];
        return first && then && first !== then ? [{ first: first.id, then: then.id, rule: "T", how: "before" }] : [];
      });
      return { name, operations, edges };
    });

type Ask = (focus: Entity, view: View) => boolean;

const kind = fc.constantFrom<Kind>(...toyKinds);
const ref = fc.constantFrom<Ref>(...refs);
const prop = fc.constantFrom("on", "level", "name", "phase", "ref", "kind");
const value = fc.constantFrom<Scalar | undefined>(1, "1", "x", "undefined", undefined, "here", "going", "wave/a", "wave");

const some = (entities: Iterable<Entity>, is: (entity: Entity) => boolean): boolean => {
  for (const one of entities) if (is(one)) return true;
  return false;
};

const atom: fc.Arbitrary<Ask> = fc.oneof(
  phase.map(
    (is): Ask =>
      (focus) =>
        focus.phase === is,
  ),
  tag.map(
    (is): Ask =>
      (focus) =>
        list(focus, "on").includes(is),
  ),
  fc.tuple(ref, phase).map(
    ([who, is]): Ask =>
      (_, view) =>
        view.get(who)?.phase === is,
  ),
  fc.tuple(ref, tag).map(
    ([who, is]): Ask =>
      (_, view) =>
        list(view.get(who), "on").includes(is),
  ),
  fc.tuple(kind, prop, value).map(
    ([who, what, is]): Ask =>
      (_, view) =>
        some(view.all(who, what, is), () => true),
  ),
  fc.tuple(kind, prop, value).map(
    ([who, what, is]): Ask =>
      (focus, view) =>
        some(view.all(who, what, is), (one) => one.ref !== focus.ref),
  ),
  fc.tuple(kind, phase).map(
    ([who, is]): Ask =>
      (_, view) =>
        some(view.all(who), (one) => one.phase === is),
  ),
  fc.tuple(kind, fc.integer({ min: 0, max: 2 })).map(
    ([who, many]): Ask =>
      (_, view) =>
        [...view.all(who)].filter((one) => one.phase === "going").length > many,
  ),
);

/** Conditions upon conditions; what stands second may never be asked, so what a rule reads depends on what it finds. */
const condition: fc.Arbitrary<Ask> = fc.oneof(
  { weight: 2, arbitrary: atom },
  {
    weight: 3,
    arbitrary: fc.tuple(atom, atom).map(
      ([a, b]): Ask =>
        (focus, view) =>
          a(focus, view) && b(focus, view),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(atom, atom).map(
      ([a, b]): Ask =>
        (focus, view) =>
          a(focus, view) && !b(focus, view),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(atom, atom, atom).map(
      ([a, b, c]): Ask =>
        (focus, view) =>
          a(focus, view) ? b(focus, view) : c(focus, view),
    ),
  },
);

const stateForm: fc.Arbitrary<StateForm> = fc
  .record({ over: kind, when: fc.constantFrom<StateForm["in"]>(undefined, "every", "rest"), bad: condition })
  .map(({ over, when, bad }) => ({
    form: "state",
    over,
    ...(when ? { in: when } : {}),
    check: (focus, view) => (bad(focus, view) ? "bad" : undefined),
  }));

export const limitForm: fc.Arbitrary<LimitForm> = fc
  .record({
    of: kind,
    by: fc.constantFrom("on", "level", "ref", "phase"),
    weigh: fc.constantFrom<string | 1>(1, "size"),
    atMost: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant({ option: "most", default: 2 })),
    span: fc.constantFrom<LimitForm["span"]>("at-once", "stage", "state"),
    moves: fc.constantFrom<readonly string[] | undefined>(undefined, ["go"], ["go", "grow"]),
  })
  .map(({ moves, ...form }): LimitForm => ({ form: "limit", ...form, ...(moves && form.span !== "state" ? { moves } : {}) }));

export const ruled = (id: string, form: StateForm | LimitForm): Rule => ({
  id,
  title: id,
  source: { document: "none", where: "", line: 1 },
  severity: "error",
  is: [form],
});

/** A state, stages one after another, and rules about them. */
export const toys: fc.Arbitrary<Readonly<{ start: State; stages: readonly ToyStage[]; rules: readonly Rule[] }>> = state.chain(
  (start) =>
    fc.record({
      start: fc.constant(start),
      stages: fc.tuple(
        stage("one", [...start.keys()], 5),
        stage("two", [...start.keys()], 4),
        stage("three", [...start.keys()], 3),
      ),
      rules: fc.array(stateForm, { minLength: 1, maxLength: 3 }).map((forms) => forms.map((form, i) => ruled(`T-${i}`, form))),
    }),
);
