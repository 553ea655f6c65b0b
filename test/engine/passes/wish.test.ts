import assert from "node:assert/strict";
import type { Entity } from "../../../engine/model/entity";
import type { Finding } from "../../../engine/model/finding";
import { plan } from "../../../engine/plan";
import { Hamlet, findingsIn, line, modelOf, packOf, planOf, stagesIn } from "../../support/hamlets";

const wave = (site: string): Hamlet["things"][string] => ({ phase: "waiting", to: "moved", agents: 100, site });
const things: Hamlet["things"] = {
  "server/p@2": { phase: "planned", to: "joined" },
  "server/q@2": { phase: "installed" },
  "wave/x-1": wave("x"),
  "wave/x-2": wave("x"),
  "wave/y": wave("y"),
};
const [install, join, x1, x2, y] = ["server/p@2:install", "server/p@2:join", "wave/x-1:move", "wave/x-2:move", "wave/y:move"];
const at = line("migration.yaml", 7);
const wish = (first: string, then: string): Hamlet => ({ things, asked: { wishes: [{ first, then, why: "so", at }] } });
const hold = (entity: string, until: string, more: Partial<Hamlet> = {}): Hamlet => ({
  things,
  ...more,
  asked: { holds: [{ entity, until, why: "so", at }] },
});

describe("wishes and holds", () => {
  const cases: Record<string, { hamlet: Hamlet; want: readonly (readonly string[])[] }> = {
    "none: as soon as may be": { hamlet: { things }, want: [[install, x1, x2, y], [join]] },
    "held until another entity is all over": { hamlet: hold("wave/y", "server/p@2"), want: [[install, x1, x2], [join], [y]] },
    "all waves of a site, held": {
      hamlet: hold("wave/x", "wave/y"),
      want: [
        [install, y],
        [join, x1, x2],
      ],
    },
    "held until a milestone": {
      hamlet: hold("server/p", "preparing", { prepared: ["y"] }),
      want: [["gate/y/agreed:pass", "gate/y/quiet:pass", "task/y/inform:do", x1, x2], [y], [install], [join]],
    },
  };
  for (const [name, { hamlet, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(stagesIn(hamlet), want));

  const orders: Record<string, { hamlet: Hamlet; want: readonly string[] }> = {
    "no wish": { hamlet: { things }, want: [] },
    "a wave before another": { hamlet: wish("wave/y", "wave/x-1"), want: [`${y} < ${x1}`] },
    "a wave before all waves of a site": { hamlet: wish("wave/y", "wave/x"), want: [`${y} < ${x1}`, `${y} < ${x2}`] },
    "a server before a wave: its first move, and not all": { hamlet: wish("server/p", "wave/y"), want: [`${install} < ${y}`] },
  };
  for (const [name, { hamlet, want }] of Object.entries(orders))
    it(`in one stage, in order: ${name}`, () => {
      const edges = planOf(hamlet).plan?.stages.flatMap((stage) => stage.edges) ?? [];
      assert.deepEqual(
        edges.map(({ first, then, rule }) => `${first} < ${then}${rule === "WSH-001" ? "" : ` ${rule}`}`),
        want,
      );
    });

  it("planned anew on the way, what has begun already is waited for no more: the wish is fulfilled", () => {
    const wished = wish("server/p", "wave/y");
    const from = (phase: string): readonly string[] => {
      const model = modelOf(wished);
      const server = model.start.get("server/p@2") as Entity;
      const made = plan(packOf(wished), model, new Map(model.start).set(server.ref, { ...server, phase }));
      return made.problem.edges.filter(({ rule }) => rule === "WSH-001").map(({ first, then }) => `${first} < ${then}`);
    };
    assert.deepEqual(
      ["planned", "installing", "installed", "joining"].map(from),
      [[`${install} < ${y}`], [`${install} < ${y}`], [], []],
    );
  });

  it("a wish is an edge like a rule's, and no stage breaks it", () => {
    const says: Record<string, Finding[]> = {};
    for (const [name, one] of Object.entries({ wish: wish("wave/y", "wave/x"), hold: hold("wave/y", "server/p") }))
      says[name] = [...findingsIn(one)];
    assert.deepEqual(says, { wish: [], hold: [] });
  });
});

describe("a wish about nothing", () => {
  const unknown = (say: string, fix: string): Finding => ({ rule: "WSH-003", severity: "error", say, fix, at });
  const empty = (say: string): Finding => ({ rule: "WSH-003", severity: "warning", say, fix: "take it out", at });
  const cases: Record<string, { hamlet: Hamlet; says: readonly Finding[] }> = {
    "a name without its kind": {
      hamlet: wish("y", "p"),
      says: [
        unknown("the wish for y before p names p, and nothing is called so", "write its kind too: server/p"),
        unknown("the wish for y before p names y, and nothing is called so", "write its kind too: wave/y"),
      ],
    },
    "a site's name, whose waves are meant": {
      hamlet: wish("x", "wave/y"),
      says: [unknown("the wish for x before wave/y names x, and nothing is called so", "write its kind too: wave/x")],
    },
    "a name that nothing has": {
      hamlet: wish("wave/yy", "wave/x"),
      says: [unknown("the wish for wave/yy before wave/x names wave/yy, and nothing is called so", "did you mean wave/y?")],
    },
    "an entity that stays as it is": {
      hamlet: wish("wave/y", "server/q"),
      says: [empty("the wish for wave/y before server/q changes nothing: nothing happens to server/q")],
    },
    "held until what is neither milestone nor entity": {
      hamlet: hold("wave/y", "prepairing", { prepared: ["y"] }),
      says: [
        unknown("the hold of wave/y until prepairing names prepairing, and nothing is called so", "did you mean preparing?"),
      ],
    },
  };
  for (const [name, { hamlet, says }] of Object.entries(cases)) it(name, () => assert.deepEqual(findingsIn(hamlet), says));
});
