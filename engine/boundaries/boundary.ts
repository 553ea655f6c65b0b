/**
 * What a boundary is once it is read. The forms are the ones that the platforms tell apart, so a form is never changed silently.
 */

/** IPv4 or IPv6. The two never share an address here: a mapped address is refused on reading. */
export type Family = 4 | 6;

/** One address, as a number of its family. */
export type Address = Readonly<{ family: Family; value: bigint }>;

/** Consecutive addresses of one family, both ends included. */
export type Span = Readonly<{ family: Family; first: bigint; last: bigint }>;

/** An IPv4 subnet or an IPv6 prefix: the platforms name them apart. */
export type Network = Span & Readonly<{ form: "subnet" | "prefix"; bits: number; text: string }>;

/** A boundary that is made of addresses. */
export type AddressBoundary = Network | (Span & Readonly<{ form: "range" | "address"; text: string }>);

/** A site of the directory: its addresses are known to the directory alone. `key` is what two spellings of one name share. */
export type SiteBoundary = Readonly<{ form: "site"; name: string; key: string; text: string }>;

/** A boundary with its canonical text, which reads back as the same boundary. */
export type Boundary = AddressBoundary | SiteBoundary;

/** How many bits an address of the family has. */
export const widthOf = (family: Family): number => (family === 4 ? 32 : 128);

/** All addresses that share the first `bits` bits with this one. */
export function networkOf({ family, value }: Address, bits: number): Span {
  const hosts = (1n << BigInt(widthOf(family) - bits)) - 1n;
  const first = value & ~hosts;
  return { family, first, last: first | hosts };
}
