import assert from "node:assert/strict";
import * as fc from "fast-check";
import { dice } from "../../../bench/dice";
import { loadMigration } from "../../../documents/load";
import type { Documents } from "../../../documents/model";
import { State, Value, list } from "../../../engine/model/entity";
import type { Edge, Operation, Stage } from "../../../engine/model/plan";
import { findingsOf, verify } from "../../../engine/passes/verify";
import { states } from "../../../engine/passes/walk";
import { plan, pose } from "../../../engine/plan";
import { altiris } from "../../../platforms/altiris";
import type { AltirisEstate } from "../../../platforms/altiris/estate";
import { interruptible } from "../../support/brute";
import { interrupted, pack, plainly } from "../../support/plans";
import { runs } from "../../support/runs";
import { Holdings, owners, shire, shireModel, things } from "../../support/shires";

type Step = Readonly<{ on: string; move: string; set?: Readonly<Record<string, Value>> }>;
type Gadget = Readonly<{
  start: State;
  stages: readonly Readonly<{ does: readonly Step[]; waits?: readonly (readonly [number, number])[] }>[];
  says: readonly string[];
}>;

/** What the verifier says of stages that somebody wrote by hand. */
function said({ start, stages }: Gadget): readonly string[] {
  const posed = { ...pose(shire, shireModel(start, start)), edges: [], operations: [] };
  const made = stages.map(({ does, waits = [] }, i): Stage => {
    const operations = does.map(({ on, move, set }): Operation => ({
      id: `${on}:${move}`,
      entity: on as Operation["entity"],
      move,
      because: [],
      ...(set ? { set } : {}),
    }));
    const edges = waits.map(([first, then]): Edge => ({
      first: (operations[first] as Operation).id,
      then: (operations[then] as Operation).id,
      rule: "T",
      how: "before",
    }));
    return { name: `s${i + 1}`, ends: "promote", milestone: "", operations, edges, needs: [], risk: 0 };
  });
  const reached = states(posed.table, start, made);
  const problem = { ...posed, goal: reached[reached.length - 1] as State };
  return findingsOf(problem, verify(problem, made)).map((finding) => `${finding.rule} ${finding.say}`);
}

const gets = (site: string, ...networks: readonly string[]): Step => ({
  on: `boundaries/${site}`,
  move: "change",
  set: { addresses: list(owners({ [site]: networks }).get(`boundaries/${site}`), "addresses") },
});

const two = owners({ x: ["a"], y: ["b"] });
const three = owners({ x: ["a"], y: ["b"], z: ["c"] });
const codes = things({ "site/old": { phase: "live", code: "HOU" }, "site/new": { phase: "planned", code: "HOU" } });
const turned = things({
  "link/p--c": { phase: "linked", ends: ["p", "c"] },
  "link/c--p": { phase: "planned", ends: ["c", "p"] },
});
const both = (a: string, b: string, network: string, stage: string, when: string): string =>
  `BND-001 stage ${stage}: boundaries/${a} (${network}) and boundaries/${b} (${network}) both hold ${network} in shire (when ${when})`;

describe("gadgets, as the verifier sees them", () => {
  const cases: Record<string, Gadget> = {
    "nothing is done": { start: two, stages: [], says: [] },
    "a swap in one stage without an order": {
      start: two,
      stages: [{ does: [gets("x", "b"), gets("y", "a")] }],
      says: [
        both("x", "y", "10.0.0.0/16", "s1", "boundaries/x:change not begun, boundaries/y:change under way"),
        both("x", "y", "10.1.0.0/16", "s1", "boundaries/x:change under way, boundaries/y:change not begun"),
      ],
    },
    "a swap in one stage, one after the other: no order saves it": {
      start: two,
      stages: [{ does: [gets("x", "b"), gets("y", "a")], waits: [[0, 1]] }],
      says: [both("x", "y", "10.1.0.0/16", "s1", "boundaries/x:change under way, boundaries/y:change not begun")],
    },
    "a swap in two stages": {
      start: two,
      stages: [{ does: [gets("x"), gets("y", "a")], waits: [[0, 1]] }, { does: [gets("x", "b")] }],
      says: [],
    },
    "a ring of three, split at one": {
      start: three,
      stages: [
        {
          does: [gets("x"), gets("y", "a"), gets("z", "b")],
          waits: [
            [0, 1],
            [1, 2],
          ],
        },
        { does: [gets("x", "c")] },
      ],
      says: [],
    },
    "a ring of three, split, one edge missing": {
      start: three,
      stages: [{ does: [gets("x"), gets("y", "a"), gets("z", "b")], waits: [[0, 1]] }, { does: [gets("x", "c")] }],
      says: [both("y", "z", "10.1.0.0/16", "s1", "boundaries/y:change not begun, boundaries/z:change under way")],
    },
    "a subnet is split, the giver first": {
      start: two,
      stages: [{ does: [gets("x", "10.0.0.0/17"), gets("y", "10.0.128.0/17", "b")], waits: [[0, 1]] }],
      says: [],
    },
    "a subnet is split, both at once": {
      start: two,
      stages: [{ does: [gets("x", "10.0.0.0/17"), gets("y", "10.0.128.0/17", "b")] }],
      says: [
        "BND-001 stage s1: boundaries/x (10.0.0.0/16) and boundaries/y (10.0.128.0/17) both hold 10.0.128.0/17 in shire " +
          "(when boundaries/x:change not begun, boundaries/y:change under way)",
      ],
    },
    "a site code is used again after the old site has gone": {
      start: codes,
      stages: [
        {
          does: [
            { on: "site/old", move: "remove" },
            { on: "site/new", move: "build" },
          ],
          waits: [[0, 1]],
        },
      ],
      says: [],
    },
    "a site code is used again while the old site goes": {
      start: codes,
      stages: [
        {
          does: [
            { on: "site/old", move: "remove" },
            { on: "site/new", move: "build" },
          ],
        },
      ],
      says: [
        "TOY-1 stage s1: site/old and site/new both have the code HOU (when site/new:build under way, site/old:remove not begun)",
        "TOY-1 stage s1: site/new and site/old both have the code HOU (when site/new:build under way, site/old:remove not begun)",
      ],
    },
    "parent and child change places, the old link first": {
      start: turned,
      stages: [
        {
          does: [
            { on: "link/p--c", move: "detach" },
            { on: "link/c--p", move: "link" },
          ],
          waits: [[0, 1]],
        },
      ],
      says: [],
    },
    "parent and child change places at once": {
      start: turned,
      stages: [
        {
          does: [
            { on: "link/p--c", move: "detach" },
            { on: "link/c--p", move: "link" },
          ],
        },
      ],
      says: [
        "TOY-2 stage s1: p and c are each above the other (when link/c--p:link under way, link/p--c:detach not begun)",
        "TOY-2 stage s1: c and p are each above the other (when link/c--p:link under way, link/p--c:detach not begun)",
      ],
    },
  };
  for (const [name, gadget] of Object.entries(cases)) it(name, () => assert.deepEqual(said(gadget), gadget.says));
});

