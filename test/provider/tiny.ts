import type { Opened } from "../../documents/open";
import { Entity, Ref, State, Value, stateOf } from "../../engine/model/entity";
import type { Finding, Source } from "../../engine/model/finding";
import type { Model, Pack } from "../../engine/model/pack";
import type { Stage } from "../../engine/model/plan";
import type { Phases } from "../../engine/model/phases";
import { states } from "../../engine/passes/walk";
import { toLock } from "../../engine/lock";
import { pose } from "../../engine/plan";
import { ABSENT, Act, Done, Driver, Observed, Progress } from "../../provider/drivers/driver";
import { Carried, carriedIn } from "../../provider/session";

/** A platform of four kinds: small enough to be read at once, with a way back, a point of no return and a list that grows. */
const phases: readonly Phases[] = [
  {
    kind: "server", word: "server", first: ["running"], last: ["separated"],
    moves: [{ name: "separate", from: "running", during: "separating", to: "separated", undo: "rejoin", by: "driver" }],
  },
  {
    kind: "settings", word: "settings", first: ["ready"], last: ["ready"],
    moves: [{ name: "target", from: "ready", during: "targeting", to: "ready", undo: "untarget", by: "driver", grows: "targets" }],
  },
  { kind: "wave", word: "wave", first: ["waiting"], last: ["moved"], moves: [{ name: "move", from: "waiting", during: "moving", to: "moved", by: "driver" }] },
  { kind: "task", word: "task", first: ["todo"], last: ["done"], moves: [{ name: "do", from: "todo", during: "doing", to: "done", undo: "reopen", by: "person" }] },
  { kind: "gate", word: "gate", first: ["closed"], last: ["open"], moves: [{ name: "pass", from: "closed", during: "asking", to: "open", undo: "close", by: "driver" }] },
];

const entity = (ref: Ref, phase: string, more: Readonly<Record<string, Value>> = {}): Entity =>
  ({ ref, kind: ref.slice(0, ref.indexOf("/")), phase, ...more }) as unknown as Entity;

const start: State = stateOf([
  entity("gate/bea/idle", "closed"),
  entity("server/bea@7.0", "running", { os: "windows-server-2003" }),
  entity("settings/bea@7.0", "ready", { targets: [] }),
  entity("task/bea/document", "todo"),
  entity("wave/pilot", "waiting", { agents: 350, to: "server/bea@7.1" }),
]);

const goal: State = stateOf([
  entity("gate/bea/idle", "open"),
  entity("server/bea@7.0", "separated", { os: "windows-server-2003" }),
  entity("settings/bea@7.0", "ready", { targets: ["wave/pilot"] }),
  entity("task/bea/document", "done"),
  entity("wave/pilot", "moved", { agents: 350, to: "server/bea@7.1" }),
]);

const at = (line: number): Source => ({ file: "migrations/tiny/old.yaml", line, column: 3 });

const pack: Pack = {
  name: "tiny", version: "1", phases, procedures: [
    {
      name: "separate", milestone: "separate",
      tasks: {
        document: { of: "TNY-100", do: "Write the link down", team: "messaging", steps: ["Open the console", "Print the page"], evidence: { page: "file" } },
        idle: { of: "TNY-196", do: "Ask whether jobs run", asks: { question: "idle" } },
      },
    },
  ],
  rules: [
    { id: "TNY-100", title: "a link is written down before it is removed", source: { document: "tiny", where: "1", line: 1 }, severity: "error", is: [{ form: "task", task: "document" }] },
  ],
  read: () => model,
  group: ({ ref }) => ref,
  nameStage: () => "stage",
};

