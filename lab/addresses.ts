/** As much of addresses as the lab needs: whether two of them meet. IPv4 by number; whatever else by its text. */
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
export function firstMeeting(entries: readonly Owned[]): readonly [Owned, Owned] | undefined {
  const texts = new Map<string, Owned>();
  const ranges: { range: Range; entry: Owned }[] = [];
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
  return sweep(ranges.sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]));
}

/**
 * Of each owner the range that reaches farthest is enough: the two farthest of different owners meet whatever comes
 * next, if anything does.
 */
function sweep(sorted: readonly { range: Range; entry: Owned }[]): readonly [Owned, Owned] | undefined {
  let far: { range: Range; entry: Owned } | undefined;
  for (const next of sorted) {
    if (far && next.range[0] <= far.range[1] && next.entry.owner !== far.entry.owner) return [far.entry, next.entry];
    if (!far || next.range[1] >= far.range[1]) far = next;
  }
  return undefined;
}
