/**
 * How fast boundaries are read and swept, as ratios to the machine's own sort measured in the same run, and how much memory
 * that takes.
 *
 *     node -r ./tools/ts.js bench/boundaries.ts
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
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

/**
 * A document of so many boundaries, one a line: subnets, IPv6 prefixes, and unless only networks are wanted, addresses, ranges
 * and masks.
 */
function document(size: number, only?: "networks"): string {
  const next = numbers(size);
  return Array.from({ length: size }, () => boundary(next, (next() >>> 8) % (only === "networks" ? 6 : 10))).join("\n");
}

/** The document's boundaries with an owner each. */
function entries(document: string): Entries {
  const texts = document.split("\n");
  const next = numbers(texts.length);
  return { texts, owners: texts.map(() => OWNERS[(next() >>> 8) % OWNERS.length]!) };
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

const ours =
  ({ texts, owners }: Entries): (() => number) =>
  () =>
    milliseconds(() => sweep(boundarySet(texts, owners)));

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

/** The most memory that a process of its own takes to read this document and sweep it, the texts and the runtime included. */
function megabytes(text: string): number {
  const folder = mkdtempSync(path.join(tmpdir(), "drover-bench-"));
  const file = path.join(folder, "boundaries.txt");
  try {
    writeFileSync(file, text);
    const loader = path.join(__dirname, "..", "tools", "ts.js");
    return Number(execFileSync(process.execPath, ["-r", loader, __filename, file], { encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function report(): void {
  const million = document(MILLION);
  const [sort = NaN, swept = NaN] = medians(ROUNDS, [nativeSort(MILLION), ours(entries(million))]);
  const networks = entries(document(COMPARED, "networks"));
  const [own = NaN, theirs = NaN] = medians(ROUNDS, [ours(networks), usual(networks)]);
  console.table({
    "read and sweep 1,000,000 : native sort of as many 64-bit keys": row(swept / sort, "≤ 12", swept, sort),
    "cidr-tools and a comparator : read and sweep, 200,000 networks": row(theirs / own, "≥ 2", theirs, own),
  });
  console.log(`most memory for 1,000,000: ${megabytes(million).toFixed(0)} MB (at most 300)`);
}

const row = (ratio: number, wanted: string, above: number, below: number): Record<string, string> => ({
  ratio: ratio.toFixed(1),
  wanted,
  "median ms": `${above.toFixed(0)} : ${below.toFixed(0)}`,
});

const [, , file] = process.argv;
if (file === undefined) report();
else {
  ours(entries(readFileSync(file, "latin1")))();
  console.log(process.resourceUsage().maxRSS / 1024);
}
