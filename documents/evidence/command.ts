import type { Field } from "./fields";
import type { Placed } from "./model";

/** In quotes where a shell would take it apart. Double ones, which every shell knows. */
export const quoted = (text: string): string =>
  /^[\w.,:;@%+=/<>-]*$/.test(text) && !/[<>;]/.test(text) ? text : `"${text.replace(/\\(?=["$`\\]|$)|["$`]/g, "\\$&")}"`;

type Given = Readonly<{ by?: string; back?: boolean; fields?: Readonly<Record<string, string>> }>;

/** The command that attests an operation, with what is known filled in and what a person must write in angle brackets. */
export function attestCommand(
  folder: string,
  { stage, operation }: Placed,
  fields: readonly Field[],
  given: Given = {},
): string {
  const value = ({ name, wanted, what }: Field): string =>
    given.fields?.[name] ?? (wanted.form === "equals" ? wanted.values.join(", ") : `<${what}>`);
  return [
    `drover attest ${quoted(folder)} ${quoted(operation.entity)} --stage ${stage.name}`,
    ...(given.back ? ["--back"] : []),
    `--by ${quoted(given.by ?? "<who>")}`,
    ...fields.map((field) => `--field ${quoted(`${field.name}=${value(field)}`)}`),
  ].join(" ");
}
