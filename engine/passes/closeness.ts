import { byText } from "../model/entity";
import type { OpId, Operation } from "../model/plan";

/** The stages of the plan that came before this one, as far as it matters to one that is to be like it. */
export type Last = readonly Readonly<{ name: string; operations: ReadonlySet<OpId> }>[];

/** In which of the last plan's stages an operation was, by number; nothing for one that is new. */
export function placeIn(last: Last): (id: OpId) => number | undefined {
  const places = new Map(last.flatMap(({ operations }, stage) => [...operations].map((id) => [id, stage] as const)));
  return (id) => places.get(id);
}

/**
 * The names that stages keep: who follows in a pull request or a change ticket knows them. A stage goes on under a name when it
 * has more of that stage's operations than any other; where two could, the one with more, then the earlier one.
 */
export function keptNames(last: Last, stages: readonly (readonly Operation[])[]): ReadonlyMap<number, string> {
  const place = placeIn(last);
  const shares = new Map<string, number>();
  stages.forEach((operations, stage) => {
    for (const { id } of operations) {
      const was = place(id);
      if (was !== undefined) shares.set(`${was} ${stage}`, (shares.get(`${was} ${stage}`) ?? 0) + 1);
    }
  });
  const best = [...shares].sort(([a, n], [b, m]) => m - n || byText(a, b));
  const names = new Map<number, string>();
  const used = new Set<number>();
  for (const [key] of best) {
    const [was, stage] = key.split(" ").map(Number) as [number, number];
    const name = last[was]?.name;
    if (name === undefined || used.has(was) || names.has(stage)) continue;
    used.add(was);
    names.set(stage, name);
  }
  return names;
}
