import type { ExecAnswer } from "../../../schemas/types/execAnswer";
import type { ExecRequest } from "../../../schemas/types/execRequest";
import validate from "../../../schemas/validators/execAnswer";
import type { Ref } from "../../../engine/model/entity";
import type { Code } from "../../codes";
import type { Act } from "../driver";
import type { Clean } from "./words";

/** What a program is asked. */
export type Question =
  | Readonly<{ ask: "read"; ref: Ref }>
  | Readonly<{ ask: "readAll"; refs: readonly Ref[] }>
  | Readonly<{ ask: "apply" | "run" | "gate"; act: Act }>
  | Readonly<{ ask: "did"; id: string }>;

export type Ok = NonNullable<ExecAnswer["ok"]>;

/** What it said, in good order. */
export type Answer =
  | Readonly<{ is: "ok"; ok: Ok }>
  | Readonly<{ is: "notYet"; say: string; until?: string }>
  | Readonly<{ is: "unreachable"; say: string; retry?: number }>
  | Readonly<{ is: "refused" | "notEvaluated" | "busy"; say: string }>;

export type Wrong = Readonly<{ code: Code; say: string }>;

const outcomes = ["ok", "notYet", "refused", "notEvaluated", "busy", "unreachable"] as const;

/** A question as it goes to a program's standard input. */
export function requestOf(question: Question, env?: Readonly<Record<string, string>>): ExecRequest {
  return { protocol: 1, ...asked(question), ...(env ? { env } : {}) };
}

function asked(question: Question): Omit<ExecRequest, "protocol"> {
  switch (question.ask) {
    case "read":
      return { ask: "read", id: question.ref, ref: question.ref };
    case "readAll":
      return { ask: "readAll", id: "all", refs: [...question.refs] };
    case "did":
      return { ask: "did", id: question.id };
    case "apply":
    case "run":
    case "gate": {
      const { id, ref, move, before, after, told } = question.act;
      // values are the same in both types but for readonly, which JSON does not have
      return { ask: question.ask, id, ref, move, before, after, told } as Omit<ExecRequest, "protocol">;
    }
  }
}

/** A question in words, for messages: "asked to …". */
export function shownQuestion(question: Question): string {
  switch (question.ask) {
    case "read":
      return `read ${question.ref}`;
    case "readAll":
      return question.refs.length === 1 ? `read ${question.refs[0]}` : `read ${question.refs.length} entities`;
    case "did":
      return `say whether ${question.id} was done`;
    case "apply":
    case "run":
    case "gate":
      return `${question.act.move} ${question.act.ref}`;
  }
}

/** Bytes from a program's standard output: an answer to this question, or what is wrong with them. */
export function answerIn(output: Buffer, question: Question, clean: Clean): Answer | Wrong {
  const parsed = parse(output);
  if ("broken" in parsed)
    return { code: "EXE-008", say: `answered what is no JSON: ${parsed.broken} (${start(output, clean)})` };
  const { value } = parsed;
  if (!validate(value)) return { code: "EXE-009", say: `answered in another form: ${clean.line(fault())}` };
  const { id } = requestOf(question);
  if (value.id !== id)
    return { code: "EXE-010", say: `answered ${clean.line(value.id)}, and was asked under the id ${clean.line(id)}` };
  return orderly(value, question, clean);
}

function orderly(answer: ExecAnswer, question: Question, clean: Clean): Answer | Wrong {
  const said = outcomes.filter((outcome) => answer[outcome] !== undefined);
  const [is] = said;
  if (is === undefined || said.length > 1)
    return {
      code: "EXE-009",
      say: `answered in another form: it has ${said.join(" and ") || "none"} of ${outcomes.join(", ")}, and should have one`,
    };
  if (is === "ok") return { is, ok: hidden(answer.ok ?? {}, clean) };
  const say = clean.line(answer[is] ?? "");
  if (is === "notEvaluated" && question.ask !== "gate")
    return { code: "EXE-009", say: "answered in another form: notEvaluated is an answer to gate alone" };
  if (is === "notYet") return { is, say, ...(answer.until === undefined ? {} : { until: clean.line(answer.until) }) };
  if (is === "unreachable") return { is, say, ...(answer.retry === undefined ? {} : { retry: answer.retry }) };
  return { is, say };
}

type Parsed = Readonly<{ value: unknown }> | Readonly<{ broken: string }>;

function parse(output: Buffer): Parsed {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(output);
  } catch {
    return { broken: "it is not UTF-8" };
  }
  if (text.trim() === "") return { broken: "it is empty" };
  try {
    return { value: JSON.parse(text) };
  } catch {
    // the parser's own words would show a piece of the text, secrets and all
    return { broken: "it cannot be read as one object" };
  }
}

/** So many bytes are enough to recognise what was written. */
const START = 200;

const start = (output: Buffer, clean: Clean): string =>
  output.length === 0
    ? "nothing at all"
    : `it begins with ${JSON.stringify(clean.line(output.toString("utf8", 0, 4096)).slice(0, START))}`;

/** The first thing that the schema has against an answer. */
function fault(): string {
  const [error] = validate.errors ?? [];
  const where = error?.instancePath ? error.instancePath.slice(1) : "the answer";
  const extra = error?.keyword === "additionalProperties" ? `: ${String(error.params["additionalProperty"])}` : "";
  const allowed = error?.keyword === "enum" ? `: ${JSON.stringify(error.params["allowedValues"])}` : "";
  return `${where} ${error?.message ?? "is wrong"}${extra}${allowed}`;
}

/** The same without secrets, wherever they stand: what was observed is shown, compared and kept. */
function hidden<T>(value: T, clean: Clean): T {
  if (typeof value === "string") return clean.value(value) as T;
  if (Array.isArray(value)) return value.map((inner) => hidden(inner, clean)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean.value(key), hidden(inner, clean)])) as T;
}
