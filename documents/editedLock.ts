import { basename, dirname } from "node:path";
import { Lock, planHash, printLock, toLock } from "../engine/lock";
import type { Source } from "../engine/model/finding";
import type { Problem } from "../engine/model/problem";
import { solve } from "../engine/plan";
import { LARGEST } from "./lock";
import { Folder } from "./text";

/** Beyond this many operations planning takes longer than whoever asks wants to wait for a line's number. */
const MOST = 5000;

/**
 * Where a lock was edited. It says what hash it was planned with, so planning anew from the same documents tells what was there:
 * where the new plan has that hash, it is that plan, and the first line that differs is the edit. Nothing where it is
 * another one: then the documents have changed as well, or the plan was made to be like one before it.
 */
export function editedAt(file: string, lock: Lock, problem: Problem): Readonly<{ at: Source; say: string }> | undefined {
  const read = new Folder(dirname(file)).read(basename(file), { limit: LARGEST });
  if (!read.ok || problem.operations.length > MOST) return undefined;
  const made = solve(problem);
  if (!made.plan) return undefined;
  const { lock: name, revision, inputs, engine, joins, start } = lock;
  const header = { lock: name, revision, inputs, engine, ...(joins ? { joins } : {}), ...(start ? { start } : {}) };
  const planned = toLock(made.problem, made.plan, header);
  if (planned.plan !== lock.plan && planned.plan !== planHash(lock)) return undefined;
  const [was, is] = [printLock(planned), read.value.text].map((text) => text.replace(/^\uFEFF/, "").split(/\r?\n/));
  const line = (was ?? []).findIndex((text, index) => text !== is?.[index]);
  const text = was?.[line];
  if (text === undefined) return undefined;
  const column = firstDifference(text, is?.[line] ?? "") + 1;
  return { at: { file, line: line + 1, column }, say: `planned was: ${shortened(text.trim())}` };
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

const shortened = (text: string): string => (text.length > 160 ? `${text.slice(0, 157)}...` : text);
