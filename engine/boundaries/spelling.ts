import { Mistake } from "./mistakes";

/** Dashes that word processors make of a hyphen, and the minus sign. */
const DASHES = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/u;
/** Characters that a person cannot see: the byte order mark, zero-width spaces, marks of direction, controls. */
const INVISIBLE = /(?!\s)[\p{Cf}\p{Cc}]|\uFEFF/u;
const WHITE = /\s/u;

const MONTH = /jan|feb|mar|mrz|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez/i;

const SEVERAL: Mistake = { what: "holds more than one boundary", remedy: "give each an entry of its own" };
const DATE: Mistake = {
  what: "is a date, which a spreadsheet makes of an address's first two parts",
  remedy: "write the boundary again, with the column's format set to text",
};

/** What is wrong with the characters of a text, before it is asked what they mean. */
export function spelling(text: string): Mistake | undefined {
  const [hidden] = INVISIBLE.exec(text) ?? [];
  if (hidden !== undefined) return without(text, INVISIBLE, `has the invisible character ${codePoint(hidden)}`);
  if (/[,;|]\s*[0-9A-Fa-f]+[.:]/.test(text)) return SEVERAL;
  if (/^\d{1,2}[.\s-]*[A-Za-z]{3,9}\.?$|^[A-Za-z]{3,9}[.\s-]*\d{1,4}$/.test(text) && MONTH.test(text)) return DATE;
  if (WHITE.test(text)) return without(text, WHITE, `has white space ${WHITE.test(text.trim()) ? "inside" : "around it"}`);
  const [dash] = DASHES.exec(text) ?? [];
  if (dash !== undefined) {
    const what = `has the dash ${codePoint(dash)} in place of a hyphen`;
    return { what, remedy: "write a hyphen", instead: text.replaceAll(dash, "-") };
  }
  if (/[,;|]/.test(text)) return SEVERAL;
  return undefined;
}

function without(text: string, characters: RegExp, what: string): Mistake {
  return { what, remedy: "write it without", instead: text.replace(new RegExp(characters, "gu"), "") };
}

const codePoint = (text: string): string => `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** The text on one line and in quotes, with what cannot be seen made visible. */
export function quoted(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 77)}...` : text;
  return JSON.stringify(short).replace(/[\p{Cf}\p{Cc}\u00A0]/gu, (hidden) => `<${codePoint(hidden)}>`);
}

/** `10.1.*.*` and `10.1.x.x`: a subnet, if nothing but wildcards follows the first one. */
export function wildcard(text: string): Mistake | undefined {
  const [base = "", length] = text.split("/");
  if (!/^(\d+|[*xX])(\.(\d+|[*xX]))*$/.test(base) || !/\.[xX]|\*/.test(base)) return undefined;
  const mistake = { what: "has a wildcard", remedy: "write a subnet or a range, such as 10.1.0.0/16" };
  const fixed = /^(\d+(?:\.\d+)*)(?:\.[*xX])+$/.exec(base)?.[1]?.split(".");
  if (fixed === undefined || base.split(".").length > 4) return mistake;
  const bits = `${8 * fixed.length}`;
  if (length !== undefined && length !== bits) return mistake;
  return { ...mistake, instead: `${[...fixed, "0", "0", "0"].slice(0, 4).join(".")}/${bits}` };
}
