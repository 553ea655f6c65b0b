/** As much of addresses as the lab needs: whether two of them meet, and how. IPv4 by number; whatever else by its text. */
type Range = readonly [from: number, to: number];

function numberOf(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

function rangeOf(address: string): Range | undefined {
  const [first = "", last] = address.split("-");
  if (last !== undefined) return both(numberOf(first.trim()), numberOf(last.trim()));
  const [base = "", bits] = address.split("/");
  const from = numberOf(base);
  if (bits === undefined) return both(from, from);
  if (from === undefined || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  return [from - (from % size), from - (from % size) + size - 1];
}

const both = (from: number | undefined, to: number | undefined): Range | undefined =>
  from === undefined || to === undefined ? undefined : [from, to];

type Owned = Readonly<{ owner: string; address: string }>;

/** The first pair of different owners whose addresses meet: sorted once and swept, so that large books are no burden. */
export const firstMeeting = (entries: readonly Owned[]): Pair | undefined => firstPair(entries, sweepMeeting);

/**
 * The first pair of different owners of whom a computer could not tell which is its own: the same addresses, or some of each
 * other's. Where one lies within the other there is none, because the more specific one decides.
 */
export const firstDispute = (entries: readonly Owned[]): Pair | undefined => firstPair(entries, sweepDispute);

type Pair = readonly [Owned, Owned];
type Ranged = Readonly<{ range: Range; entry: Owned }>;

function firstPair(entries: readonly Owned[], sweep: (sorted: readonly Ranged[]) => Pair | undefined): Pair | undefined {
  const texts = new Map<string, Owned>();
  const ranges: Ranged[] = [];
  for (const entry of entries) {
    const range = rangeOf(entry.address);
    if (range) {
      ranges.push({ range, entry });
      continue;
    }
    const other = texts.get(entry.address);
    if (other && other.owner !== entry.owner) return [other, entry];
    texts.set(entry.address, entry);
  }
  // of those that begin together the widest comes first
  return sweep(ranges.sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1]));
}

/**
 * Of each owner the range that reaches farthest is enough: the two farthest of different owners meet whatever comes
 * next, if anything does.
 */
function sweepMeeting(sorted: readonly Ranged[]): Pair | undefined {
  let far: Ranged | undefined;
  for (const next of sorted) {
    if (far && next.range[0] <= far.range[1] && next.entry.owner !== far.entry.owner) return [far.entry, next.entry];
    if (!far || next.range[1] >= far.range[1]) far = next;
  }
  return undefined;
}

/** All that began earlier and still go on hold the next one's first address; who ends before it does holds a part of it. */
function sweepDispute(sorted: readonly Ranged[]): Pair | undefined {
  let open: readonly Ranged[] = [];
  for (const next of sorted) {
    open = open.filter(({ range }) => range[1] >= next.range[0]);
    const other = open.find(({ range, entry }) => entry.owner !== next.entry.owner && !holds(range, next.range));
    if (other) return [other.entry, next.entry];
    // the same again of the same owner would only make the list longer
    if (!open.some(({ range, entry }) => entry.owner === next.entry.owner && same(range, next.range))) open = [...open, next];
  }
  return undefined;
}

const same = (a: Range, b: Range): boolean => a[0] === b[0] && a[1] === b[1];

/** A wider one with all of a narrower one's addresses. */
const holds = (wide: Range, narrow: Range): boolean => wide[0] <= narrow[0] && wide[1] >= narrow[1] && !same(wide, narrow);
