import { isIP } from "node:net";
import { Address, Family } from "./boundary";

/**
 * Reads one whole address, or nothing: `isIP` decides, so that no laxer reading than the runtime's own slips in. Zones are
 * refused.
 */
export function readAddress(text: string): Address | undefined {
  const family = isIP(text);
  if (family === 4) return { family, value: readFour(text) };
  if (family === 6 && !text.includes("%")) return { family, value: readSix(text) };
  return undefined;
}

/** The canonical text of an address: dotted decimal, or the IPv6 text form of RFC 5952. */
export function writeAddress({ family, value }: Address): string {
  return family === 4 ? writeFour(value) : writeSix(value);
}

/** The IPv4 address inside an IPv4-mapped IPv6 address (::ffff:0:0/96). */
export function unmapped({ family, value }: Address): Address | undefined {
  return family === 6 && value >> 32n === 0xffffn ? { family: 4, value: value & 0xffff_ffffn } : undefined;
}

function readFour(text: string): bigint {
  return BigInt(text.split(".").reduce((value, part) => value * 256 + Number(part), 0));
}

function readSix(text: string): bigint {
  const [head = "", tail] = withoutDots(text).split("::");
  const before = groupsOf(head);
  const after = groupsOf(tail ?? "");
  const zeros = new Array<string>(8 - before.length - after.length).fill("0");
  return [...before, ...zeros, ...after].reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

const groupsOf = (text: string): readonly string[] => (text === "" ? [] : text.split(":"));

/** An IPv6 address may end in dotted decimal: two groups written as four parts. */
function withoutDots(text: string): string {
  if (!text.includes(".")) return text;
  const at = text.lastIndexOf(":") + 1;
  const value = readFour(text.slice(at));
  return `${text.slice(0, at)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

function writeFour(value: bigint): string {
  const number = Number(value);
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");
}

function writeSix(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) => Number((value >> BigInt(112 - 16 * at)) & 0xffffn));
  const { at, length } = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  return length < 2 ? hex.join(":") : `${hex.slice(0, at).join(":")}::${hex.slice(at + length).join(":")}`;
}

/** The run that `::` stands for: the longest, and of equals the first. */
function longestZeros(groups: readonly number[]): { at: number; length: number } {
  let best = { at: 0, length: 0 };
  let length = 0;
  groups.forEach((group, at) => {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { at: at - length + 1, length };
  });
  return best;
}

/** The family's name, as messages write it. */
export const familyName = (family: Family): string => (family === 4 ? "IPv4" : "IPv6");
