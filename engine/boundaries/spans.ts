import { Family, Span } from "./boundary";

/**
 * A set of addresses: spans in order, IPv4 before IPv6, that neither overlap nor touch. Each set of addresses has exactly one
 * such list, so two sets are equal when their lists are. Every function here takes and gives such lists; `union` makes them of
 * any spans.
 */
export type Spans = readonly Span[];

/** An order by family, first address and last address. */
export function compareSpans(a: Span, b: Span): number {
  if (a.family !== b.family) return a.family - b.family;
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  if (a.last !== b.last) return a.last < b.last ? -1 : 1;
  return 0;
}

/** All addresses of all these spans, which may come in any order and overlap. */
export function union(...lists: readonly (readonly Span[])[]): Spans {
  const joined: Span[] = [];
  for (const { family, first, last } of lists.flat().sort(compareSpans)) {
    const open = joined.at(-1);
    if (open === undefined || open.family !== family || first > open.last + 1n) joined.push({ family, first, last });
    else if (last > open.last) joined[joined.length - 1] = { family, first: open.first, last };
  }
  return joined;
}

/** The addresses that are in both. */
export function intersect(a: Spans, b: Spans): Spans {
  const common: Span[] = [];
  let at = 0;
  let to = 0;
  while (at < a.length && to < b.length) {
    const [one, other] = [a[at]!, b[to]!];
    const first = one.first > other.first ? one.first : other.first;
    const last = one.last < other.last ? one.last : other.last;
    if (one.family === other.family && first <= last) common.push({ family: one.family, first, last });
    if (endsBefore(one, other)) at++;
    else to++;
  }
  return common;
}

const endsBefore = (a: Span, b: Span): boolean => (a.family === b.family ? a.last < b.last : a.family < b.family);

/** The addresses of `a` that are not in `b`: what `b` leaves uncovered. */
export function subtract(a: Spans, b: Spans): Spans {
  const left: Span[] = [];
  let to = 0;
  for (const { family, first, last } of a) {
    while (to < b.length && isBefore(b[to]!, family, first)) to++;
    let from = first;
    for (let hole = to; hole < b.length && b[hole]!.family === family && b[hole]!.first <= last; hole++) {
      if (b[hole]!.first > from) left.push({ family, first: from, last: b[hole]!.first - 1n });
      from = b[hole]!.last + 1n;
    }
    if (from <= last) left.push({ family, first: from, last });
  }
  return left;
}

const isBefore = (span: Span, family: Family, first: bigint): boolean =>
  span.family < family || (span.family === family && span.last < first);

/** Whether every address of `b` is in `a`. */
export const containsAll = (a: Spans, b: Spans): boolean => subtract(b, a).length === 0;

/** How many addresses there are. */
export const countAddresses = (spans: Spans): bigint => spans.reduce((sum, { first, last }) => sum + (last - first) + 1n, 0n);
