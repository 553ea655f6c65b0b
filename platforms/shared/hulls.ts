import { Entity, Value, list, sameValue } from "../../engine/model/entity";

type Hull = (before: Entity, after: Entity) => Readonly<Record<string, Value>>;

const each = (props: readonly string[], of: (prop: string) => Value): Readonly<Record<string, Value>> =>
  Object.fromEntries(props.map((prop) => [prop, of(prop)]));

/** What lists may hold half-way: all of both. */
export const either =
  (...props: readonly string[]): Hull =>
  (before, after) =>
    each(props, (prop) => {
      const [had, has] = [list(before, prop), list(after, prop)];
      return sameValue(had, has) ? had : [...new Set([...had, ...has])].sort();
    });

/** What lists surely hold half-way: what is in both. */
export const both =
  (...props: readonly string[]): Hull =>
  (before, after) =>
    each(props, (prop) => list(before, prop).filter((one) => list(after, prop).includes(one)));
