/** `npm run bench`: which benchmarks, how big, and what they answer. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { boundaryBenchmark } from "./boundaries";
import { Benchmark, Row, Scale, within } from "./measure";
import { planningBenchmark } from "./planning";
import { registeringBenchmark } from "./registering";
import { tableOf } from "./table";

const benchmarks: readonly Benchmark[] = [boundaryBenchmark, planningBenchmark, registeringBenchmark];

/** The names of all rows, in the order of the table. */
export const names: readonly string[] = benchmarks.flatMap((one) => one.names);

const help = `npm run bench [-- OPTIONS]: measures this machine and prints one table of ratios; exit 1 when one is over.

  --only NAME   these rows alone; may be given several times: ${names.join(", ")}
  --json        the rows as JSON
  --tiny        small sizes: to see that everything runs, not how fast
  --help        this text
`;

export type Asked = Readonly<{ only: readonly string[]; json: boolean; scale: Scale }>;

/** What is asked for; else what to say to it. */
export function asked(args: readonly string[]): Asked | Readonly<{ say: string; status: number }> {
  const only: string[] = [];
  let [json, scale] = [false, "full" as Scale];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === "--help" || arg === "-h") return { say: help, status: 0 };
    if (arg === "--json") json = true;
    else if (arg === "--tiny") scale = "tiny";
    else if (arg === "--only") {
      const name = args[++at] ?? "";
      if (!names.includes(name)) return { say: `"${name}" is no benchmark: ${names.join(", ")}\n`, status: 2 };
      only.push(name);
    } else return { say: `"${arg}" is no option of npm run bench; --help lists them\n`, status: 2 };
  }
  return { only, json, scale };
}

const chosen = ({ only }: Pick<Asked, "only">): readonly Benchmark[] =>
  benchmarks.filter((one) => only.length === 0 || one.names.some((name) => only.includes(name)));

export const needsPulumi = (what: Pick<Asked, "only">): boolean => chosen(what).some(({ needs }) => needs === "pulumi");

/** Measures what is asked for, one benchmark after the other, each in a folder of its own that is removed in the end. */
export function measured(what: Asked, progress: (line: string) => void): readonly Row[] {
  return chosen(what).flatMap((benchmark) => {
    progress(`… ${benchmark.names.join(", ")}`);
    const folder = mkdtempSync(join(tmpdir(), "drover-bench-"));
    try {
      const wanted = (name: string): boolean => what.only.length === 0 || what.only.includes(name);
      return benchmark.measure(what.scale, folder, wanted).filter(({ name }) => wanted(name));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** Prints the rows; the exit status says whether one is over. */
export function report(rows: readonly Row[], { json }: Pick<Asked, "json">, print: (text: string) => void): number {
  print(json ? `${JSON.stringify(rows, undefined, 2)}\n` : `${tableOf(rows)}\n`);
  return rows.every(within) ? 0 : 1;
}
