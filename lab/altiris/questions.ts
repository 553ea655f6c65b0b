import { faultOf } from "../faults";
import type { Scene } from "../physics";
import { Scalar, count, texts } from "../things";
import { agentsAt, arrivedOf, awayOf, homeOf, siteServersOf } from "./agents";
import { jobsOf } from "./estate";

type Asked = Pick<Scene, "world" | "at" | "faults">;

const answers = {
  /** The Current Replication Activity report (line 855). */
  "running-replication-jobs": (ref: string, { world, at, faults }: Asked): Scalar =>
    Math.max(jobsOf(world, ref, at), faultOf(faults, "busy", ref)?.jobs ?? 0),
  "signed-off": (ref: string, { faults }: Asked): Scalar => faultOf(faults, "unsigned", ref) === undefined,
  /** Agents of a server that should have come over and have not. */
  stragglers: (ref: string, { world }: Asked): Scalar => {
    const server = texts(world.get(ref), "server")[0] ?? ref;
    return world.of("wave").reduce((sum, wave) => sum + (homeOf(wave) === server ? awayOf(wave) : 0), 0);
  },
  agents: (ref: string, { world }: Asked): Scalar => agentsAt(world, ref),
  "site-servers": (ref: string, { world }: Asked): Scalar => siteServersOf(world, ref).length,
  "outstanding-tasks": (ref: string, { world }: Asked): Scalar => count(world.get(ref), "outstanding"),
  /** The share of a wave that has arrived, 0 to 1. */
  arrived: (ref: string, { world }: Asked): Scalar => {
    const wave = world.get(ref);
    return !wave || count(wave, "agents") === 0 ? 1 : arrivedOf(wave) / count(wave, "agents");
  },
} as const;

export type Question = keyof typeof answers;

/** Names that procedures like to give the same questions. */
const alike: Readonly<Record<string, Question>> = { idle: "running-replication-jobs", outstanding: "outstanding-tasks" };

export const questionNamed = (name: string): Question | undefined =>
  Object.hasOwn(answers, name) ? (name as Question) : Object.hasOwn(alike, name) ? alike[name] : undefined;

export const answer = (question: Question, ref: string, asked: Asked): Scalar => answers[question](ref, asked);

export function ask(question: string, ref: string, asked: Asked): Scalar {
  const known = questionNamed(question);
  if (known) return answer(known, ref, asked);
  throw new Error(`the lab has no answer to "${question}" about ${ref}: it knows ${Object.keys(answers).join(", ")}`);
}
