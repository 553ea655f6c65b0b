/** Agents in batches of at most so many, as even as whole agents allow, the larger ones first; a pilot is cut off before. */
export function batches(agents: number, most: number, pilot?: number): readonly number[] {
  if (pilot !== undefined && pilot < agents) return [pilot, ...batches(agents - pilot, most)];
  const parts = Math.max(1, Math.ceil(agents / most));
  return Array.from({ length: parts }, (_, i) => Math.floor(agents / parts) + (i < agents % parts ? 1 : 0));
}

/**
 * What the batches of one place are called: its own name where there is only one. `taken`: what others are called; where a
 * number would make one of these names, as beside a site houston-2, another hyphen tells them apart.
 */
export function batchNames(place: string, parts: number, taken: ReadonlySet<string> = new Set()): readonly string[] {
  if (parts === 1) return [place];
  for (let mark = "-"; ; mark += "-") {
    const names = Array.from({ length: parts }, (_, i) => `${place}${mark}${i + 1}`);
    if (names.every((name) => !taken.has(name))) return names;
  }
}
