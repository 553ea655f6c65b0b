import { Entity, Scalar, Value, list } from "../../engine/model/entity";
import type { Operation } from "../../engine/model/plan";
import type { PlacedTask, Problem } from "../../engine/model/problem";
import type { GateForm } from "../../engine/model/rule";
import { toCount } from "./counts";

/** What is asked for: any text, a file's name, a number, exactly these, at least these, or an answer that opens a gate. */
type Wanted =
  | Readonly<{ form: "text" | "file" | "count" }>
  | Readonly<{ form: "equals" | "holds"; values: readonly string[] }>
  | Readonly<{ form: "answer"; opens(answer: Scalar): boolean; denies: string }>;

/** One thing to be recorded, and how a person reads what is wanted. */
export type Field = Readonly<{ name: string; what: string; wanted: Wanted }>;

type Posed = Pick<Problem, "tasks" | "pack">;

/** The task of a procedure that an operation carries out, where it is one: rather one that says what to record. */
export function placedFor({ tasks }: Pick<Problem, "tasks">, { id }: Pick<Operation, "id">): PlacedTask | undefined {
  const all = tasks.filter(({ operations }) => operations.some((one) => one === id || one.startsWith(`${id}+`)));
  return all.find(({ task }) => task.evidence) ?? all[0];
}

/** What the task of an operation asks to be recorded; `{name}` in it is what its subject or its entity is declared to be. */
export function fieldsOf(problem: Posed, operation: Operation, after: Entity): readonly Field[] {
  const placed = placedFor(problem, operation);
  if (!placed) return [];
  const recorded = Object.entries(placed.task.evidence ?? {}).map(([name, spec]) => field(name, wanted(spec, placed, after)));
  return [...answers(problem, placed), ...recorded];
}

/** What people record who do it: the same, and of a wave who has come, which a driver observes. */
export const recordedOf = (problem: Posed, operation: Operation, after: Entity): readonly Field[] => [
  ...Object.entries(toCount(after) ?? {}).map(([name, what]): Field => ({ name, what, wanted: { form: "count" } })),
  ...fieldsOf(problem, operation, after),
];

const field = (name: string, of: Wanted): Field => ({ name, what: said(of), wanted: of });

/** A gate's own question: its rule says which answers open it; where none does, a signature is a yes. */
function answers({ pack }: Posed, { procedure, name, task }: PlacedTask): readonly Field[] {
  if (!task.asks) return [];
  const { question, signed } = task.asks;
  const form = pack.rules
    .flatMap((rule) => rule.is)
    .find((one): one is GateForm => one.form === "gate" && one.gate === `${procedure}.${name}`);
  if (form) return [field(question, { form: "answer", opens: form.allow, denies: form.denies })];
  return [field(question, signed ? { form: "equals", values: ["yes"] } : { form: "text" })];
}

/** `text`, `file`, `count`, `= this`, `⊇ these`. */
function wanted(spec: string, placed: PlacedTask, after: Entity): Wanted {
  const [, sign, rest = ""] = /^([=⊇]) *(.*)$/.exec(spec) ?? [];
  if (sign === undefined) return { form: spec === "count" ? "count" : spec === "file" ? "file" : "text" };
  const text = filled(rest, placed, after);
  return { form: sign === "=" ? "equals" : "holds", values: sign === "=" && !rest.startsWith("{") ? [text] : elements(text) };
}

/** A sentence of a procedure with its names filled in; what neither subject nor entity has stays as it is. */
export function filled(text: string, { subject }: Pick<PlacedTask, "subject">, after: Entity | undefined): string {
  return text.replace(/\{(\w+)\}/g, (template, name: string) => {
    const value: Value | undefined =
      subject.is[name] ?? (after && list(after, name).length > 0 ? list(after, name) : undefined);
    return value === undefined || typeof value === "boolean" ? template : [value].flat().join(", ");
  });
}

const elements = (text: string): readonly string[] =>
  text
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter((one) => one !== "");

function said(of: Wanted): string {
  switch (of.form) {
    case "text":
      return "text";
    case "file":
      return "file";
    case "count":
      return "a whole number";
    case "equals":
      return `must be ${of.values.join(", ")}`;
    case "holds":
      return `must hold ${of.values.join(", ")}`;
    case "answer":
      return "yes, no or a number";
  }
}

/** What a proposed command has where a person has to write something. Copied and run as it stands, it records nothing. */
export const isPlaceholder = (value: string): boolean => /^<[^<>]+>$/.test(value.trim());

export const inItsPlace = "write it in the place of the angle brackets and what is between them";

/** What is wrong with a recorded value; nothing where it is what was asked for. */
function wrongIn({ name, what, wanted: of }: Field, value: string): string | undefined {
  const given = value.trim();
  const is = `${name} is ${shownValue(value)}`;
  if (given === "") return `${name} is empty`;
  if (isPlaceholder(given)) return `${is}, which is only where it is to be written`;
  if (of.form === "count") return /^\d+$/.test(given) ? undefined : `${is}, which is no whole number`;
  if (of.form === "answer") return of.opens(answerIn(given)) ? undefined : `${is}: ${of.denies}`;
  if (of.form === "equals" || of.form === "holds") {
    const have = of.values.length === 1 && of.form === "equals" ? [given] : elements(given);
    const lacks = of.values.some((one) => !have.includes(one));
    const more = of.form === "equals" && have.some((one) => !of.values.includes(one));
    return lacks || more ? `${is}; it ${what}` : undefined;
  }
  return undefined;
}

/** What is wrong with what was recorded. */
export type Fault =
  | Readonly<{ is: "missing"; field: Field }>
  | Readonly<{ is: "wrong"; field: Field; say: string }>
  | Readonly<{ is: "unknown"; name: string }>;

/** What was recorded against what is asked for, whoever recorded it: what is missing, what is wrong, and what nobody asks for. */
export function faultsIn(fields: readonly Field[], given: Readonly<Record<string, string>>): readonly Fault[] {
  const known = new Set(fields.map(({ name }) => name));
  return [
    ...fields.flatMap((field): readonly Fault[] => {
      const value = Object.hasOwn(given, field.name) ? given[field.name] : undefined;
      if (value === undefined) return [{ is: "missing", field }];
      const say = wrongIn(field, value);
      return say === undefined ? [] : [{ is: "wrong", field, say }];
    }),
    ...Object.keys(given).flatMap((name): readonly Fault[] => (known.has(name) ? [] : [{ is: "unknown", name }])),
  ];
}

/** So much of a value is shown: it may be a program's whole log. */
const SHOWN = 200;

/** A recorded value in a message. */
export const shownValue = (value: string): string =>
  value.length <= SHOWN ? JSON.stringify(value) : `${JSON.stringify(value.slice(0, SHOWN))} …`;

const answerIn = (text: string): Scalar =>
  /^\d+(\.\d+)?$/.test(text)
    ? Number(text)
    : text === "yes" || text === "true"
      ? true
      : text === "no" || text === "false"
        ? false
        : text;
