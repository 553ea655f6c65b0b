import { byText, kindOf, nameOf } from "../engine/model/entity";
import type { Ref } from "../engine/model/entity";
import { grouped, printable, plural } from "../engine/text";
import type { Damage, Entry, Fault, Thing, Value, Violation } from "../lab";
import { table } from "./print";

/** A simulated estate in numbers. */
export type Overview = Readonly<{
  stack: string;
  folder: string;
  minutes: number;
  records: number;
  /** Acts that began and never ended. */
  open: readonly string[];
  kinds: Readonly<Record<string, Readonly<Record<string, number>>>>;
  faults: readonly Fault[];
  damages: readonly Damage[];
  violations: readonly Violation[];
}>;

/** How many things of each kind stand in which phase. */
export function countsOf(things: readonly Thing[]): Overview["kinds"] {
  const kinds = new Map<string, Map<string, number>>();
  for (const thing of things) {
    const kind = kindOf(thing.ref as Ref);
    const phases = kinds.get(kind) ?? new Map<string, number>();
    const phase = String(thing["phase"] ?? "there");
    kinds.set(kind, phases.set(phase, (phases.get(phase) ?? 0) + 1));
  }
  const sorted = <T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
    [...map].sort(([a], [b]) => byText(a, b));
  return Object.fromEntries(sorted(kinds).map(([kind, phases]) => [kind, Object.fromEntries(sorted(phases))]));
}

/** Acts that began and have not ended, by their things. */
export function openActs(journal: readonly Entry[]): readonly string[] {
  const open = new Map<string, string>();
  for (const { what, id, ref, verb } of journal) {
    if (what === "begin") open.set(id, `${ref} ${verb}`);
    if (what === "end") open.delete(id);
  }
  return [...open.values()];
}

export function overviewText({ stack, folder, minutes, records, open, kinds, faults, damages, violations }: Overview): string {
  const rows = Object.entries(kinds).map(([kind, phases]) => {
    const all = Object.values(phases).reduce((sum, n) => sum + n, 0);
    const named = Object.entries(phases).map(([phase, n]) => `${phase} ${grouped(n)}`);
    return [kind, grouped(all), named.join(", ")];
  });
  const some = (all: readonly string[]): string =>
    all.length === 0 ? "none" : all.length <= 3 ? all.join("; ") : `${all.slice(0, 3).join("; ")} and ${all.length - 3} more`;
  return [
    `the simulated estate of ${stack}   ${folder}   ${timeText(minutes)}   ${plural(records, "record")}`,
    "",
    table([["kind", "things", "phases"], ...rows], new Set([1])),
    "",
    `under way  ${some(open)}`,
    `faults     ${some(faults.map(faultText))}`,
    `damages    ${some(damages.map(({ law, say }) => `${law} ${say}`))}`,
    `broken     ${some(violations.map(({ say, from, to }) => `${say} (record ${from}${to === undefined ? " on" : ` to ${to - 1}`})`))}`,
  ].join("\n");
}

/** Simulated time as people count it, from the day on which the estate was adopted. */
export function timeText(minutes: number): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  const whole = Math.floor(minutes);
  return `day ${grouped(Math.floor(whole / 1_440))}, ${two(Math.floor(whole / 60) % 24)}:${two(whole % 60)}`;
}

const valueText = (value: Value): string => {
  if (typeof value !== "object") return printable(typeof value === "number" ? grouped(value) : String(value));
  const shown = value.slice(0, 8).map((one) => printable(String(one)));
  return `${shown.join(", ")}${value.length > 8 ? ` and ${value.length - 8} more` : ""}`;
};

/** One thing with all that an observer sees of it, and what was last done to it. */
export function thingText({ ref, ...properties }: Thing, journal: readonly Entry[]): string {
  const rows = Object.entries(properties)
    .sort(([a], [b]) => byText(a, b))
    .map(([name, value]) => [`  ${printable(name)}`, valueText(value)]);
  const last = journal.filter((entry) => entry.ref === ref).slice(-5);
  return [ref, table(rows), ...(last.length > 0 ? ["", "last records", journalText(last)] : [])].join("\n");
}

/** Records of the journal, a line each. */
export function journalText(entries: readonly Entry[]): string {
  const rows = entries.map(({ seq, at, what, ref, verb, step, say, damages }) => [
    String(seq),
    timeText(at),
    what,
    ref,
    [verb, step, say, ...(damages ?? []).map((damage) => `DAMAGE ${damage.law} ${damage.say}`)]
      .filter((part) => part !== undefined && part !== "")
      .map((part) => printable(String(part)))
      .join(": "),
  ]);
  return rows.length === 0 ? "no records" : table(rows, new Set([0]));
}

export function faultText(fault: Fault): string {
  const whom = `${fault.ref}${fault.verb === undefined ? "" : ` ${fault.verb}`}`;
  switch (fault.does) {
    case "fail":
      return `${whom} fails ${plural(fault.times, "time")}`;
    case "half":
      return `${whom} fails half-way ${plural(fault.times, "time")}, after ${plural(fault.after ?? 1, "step")}`;
    case "hang":
      return `${whom} hangs for ${grouped(fault.ms)} ms`;
    case "delay":
      return `${whom} takes ${grouped(fault.ms)} ms a step`;
    case "unsigned":
      return `${whom} is not signed`;
    case "off":
      return `${whom}: ${Math.round(fault.share * 1_000) / 10} % of the agents are off`;
    case "busy":
      return `${whom}: ${plural(fault.jobs, "replication job")} do not end`;
  }
}

