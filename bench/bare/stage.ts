/**
 * A stage of a migration as plain data, for the program that only registers: the same resources, inputs, parents and edges, with
 * names of the same length.
 */
import { groupsOf } from "../../engine/registration/groups";
import { reasons } from "../../engine/registration/because";
import { Way, lastOf, waits } from "../../engine/registration/ways";
import type { Entity, Ref } from "../../engine/model/entity";
import { nameOf } from "../../engine/model/entity";
import type { Lock } from "../../engine/lock";
import type { Problem } from "../../engine/model/problem";
import type { Stage } from "../../engine/model/plan";
import type { State } from "../../engine/model/entity";
import { PACKAGE, typeOf } from "../../engine/resources";

/** As long as the project's own package name. */
export const BARELY = "barely";

export type BareResource = Readonly<{
  type: string;
  name: string;
  /** Which component it belongs to; none for the last one. */
  parent: number;
  properties: Readonly<Record<string, unknown>>;
  /** The resources that it waits for, all of them earlier. */
  after: readonly number[];
}>;

export type BareStage = Readonly<{
  components: readonly Readonly<{ type: string; name: string }>[];
  resources: readonly BareResource[];
}>;

type Carried = Readonly<{ problem: Problem; lock: Lock; stages: readonly Stage[]; states: readonly State[] }>;

const bare = (type: string): string => type.replace(PACKAGE, BARELY);

/** What the program of this repository registers for the same way, in an order in which what is waited for comes first. */
export function bareStage(carried: Carried, way: Way): BareStage {
  const groups = groupsOf(carried.problem.start);
  const because = reasons({ ...carried, revision: carried.lock.revision }, way.to);
  const after = waits(way);
  const parents = new Map(groups.flatMap(({ members }, at) => members.map((ref) => [ref, at] as const)));
  const places = new Map<Ref, number>();
  const resources: BareResource[] = [];
  const place = (ref: Ref): number => {
    const known = places.get(ref);
    if (known !== undefined) return known;
    const first = (after.get(ref) ?? []).map(place);
    const { ref: _, kind, ...properties } = way.target.get(ref) as Entity;
    const at = resources.length;
    places.set(ref, at);
    resources.push({
      type: bare(typeOf(kind)),
      name: nameOf(ref),
      parent: parents.get(ref) as number,
      properties: { ...properties, because: because.get(ref) ?? "" },
      after: first,
    });
    return at;
  };
  const all = groups.flatMap(({ members }) => members.map(place));
  const last = way.to === 0 ? all : lastOf(way).map(place);
  resources.push({
    type: bare(`${PACKAGE}:index:Completion`),
    name: "completed",
    parent: -1,
    properties: { stage: way.told.to },
    after: last,
  });
  return { components: groups.map(({ noun, name }) => ({ type: bare(`${PACKAGE}:estate:${noun}`), name })), resources };
}
