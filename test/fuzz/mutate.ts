import type { Dice } from "../../bench/dice";

/** What has broken programs before: numbers, names, text, syntax. */
const HOSTILE: readonly string[] = [
  "",
  "null",
  "~",
  "true",
  "-1",
  "0",
  "1e309",
  "NaN",
  ".inf",
  "-.inf",
  "9007199254740993",
  "1".repeat(400),
  "0x1F",
  "1_000",
  "2026-02-30",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "../../outside/canary.yaml",
  "/etc/passwd",
  "C:\\Windows\\win.ini",
  "file:///etc/passwd",
  "a\u0000b",
  "\u001b[2J\u001b]0;title\u0007",
  "\u202egnp.exe",
  "\ud800",
  "\ufeff",
  "\r",
  "\t",
  "💥".repeat(50),
  "x".repeat(20_000),
  "[",
  "]",
  "{",
  "}",
  "{}",
  "[]",
  "[[[[[[[[[[",
  "{a: {a: {a: {a: {}}}}}",
  "&a [*a]",
  "*a",
  "&x",
  "!!js/function 'x'",
  "!!binary aGk=",
  "<<: *a",
  "? [a]",
  "---",
  "...",
  "%YAML 1.1",
  "|",
  ">",
  '"',
  "'",
  '"\\ud800"',
  "# x",
  ": :",
  "- - - -",
  "$(reboot)",
  "`reboot`",
  "; rm -rf x",
  "--help",
  "-",
  "%s%n",
  "${HOME}",
  "../",
  "..",
  "CON",
  "=cmd|' /C calc'!A0",
  "like: old.yaml",
  "like: ../outside/canary.yaml",
  "from: outside.csv",
  "10.0.0.0/0",
  "10.0.0.0/33",
  "255.255.255.255-0.0.0.0",
  "::/0",
  "1.2.3.4/-1",
  "95 %",
  "-5 %",
  "1e3 GB",
  "42 parsecs",
];

export const pick = <T>(roll: Dice, all: readonly T[]): T => all[roll.below(all.length)] as T;
export const hostile = (roll: Dice): string => pick(roll, HOSTILE);

type Mutation = (text: string, roll: Dice) => string;

const lines =
  (change: (all: string[], at: number, roll: Dice) => void): Mutation =>
  (text, roll) => {
    const all = text.split("\n");
    change(all, roll.below(all.length), roll);
    return all.join("\n");
  };

const spans =
  (change: (span: string, roll: Dice) => string): Mutation =>
  (text, roll) => {
    const from = roll.below(text.length + 1);
    const to = Math.min(text.length, from + 1 + roll.below(40));
    return text.slice(0, from) + change(text.slice(from, to), roll) + text.slice(to);
  };

/** A value or a key, as YAML, CSV and JSON write them. */
const words =
  (change: (word: string, roll: Dice) => string): Mutation =>
  (text, roll) => {
    const found = [...text.matchAll(/[\w.@/%-]+/g)];
    if (found.length === 0) return hostile(roll);
    const { index, 0: word } = pick(roll, found);
    return text.slice(0, index) + change(word, roll) + text.slice(index + word.length);
  };

const MUTATIONS: readonly Mutation[] = [
  words((_, roll) => hostile(roll)),
  words((word) => `${word}${word}`),
  words((word, roll) => `${word}: ${hostile(roll)}`),
  words((word, roll) => JSON.stringify(Array.from({ length: 3 }, () => (roll.chance(50) ? word : hostile(roll))))),
  words((_, roll) => String(roll.below(4_000_000_000) - 2_000_000_000)),
  spans(() => ""),
  spans((span) => span.repeat(3)),
  spans((_, roll) => hostile(roll)),
  spans((span, roll) =>
    [...span].map((one) => String.fromCodePoint(Math.min(0x10ffff, (one.codePointAt(0) ?? 0) ^ (1 << roll.below(8))))).join(""),
  ),
  lines((all, at) => all.splice(at, 1)),
  lines((all, at) => all.splice(at, 0, all[at] ?? "")),
  lines((all, at, roll) => all.splice(at, 0, ...all.splice(roll.below(all.length), 1))),
  lines((all, at, roll) => (all[at] = `${" ".repeat(roll.below(9))}${(all[at] ?? "").trimStart()}`)),
  lines((all, at, roll) => all.splice(at, 0, hostile(roll))),
  (text, roll) => text.slice(0, roll.below(text.length + 1)),
  (text) => text.replaceAll("\n", "\r\n"),
  (text, roll) => text.replaceAll(pick(roll, [":", " ", "\n", "/", "-", '"']), pick(roll, ["", "  ", "\t", "::", "\u0000"])),
  (text, roll) => `${"[".repeat(10_000 * (1 + roll.below(3)))}${text}`,
];

/** A text with one to three things done to it. Half of the bytes of a character may be lost. */
export function mutated(text: string, roll: Dice): Buffer {
  let now = text;
  for (let i = 0; i <= roll.below(3); i++) now = pick(roll, MUTATIONS)(now, roll);
  const bytes = Buffer.from(now);
  if (bytes.length > 0 && roll.chance(15)) bytes[roll.below(bytes.length)] = roll.below(256);
  return roll.chance(3) ? Buffer.from(`\ufeff${now}`, "utf16le") : bytes;
}
