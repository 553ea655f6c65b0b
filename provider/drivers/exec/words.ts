/** Text of other programs made fit to be shown: nothing secret, nothing that moves a cursor, nothing endless. */
export type Clean = Readonly<{
  /** One line for a message: without secrets, without control characters, not too long. */
  line(text: string): string;
  /** The value as it is, without secrets. */
  value(text: string): string;
}>;

/** What is shorter cannot be hidden: it would be found in ordinary words. */
export const SHORTEST_SECRET = 6;
/** So much of a line is shown. */
const LONGEST_LINE = 400;

export function cleaner(secrets: ReadonlyMap<string, string>): Clean {
  const forms = [...secrets]
    .flatMap(([name, secret]) => formsOf(secret).map((form) => ({ form, name })))
    .sort((a, b) => b.form.length - a.form.length);
  const value = (text: string): string =>
    forms.reduce((hidden, { form, name }) => hidden.replaceAll(form, `[secret ${name}]`), text);
  return { value, line: (text) => shortened(value(plain(value(text)))) };
}

/** The ways in which a program is likely to write a secret down, by itself or inside of other things. */
function formsOf(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const whole = [secret, secret.trim(), plain(secret), ...lines];
  const encoded = whole.flatMap((text) => [
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(Buffer.from(text).toString()),
    Buffer.from(text).toString("base64").replace(/=+$/, ""),
    Buffer.from(text).toString("base64url"),
  ]);
  return [...new Set([...whole, ...encoded])].filter((form) => form.length >= SHORTEST_SECRET);
}

/** Without escape sequences, control and direction characters; whatever is a line break becomes a space. */
const plain = (text: string): string =>
  text
    .replace(/\p{Cc}\[[0-9;?]*[ -/]*[@-~]/gu, "")
    .replace(/[\t\n\r\u2028\u2029]+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "")
    .trim();

const shortened = (text: string): string => (text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE)} …`);
