/**
 * How fast boundaries are read and swept, as ratios to the machine's own sort measured in the same run, and how much memory it takes.
 *
 *     node -r ./tools/ts.js bench/boundaries.ts
 */
import { execFileSync } from "node:child_process";
import { parseCidr } from "cidr-tools";
import { boundarySet, sweep } from "../engine/boundaries";

const MILLION = 1_000_000;
const COMPARED = 200_000;
const ROUNDS = 5;
const OWNERS = Array.from({ length: 1000 }, (_, at) => `site-${at}`);

type Entries = Readonly<{ texts: readonly string[]; owners: readonly string[] }>;

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
}

/** Half subnets, the rest addresses, ranges and IPv6 prefixes; read from one text, as a document would be. */
function entries(size: number, only?: "networks"): Entries {
  const next = numbers(size);
  const lines: string[] = [];
  for (let at = 0; at < size; at++) lines.push(boundary(next, only === "networks" ? next() % 6 : next() % 10));
  const owners = lines.map(() => OWNERS[(next() >>> 8) % OWNERS.length]!);
  return { texts: lines.join("\n").split("\n"), owners };
}

function boundary(next: () => number, sort: number): string {
  const value = next();
  const head = `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}`;
  if (sort < 4) return `${head}.0/24`;
  if (sort < 6) return `2001:db8:${(next() >>> 16).toString(16)}:${(value & 0xffff).toString(16)}::/64`;
  if (sort < 7) return `${head}.${value & 255}`;
  return sort < 8 ? `${head}.10-${head}.99` : `${head}.0/255.255.255.0`;
}

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Medians of works that take turns, so that what else the machine does falls on all of them. */
function medians(rounds: number, works: readonly (() => number)[]): readonly number[] {
  const times = works.map((): number[] => []);
  for (let round = 0; round < rounds; round++) works.forEach((work, at) => times[at]!.push(work()));
  return times.map((list) => list.sort((a, b) => a - b)[list.length >> 1]!);
}

function nativeSort(size: number): () => number {
  const next = numbers(7);
  const keys = new BigUint64Array(size).map(() => (BigInt(next()) << 32n) | BigInt(next()));
  return () => {
    const own = keys.slice();
    return milliseconds(() => own.sort());
  };
}

const ours = ({ texts, owners }: Entries): (() => number) => () => milliseconds(() => sweep(boundarySet(texts, owners)));

/** The usual way: an object an entry, a comparator, and a running end; it finds that there are overlaps, and lists none. */
function usual({ texts }: Entries): () => number {
  return () =>
    milliseconds(() => {
      const nets = texts.map((text) => parseCidr(text));
      nets.sort((a, b) => a.version - b.version || (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
      let overlaps = 0;
      let [version, end] = [0, -1n];
      for (const net of nets) {
        if (net.version === version && net.start <= end) overlaps++;
        if (net.version !== version || net.end > end) [version, end] = [net.version, net.end];
      }
      return overlaps;
    });
}

/** The most memory that a process of its own takes for a million, its texts and the runtime included. */
function megabytes(): number {
  const loaded = process.execArgv.includes("-r") ? process.execArgv : ["-r", "./tools/ts.js", ...process.execArgv];
  return Number(execFileSync(process.execPath, [...loaded, __filename, "memory"], { encoding: "utf8" }));
}

function report(): void {
  const million = entries(MILLION);
  const [sort = NaN, swept = NaN] = medians(ROUNDS, [nativeSort(MILLION), ours(million)]);
  const networks = entries(COMPARED, "networks");
  const [own = NaN, theirs = NaN] = medians(ROUNDS, [ours(networks), usual(networks)]);
  console.table({
    "read and sweep 1,000,000 : native sort of as many 64-bit keys": row(swept / sort, "≤ 12", swept, sort),
    "cidr-tools and a comparator : read and sweep, 200,000 networks": row(theirs / own, "≥ 2", theirs, own),
  });
  console.log(`most memory for 1,000,000: ${megabytes().toFixed(0)} MB (at most 300)`);
}

const row = (ratio: number, wanted: string, above: number, below: number): Record<string, string> => ({
  ratio: ratio.toFixed(1),
  wanted,
  "median ms": `${above.toFixed(0)} : ${below.toFixed(0)}`,
});

if (process.argv[2] === "memory") {
  ours(entries(MILLION))();
  console.log(process.resourceUsage().maxRSS / 1024);
} else report();
