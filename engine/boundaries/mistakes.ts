import { Address, widthOf } from "./boundary";
import { familyName, readAddress, unmapped, writeAddress } from "./address";

/**
 * Something wrong with a text, in words that continue it (`"10.1" …`). `instead` is the text to put in its place, and is there
 * only where one meaning is likely: what could mean two things is never mended by guessing. `remedy` is said where there is no
 * such text.
 */
export type Mistake = Readonly<{ what: string; remedy: string; instead?: string }>;

/** One of each form, for messages that cannot know what was meant. */
export const EXAMPLES =
  "write an address, a subnet, a range or a directory site, such as 10.1.0.7, 10.1.0.0/16, 10.1.0.10-10.1.0.99 or ad:Houston";

/** Why a text without "/" or "-" is not one address that a boundary may have; nothing where it is. */
export function addressMistake(text: string): Mistake | undefined {
  const address = readAddress(text);
  if (address !== undefined) return mappedMistake(address);
  return zoneMistake(text) ?? decoration(text) ?? (text.includes(":") ? sixMistake() : fourMistake(text));
}

function mappedMistake(address: Address): Mistake | undefined {
  const inner = unmapped(address);
  if (inner === undefined) return undefined;
  const what = "is an IPv4 address in IPv6 form, which no platform matches";
  return { what, remedy: "write it in IPv4 form", instead: writeAddress(inner) };
}

function zoneMistake(text: string): Mistake | undefined {
  const at = text.indexOf("%");
  if (at < 0 || readAddress(text.slice(0, at)) === undefined) return undefined;
  const what = `has the zone ${text.slice(at)}, which one machine alone understands`;
  return { what, remedy: "write it without", instead: text.slice(0, at) };
}

/** What surrounds an address in a web address: brackets, a port. */
function decoration(text: string): Mistake | undefined {
  const [, bracketed, port = /^[\d.]+(:\d+)$/.exec(text)?.[1]] = /^\[(.*)\](:\d+)?$/.exec(text) ?? [];
  const inner = bracketed ?? (port === undefined ? undefined : text.slice(0, -port.length));
  if (inner === undefined || readAddress(inner) === undefined) return undefined;
  const what = port === undefined ? "has brackets, as in a web address" : `has the port ${port}, and a boundary has none`;
  return { what, remedy: "write the address alone", instead: inner };
}

const sixMistake = (): Mistake => ({
  what: "is not an IPv6 address",
  remedy: "write eight groups of one to four hexadecimal digits, where one run of zero groups may be ::",
});

function fourMistake(text: string): Mistake {
  const parts = text.split(".");
  if (!/^[0-9.]*[0-9][0-9.]*$/.test(text)) return { what: "is not a boundary", remedy: EXAMPLES };
  if (parts.includes("")) return { what: "has an empty part", remedy: "write the four numbers of an IPv4 address" };
  if (parts.length < 4) return tooFew(parts);
  if (parts.length > 4) {
    return { what: `has ${parts.length} parts and an IPv4 address has 4`, remedy: "write one address, or two as a range" };
  }
  if (parts.some((part) => /^0\d/.test(part))) return leadingZeros(parts);
  const high = parts.find((part) => part.length > 3 || Number(part) > 255);
  return { what: `has the part ${high} and the highest is 255`, remedy: "correct that part" };
}

function tooFew(parts: readonly string[]): Mistake {
  const count = parts.length === 1 ? "1 part" : `${parts.length} parts`;
  return {
    what: `has ${count} and an IPv4 address has 4 (did a spreadsheet make a number or a date of it?)`,
    remedy: "write all four",
  };
}

/**
 * Old tools read 010 as eight, new ones as ten. The decimal reading is proposed only where no program could read anything else.
 */
function leadingZeros(parts: readonly string[]): Mistake {
  const zero = parts.find((part) => /^0\d/.test(part));
  const octal = parts.map((part) => (/^0[0-7]+$/.test(part) ? parseInt(part, 8) : /^0\d/.test(part) ? NaN : Number(part)));
  const [old, plain] = [octal, parts.map(Number)].map((reading) => reading.join(".")).map(orNothing);
  const what = `has a leading zero in ${zero}, which some programs read as octal`;
  if (plain === undefined) return { what, remedy: "write decimal numbers from 0 to 255" };
  return old === undefined || old === plain
    ? { what, remedy: `write ${plain}`, instead: plain }
    : { what, remedy: `write ${old} or ${plain}, whichever is meant` };
}

const orNothing = (text: string): string | undefined => (readAddress(text) === undefined ? undefined : text);

/** A prefix length out of the family's reach. */
export function lengthMistake({ family }: Address, length: string): Mistake {
  const proper = `from 0 to ${widthOf(family)}`;
  if (/^0\d+$/.test(length) && Number(length) <= widthOf(family)) {
    const what = `has a leading zero in the prefix length ${length}`;
    return { what, remedy: "write it without", instead: `${Number(length)}` };
  }
  if (/^\d+$/.test(length)) {
    return { what: `has the prefix length ${length}`, remedy: `write one ${proper}, as ${familyName(family)} has` };
  }
  if (length === "") return { what: 'has nothing after "/"', remedy: `write a prefix length ${proper}` };
  const mask = family === 4 ? " or a mask such as 255.255.0.0" : "";
  return { what: `has ${JSON.stringify(length)} in place of a prefix length`, remedy: `write a number ${proper}${mask}` };
}

/** How long a prefix a dotted mask stands for, or why it stands for none. */
export function maskBits(text: string): number | Mistake | undefined {
  const mask = readAddress(text);
  if (mask?.family !== 4) return undefined;
  const bits = leadingOnes(mask.value);
  if (bits !== undefined) return bits;
  const inverted = leadingOnes(mask.value ^ 0xffff_ffffn);
  if (inverted !== undefined) {
    const remedy = "write the mask itself or a prefix length";
    return { what: `has the inverted mask ${text}, as routers' access lists do`, remedy, instead: `${inverted}` };
  }
  return {
    what: `has the mask ${text}, whose ones are not one block from the left`,
    remedy: "write a mask such as 255.255.0.0, or a prefix length",
  };
}

function leadingOnes(mask: bigint): number | undefined {
  const zeros = mask ^ 0xffff_ffffn;
  return (zeros & (zeros + 1n)) === 0n ? 32 - (zeros === 0n ? 0 : zeros.toString(2).length) : undefined;
}
