import type { ValidateFunction } from "ajv";
import type { Finding } from "../engine/model/finding";
import { problem } from "./codes";
import { dateMeant } from "./dates";
import { Failure, knownIn, Schema, withMeant } from "./misspelt";
import { didYouMean, nearest } from "./near";
import { at, entriesOf, Leaf, Node, Path, placeOf, plain } from "./tree";
import { isUnit, quantityMeant, readings, spellings, Unit } from "./units";

/** What a document's schema has against it, and the document to read on with. */
type Checked = Readonly<{ tree: Node; findings: readonly Finding[] }>;

/**
 * Everything that a document's schema has against it, each at its place. A property that is misspelt is said, and then taken for
 * the one that was meant: it is not missing as well, what stands in it is checked, too, and nobody else misses it.
 */
export function checkSchema(validate: ValidateFunction, tree: Node): Checked {
  if (validate(plain(tree))) return { tree, findings: [] };
  const failures = meant(validate.errors ?? []);
  const { mended, misspelt } = withMeant(tree, failures);
  if (misspelt.length === 0) return { tree, findings: failures.flatMap((failure) => findingOf(failure, tree) ?? []) };
  const rest = checkSchema(validate, mended);
  const said = misspelt.flatMap((failure) => findingOf(failure, tree) ?? []);
  return { tree: rest.tree, findings: [...said, ...rest.findings] };
}

/**
 * Of a choice, ajv reports what is wrong with each alternative. All of ours differ in type, so the value's own type says which
 * one was meant: its errors are kept, or, where the type fits none, the choice's own.
 */
function meant(failures: readonly Failure[]): readonly Failure[] {
  const choices = new Map(failures.filter(({ keyword }) => keyword === "anyOf").map((choice) => [keyOf(choice), choice]));
  const branches = new Map<Failure, Map<string, Failure[]>>();
  for (const failure of failures) {
    const choice = choiceOf(failure, choices);
    if (!choice) continue;
    const inside = branches.get(choice) ?? new Map<string, Failure[]>();
    const branch = failure.schemaPath.slice(choice.schemaPath.length + 1).split("/")[0] ?? "";
    inside.set(branch, [...(inside.get(branch) ?? []), failure]);
    branches.set(choice, inside);
  }
  const dropped = new Set<Failure>();
  for (const [choice, inside] of branches) {
    const wrongType = (branch: readonly Failure[]): boolean =>
      branch.some(({ instancePath, keyword }) => instancePath === choice.instancePath && keyword === "type");
    const others = [...inside.values()].filter(wrongType);
    for (const failure of others.flat()) dropped.add(failure);
    if (others.length < inside.size) dropped.add(choice);
  }
  return failures.filter((failure) => !dropped.has(failure) && failure.propertyName === undefined);
}

const keyOf = ({ instancePath, schemaPath }: Pick<Failure, "instancePath" | "schemaPath">): string =>
  `${instancePath} ${schemaPath}`;

/** The choice that a failure belongs to an alternative of: its schema's path says which, and the value is it or is above. */
function choiceOf({ instancePath, schemaPath }: Failure, choices: ReadonlyMap<string, Failure>): Failure | undefined {
  const end = schemaPath.indexOf("/anyOf/");
  if (end < 0) return undefined;
  const choice = schemaPath.slice(0, end + "/anyOf".length);
  for (let above = instancePath; ; above = above.slice(0, above.lastIndexOf("/"))) {
    const found = choices.get(keyOf({ instancePath: above, schemaPath: choice }));
    if (found || above === "") return found;
  }
}

const stepsOf = (pointer: string, tree: Node): Path => {
  const steps: (string | number)[] = [];
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    steps.push(at(tree, ...steps)?.is === "list" ? Number(name) : name);
  }
  return steps;
};

const nameOf = (path: Path): string =>
  path.length === 0
    ? "the document"
    : path.map((step, index) => (typeof step === "number" ? `[${step}]` : index ? `.${step}` : step)).join("");

const SAID: Readonly<Record<string, string>> = {
  string: "text",
  array: "a list",
  object: "a map",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
};

