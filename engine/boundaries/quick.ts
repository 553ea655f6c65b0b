/**
 * The fast reader for bulk: canonical and nearly canonical texts, straight from character codes into numbers, without an object
 * an entry. It never says what is wrong: whatever it does not take at once is for `parseBoundary` to judge. What it takes, that
 * reader takes as well, and gives the same addresses (held by property tests).
 */

/** Where the reader puts what it read: words 0…3 are the first address, 4…7 the last one. IPv4 uses 0 and 4. */
export type Words = Uint32Array;

const DOT = 46;
const SLASH = 47;
const HYPHEN = 45;
const COLON = 58;
const ZERO = 48;

/** Reads an address, subnet, prefix or range. Answers its family, or 0 where the strict reader must decide. */
export function readQuickly(text: string, words: Words): 0 | 4 | 6 {
  const four = readFour(text, 0, words, 0);
  if (four > 0) return restOfFour(text, four, words) ? 4 : 0;
  const six = readSix(text, 0, words, 0);
  return six > 0 && !isMapped(words, 0) && restOfSix(text, six, words) ? 6 : 0;
}

/** Reads four decimal parts without leading zeros at `at`; answers where they end, or -1. Each character is fetched once. */
function readFour(text: string, at: number, words: Words, into: number): number {
  let value = 0;
  let part = -1;
  let dots = 0;
  let position = at;
  for (; position < text.length; position++) {
    const code = text.charCodeAt(position);
    const digit = code - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (part === 0) return -1;
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return -1;
    } else if (code === DOT) {
      if (part < 0 || ++dots > 3) return -1;
      value = value * 256 + part;
      part = -1;
    } else break;
  }
  if (dots !== 3 || part < 0) return -1;
  words[into] = value * 256 + part;
  return position;
}

function restOfFour(text: string, at: number, words: Words): boolean {
  if (at === text.length) {
    words[4] = words[0]!;
    return true;
  }
  const mark = text.charCodeAt(at);
  if (mark === HYPHEN) return readFour(text, at + 1, words, 4) === text.length && words[0]! <= words[4]!;
  if (mark !== SLASH) return false;
  const bits = readLength(text, at + 1, 32);
  const hosts = bits >= 0 ? hostBits(bits) : hostsOfMask(text, at + 1, words);
  if (hosts < 0 || (words[0]! & hosts) !== 0) return false;
  words[4] = words[0]! | hosts;
  return true;
}

/** The bits behind a prefix of 0 to 32 in one word, unsigned. */
const hostBits = (bits: number): number => (bits === 0 ? 0xffff_ffff : bits >= 32 ? 0 : 0xffff_ffff >>> bits);

function hostsOfMask(text: string, at: number, words: Words): number {
  if (readFour(text, at, words, 4) !== text.length) return -1;
  const hosts = ~words[4]! >>> 0;
  return (hosts & (hosts + 1)) === 0 ? hosts : -1;
}

/** A prefix length without leading zeros that ends the text, or -1. */
function readLength(text: string, at: number, most: number): number {
  const size = text.length - at;
  if (size < 1 || size > 3 || (size > 1 && text.charCodeAt(at) === ZERO)) return -1;
  let bits = 0;
  for (let position = at; position < text.length; position++) {
    const digit = text.charCodeAt(position) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -1;
    bits = bits * 10 + digit;
  }
  return bits <= most ? bits : -1;
}

const groups = new Uint16Array(8);

/**
 * Reads hexadecimal groups, one run of them as `::`, at `at`; answers where they end, or -1. Dotted tails are left to the strict
 * reader.
 */
function readSix(text: string, at: number, words: Words, into: number): number {
  let count = 0;
  let gap = -1;
  let digits = 0;
  let group = 0;
  let colons = 0;
  let position = at;
  for (; position < text.length; position++) {
    const code = text.charCodeAt(position);
    const digit = hexOf(code);
    if (digit >= 0) {
      if (colons === 1 && position - at === 1) return -1;
      if (++digits > 4 || count === 8) return -1;
      group = (group << 4) | digit;
      colons = 0;
    } else if (code === COLON) {
      if (digits > 0) groups[count++] = group;
      digits = group = 0;
      if (++colons === 2 && gap < 0) gap = count;
      else if (colons > 1) return -1;
    } else if (code === SLASH || code === HYPHEN) break;
    else return -1;
  }
  if (digits > 0) groups[count++] = group;
  if (colons === 1 || (gap < 0 ? count !== 8 : count > 7)) return -1;
  spread(count, gap, words, into);
  return position;
}

/** The groups as four words, with the zeros that `::` stands for. */
function spread(count: number, gap: number, words: Words, into: number): void {
  if (gap >= 0) {
    groups.copyWithin(gap + 8 - count, gap, count);
    groups.fill(0, gap, gap + 8 - count);
  }
  for (let word = 0; word < 4; word++) words[into + word] = ((groups[2 * word]! << 16) | groups[2 * word + 1]!) >>> 0;
}

function hexOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

const isMapped = (words: Words, at: number): boolean => words[at] === 0 && words[at + 1] === 0 && words[at + 2] === 0xffff;

function restOfSix(text: string, at: number, words: Words): boolean {
  if (at === text.length) {
    words.copyWithin(4, 0, 4);
    return true;
  }
  if (text.charCodeAt(at) === HYPHEN) {
    return readSix(text, at + 1, words, 4) === text.length && !isMapped(words, 4) && inOrder(words);
  }
  const bits = readLength(text, at + 1, 128);
  if (bits < 0) return false;
  for (let word = 0; word < 4; word++) {
    const hosts = hostBits(Math.min(32, Math.max(0, bits - 32 * word)));
    if ((words[word]! & hosts) !== 0) return false;
    words[4 + word] = words[word]! | hosts;
  }
  return true;
}

function inOrder(words: Words): boolean {
  for (let word = 0; word < 4; word++) {
    if (words[word]! !== words[4 + word]!) return words[word]! < words[4 + word]!;
  }
  return true;
}
