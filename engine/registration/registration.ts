import type { Entity, Ref, State } from "../model/entity";
import type { Problem } from "../model/problem";
import { Course } from "../stages";
import { reasons } from "./because";
import { Noun, groupsOf } from "./groups";
import { Way, lastOf, waits } from "./ways";

/** One entity as it is registered, and why it is as it is. */
export type Member = Readonly<{ entity: Entity; because: string }>;

/**
 * All that a stack registers in one stage, as plain data. The provider makes it, which has opened documents and lock anyway to
 * judge them; the program asks for it, so that nobody opens them a second time.
 */
export type Registration = Readonly<{
  /** The stage to reach, in full. */
  stage: string;
  components: readonly Readonly<{ noun: Noun; name: string; members: readonly Member[] }>[];
  /** What each entity waits for. */
  waits: readonly (readonly [Ref, readonly Ref[]])[];
  /** What the stage is complete with: its last operations; adopting, everything. */
  closing: readonly Ref[];
}>;

type Carried = Course & Readonly<{ problem: Problem }>;

export function registrationOf(carried: Carried, way: Way): Registration {
  const because = reasons(carried, way.to);
  const member = (ref: Ref): readonly Member[] => {
    const entity = way.target.get(ref);
    return entity ? [{ entity, because: because.get(ref) ?? "" }] : [];
  };
  return {
    stage: way.told.to,
    components: groupsOf(carried.problem.start).map(({ noun, name, members }) => ({
      noun,
      name,
      members: members.flatMap(member),
    })),
    waits: [...waits(way)],
    closing: closing(way, way.target),
  };
}

const closing = (way: Way, target: State): readonly Ref[] => (way.to === 0 && !way.stage ? [...target.keys()] : lastOf(way));

/** As one text: Pulumi's engine takes values apart and puts them together again on their way, but not texts. */
export const writeRegistration = (registration: Registration): string => JSON.stringify(registration);

export const readRegistration = (text: string): Registration => JSON.parse(text) as Registration;