function findingOf(failure: Failure, tree: Node): Finding | undefined {
  const path = stepsOf(failure.instancePath, tree);
  const node = at(tree, ...path);
  if (!node) return undefined;
  const name = nameOf(path);
  const place = placeOf(node);
  const schema = failure.parentSchema ?? {};
  const say = schema["x-say"];
  const unit = schema["x-unit"];
  switch (failure.keyword) {
    case "additionalProperties":
      return unknownProperty(String(failure.params.additionalProperty), node, name, schema);
    case "required":
      return problem("DOC-021", `${name} has no ${failure.params.missingProperty}`, {
        at: place,
        fix: exampleOf(failure, schema),
      });
    case "propertyNames":
      return badName(String(failure.params.propertyName), node, name, schema);
    case "anyOf":
      return problem("DOC-022", `${name} is ${shown(node)}; it should be ${say}`, {
        at: place,
        fix: insteadOf(node, (schema.anyOf as readonly Schema[] | undefined) ?? []),
      });
    case "type":
      return isUnit(unit) ? noUnit(name, node, unit) : wrongType(name, node, schema, say);
    case "enum":
      return notAllowed(name, node, failure.params.allowedValues as readonly unknown[]);
    case "pattern":
      return isUnit(unit)
        ? wrongUnit(name, node, unit)
        : problem("DOC-025", `${name} is ${shown(node)}; it should be ${say ?? wanted(schema)}`, {
            at: place,
            ...(schema["x-date"] === true ? { fix: dateMeant(textIn(node)) } : {}),
          });
    case "minLength":
      return problem("DOC-026", `${name} is an empty text`, { at: place, fix: "write it, or remove the property" });
    case "minItems":
      return problem("DOC-026", `${name} is an empty list`, { at: place, fix: "name at least one" });
    case "minimum":
      return problem("DOC-026", `${name} is ${shown(node)}; it should be at least ${failure.params.limit}`, {
        at: place,
        fix: `write ${failure.params.limit} or more`,
      });
    case "maximum":
      return problem("DOC-026", `${name} is ${shown(node)}; it should be at most ${failure.params.limit}`, {
        at: place,
        fix: `write ${failure.params.limit} or less`,
      });
    case "uniqueItems":
      return twice(name, node, Math.max(failure.params.i, failure.params.j));
    default:
      throw new Error(`the schema's keyword ${failure.keyword} has no message`);
  }
}

function twice(name: string, list: Node, index: number): Finding {
  const again = at(list, index) ?? list;
  return problem("DOC-053", `${name} holds ${shown(again)} twice`, { at: placeOf(again) });
}

const wanted = (schema: Schema): string => {
  const [example] = Array.isArray(schema.examples) ? schema.examples : [];
  return `of the form ${JSON.stringify(example)}`;
};

function exampleOf(failure: Failure, schema: Schema): string | undefined {
  const name = String(failure.params.missingProperty);
  const { examples, enum: allowed } = ((schema.properties as Record<string, Schema> | undefined)?.[name] ?? {}) as {
    examples?: unknown[];
    enum?: unknown[];
  };
  const example = (examples ?? allowed ?? [])[0];
  return example === undefined
    ? undefined
    : `write it, such as ${name}: ${typeof example === "string" && /^[\d.]+$/.test(example) ? `"${example}"` : inYaml(example)}`;
}

const inYaml = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function unknownProperty(property: string, node: Node, name: string, schema: Schema): Finding {
  const key = entriesOf(node).get(property)?.key;
  return problem("DOC-020", `${name} has an unknown property ${property}`, {
    at: key ?? placeOf(node),
    fix: didYouMean(property, knownIn(schema)),
  });
}

function badName(key: string, node: Node, name: string, schema: Schema): Finding {
  const names = (schema.propertyNames ?? {}) as Schema;
  return problem("DOC-028", `${JSON.stringify(key)} in ${name} cannot be a name; it should be ${names["x-say"]}`, {
    at: entriesOf(node).get(key)?.key ?? placeOf(node),
  });
}

