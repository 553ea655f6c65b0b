/**
 * A smallest group of constraints that fails together, in their given order: take any one of it away and what is left of it no
 * longer fails. Empty when even all of them do not fail, and also when none are needed for it.
 *
 * `fails` must be monotone: with more constraints on, what failed still fails. That is why only constraints may be asked about
 * and never facts: take a fact away, and a rule may fail that held. Of several groups the one found keeps to earlier constraints
 * where it can, so put first what the reader would rather hear of.
 *
 * QuickXplain (Junker 2004): halves, not one at a time, since a conflict of 5 among 240 then takes some 50 plans instead of 240.
 */
export function conflictSet<T>(constraints: readonly T[], fails: (on: readonly T[]) => boolean): readonly T[] {
  if (fails([]) || !fails(constraints)) return [];
  return needed([], constraints, fails);
}

/** Which of the candidates it takes, beside what is on anyway, to fail. With all of them on it does; with none it does not. */
function needed<T>(on: readonly T[], candidates: readonly T[], fails: (on: readonly T[]) => boolean): readonly T[] {
  if (candidates.length === 1) return candidates;
  const middle = candidates.length >> 1;
  const [early, late] = [candidates.slice(0, middle), candidates.slice(middle)];
  const withEarly = [...on, ...early];
  const fromLate = fails(withEarly) ? [] : needed(withEarly, late, fails);
  const withLate = [...on, ...fromLate];
  const fromEarly = fromLate.length > 0 && fails(withLate) ? [] : needed(withLate, early, fails);
  return [...fromEarly, ...fromLate];
}
