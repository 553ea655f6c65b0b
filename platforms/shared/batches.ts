/** Agents in batches of at most so many, as even as whole agents allow, the larger ones first; a pilot is cut off before. */
export function batches(agents: number, most: number, pilot?: number): readonly number[] {
  if (pilot !== undefined && pilot < agents) return [pilot, ...batches(agents - pilot, most)];
  const parts = Math.max(1, Math.ceil(agents / most));
  return Array.from({ length: parts }, (_, i) => Math.floor(agents / parts) + (i < agents % parts ? 1 : 0));
}

/** What the batches of one place are called: its own name where there is only one. */
export const batchNames = (place: string, parts: number): readonly string[] =>
  Array.from({ length: parts }, (_, i) => (parts === 1 ? place : `${place}-${i + 1}`));