function noUnit(name: string, node: Node, unit: Unit): Finding {
  const number = node.is === "leaf" && typeof node.value === "number" ? node.value : undefined;
  if (number === undefined)
    return problem("DOC-022", `${name} is ${shown(node)}; it should be a number with a unit (${spellings(unit)})`, {
      at: placeOf(node),
    });
  return problem("DOC-024", `${name} is ${shown(node)} without a unit`, {
    at: placeOf(node),
    fix: `write ${readings(number, unit)}`,
  });
}

function wrongUnit(name: string, node: Node, unit: Unit): Finding {
  const text = node.is === "leaf" ? String(node.value) : "";
  const bare = /^[0-9]+(?:\.[0-9]+)?$/.test(text) ? `write ${readings(Number(text), unit)}` : undefined;
  const meant = quantityMeant(text, unit);
  const fix =
    bare ??
    (meant === undefined
      ? `write number and unit, such as ${readings(unit === "percent" ? 95 : 4, unit)}`
      : `did you mean ${meant}?`);
  return problem("DOC-024", `${name} is ${shown(node)}; it should be a number with a unit (${spellings(unit)})`, {
    at: placeOf(node),
    fix,
  });
}

function wrongType(name: string, node: Node, schema: Schema, say: unknown): Finding {
  const type = schema.type;
  const should = say ?? (Array.isArray(type) ? type : [type]).map((one) => SAID[String(one)] ?? String(one)).join(" or ");
  return problem("DOC-022", `${name} is ${shown(node)}; it should be ${should}`, {
    at: placeOf(node),
    fix: insteadOf(node, [schema]),
  });
}

/** What to write instead of a value of the wrong type, where one thing was probably meant and would hold. */
function insteadOf(node: Node, schemas: readonly Schema[]): string | undefined {
  const of = (type: string): Schema | undefined => schemas.find((one) => [one.type].flat().includes(type));
  if (node.is === "map") {
    const [site, ...more] = [...node.entries].map(([key, entry]) => (key === "ad" ? textIn(entry.node) : ""));
    return of("string") && site && more.length === 0 ? `write "ad:${site}", in quotes and without a space` : undefined;
  }
  if (node.is === "list") return undefined;
  if (node.value === null) return "write it, or remove the property";
  const text = rawOf(node);
  const whole = of("integer") ? wholeNumber(text) : undefined;
  if (whole !== undefined) return `write ${whole}`;
  const string = of("string");
  if (string?.["x-date"] === true) return dateMeant(text);
  // a pattern says whether quotes are enough; of what is described otherwise nobody can say
  const quoted =
    string?.pattern === undefined ? string?.["x-say"] === undefined : new RegExp(String(string.pattern), "u").test(text);
  if (string && quoted) return `put it in quotes: "${text}"`;
  return of("array") && typeof node.value === "string" ? `write [${text}]` : undefined;
}

/** A number that was written as text, by thousands, or with a word behind it. */
function wholeNumber(text: string): string | undefined {
  const [, number] = /^(\d{1,3}(?:[,.' \u00a0_]\d{3})+|\d{1,9})(?: [a-z]+)?$/i.exec(text) ?? [];
  return number === undefined ? undefined : String(Number(number.replace(/\D/g, "")));
}

const textIn = (node: Node): string => (node.is === "leaf" ? rawOf(node) : "");

function notAllowed(name: string, node: Node, allowed: readonly unknown[]): Finding {
  const values = allowed.filter((one) => typeof one === "string");
  const near = node.is === "leaf" ? nearest(String(node.value), values) : undefined;
  const fix = near ? `did you mean ${near}?` : undefined;
  return problem("DOC-023", `${name} is ${shown(node)}; allowed ${values.length === 1 ? "is" : "are"} ${values.join(", ")}`, {
    at: placeOf(node),
    fix,
  });
}

const rawOf = (node: Leaf): string => node.raw ?? String(node.value);

/** A value in a few words, long ones cut. */
function shown(node: Node): string {
  if (node.is === "map") return "a map";
  if (node.is === "list") return "a list";
  if (node.value === null) return "empty";
  if (typeof node.value === "string")
    return JSON.stringify(node.value.length > 60 ? `${node.value.slice(0, 57)}...` : node.value);
  return `the ${typeof node.value === "number" ? "number " : "value "}${rawOf(node)}`;
}
