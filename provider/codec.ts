import { Struct, Value as Message, ListValue, NullValue } from "google-protobuf/google/protobuf/struct_pb";

/** A value that must not be shown: Pulumi encrypts it where it is kept. */
export class Secret {
  constructor(readonly value: Wire) {}
}

/** A value that a preview cannot know yet. */
export class Unknown {
  static readonly value = new Unknown();
}

/** A value with what is known of where it comes from. */
export class Output {
  constructor(
    readonly value: Wire | undefined,
    readonly secret: boolean,
    readonly dependencies: readonly string[],
  ) {}
}

/** All that Pulumi's wire carries; what this provider has no use for (assets, references) passes through as plain objects. */
export type Wire = null | boolean | number | string | Secret | Unknown | Output | readonly Wire[] | Properties;
export type Properties = Readonly<{ [key: string]: Wire }>;

/** Plain data: neither secret nor unknown. */
export type Plain = null | boolean | number | string | readonly Plain[] | Readonly<{ [key: string]: Plain }>;

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** Pulumi has an unknown for each type of value; this provider takes all for one and answers with the string's. */
const UNKNOWNS: ReadonlySet<string> = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function decode(struct: Struct | undefined): Properties {
  return struct === undefined ? {} : decodeFields(struct);
}

export function encode(properties: Properties): Struct {
  const struct = new Struct();
  // fromEntries defines own properties, so a key named __proto__ is a key like any other
  for (const [key, value] of Object.entries(properties)) struct.getFieldsMap().set(key, encodeValue(value));
  return struct;
}

function decodeFields(struct: Struct): Properties {
  const entries: [string, Wire][] = [];
  struct.getFieldsMap().forEach((value, key) => entries.push([key, decodeValue(value)]));
  return Object.fromEntries(entries);
}

function decodeValue(value: Message): Wire {
  switch (value.getKindCase()) {
    case Message.KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case Message.KindCase.STRING_VALUE:
      return UNKNOWNS.has(value.getStringValue()) ? Unknown.value : value.getStringValue();
    case Message.KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case Message.KindCase.LIST_VALUE:
      return (value.getListValue()?.getValuesList() ?? []).map(decodeValue);
    case Message.KindCase.STRUCT_VALUE:
      return special(decodeFields(value.getStructValue() ?? new Struct()));
    default:
      return null;
  }
}

function special(fields: Properties): Wire {
  if (!Object.hasOwn(fields, SIGNATURE)) return fields;
  if (fields[SIGNATURE] === SECRET) return new Secret(fields["value"] ?? null);
  if (fields[SIGNATURE] !== OUTPUT) return fields;
  const dependencies = Array.isArray(fields["dependencies"]) ? fields["dependencies"].map(String) : [];
  return new Output(Object.hasOwn(fields, "value") ? fields["value"] : undefined, fields["secret"] === true, dependencies);
}

function encodeValue(wire: Wire): Message {
  const value = new Message();
  if (wire === null) value.setNullValue(NullValue.NULL_VALUE);
  else if (typeof wire === "boolean") value.setBoolValue(wire);
  else if (typeof wire === "number") value.setNumberValue(wire);
  else if (typeof wire === "string") value.setStringValue(wire);
  else if (wire instanceof Unknown) value.setStringValue(UNKNOWN);
  else if (wire instanceof Secret) value.setStructValue(encode({ [SIGNATURE]: SECRET, value: wire.value }));
  else if (wire instanceof Output) value.setStructValue(encode(outputFields(wire)));
  else if (isList(wire)) value.setListValue(new ListValue().setValuesList(wire.map(encodeValue)));
  else value.setStructValue(encode(wire));
  return value;
}

const outputFields = ({ value, secret, dependencies }: Output): Properties => ({
  [SIGNATURE]: OUTPUT,
  ...(value === undefined ? {} : { value }),
  ...(secret ? { secret } : {}),
  ...(dependencies.length > 0 ? { dependencies } : {}),
});

const isList = (wire: Wire): wire is readonly Wire[] => Array.isArray(wire);

/** The value without its wrappings, for judging it and for nothing else: what goes back to Pulumi keeps them. */
export function bare(wire: Wire | undefined): Plain | Unknown | undefined {
  if (wire === undefined || wire instanceof Unknown) return wire;
  if (wire instanceof Secret) return bare(wire.value);
  if (wire instanceof Output) return wire.value === undefined ? Unknown.value : bare(wire.value);
  if (isList(wire)) {
    const values = wire.map(bare);
    return values.some((value) => value instanceof Unknown) ? Unknown.value : (values as readonly Plain[]);
  }
  if (wire === null || typeof wire !== "object") return wire;
  const entries = Object.entries(wire).map(([key, value]) => [key, bare(value)] as const);
  return entries.some(([, value]) => value instanceof Unknown) ? Unknown.value : (Object.fromEntries(entries) as Plain);
}

/** A text property; what is unknown or absent is empty. */
export function textOf(properties: Properties, key: string): string {
  const value = Object.hasOwn(properties, key) ? bare(properties[key]) : undefined;
  return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
