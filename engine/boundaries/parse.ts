import { Address, AddressBoundary, Boundary, networkOf, widthOf } from "./boundary";
import { familyName, readAddress, unmapped, writeAddress } from "./address";
import { addressMistake, EXAMPLES, lengthMistake, maskBits, Mistake } from "./mistakes";
import { meansSite, readSite } from "./site";
import { quoted, spelling, wildcard } from "./spelling";

/**
 * A boundary, or why there is none. `say` names the text, what is wrong and the remedy; the caller adds the place. `fix` is a
 * text that reads as a boundary and can be put in its place without asking anything further; it is absent where two meanings are
 * likely.
 */
export type Parsed = Readonly<{ ok: true; value: Boundary } | { ok: false; say: string; fix?: string }>;

const BOTH_ENDS = "write its first and its last address, such as 10.1.0.10-10.1.0.99";

/** Reads one boundary, strictly: what some program would read otherwise is refused with a message of its own. */
export function parseBoundary(text: string): Parsed {
  const read = readBoundary(text);
  if ("form" in read) return { ok: true, value: read };
  const { what, remedy, fix } = told(text, read);
  return { ok: false, say: `${what}: ${remedy}`, ...(fix === undefined ? {} : { fix }) };
}

/** What is wrong with a text that is no boundary, and the remedy apart from it, for whoever has a place for each. */
export function mistakeIn(text: string): Readonly<{ what: string; remedy: string }> {
  const read = readBoundary(text);
  if ("form" in read) throw new Error(`${JSON.stringify(text)} is a boundary`);
  return told(text, read);
}

function told(text: string, { what, remedy, instead }: Mistake): Readonly<{ what: string; remedy: string; fix?: string }> {
  const fix = instead === undefined ? undefined : settled(instead);
  const say = `${text.trim() === "" ? "a boundary" : quoted(text)} ${what}`;
  return fix === undefined ? { what: say, remedy } : { what: say, remedy: `write ${fix}`, fix };
}

/** A proposal is made only if it reads; a second mistake in one text is mended as well. */
function settled(instead: string): string | undefined {
  const again = parseBoundary(instead);
  return again.ok ? again.value.text : again.fix;
}

function readBoundary(text: string): Boundary | Mistake {
  if (text.trim() === "") return { what: "is empty", remedy: EXAMPLES };
  if (meansSite(text)) return readSite(text);
  const misspelt = spelling(text) ?? wildcard(text);
  if (misspelt !== undefined) return misspelt;
  if (!/[.:]/.test(text) && !/^\d+$/.test(text.split("/")[0] ?? "")) return { what: "is not a boundary", remedy: EXAMPLES };
  if (text.includes("-") && !text.includes("/-")) return readRange(text);
  return text.includes("/") ? readNetwork(text) : readSingle(text);
}

function readSingle(text: string): AddressBoundary | Mistake {
  const mistake = addressMistake(text);
  if (mistake !== undefined) return mistake;
  const { family, value } = known(text);
  return { form: "address", family, first: value, last: value, text: writeAddress({ family, value }) };
}

function readNetwork(text: string): AddressBoundary | Mistake {
  const [base = "", length = "", ...more] = text.split("/");
  if (more.length > 0) return { what: 'has more than one "/"', remedy: "write one prefix length or mask" };
  const mistake = addressMistake(base);
  if (mistake !== undefined) return inNetwork(mistake, base, length);
  const address = known(base);
  const bits = readBits(address, length);
  if (typeof bits !== "number") return bits.instead === undefined ? bits : { ...bits, instead: `${base}/${bits.instead}` };
  const network = networkOf(address, bits);
  if (network.first !== address.value) return hostBits(address, bits);
  return { form: address.family === 4 ? "subnet" : "prefix", ...network, bits, text: `${writeAddress(address)}/${bits}` };
}

function readBits(address: Address, length: string): number | Mistake {
  if (/^(0|[1-9]\d{0,2})$/.test(length) && Number(length) <= widthOf(address.family)) return Number(length);
  const mask = address.family === 4 ? maskBits(length) : undefined;
  return mask ?? lengthMistake(address, length);
}

