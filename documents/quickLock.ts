import { Lock, printLock } from "../engine/lock";

/**
 * A lock as `drover plan` writes it, read line by line: a large plan has thousands of lines, and every preview reads them twice.
 * What it reads it prints again, and takes only what comes out the same; everything else is for the YAML parser, which also knows
 * what is wrong.
 */
export function readQuickly(text: string): Lock | undefined {
  try {
    const lock = linesOf(text);
    return printLock(lock) === text ? lock : undefined;
  } catch {
    return undefined; // not as it was written: the parser tells
  }
}

type Stage = { ends?: unknown; milestone?: unknown; does?: Record<string, unknown> };

function linesOf(text: string): Lock {
  const header: Record<string, unknown> = {};
  const stages: Record<string, Stage> = {};
  let [section, stage]: [Record<string, unknown> | undefined, Stage] = [undefined, {}];
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const indent = line.length - line.trimStart().length;
    const flow = new Flow(line.slice(indent));
    const key = flow.key();
    const value = flow.rest();
    if (indent === 0 && key === "stages") section = stages;
    else if (indent === 0) {
      section = {};
      header[key] = value === undefined ? section : value;
    } else if (indent === 2 && section === stages) stages[key] = stage = {};
    else if (indent === 2 && section) section[key] = value;
    else if (indent === 4) stage[key as keyof Stage] = (key === "does" ? {} : value) as never;
    else (stage.does as Record<string, unknown>)[key] = value;
  }
  return { ...header, stages } as unknown as Lock;
}

/** One line's value: lists and maps in one line, words bare or quoted as JSON has them. */
class Flow {
  private at = 0;
  private readonly word = /[^\s,:[\]{}"]+(?::[^\s,[\]{}"]+)*/y;
  private readonly quoted = /"(?:[^"\\]|\\.)*"/y;

  constructor(private readonly text: string) {}

  key(): string {
    const key = this.text[this.at] === '"' ? String(this.value()) : this.match(this.word);
    this.take(":");
    return key;
  }

  /** What follows the key; nothing where the line ends with it. */
  rest(): unknown {
    if (this.at === this.text.length) return undefined;
    this.take(" ");
    const value = this.value();
    if (this.at !== this.text.length) throw new Error("more than one value");
    return value;
  }

  private value(): unknown {
    const next = this.text[this.at];
    if (next === "[") return this.list();
    if (next === "{") return this.map();
    if (next === '"') return JSON.parse(this.match(this.quoted));
    const word = this.match(this.word);
    return /^(?:-?\d|true$|false$|null$)/.test(word) ? JSON.parse(word) : word;
  }

  private list(): readonly unknown[] {
    const items: unknown[] = [];
    for (this.take("["); this.text[this.at] !== "]"; items.push(this.value())) if (items.length > 0) this.take(", ");
    this.take("]");
    return items;
  }

  private map(): Readonly<Record<string, unknown>> {
    const entries: [string, unknown][] = [];
    this.take("{ ");
    while (!this.text.startsWith(" }", this.at)) {
      if (entries.length > 0) this.take(", ");
      const key = this.key();
      this.take(" ");
      entries.push([key, this.value()]);
    }
    this.take(" }");
    return Object.fromEntries(entries);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) throw new Error("no value");
    this.at += found.length;
    return found;
  }

  private take(expected: string): void {
    if (!this.text.startsWith(expected, this.at)) throw new Error(`no ${expected}`);
    this.at += expected.length;
  }
}