const model: Model = {
  platform: "tiny", title: "tiny", start: stateOf([...start.values()].filter(({ kind }) => kind !== "task" && kind !== "gate")),
  goal: stateOf([...goal.values()].filter(({ kind }) => kind !== "task" && kind !== "gate")),
  subjects: [{ procedure: "separate", name: "bea", is: { server: "server/bea@7.0" } }],
  origins: new Map([["server/bea@7.0", at(5)], ["server/bea@7.0.os", at(7)], ["wave/pilot.agents", at(12)]]),
  options: {}, pace: "careful", findings: [], facts: [],
};

const problem = pose(pack as Pack<never>, model);

const stage = (name: string, ids: readonly string[], edges: Stage["edges"] = []): Stage => ({
  name, ends: "promote", milestone: name, edges, needs: [], risk: 0,
  operations: problem.operations.filter(({ id }) => ids.includes(id)).map((operation) => ({ ...operation, id: operation.id.replace(/\+.*$/, "") })),
});

/** Writing down, separating, then a wave that cannot come back, then a gate. */
const stages: readonly Stage[] = [
  stage("separate", ["task/bea/document:do", "server/bea@7.0:separate"], [
    { first: "task/bea/document:do", then: "server/bea@7.0:separate", rule: "TNY-100", how: "before" },
  ]),
  stage("pilot", ["settings/bea@7.0:target+wave/pilot", "wave/pilot:move"], [
    { first: "settings/bea@7.0:target", then: "wave/pilot:move", rule: "TNY-235", how: "before" },
  ]),
  stage("finish", ["gate/bea/idle:pass"]),
];

const lock = toLock(problem, { start: problem.start, goal: problem.goal, stages, bound: { stages: 3, because: "" }, notes: [] }, {
  lock: "1", revision: "r1", inputs: { old: "", new: "", migration: "" }, engine: "0",
});

/** A migration of three stages, as if it had been read from a folder. */
export const tiny = (findings: readonly Finding[] = []): Opened => ({
  folder: "migrations/tiny", name: "tiny", problem, lock, stages, states: states(problem.table, problem.start, stages), findings,
});

export const carried = (): Carried => {
  const opened = carriedIn(tiny());
  if (!opened) throw new Error("the tiny migration can be carried out");
  return opened;
};

export const planHash = lock.plan;

type Answer = (act: Act, progress: Progress) => Promise<Done> | Done;

/** A driver that records what it is asked, and answers as it is told. */
export class FakeDriver implements Driver {
  readonly acts: string[] = [];
  readonly world = new Map<Ref, Observed>();
  adopted = 0;
  answer: Answer = (act) => this.carry(act);

  constructor(state: State = problem.start) {
    for (const { ref, kind: _kind, ...seen } of state.values()) this.world.set(ref, seen);
  }

  /** The estate as it should be after the act. */
  carry({ ref, after }: Act): Done {
    const { ref: _ref, kind: _kind, ...observed } = after;
    this.world.set(ref, observed);
    return { observed, evidence: {} };
  }

  change(ref: Ref, more: Readonly<Record<string, Value>>): void {
    this.world.set(ref, { ...this.see(ref), ...more });
  }

  see = (ref: Ref): Observed => this.world.get(ref) ?? { phase: ABSENT };
  read = async (ref: Ref): Promise<Observed> => this.see(ref);
  readAll = async (refs: readonly Ref[]): Promise<ReadonlyMap<Ref, Observed>> => new Map(refs.map((ref) => [ref, this.see(ref)]));
  adopt = async (): Promise<void> => void this.adopted++;
  did = async (id: string): Promise<"yes" | "no" | "unknown"> => (this.acts.includes(`apply ${id}`) ? "yes" : "no");
  apply = (act: Act, progress: Progress): Promise<Done> => this.note("apply", act, progress);
  run = (act: Act, progress: Progress): Promise<Done> => this.note("run", act, progress);
  ask = (act: Act, progress: Progress): Promise<Done> => this.note("ask", act, progress);

  private async note(what: string, act: Act, progress: Progress): Promise<Done> {
    this.acts.push(`${what} ${act.id} ${act.move}`);
    return this.answer(act, progress);
  }
}
