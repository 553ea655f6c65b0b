/** A count as people read it, `350,000`: text must not depend on the machine's locale. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

/** `1 stage`, `2 stages`. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${grouped(n)} ${n === 1 ? one : many}`;

/** What moves a cursor, hides, or turns round what stands beside it; and halves of characters. */
const STEERS = /(?![\n\t])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
/** A longer sentence is no sentence. */
const MOST = 8_000;

/** Text that others wrote as it may be shown: a document, an answer or an error must not steer the terminal it is read on. */
export function printable(text: string): string {
  const plain = text.replace(STEERS, "\ufffd");
  return plain.length <= MOST ? plain : `${plain.slice(0, MOST)} … (${grouped(plain.length - MOST)} more characters)`;
}
