/** A platform for gadgets about plans: servers, waves, tasks and gates; the rules are each test's own. */
import type { Asked } from "../../engine/model/asked";
import { Entity, State, Value, kindOf, stateOf } from "../../engine/model/entity";
import type { Finding, Source } from "../../engine/model/finding";
import type { Model, Pack } from "../../engine/model/pack";
import type { Move, Phases } from "../../engine/model/phases";
import { Procedure, defineProcedure } from "../../engine/model/procedure";
import type { Form, Rule } from "../../engine/model/rule";
import { nothingAsked } from "../../engine/model/asked";
import type { Operation, Stage } from "../../engine/model/plan";
import type { Problem } from "../../engine/model/problem";
import { findingsOf, verify } from "../../engine/passes/verify";
import { plan, pose } from "../../engine/plan";
import { acts } from "../../platforms/shared/acts";

const move = (name: string, from: string, during: string, to: string, more: Partial<Move> = {}): Move => ({
  ...{ name, from, during, to, by: "driver" },
  ...more,
});

const phases: readonly Phases[] = [
  {
    kind: "server",
    word: "server",
    first: ["planned"],
    last: ["installed", "joined"],
    moves: [
      move("install", "planned", "installing", "installed", { undo: "remove" }),
      move("join", "installed", "joining", "joined", { undo: "leave" }),
    ],
  },
  {
    kind: "wave",
    word: "wave",
    first: ["waiting"],
    last: ["moved"],
    moves: [move("move", "waiting", "moving", "moved", { risk: ({ agents }) => Number(agents), about: "agents" })],
  },
  {
    kind: "settings",
    word: "settings",
    first: ["ready"],
    last: ["ready"],
    moves: [move("target", "ready", "targeting", "ready", { undo: "untarget", grows: "targets" })],
  },
  ...acts,
];

/** One task and one gate for each wave; the milestone is the wave's name. */
export const prepare = defineProcedure({
  name: "prepare",
  milestone: "preparing",
  tasks: {
    inform: { of: "HAM-1", do: "Tell the people" },
    quiet: { of: ["HAM-2", "HAM-3"], do: "Wait until nothing runs", asks: { question: "idle" }, after: { inform: "HAM-1" } },
    agreed: { of: "HAM-4", do: "Sign", asks: { question: "signed-off", signed: true }, after: { quiet: "HAM-2" } },
    move: { of: "HAM-5", do: "Move", moves: { entity: "{wave}", by: "move" }, after: { agreed: ["HAM-4", "HAM-5"] } },
  },
});

export const rule = (id: string, title: string, ...is: readonly Form[]): Rule => ({
  id,
  title,
  source: { document: "hamlet", where: "1", line: 1 },
  severity: "error",
  is,
});

/** An order between operations that are there. */
export const order = (
  ...edges: readonly (readonly [first: string, how: "before" | "later" | "together", then: string])[]
): Form => ({
  form: "order",
  *edges(_view, operations) {
    const there = new Set(operations.map(({ id }) => id));
    for (const [first, how, then] of edges) if (there.has(first) && there.has(then)) yield { first, then, how };
  },
});

type Things = Readonly<Record<string, Readonly<Record<string, Value>>>>;

const state = (all: Things): State =>
  stateOf(
    Object.entries(all).map(([ref, props]) => ({ ref, kind: kindOf(ref as Entity["ref"]), ...props }) as unknown as Entity),
  );

export type Hamlet = Readonly<{
  /** What is there, with `to`: the phase it is to come to. */
  things: Things;
  rules?: readonly Rule[];
  asked?: Partial<Asked>;
  options?: Model["options"];
  /** Waves that have tasks, a gate and a signature before they move. */
  prepared?: readonly string[];
  pace?: Model["pace"];
  procedures?: readonly Procedure[];
}>;

/** Line 10 of old.yaml has the first entity, line 11 the second …; values stand where their entities do. */
export const line = (file: string, number: number, column = 3): Source => ({ file, line: number, column });

export const packOf = ({ rules = [], procedures = [prepare] }: Pick<Hamlet, "rules" | "procedures">): Pack<never> =>
  ({
    name: "hamlet",
    version: "1",
    phases,
    procedures,
    rules,
    read: () => {
      throw new Error("a hamlet is not read");
    },
    group: ({ ref }) => ref,
    nameStage: (operations) => operations.map(({ entity, move: name }) => `${entity.split("/")[1]}-${name}`).join("-and-"),
  }) satisfies Pack;

export function modelOf({ things, asked = {}, options = {}, prepared = [], pace = "fast" }: Hamlet): Model {
  const start = Object.entries(things).map(([ref, { to: _to, ...props }]) => [ref, props] as const);
  const goal = Object.entries(things).map(([ref, { to, ...props }]) => [ref, { ...props, phase: to ?? props.phase }] as const);
  return {
    platform: "hamlet",
    title: "hamlet",
    start: state(Object.fromEntries(start) as Things),
    goal: state(Object.fromEntries(goal) as Things),
    subjects: prepared.map((name) => ({ procedure: "prepare", name, is: { wave: `wave/${name}` } })),
    origins: new Map(Object.keys(things).map((ref, i) => [ref, line("old.yaml", 10 + i)])),
    options,
    pace,
    findings: [],
    facts: [],
    asked: { ...nothingAsked, ...asked },
  };
}

export const planOf = (hamlet: Hamlet): ReturnType<typeof plan> => plan(packOf(hamlet), modelOf(hamlet));

export const findingsIn = (hamlet: Hamlet): readonly Finding[] => planOf(hamlet).findings;

/** The stages as the operations of each. */
export const stagesIn = (hamlet: Hamlet): readonly (readonly string[])[] | undefined =>
  planOf(hamlet).plan?.stages.map(({ operations }) => operations.map(({ id }) => id));

/** Stages as their operations, without any order inside. */
export function judgedBy(problem: Problem, stages: readonly (readonly string[])[]): readonly Finding[] {
  const made = stages.map((ids, i): Stage => {
    const operations = ids.map((id) => problem.operations.find((one) => one.id === id) as Operation);
    return { name: `s${i + 1}`, ends: "promote", milestone: "", operations, edges: [], needs: [], risk: 0 };
  });
  return findingsOf(problem, verify(problem, made));
}

/** What is said of a plan that nobody would make. */
export const judged = (hamlet: Hamlet, ...stages: readonly (readonly string[])[]): readonly Finding[] =>
  judgedBy(pose(packOf(hamlet), modelOf(hamlet)), stages);