export type FaultOptions = Readonly<{
  verb?: string;
  times?: string;
  after?: string;
  ms?: string;
  share?: string;
  jobs?: string;
}>;

const FAULTS = ["fail", "half", "hang", "delay", "unsigned", "off", "busy"] as const;
/** What goes wrong, in the words of the command; which of the options say how. */
const ASKS: Readonly<Record<(typeof FAULTS)[number], readonly (keyof FaultOptions)[]>> = {
  fail: ["verb", "times"],
  half: ["verb", "times", "after"],
  hang: ["verb", "ms"],
  delay: ["verb", "ms"],
  unsigned: ["verb"],
  off: ["verb", "share"],
  busy: ["verb", "jobs"],
};

/** A fault from the words of a command, or what is wrong with them. */
export function faultFrom(ref: string, does: string, options: FaultOptions): Fault | Readonly<{ say: string }> {
  const known = FAULTS.find((one) => one === does);
  if (!known) return { say: `"${printable(does)}" is no fault; one of ${FAULTS.join(", ")}` };
  const foreign = (Object.keys(options) as (keyof FaultOptions)[]).find((name) => !ASKS[known].includes(name));
  if (foreign)
    return { say: `--${foreign} says nothing about ${known}; it takes ${ASKS[known].map((name) => `--${name}`).join(", ")}` };
  const numbers = {
    times: options.times ?? "1",
    after: options.after ?? "1",
    ms: options.ms ?? "1000",
    jobs: options.jobs ?? "1",
  };
  const wrong = Object.entries(numbers).find(([name, text]) => !(name === "times" ? /^[1-9]\d{0,5}$/ : /^\d{1,7}$/).test(text));
  if (wrong) return { say: `--${wrong[0]} ${printable(wrong[1])} is no number` };
  const share = /^(\d+(?:\.\d+)?)\s*%$/.exec(options.share ?? "10 %")?.[1];
  if (share === undefined || Number(share) > 100)
    return { say: `--share ${printable(options.share ?? "")} is no share: write 10 %` };
  const [times, after, ms, jobs] = [numbers.times, numbers.after, numbers.ms, numbers.jobs].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const base = { ref, ...(options.verb === undefined ? {} : { verb: options.verb }) };
  const own = {
    fail: { times },
    half: { times, after },
    hang: { ms },
    delay: { ms },
    unsigned: {},
    off: { share: Number(share) / 100 },
    busy: { jobs },
  };
  return { ...base, does: known, ...own[known] } as Fault;
}

type Changes = Readonly<Record<string, Value | undefined>>;

/** `os=x agents=12 sites=a,b temporary=` as changes of a thing: a value is of the sort that the thing has there now. */
export function changesFrom(
  thing: Thing,
  words: readonly string[],
): Readonly<{ changes: Changes }> | Readonly<{ say: string }> {
  const changes: Record<string, Value | undefined> = {};
  for (const word of words) {
    const [, name = "", text = ""] = /^([A-Za-z][\w-]*)=([\s\S]*)$/.exec(word) ?? [];
    if (name === "" || name === "ref")
      return { say: `"${printable(word)}" changes nothing: write property=value, or property= to take it away` };
    const value = text === "" ? undefined : valueFrom(thing[name], text);
    if (typeof value === "object" && "say" in value) return { say: `${thing.ref} ${name}: ${value.say}` };
    changes[name] = value;
  }
  return { changes };
}

function valueFrom(now: Value | undefined, text: string): Value | Readonly<{ say: string }> {
  if (typeof now === "object") return text.split(",").map((one) => one.trim());
  const number = /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : undefined;
  if (typeof now === "number") return number ?? { say: `"${printable(text)}" is no number, and ${now} is` };
  if (typeof now === "boolean")
    return text === "true" || text === "false" ? text === "true" : { say: `"${printable(text)}" is neither true nor false` };
  if (typeof now === "string") return text;
  return number ?? (text === "true" || text === "false" ? text === "true" : text);
}

const MINUTES: Readonly<Record<string, number>> = { min: 1, m: 1, h: 60, d: 1_440, w: 10_080 };

/** `+3d`, `+45 min`: how far the clock goes, in minutes; nothing where that is no way to say it. */
export function minutesFrom(text: string): number | undefined {
  const [, count = "", unit = ""] = /^\+?\s*(\d{1,6})\s*([a-z]+)$/.exec(text.trim()) ?? [];
  const minutes = MINUTES[unit];
  return count === "" || minutes === undefined ? undefined : Number(count) * minutes;
}

/** Things by the name that somebody typed: whole, without its kind, or without its version. */
export const meant = (refs: readonly string[], what: string): readonly string[] => {
  if (refs.includes(what)) return [what];
  return refs.filter(
    (ref) => nameOf(ref) === what || nameOf(ref).replace(/@[^@]*$/, "") === what || ref.replace(/@[^@]*$/, "") === what,
  );
};