describe("a site server that two sites share above 5,000 agents", () => {
  const { documents } = loadMigration("migrations/gulf");
  const gulf = documents as Documents<AltirisEstate>;
  const without = (...names: readonly string[]): Documents<AltirisEstate> => ({
    ...gulf,
    migration: {
      ...gulf.migration,
      decisions: {
        ...gulf.migration.decisions,
        temporarySiteServers: Object.fromEntries(
          Object.entries(gulf.migration.decisions.temporarySiteServers).filter(([name]) => !names.includes(name)),
        ),
      },
    },
  });
  const cases: Record<string, { left: readonly string[]; refused: readonly string[] }> = {
    "has a temporary one on each side": { left: [], refused: [] },
    "has none on the old side": { left: ["hou-tmp70"], refused: ["ALT-231"] },
    "has none on the new side": { left: ["hou-tmp71"], refused: ["ALT-151", "ALT-231"] },
    "has none at all": { left: ["hou-tmp70", "hou-tmp71"], refused: ["ALT-151", "ALT-231"] },
  };
  for (const [name, { left, refused }] of Object.entries(cases))
    it(name, () => {
      const made = plan(pack, altiris.read(without(...left)));
      const errors = made.findings.filter((finding) => finding.severity === "error").map((finding) => finding.rule);
      assert.deepEqual([...new Set(errors)].sort(), refused);
      assert.equal(made.plan === undefined, refused.length > 0);
    });
});

describe("boundaries that change hands at random", () => {
  const networks = [..."abcdef"];
  /** Who holds what: each network is one site's, or nobody's yet. */
  const holdings: fc.Arbitrary<Holdings> = fc
    .array(fc.integer({ min: -1, max: 3 }), { minLength: networks.length, maxLength: networks.length })
    .map((of) => Object.fromEntries([..."wxyz"].map((site, i) => [site, networks.filter((_, n) => of[n] === i)])));

  const twice = (state: State): readonly string[] => {
    const all = [...state.values()].flatMap((entity) => list(entity, "addresses"));
    return all.filter((one, i) => all.indexOf(one) !== i).map(String);
  };

  it("have one owner at most in every interrupted state, in two stages at most, also when killed and planned again", () => {
    fc.assert(
      fc.property(holdings, holdings, fc.integer(), (from, to, seed) => {
        const model = shireModel(owners(from), owners(to));
        const made = plan(shire, model);
        assert.deepEqual(
          made.findings.filter((finding) => finding.severity === "error"),
          [],
        );
        assert.ok(made.plan && made.plan.stages.length <= 2, `${made.plan?.stages.length} stages`);
        const all = states(made.problem.table, made.plan.start, made.plan.stages);
        made.plan.stages.forEach((stage, i) => {
          for (const { state } of interruptible(made.problem.table, all[i] as State, stage)) assert.deepEqual(twice(state), []);
          const again = plan(shire, model, interrupted(made, all[i] as State, stage, dice(seed)));
          assert.deepEqual(
            again.findings.filter((finding) => finding.severity === "error"),
            [],
          );
          assert.ok(again.plan);
          const end = states(again.problem.table, again.plan.start, again.plan.stages);
          assert.deepEqual(plainly(end[end.length - 1] as State), plainly(made.problem.goal));
        });
      }),
      { numRuns: runs(30, 0.5) },
    );
  });
});
