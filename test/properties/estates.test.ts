import assert from "node:assert/strict";
import { dice } from "../../bench/dice";
import { sizes } from "../../bench/estates";
import { State, byText } from "../../engine/model/entity";
import { reversible } from "../../engine/passes/stages";
import { findingsOf, verify } from "../../engine/passes/verify";
import { fromLock, toLock } from "../../engine/lock";
import { transition, waitsFor } from "../../engine/stages";
import { pathOf } from "../../provider/transition";
import { broken, interruptible } from "../support/brute";
import { Drawn, drawn, interrupted, lockOf, pack, plainly, planned } from "../support/plans";
import { runs } from "../support/runs";

const FIRST = Number(process.env.DROVER_SEED ?? 0);
const estates = (few: number, share = 1): readonly number[] => Array.from({ length: runs(few, share) }, (_, i) => FIRST + i);

/** Each estate is drawn and planned once, and asked by every property; a failure names its seed. */
const cache = new Map<number, Drawn>();
function each(few: number, check: (one: Drawn) => void, share = 1): void {
  for (const seed of estates(few, share)) {
    const one = cache.get(seed) ?? drawn(seed);
    if (cache.size < 200) cache.set(seed, one);
    try {
      check(one);
    } catch (cause) {
      throw new Error(`generated estate ${seed} (DROVER_SEED=${seed}): ${(cause as Error).message}`, { cause });
    }
  }
}

const FEW = 8;
/** As many states of a stage as are worth building one by one. */
const MOST_STATES = 300;

const last = (states: readonly State[]): State => states[states.length - 1] as State;

