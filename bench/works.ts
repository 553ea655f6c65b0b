/** The works that are measured, by name. Each is prepared first; what it returns is what counts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCidr } from "cidr-tools";
import { loadMigration } from "../documents/load";
import { openMigration, poseMigration } from "../documents/open";
import { boundarySet, sweep } from "../engine/boundaries";
import { states } from "../engine/passes/walk";
import { solve } from "../engine/plan";
import { AGENTS, SUBNETS } from "./folder";

/** Gets ready, and answers with the work itself. */
type Work = (...args: readonly string[]) => () => void;

const OWNERS = Array.from({ length: 1000 }, (_, at) => `site-${at}`);

/** The same numbers in every run. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
}

const linesOf = (file = ""): readonly string[] => readFileSync(file, "latin1").split("\n");

/** Objects that hold big integers, a comparator, and a running end: the usual way. It finds overlaps, and lists none. */
function usualSweep(texts: readonly string[]): number {
  const nets = texts.map((text) => parseCidr(text));
  nets.sort((a, b) => a.version - b.version || (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  let overlaps = 0;
  let [version, end] = [0, -1n];
  for (const net of nets) {
    if (net.version === version && net.start <= end) overlaps++;
    if (net.version !== version || net.end > end) [version, end] = [net.version, net.end];
  }
  return overlaps;
}

/** From documents to a proved plan, as `drover check` and `drover plan` go; and every state that it passes through. */
function planned(folder: string): void {
  const { problem, findings } = poseMigration(folder);
  if (!problem) throw new Error(`${folder} cannot be planned: ${findings[0]?.say ?? ""}`);
  const made = solve(problem);
  if (!made.plan)
    throw new Error(`${folder} has no plan: ${made.findings.find(({ severity }) => severity === "error")?.say ?? ""}`);
  states(made.problem.table, made.plan.start, made.plan.stages);
}

export const works: Readonly<Record<string, Work>> = {
  /** Native sort of so many 64-bit keys. */
  sort: (size) => {
    const next = numbers(7);
    const keys = new BigUint64Array(Number(size)).map(() => (BigInt(next()) << 32n) | BigInt(next()));
    return () => void keys.sort();
  },
  /** Boundaries, one a line, parsed and swept for overlaps. */
  sweep: (file) => {
    const texts = linesOf(file);
    const next = numbers(texts.length);
    const owners = texts.map(() => OWNERS[(next() >>> 8) % OWNERS.length] as string);
    return () => void sweep(boundarySet(texts, owners));
  },
  "usual-sweep": (file) => {
    const texts = linesOf(file);
    return () => void usualSweep(texts);
  },
  /** Documents read and validated. */
  read:
    (folder = "") =>
    () => {
      const { documents, findings } = loadMigration(folder);
      if (!documents) throw new Error(`${folder} is refused: ${findings[0]?.say ?? ""}`);
    },
  plan:
    (folder = "") =>
    () =>
      planned(folder),
  /** A lock read, folded and proved, as every preview and update begin. */
  open:
    (folder = "") =>
    () => {
      const { states: all, findings } = openMigration(folder);
      if (all.length === 0) throw new Error(`${folder} cannot be opened: ${findings[0]?.say ?? ""}`);
    },
  /** What the documents' bytes take a parser that looks for nothing: their tables as JSON. */
  json: (folder = "") => {
    const rows = [SUBNETS, AGENTS].flatMap((name) => linesOf(join(folder, name)).map((line) => line.split(",")));
    const text = JSON.stringify(rows);
    return () => void JSON.parse(text);
  },
};
