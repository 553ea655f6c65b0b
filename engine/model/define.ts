import type { Cite, Rule } from "./rule";
import type { Severity } from "./finding";

/** Says where in one document something stands: `const altiris = citing("altiris-7.1"); altiris("ch. 2", 496)`. */
export const citing =
  (document: string) =>
  (where: string, line: number): Cite => ({ document, where, line });

/** A rule, checked by the compiler: what checks something has examples that break and that hold. */
export const defineRule = (rule: Rule): Rule => rule;

/** A rule whose edges or steps are a procedure's data: the procedure names its id, tests make its examples from the data. */
export const inProcedure = (
  id: string,
  title: string,
  source: Cite,
  form: "order" | "task" | "both",
  severity: Severity = "error",
  covers?: readonly string[],
): Rule => ({
  id,
  title,
  source,
  severity,
  ...(covers ? { covers } : {}),
  is: [
    ...(form === "task" ? [] : [{ form: "order" } as const]),
    ...(form === "order" ? [] : [{ form: "task", task: id } as const]),
  ],
});