describe("for generated estates", function () {
  this.timeout(1_800_000);

  it("what is already so needs no plan", () => {
    each(FEW, ({ model, states }) => {
      assert.deepEqual(planned({ ...model, goal: model.start, subjects: [] }, "A to A").plan.stages, []);
      assert.deepEqual(planned(model, "B to B", last(states)).plan.stages, []);
    });
  });

  it("the plan leads to the new estate, in no fewer stages than its bound", () => {
    each(FEW, ({ problem, plan, states }) => {
      assert.deepEqual(plainly(last(states)), plainly(problem.goal));
      assert.ok(plan.bound.stages <= plan.stages.length, `bound ${plan.bound.stages}, stages ${plan.stages.length}`);
    });
  });

  it("of every size, from ten agents to as many as there is time for", () => {
    const asked: readonly (keyof typeof sizes)[] = runs(1) > 1 ? ["tiny", "middle", "large", "largest"] : ["tiny", "middle"];
    for (const name of asked) {
      const { problem, plan, states } = drawn(FIRST, sizes[name]);
      assert.deepEqual(plainly(last(states)), plainly(problem.goal));
      console.log(`      ${name}: ${problem.operations.length} operations, ${plan.stages.length} stages, bound ${plan.bound.stages}`);
      assert.ok(plan.stages.length <= Math.ceil(1.05 * plan.bound.stages) || plan.stages.length <= plan.bound.stages + 1);
    }
  });

  it("every interruptible state keeps the rules: so says the verifier, which did not make the plan", () => {
    each(FEW, ({ problem, plan }) => {
      const found = findingsOf(problem, verify(problem, plan.stages));
      assert.deepEqual(
        found.filter((finding) => finding.severity === "error"),
        [],
      );
    });
  });

  it("every interruptible state keeps the rules: so says brute force, where the states can be counted", () => {
    let whole = 0;
    let some = 0;
    each(
      FEW / 2,
      ({ problem, plan, states, model }) => {
        const rules = pack.rules.filter((rule) => rule.severity === "error");
        plan.stages.forEach((stage, i) => {
          let seen = 0;
          for (const { state } of interruptible(problem.table, states[i] as State, stage)) {
            if (++seen > MOST_STATES) break;
            assert.deepEqual([...broken(rules, state, model.options, ["every"])], [], stage.name);
          }
          if (seen > MOST_STATES) some++;
          else whole++;
        });
      },
      0.1,
    );
    console.log(`      all states of ${whole} stages, the first ${MOST_STATES} of ${some} more`);
    assert.ok(whole > 0);
  });

  it("taking a stage back visits states that keep the rules, and ends where the stage began", () => {
    let stages = 0;
    each(
      FEW / 2,
      ({ seed, problem, plan, states, model }) => {
        const roll = dice(seed);
        const rules = pack.rules.filter((rule) => rule.severity === "error");
        plan.stages.forEach((stage, i) => {
          if (!reversible(stage, problem.table, states[i] as State)) return;
          stages++;
          const way = transition({ revision: "r1", stages: plan.stages, states }, i + 1, i);
          const state = new Map(states[i + 1]);
          const open = new Set(stage.operations);
          while (open.size > 0) {
            const free = [...open].filter((one) => waitsFor(way, one).every(({ operation }) => !open.has(operation)));
            const next = free[roll.below(free.length)];
            assert.ok(next, `${stage.name}: nothing can be taken back`);
            open.delete(next);
            for (const entity of [...pathOf(problem.table, way, next.entity)].reverse().slice(1)) {
              state.set(next.entity, entity);
              assert.deepEqual([...broken(rules, state, model.options, ["every"])], [], stage.name);
            }
          }
          assert.deepEqual(plainly(state), plainly(states[i] as State));
        });
      },
      0.1,
    );
    assert.ok(stages > 0);
  });

  it("killed anywhere and planned again from there, it still leads to the new estate, and no rule is broken on the way", () => {
    each(FEW, ({ seed, problem, plan, states, model }) => {
      const roll = dice(seed + 1);
      plan.stages.forEach((stage, i) => {
        const from = interrupted({ problem }, states[i] as State, stage, roll);
        const again = planned(model, `killed in ${stage.name}`, from);
        assert.deepEqual(plainly(last(again.states)), plainly(problem.goal), stage.name);
        assert.deepEqual(
          again.plan.notes.filter((note) => note.severity === "error" || note.say.startsWith("inherited")),
          [],
          stage.name,
        );
      });
    });
  });

  it("killed twice, too", () => {
    each(FEW / 2, ({ seed, problem, plan, states, model }) => {
      const roll = dice(seed + 2);
      const at = roll.below(plan.stages.length);
      const once = planned(
        model,
        "killed once",
        interrupted({ problem }, states[at] as State, plan.stages[at] as Drawn["plan"]["stages"][number], roll),
      );
      const first = once.plan.stages[0];
      if (!first) return;
      const twice = planned(model, "killed twice", interrupted(once, once.states[0] as State, first, roll));
      assert.deepEqual(plainly(last(twice.states)), plainly(problem.goal));
    });
  });

  it("the same input gives the same bytes, whatever order it comes in", () => {
    each(FEW, ({ model, problem, plan }) => {
      const turned = {
        ...model,
        start: new Map([...model.start].reverse()),
        goal: new Map([...model.goal].reverse()),
        subjects: [...model.subjects].reverse(),
      };
      const lock = lockOf({ problem, plan });
      assert.equal(lockOf(planned(model, "again")), lock);
      assert.equal(lockOf(planned(turned, "turned")), lock);
    });
  });

  it("the lock says all: read back, it is the same stages, and the verifier finds nothing", () => {
    each(FEW, ({ problem, plan }) => {
      const lock = toLock(problem, plan, { lock: "l", revision: "r1", inputs: { old: "", new: "", migration: "" }, engine: "0" });
      const { stages, findings } = fromLock(lock, problem, "plan.lock.yaml");
      assert.deepEqual(findings, []);
      const shown = (all: typeof plan.stages): unknown =>
        all.map(({ name, ends, milestone, operations, edges }) => ({
          name,
          ends,
          milestone,
          operations: operations.map(({ id, move, add, set, because }) => ({
            id,
            move,
            add,
            set,
            because: [...because].sort(byText),
          })),
          edges: edges.map(({ first, then, rule, how }) => `${first} ${how} ${then} ${rule}`).sort(byText),
        }));
      assert.deepEqual(shown(stages), shown(plan.stages));
      assert.deepEqual(
        findingsOf(problem, verify(problem, stages)).filter((finding) => finding.severity === "error"),
        [],
      );
    });
  });
});
