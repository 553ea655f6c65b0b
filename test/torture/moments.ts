import { dice } from "../../bench/dice";
import { Ref, kindOf } from "../../engine/model/entity";
import type { Lock } from "../../engine/lock";
import { physicsOf } from "../../lab";

/** What can happen in the middle of a stage. */
export const troubles = [
  "a call is answered twice",
  "kill -9 of the CLI",
  "a call fails",
  "the provider is killed",
  "a call fails half-way",
  "an answer is lost",
  "the CLI is killed while a call hangs",
  "a call hangs",
  "the estate cannot be read",
  "a call comes late",
] as const;
export type Trouble = (typeof troubles)[number];

/** What users are told to type then. Only a dead process leaves a lock behind, which `drover resume` removes. */
export type Command = "pulumi up" | "drover apply" | "drover resume" | "pulumi cancel, pulumi up";

/** A moment of a migration, and what happens in it. */
export type Moment = Readonly<{
  number: number;
  /** The stage that is under way: its number in the lock, 0 adopts. */
  stage: number;
  name: string;
  back: boolean;
  /** Whom it happens to, and after how many steps of that act; while adopting, after so many tenths of a second. */
  ref: string;
  step: number;
  trouble: Trouble;
  command: Command;
}>;

/** What a dozen is made of: cheap enough for every test run. More moments than these have it all, adopting as well. */
const FEW: readonly Trouble[] = [
  "a call is answered twice",
  "kill -9 of the CLI",
  "a call fails",
  "a call is answered twice",
  "the provider is killed",
  "an answer is lost",
  "a call is answered twice",
  "a call hangs",
  "a call fails half-way",
  "a call is answered twice",
  "the estate cannot be read",
  "a call is answered twice",
];

const KILLS: readonly Trouble[] = ["kill -9 of the CLI", "the provider is killed"];
/** After these the CLI is dead and its lock is left. */
const LOCKED: readonly Trouble[] = [
  "kill -9 of the CLI",
  "the CLI is killed while a call hangs",
  "a call hangs",
  "a call comes late",
];

/**
 * So many moments, the same for the same seed; every stage and every trouble gets its share. `final`: stages without a way back.
 */
export function moments(lock: Lock, final: ReadonlySet<number>, count: number, seed: number): readonly Moment[] {
  const names = ["adopt", ...Object.keys(lock.stages)];
  const roll = dice(seed);
  const first = [roll.below(names.length), roll.below(troubles.length)] as const;
  const few = count <= FEW.length;
  const drawn = Array.from({ length: count }, (_, i): Omit<Moment, "number"> => {
    const stage = few ? 1 + ((first[0] + i) % (names.length - 1)) : (first[0] + i) % names.length;
    const refs = Object.keys(lock.stages[names[stage] as string]?.does ?? {});
    const back = stage > 0 && !final.has(stage) && count > names.length && roll.chance(15);
    const ref = refs[roll.below(Math.max(1, refs.length))] ?? "";
    const step = roll.below(stage === 0 ? 10 : 2 + stepsOf(lock, names[stage] as string, ref));
    const any = few ? FEW[i] : troubles[(first[1] + i + Math.floor(i / names.length)) % troubles.length];
    const trouble = stage === 0 ? (KILLS[roll.below(KILLS.length)] as Trouble) : (any as Trouble);
    const command = commandAfter(trouble, few ? 1 : roll.below(8), stage === 0);
    return { stage, name: names[stage] as string, back, ref, step, trouble, command };
  });
  // in the order of the stages, so that each begins where an earlier one has ended
  return drawn
    .sort((a, b) => a.stage - b.stage || Number(a.back) - Number(b.back))
    .map((one, i) => ({ number: i + 1, ...one }));
}

function commandAfter(trouble: Trouble, drawn: number, adopts: boolean): Command {
  if (LOCKED.includes(trouble)) return drawn === 0 || adopts ? "drover resume" : "pulumi cancel, pulumi up";
  return drawn === 0 ? "drover apply" : "pulumi up";
}

function stepsOf({ stages }: Lock, stage: string, ref: string): number {
  const move = stages[stage]?.does[ref]?.move ?? "";
  const verbs = physicsOf("altiris").verbs(kindOf(ref as Ref)) ?? {};
  return Object.hasOwn(verbs, move) ? (verbs[move]?.steps.length ?? 0) : 0;
}

export const said = ({ number, name, back, ref, step, trouble, command }: Moment): string =>
  `${String(number).padStart(3)} ${name}${back ? " (back)" : ""}: ${trouble}, ${ref === "" ? `after ${step}/10 s` : `${ref}, after ${step} steps`}; ${command}`;
