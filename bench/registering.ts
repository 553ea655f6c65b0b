/** What a stage of an estate costs on the real Pulumi engine, beside a bare program and a provider that does nothing. */
import { Benchmark, Row, Sample, inTurn, medianMs, ratioOf } from "./measure";
import { duration } from "./table";
import { Pair, Project, prepare, pulumi, rewind, stateBytes, stateEdges } from "./stack";

const scales = {
  full: { size: { servers: 15, sites: 1_000, agents: 200_000, boundaries: 100_000 }, rounds: 3 },
  tiny: { size: { servers: 1, sites: 2, agents: 200, boundaries: 4 }, rounds: 1 },
} as const;

/** The clock decides: three processes work side by side, and who waits for them waits by the clock. Processors' time is told. */
type Timed = Sample & Readonly<{ processor: number }>;

function run(one: Project, args: readonly string[]): Timed {
  const { wall, processor } = pulumi(one, args);
  return { ms: wall, megabytes: 0, processor };
}

const processors = (samples: readonly Timed[]): readonly Sample[] =>
  samples.map(({ processor }) => ({ ms: processor, megabytes: 0 }));

export const registeringBenchmark: Benchmark = {
  names: ["preview", "up"],
  needs: "pulumi",
  measure(scale, folder, wanted) {
    const { size, rounds } = scales[scale];
    const pair = prepare(folder, size);
    const row = (name: string, command: string, atMost: number, of: (one: Project) => Timed): readonly Row[] => {
      if (!wanted(name)) return [];
      const { ours, bare } = inTurn(rounds, { ours: () => of(pair.ours), bare: () => of(pair.bare) });
      const compared = `${pair.resources} resources, ${pair.sites} sites, ${pair.changes} changes`;
      return [
        {
          name,
          what: `${command} of a stage, ${compared} : the same of a bare program and a provider that does nothing`,
          ratio: ratioOf(ours, bare),
          allowed: { atMost },
          ms: [medianMs(ours), medianMs(bare)],
          yardsticks: {},
          notes: [processorNote(processors(ours), processors(bare)), ...stateNotes(pair)],
        },
      ];
    };
    return [
      ...row("preview", "pulumi preview", 1.15, (one) => run(one, ["preview"])),
      ...row("up", "pulumi up", 1.2, (one) => update(pair, one)),
    ];
  },
};

/** From where the estate is adopted, each time. */
function update(pair: Pair, one: Project): Timed {
  rewind(pair);
  return run(one, ["up", "--yes", "--skip-preview"]);
}

const processorNote = (ours: readonly Sample[], bare: readonly Sample[]): string =>
  `of processors: ${ratioOf(ours, bare).toFixed(2)}, ${duration(medianMs(ours))} : ${duration(medianMs(bare))}`;

const stateNotes = (pair: Pair): readonly string[] =>
  [pair.ours, pair.bare].map((one) => {
    const bytes = stateBytes(one);
    const site = Math.round(bytes / pair.sites);
    return `state of ${one.name}: ${(bytes / 1e6).toFixed(2)} MB, ${site} bytes a site, ${stateEdges(one)} edges`;
  });
