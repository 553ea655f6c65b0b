import assert from "node:assert/strict";
import { Boundary } from "../../../engine/boundaries/boundary";
import { parseBoundary } from "../../../engine/boundaries/parse";
import { Spans, union } from "../../../engine/boundaries/spans";

/** A boundary that the test knows to be one. */
export function boundary(text: string): Boundary {
  const parsed = parseBoundary(text);
  assert.ok(parsed.ok, text);
  return parsed.value;
}

/** The addresses of these boundaries. */
export const spansOf = (...texts: readonly string[]): Spans =>
  union(texts.map(boundary).flatMap((value) => (value.form === "site" ? [] : [value])));
