import { byText } from "./model/entity";

/** Damerau-Levenshtein (neighbours swapped count once), given up beyond `most`. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The name that was probably meant: at most a third of it is wrong, and case does not count. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const most = Math.max(1, Math.floor(name.length / 3));
  const wanted = name.slice(0, 200).toLowerCase();
  let best: Readonly<{ name: string; away: number }> | undefined;
  for (const candidate of [...known].sort(byText)) {
    const away = distance(wanted, candidate.toLowerCase(), most);
    if (away <= most && (best === undefined || away < best.away)) best = { name: candidate, away };
  }
  return best?.name;
}

/** The remedy for a name that nothing has: the near one, else the few that there are. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const all = [...new Set(known)].sort(byText);
  const near = nearest(name, all);
  if (near !== undefined) return `did you mean ${near}?`;
  if (all.length === 0) return undefined;
  const shown = all.slice(0, 12).join(", ");
  return `there ${all.length === 1 ? "is" : "are"}: ${shown}${all.length > 12 ? ` and ${all.length - 12} more` : ""}`;
}
