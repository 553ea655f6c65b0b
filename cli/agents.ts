import { byText, text } from "../engine/model/entity";
import type { Carried } from "./carried";
import type { Counts, Deployment } from "./deployment";

/** A wave as the stack has it. `counts` where somebody has counted. */
export type WaveStanding = Readonly<{ wave: string; agents: number; phase: string; moved: boolean; counts?: Counts }>;

/** Where the agents of a migration are, as the stack's last run saw it. */
export type Herd = Readonly<{
  agents: number;
  arrived: number;
  waves: readonly WaveStanding[];
  /** By the server that they were left behind on, until they are settled. */
  stragglers: readonly Readonly<{ server: string; left: number; waves: readonly string[] }>[];
  /** Old servers that agents still report to, with how many. */
  needed: readonly Readonly<{ server: string; agents: number }>[];
}>;

export function herdOf({ states, problem: { table } }: Carried, { phases, counts }: Deployment): Herd {
  const start = [...(states[0]?.values() ?? [])];
  const ended = (kind: "wave" | "stragglers", ref: string): boolean =>
    table.has(kind) && table.of(kind).last.includes(phases.get(ref) ?? "");
  const settled = new Set(
    start.flatMap((one) => (one.kind === "stragglers" && ended("stragglers", one.ref) ? [text(one, "server")] : [])),
  );
  const waves: WaveStanding[] = [];
  const stragglers = new Map<string, { left: number; waves: string[] }>();
  const needed = new Map<string, number>();
  for (const entity of start) {
    if (entity.kind !== "wave") continue;
    const [wave, from, agents] = [entity.ref, text(entity, "from"), Number(entity.agents ?? 0)];
    const counted = counts.get(wave);
    const moved = ended("wave", wave);
    waves.push({ wave, agents, phase: phases.get(wave) ?? entity.phase, moved, ...(counted ? { counts: counted } : {}) });
    const left = moved ? (counted?.left ?? 0) : agents - (counted?.arrived ?? 0);
    if (left === 0 || settled.has(from)) continue;
    if (from !== text(entity, "to")) needed.set(from, (needed.get(from) ?? 0) + left);
    if (!moved) continue;
    const behind = stragglers.get(from) ?? { left: 0, waves: [] };
    stragglers.set(from, { left: behind.left + left, waves: [...behind.waves, wave] });
  }
  const arrived = ({ agents, moved, counts: counted }: WaveStanding): number => counted?.arrived ?? (moved ? agents : 0);
  return {
    agents: waves.reduce((sum, { agents }) => sum + agents, 0),
    arrived: waves.reduce((sum, wave) => sum + arrived(wave), 0),
    waves: [...waves].sort((a, b) => byText(a.wave, b.wave)),
    stragglers: [...stragglers].sort(([a], [b]) => byText(a, b)).map(([server, behind]) => ({ server, ...behind })),
    needed: [...needed].sort(([a], [b]) => byText(a, b)).map(([server, agents]) => ({ server, agents })),
  };
}