/** A mistake in a subnet's address; where the address has a likely meaning, the subnet has one too. */
function inNetwork({ what, remedy, instead }: Mistake, base: string, length: string): Mistake {
  const address = readAddress(base);
  if (address !== undefined && unmapped(address) !== undefined) {
    const bits = Number(length) - 96;
    return bits >= 0 ? { what, remedy, instead: `${instead}/${bits}` } : { what, remedy: "write the IPv4 subnet" };
  }
  const whole = instead ?? padded(base, length);
  return whole === undefined ? { what, remedy } : { what, remedy, instead: `${whole}/${length}` };
}

/** `10.1/16`: the parts left out are zero, if the prefix ends where the parts do or before. */
function padded(base: string, length: string): string | undefined {
  const whole = [...base.split("."), "0", "0", "0"].slice(0, 4).join(".");
  const address = base.includes(".") && whole !== base ? readAddress(whole) : undefined;
  if (address === undefined || !/^\d{1,2}$/.test(length) || Number(length) > 32) return undefined;
  return networkOf(address, Number(length)).first === address.value && Number(length) > 0 ? whole : undefined;
}

function hostBits(address: Address, bits: number): Mistake {
  const single = writeAddress(address);
  const network = `${writeAddress({ family: address.family, value: networkOf(address, bits).first })}/${bits}`;
  if (bits === 0) {
    const what = "has the prefix length 0, which means every address";
    return { what, remedy: `write ${network} for those, or ${single} for one` };
  }
  const what = `has bits set behind its prefix of ${bits} (${single} would be that address alone)`;
  return { what, remedy: "write the network", instead: network };
}

function readRange(text: string): AddressBoundary | Mistake {
  const ends = text.split("-");
  const [from = "", to = ""] = ends;
  if (ends.length > 2) return { what: "has more than two ends", remedy: BOTH_ENDS };
  if (from === "" || to === "") {
    return { what: `has no ${from === "" ? "first" : "last"} address`, remedy: BOTH_ENDS };
  }
  if (text.includes("/")) return rangeOfNetworks(from, to);
  return abbreviated(from, to) ?? endMistake(from, to) ?? rangeBetween(known(from), known(to));
}

function rangeBetween(first: Address, last: Address): AddressBoundary | Mistake {
  if (first.family !== last.family) {
    const what = `runs from ${familyName(first.family)} to ${familyName(last.family)}`;
    return { what, remedy: "write both ends in one family, or two boundaries" };
  }
  const [from, to] = [writeAddress(first), writeAddress(last)];
  if (first.value > last.value) return { what: "runs backwards", remedy: "exchange its ends", instead: `${to}-${from}` };
  return { form: "range", family: first.family, first: first.value, last: last.value, text: `${from}-${to}` };
}

/** `10.0.0.1-99`, as address books abbreviate it. */
function abbreviated(from: string, to: string): Mistake | undefined {
  if (!/^\d{1,3}$/.test(to) || readAddress(from)?.family !== 4) return undefined;
  const last = `${from.slice(0, from.lastIndexOf(".") + 1)}${to}`;
  return { what: `has the part ${to} in place of its last address`, remedy: BOTH_ENDS, instead: `${from}-${last}` };
}

function endMistake(from: string, to: string): Mistake | undefined {
  const mistakes = [addressMistake(from), addressMistake(to)] as const;
  const first = mistakes[0] ?? mistakes[1];
  if (first === undefined) return undefined;
  const what = `has the end ${mistakes[0] === undefined ? to : from}, which ${first.what}`;
  const ends = [from, to].map((end, at) => (mistakes[at] === undefined ? end : mistakes[at].instead));
  return ends.includes(undefined) ? { what, remedy: first.remedy } : { what, remedy: first.remedy, instead: ends.join("-") };
}

function rangeOfNetworks(from: string, to: string): Mistake {
  const mistake = { what: "has a subnet as an end of a range", remedy: BOTH_ENDS };
  const [first, last] = [from, to].map((end) => readBoundary(end));
  if (first === undefined || last === undefined || !("first" in first) || !("first" in last)) return mistake;
  const ends = [
    { family: first.family, value: first.first },
    { family: last.family, value: last.last },
  ];
  return { ...mistake, instead: ends.map(writeAddress).join("-") };
}

/** An address that has been found free of mistakes. */
function known(text: string): Address {
  const address = readAddress(text);
  if (address === undefined) throw new Error(`no mistake was found in ${JSON.stringify(text)}, and yet it does not read`);
  return address;
}
