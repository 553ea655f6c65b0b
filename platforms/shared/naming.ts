import { Entity, Kind, State, byText } from "../../engine/model/entity";
import type { Operation } from "../../engine/model/plan";

/** The entities of a kind that a stage moves; of certain moves only, where these are named. */
export const movedIn = (
  operations: readonly Operation[],
  state: State,
  kind: Kind,
  moves: readonly string[],
): readonly Entity[] =>
  operations.flatMap(({ entity, move }) => {
    const found = state.get(entity);
    return found?.kind === kind && (moves.length === 0 || moves.includes(move)) ? [found] : [];
  });

/** `hou-bea-new`, `bea-and-6-more-boundaries`; nothing, where there is nobody to be named. */
export function nameFrom(all: readonly string[], after: string): string | undefined {
  const names = [...new Set(all)].sort(byText);
  if (names.length === 0) return undefined;
  return `${(names.length <= 3 ? names.join("-") : `${names[0]}-and-${names.length - 1}-more`).toLowerCase()}${after}`;
}
