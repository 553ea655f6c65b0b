import { SiteBoundary } from "./boundary";
import { Mistake } from "./mistakes";

/** The longest name that the directory gives to a site: one label of DNS. */
const LONGEST = 63;

/** Whether a text means a directory site. An IPv6 address may begin with "ad:" too, but has at least two colons. */
export const meansSite = (text: string): boolean => /^\s*ad:[^:]*$/i.test(text);

/** Reads `ad:Name`. Names compare without case, as the directory compares them; the text keeps the case that was written. */
export function readSite(text: string): SiteBoundary | Mistake {
  const colon = text.indexOf(":");
  const prefix = text.slice(0, colon);
  const name = text.slice(colon + 1);
  if (name.trim() === "") return { what: "names no directory site", remedy: "write its name behind ad:, such as ad:Houston" };
  if (name.trim() !== name || prefix.trim() !== prefix) {
    const what = "has white space around the name of a directory site";
    return { what, remedy: "write it without", instead: `${prefix.trim()}:${name.trim()}` };
  }
  if (prefix !== "ad")
    return { what: `has ${prefix}: in capitals`, remedy: "write ad: in small letters", instead: `ad:${name}` };
  return pathMistake(name) ?? nameMistake(name) ?? { form: "site", name, key: name.toLowerCase(), text };
}

function pathMistake(name: string): Mistake | undefined {
  const own = /^CN=([^,=]+),/i.exec(name)?.[1];
  if (own === undefined) return undefined;
  return { what: "has a site's path in the directory", remedy: "write its name alone", instead: `ad:${own}` };
}

function nameMistake(name: string): Mistake | undefined {
  const odd = /[\p{Cc}\p{Cf}"#+,;<=>/\\]/u.exec(name)?.[0];
  if (odd !== undefined) {
    const what = `has ${JSON.stringify(odd)} in the name of a directory site`;
    return { what, remedy: "write the name as the directory shows it" };
  }
  if (name.length > LONGEST) {
    const what = `has ${name.length} characters in the name of a directory site`;
    return { what, remedy: `write the name as the directory shows it: ${LONGEST} at the most` };
  }
  return undefined;
}
