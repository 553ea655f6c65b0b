/** How long an estate takes from documents on disk to a proved plan, beside reading and validating those documents. */
import { readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inputsOf, poseMigration } from "../documents/open";
import { lockFile } from "../documents/revisions";
import { printLock, toLock } from "../engine/lock";
import { solve } from "../engine/plan";
import { Size, estates, sizes } from "./estates";
import { filesOf, writeFiles } from "./folder";
import { Benchmark, Row, inTurn, medianMs, mostMegabytes, ratioOf, sample } from "./measure";

const SEED = 1;
const REVISION = "r1";
/** The default of wave sizes, and the pace that the sample has. */
const WISHED = { pace: "steady", wave: 5_000 } as const;

const twice = ({ servers, sites, agents, boundaries }: Size): Size => ({
  servers: 2 * servers,
  sites: 2 * sites,
  agents: 2 * agents,
  boundaries: 2 * boundaries,
});

const scales = {
  full: { size: sizes.largest as Size, rounds: 3, sortedKeys: 1_000_000 },
  tiny: { size: { servers: 2, sites: 6, agents: 900, boundaries: 60 } as Size, rounds: 1, sortedKeys: 1_000 },
} as const;

/** A generated migration with its lock, as real files; answers with the lock's plan. */
export function writeMigration(folder: string, size: Size): string {
  writeFiles(folder, filesOf(estates(SEED, size, WISHED)));
  const { documents, problem, findings } = poseMigration(folder);
  if (!documents || !problem) throw new Error(`the generated documents are refused: ${findings[0]?.say ?? ""}`);
  const made = solve(problem);
  if (!made.plan) throw new Error(`the generated estate has no plan: ${made.findings[0]?.say ?? ""}`);
  const inputs = inputsOf(documents);
  const lock = toLock(made.problem, made.plan, { lock: "generated", revision: REVISION, inputs, engine: "0" });
  writeFileSync(lockFile(folder, REVISION), printLock(lock));
  return lock.plan;
}

const megabytesOf = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0) / 1e6;

export const planningBenchmark: Benchmark = {
  names: ["plan", "plan-twice", "open"],
  measure(scale, folder) {
    const { size, rounds, sortedKeys } = scales[scale];
    const [once, double] = [path.join(folder, "once"), path.join(folder, "twice")];
    for (const [to, measured] of [
      [once, size],
      [double, twice(size)],
    ] as const)
      writeMigration(to, measured);
    const { read, planned, doubled, opened, json, sort } = inTurn(rounds, {
      read: () => sample("read", once),
      planned: () => sample("plan", once),
      doubled: () => sample("plan", double),
      opened: () => sample("open", once),
      json: () => sample("json", once),
      sort: () => sample("sort", String(sortedKeys)),
    });
    const yardsticks = { "JSON.parse of the tables": medianMs(json), [`sort ${sortedKeys} keys`]: medianMs(sort) };
    const said = `${size.servers} servers, ${size.sites} sites, ${size.boundaries} boundaries, ${size.agents} agents`;
    const row = (rest: Pick<Row, "name" | "what" | "ratio" | "allowed" | "ms"> & Partial<Row>): Row => ({
      yardsticks,
      notes: [],
      ...rest,
    });
    return [
      row({
        name: "plan",
        what: `${said}: check, plan, fold, verify : read and validate the documents`,
        ratio: ratioOf(planned, read),
        allowed: { atMost: 4 },
        ms: [medianMs(planned), medianMs(read)],
        memory: { megabytes: mostMegabytes(planned), atMost: 600 },
        notes: [`documents and lock: ${megabytesOf(once).toFixed(1)} MB`],
      }),
      row({
        name: "plan-twice",
        what: "the same for twice the estate : for the estate",
        ratio: ratioOf(doubled, planned),
        allowed: { atMost: 2.3 },
        ms: [medianMs(doubled), medianMs(planned)],
      }),
      row({
        name: "open",
        what: "the lock read, folded, verified (before each preview and update) : read and validate the documents",
        ratio: ratioOf(opened, read),
        allowed: { atMost: 4 },
        ms: [medianMs(opened), medianMs(read)],
        memory: { megabytes: mostMegabytes(opened), atMost: 600 },
      }),
    ];
  },
};
