import { Failure, NOT_YET, Refusal } from "./errors";
import { faultOf, usedUp } from "./faults";
import type { Effect, Harm, Physics, Scene, Step, Verb } from "./physics";
import type { Damage, Done, Entry, LabState } from "./record";
import { Change, Properties, Thing, kindOf, visible } from "./things";

export type Order = Readonly<{ id: string; ref: string; verb: string; args?: Properties }>;

/** What an act needs of the lab around it. */
export interface Bench {
  readonly state: LabState;
  readonly physics: Physics;
  write(entry: Omit<Entry, "seq">): void;
  sleep(ms: number): Promise<void>;
}

/**
 * Carries out an order. The same id is the same act: one that ended is answered from the record, one that began is
 * taken up at its first step
 * that is not recorded. Where another act touched the thing since (it was rolled back, say), the id begins anew.
 */
export async function perform(bench: Bench, order: Order, progress: (line: string) => void): Promise<Done> {
  const verb = verbOf(bench.physics, order);
  const known = knownAct(bench.state, order);
  if (known?.done) return known.done;
  if (!known) await begin(bench, order, verb, progress);
  else guarded(bench, order, progress, (scene) => verb.may?.(scene));
  const hang = faultOf(bench.state.faults, "hang", order.ref, order.verb);
  if (hang) await bench.sleep(hang.ms);
  await takeSteps(bench, order, verb, progress);
  return end(bench, order, verb, progress);
}

function verbOf(physics: Physics, { ref, verb }: Order): Verb {
  const verbs = physics.verbs(kindOf(ref));
  const found = verbs && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (found) return found;
  const known = verbs ? `it knows ${Object.keys(verbs).join(", ")}` : "it knows no such kind of thing";
  throw new Error(`${ref}: the lab cannot "${verb}" it: ${known}`);
}

function knownAct(state: LabState, { id, ref, verb }: Order) {
  const act = state.acts.get(id);
  if (!act) return undefined;
  if (act.ref !== ref || act.verb !== verb)
    throw new Error(`act ${id} is ${act.verb} of ${act.ref} and cannot be ${verb} of ${ref} as well`);
  return state.lastAct.get(ref) === id ? act : undefined;
}

async function begin(bench: Bench, order: Order, verb: Verb, progress: (line: string) => void): Promise<void> {
  const fail = faultOf(bench.state.faults, "fail", order.ref, order.verb);
  if (fail) {
    const failure = new Failure(order.ref, order.verb, []);
    bench.write({ ...entryOf(order, "fault", bench.state.at), say: failure.message, faults: usedUp(bench.state.faults, fail) });
    throw failure;
  }
  const effect = guarded(bench, order, progress, (scene) => {
    phaseFits(scene, verb);
    verb.may?.(scene);
    const own: Change = { ref: order.ref, set: { ...verb.takes?.(scene.args), phase: verb.during } };
    const more = verb.begins?.({ ...scene, thing: { ...scene.thing, ...own.set, ref: order.ref } as Thing });
    return { ...more, changes: [own, ...(more?.changes ?? [])] };
  });
  record(bench, { ...entryOf(order, "begin", bench.state.at), ...(order.args ? { args: order.args } : {}) }, effect);
}

function phaseFits(scene: Scene, verb: Verb): void {
  const phase = scene.thing === undefined ? "absent" : String(scene.thing["phase"] ?? "");
  if (phase === verb.during || verb.from.includes(phase)) return;
  throw new Refusal(
    "LAW-PHASE",
    scene.ref,
    `${scene.ref} is ${phase}; ${scene.verb} needs it to be ${verb.from.join(" or ")}. Look at it again before ordering.`,
  );
}

async function takeSteps(bench: Bench, order: Order, verb: Verb, progress: (line: string) => void): Promise<void> {
  const delay = faultOf(bench.state.faults, "delay", order.ref, order.verb);
  for (const [index, step] of verb.steps.entries()) {
    if (stepsDone(bench.state, order).includes(step.name)) continue;
    failHalfWay(bench, order);
    progress(`${order.ref}: ${step.name} (step ${index + 1} of ${verb.steps.length})`);
    if (delay) await bench.sleep(delay.ms);
    takeStep(bench, order, step, progress);
  }
  // an act of no more steps than the fault lets through fails before its end
  failHalfWay(bench, order);
}

const stepsDone = (state: LabState, order: Order): readonly string[] => state.acts.get(order.id)?.steps ?? [];

