import { Span, widthOf } from "./boundary";
import { writeAddress } from "./address";
import { Spans } from "./spans";

/** One span as one boundary, in the shortest form that says it: an address, a subnet or prefix, else a range. */
export function writeSpan(span: Span): string {
  const { family, first, last } = span;
  if (first === last) return writeAddress({ family, value: first });
  const hosts = first ^ last;
  const isNetwork = (hosts & (hosts + 1n)) === 0n && (first & hosts) === 0n;
  if (isNetwork) return `${writeAddress({ family, value: first })}/${widthOf(family) - bitLength(hosts)}`;
  return `${writeAddress({ family, value: first })}-${writeAddress({ family, value: last })}`;
}

/** A span as a range, also where it is a subnet: the form that keeps its length wherever masks are not stored. */
export const writeRange = ({ family, first, last }: Span): string =>
  `${writeAddress({ family, value: first })}-${writeAddress({ family, value: last })}`;

/** The addresses in the fewest boundaries. */
export const writeSpans = (spans: Spans): readonly string[] => spans.map(writeSpan);

/** The addresses in the fewest subnets and prefixes, for what takes no ranges. */
export function writeNetworks(spans: Spans): readonly string[] {
  return spans.flatMap((span) => [...networksIn(span)]);
}

/** From the left, each time the widest network that begins here and ends in the span: no smaller number covers it. */
function* networksIn({ family, first, last }: Span): Iterable<string> {
  for (let from = first; from <= last; ) {
    const aligned = from === 0n ? widthOf(family) : bitLength(from & -from) - 1;
    const hosts = Math.min(aligned, bitLength(last - from + 1n) - 1);
    yield `${writeAddress({ family, value: from })}/${widthOf(family) - hosts}`;
    from += 1n << BigInt(hosts);
  }
}

const bitLength = (value: bigint): number => value.toString(2).length;
