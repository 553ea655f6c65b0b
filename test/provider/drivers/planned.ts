import type { Planned } from "../../../documents/evidence/model";
import { State, stateOf } from "../../../engine/model/entity";
import type { Model, Pack } from "../../../engine/model/pack";
import type { Phases } from "../../../engine/model/phases";
import { pose } from "../../../engine/plan";
import { Sort, actOf, declared, waveMove } from "./contract";

const sorts: readonly Sort[] = ["apply", "run", "ask"];
export const plan = `0123456789ab${"0".repeat(52)}`;

const phases = sorts.map((sort): Phases => {
  const { ref, move, before, after } = actOf(sort);
  const changes = { name: move, from: before.phase, during: "under way", to: after.phase, undo: actOf(sort, true).move, by: "person" as const };
  return { kind: ref.slice(0, ref.indexOf("/")) as Phases["kind"], word: sort, first: [before.phase], last: [after.phase], moves: [changes] };
});
const { move, before: waiting, after: moved } = waveMove();
phases.push({
  kind: "wave", word: "wave", first: [waiting.phase], last: [moved.phase],
  moves: [{ name: move, from: waiting.phase, during: "under way", to: moved.phase, by: "person" }],
});
const licence: Phases = { kind: "licence", word: "licence", first: ["planned"], last: ["planned"], moves: [] };

/** The contract's estate as a plan of one stage, without procedures: people are asked for nothing but to say that they did it. */
export function plannedIn(folder: string): Planned {
  const model: Model = {
    platform: "book", title: "contract", start: declared, goal: declared, subjects: [], origins: new Map(), options: {}, pace: "careful",
    findings: [], facts: [],
  };
  const pack: Pack = {
    name: "contract", version: "1", phases: [...phases, licence], procedures: [], rules: [], read: () => model, group: ({ ref }) => ref,
    nameStage: () => "separate",
  };
  const acts = [...sorts.map((sort) => actOf(sort)), waveMove()];
  const operations = acts.map((one) => ({ id: `${one.ref}:${one.move}`, entity: one.ref, move: one.move, because: [] }));
  const afters = new Map(acts.map((one) => [one.ref, one.after]));
  const after: State = stateOf([...declared.values()].map((entity) => afters.get(entity.ref) ?? entity));
  const stages = [{ name: "separate", ends: "promote" as const, milestone: "prepare", operations, edges: [], needs: [], risk: 0 }];
  return { folder, problem: pose(pack as Pack<never>, model), lock: { plan, revision: "r1" }, stages, states: [declared, after] };
}

