/** What a benchmark answers, and how works are measured: each in a process of its own, in turn with what it is compared with. */
import { execFileSync } from "node:child_process";
import path from "node:path";

/**
 * One run, and the most memory: processors' time where a process measures itself (what else the machine does is not in it), the
 * clock's where several work together.
 */
export type Sample = Readonly<{ ms: number; megabytes: number }>;

export type Limit = Readonly<{ atMost: number }> | Readonly<{ atLeast: number }>;

/** One line of the table. Ratios and memory decide; the absolute figures are for people. */
export type Row = Readonly<{
  name: string;
  /** What is compared with what. */
  what: string;
  ratio: number;
  allowed: Limit;
  /** Milliseconds: of the work, and of what it is compared with. */
  ms: readonly [number, number];
  memory?: Readonly<{ megabytes: number; atMost: number }>;
  /** What this machine needs for things that every machine does, in milliseconds, measured in between. */
  yardsticks: Readonly<Record<string, number>>;
  /** What a reader should know besides, such as how many bytes a site takes. */
  notes: readonly string[];
}>;

export type Scale = "full" | "tiny";

/** Rows that are measured together. `needs`: a Pulumi CLI on the PATH. */
export type Benchmark = Readonly<{
  names: readonly string[];
  needs?: "pulumi";
  /** `folder`: an empty one, removed afterwards. `wanted`: what is expensive is measured only where somebody asks for it. */
  measure(scale: Scale, folder: string, wanted: (name: string) => boolean): readonly Row[];
}>;

export const within = ({ ratio, allowed, memory }: Pick<Row, "ratio" | "allowed" | "memory">): boolean =>
  ("atMost" in allowed ? ratio <= allowed.atMost : ratio >= allowed.atLeast) &&
  (memory === undefined || memory.megabytes <= memory.atMost);

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/**
 * Works take turns, so that what else the machine does falls on all of them. The first round only warms the caches; where there
 * is but one, it counts.
 */
export function inTurn<Name extends string, S extends Sample>(
  rounds: number,
  works: Readonly<Record<Name, () => S>>,
): Readonly<Record<Name, readonly S[]>> {
  const names = Object.keys(works) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as S[]])) as unknown as Record<Name, S[]>;
  for (let round = rounds === 1 ? 1 : 0; round <= rounds; round++)
    for (const name of names) {
      const sample = works[name]();
      if (round > 0) samples[name].push(sample);
    }
  return samples;
}

/** The median of the ratios round by round: a machine that grows slower grows slower for both. */
export const ratioOf = (above: readonly Sample[], below: readonly Sample[]): number =>
  median(above.map(({ ms }, round) => ms / (below[round]?.ms ?? NaN)));

export const medianMs = (samples: readonly Sample[]): number => median(samples.map(({ ms }) => ms));

export const mostMegabytes = (samples: readonly Sample[]): number => Math.max(...samples.map(({ megabytes }) => megabytes));

/** Runs one of the works of bench/works.ts in a process of its own. */
export function sample(work: string, ...args: readonly string[]): Sample {
  const loader = path.join(__dirname, "..", "tools", "ts.js");
  const output = execFileSync(process.execPath, ["-r", loader, path.join(__dirname, "sample.ts"), work, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 24,
  });
  return JSON.parse(output) as Sample;
}