function failHalfWay(bench: Bench, order: Order): void {
  const half = faultOf(bench.state.faults, "half", order.ref, order.verb);
  const done = stepsDone(bench.state, order);
  if (!half || done.length < (half.after ?? 1)) return;
  const failure = new Failure(order.ref, order.verb, done);
  bench.write({ ...entryOf(order, "fault", bench.state.at), say: failure.message, faults: usedUp(bench.state.faults, half) });
  throw failure;
}

function takeStep(bench: Bench, order: Order, step: Step, progress: (line: string) => void): void {
  const { things, at: now } = bench.state;
  const minutes = typeof step.minutes === "number" ? step.minutes : step.minutes(order.args ?? {});
  const at = Math.max(now, (bench.state.acts.get(order.id)?.at ?? now) + minutes);
  const passed = bench.physics.passes(things, now, at);
  const then = things.copy();
  then.apply(passed);
  const does = (scene: Scene): Effect => step.does({ ...scene, world: then, thing: then.get(order.ref), at });
  const effect = guarded(bench, order, progress, does, step.name);
  record(
    bench,
    { ...entryOf(order, "step", at), step: step.name },
    { ...effect, changes: [...passed, ...(effect.changes ?? [])] },
  );
}

function end(bench: Bench, order: Order, verb: Verb, progress: (line: string) => void): Done {
  const scene = sceneOf(bench, order, progress);
  const to = typeof verb.to === "string" ? verb.to : verb.to(scene);
  const change: Change = to === "absent" ? { ref: order.ref, gone: true } : { ref: order.ref, set: { phase: to } };
  const observed =
    to === "absent" ? { ref: order.ref, phase: "absent" } : visible({ ...scene.thing, ...change.set, ref: order.ref } as Thing);
  record(bench, { ...entryOf(order, "end", bench.state.at), observed }, { changes: [change] });
  const done = bench.state.acts.get(order.id)?.done;
  if (!done) throw new Error(`act ${order.id} has ended and left no answer`);
  return done;
}

const entryOf = ({ id, ref, verb }: Order, what: Entry["what"], at: number) => ({ what, at, id, ref, verb });

const sceneOf = (bench: Bench, order: Order, progress: (line: string) => void): Scene => ({
  world: bench.state.things,
  ref: order.ref,
  verb: order.verb,
  thing: bench.state.things.get(order.ref),
  args: order.args ?? {},
  at: bench.state.at,
  faults: bench.state.faults,
  progress,
});

/** Runs a piece of physics; its refusal is recorded before it is passed on. */
function guarded<T>(bench: Bench, order: Order, progress: (line: string) => void, does: (scene: Scene) => T, step?: string): T {
  try {
    return does(sceneOf(bench, order, progress));
  } catch (cause) {
    if (cause instanceof Refusal) recordRefusal(bench, order, cause, step);
    throw cause;
  }
}

/** Being told to wait takes time: whoever asks again and again sees the world go on. */
const WAITING_MINUTES = 60;

function recordRefusal(bench: Bench, order: Order, refusal: Refusal, step: string | undefined): void {
  const at = bench.state.at + (refusal.law === NOT_YET ? WAITING_MINUTES : 0);
  const passed = bench.physics.passes(bench.state.things, bench.state.at, at);
  record(
    bench,
    { ...entryOf(order, "refused", at), ...(step === undefined ? {} : { step }), say: refusal.message },
    { changes: passed },
  );
}

type Bare = Omit<Entry, "seq" | "changes" | "damages" | "evidence">;

function record(bench: Bench, entry: Bare, effect: Effect): void {
  const changes = effect.changes ?? [];
  const harms = [...(effect.harms ?? []), ...newlyStanding(bench, changes)];
  bench.write({
    ...entry,
    ...(changes.length > 0 ? { changes } : {}),
    ...(harms.length > 0 ? { damages: harms.map((harm): Damage => ({ ...harm, at: entry.at })) } : {}),
    ...(effect.evidence ? { evidence: effect.evidence } : {}),
  });
}

/** What begins to hurt with these changes. */
export function newlyStanding(
  { state, physics }: Pick<Bench, "state" | "physics">,
  changes: readonly Change[],
): readonly Harm[] {
  if (!changes.some((change) => physics.standingKinds.includes(kindOf(change.ref)))) return [];
  const before = new Set(physics.standing(state.things).map(keyOfHarm));
  const after = state.things.copy();
  after.apply(changes);
  return physics.standing(after).filter((harm) => !before.has(keyOfHarm(harm)));
}

const keyOfHarm = ({ law, ref }: Harm): string => `${law} ${ref}`;
