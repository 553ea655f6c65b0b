import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { changeLines, effort } from "../../../../cli/changes";
import { poseMigration } from "../../../../documents/open";
import { paces } from "../../../../engine/model/pack";
import { stateHash } from "../../../../engine/join";
import type { State } from "../../../../engine/model/entity";
import type { Finding } from "../../../../engine/model/finding";
import type { Stage } from "../../../../engine/model/plan";
import { sound, verify } from "../../../../engine/passes/verify";
import { states } from "../../../../engine/passes/walk";
import { plan } from "../../../../engine/plan";
import { posed, steps } from "../../posed";
import { documents } from "./locked";

const { problem, findings } = poseMigration(documents);
assert.ok(problem, "the documents can be read");
const { model } = problem;
const made = plan(problem.pack, model);
const said = ({ rule, severity, say }: Finding): string => `${rule} ${severity} ${say}`;

describe("the restructuring of an Altiris estate, whole", () => {
  it("is told in the words of people", () =>
    assert.deepEqual(changeLines(problem.table, model.changes ?? []), [
      "re-parented Notification Server bea-smp1 from hou-smp1 to dal-smp1",
      "merged      silsbee into site beaumont",
      "renamed     site freeport is brazosport now",
      "moved       10.12.1.0/24 from galveston to pasadena",
      "split       site houston: a part of it is clear-lake now",
      "moved       site orange from bea-smp1 to dal-smp1",
      "moved       10.11.1.0/24 from pasadena to galveston",
      "moved       10.31.4.0/24 from tyler to beaumont",
      "added       site server clr-ps1",
      "moved       site server hou-ps2 from houston to galveston",
      "removed     site server sil-ps1",
    ]));

  it("says who finds no site for how long, and nothing else", () =>
    assert.deepEqual(findings.map(said), [
      "BND-004 info 10.21.0.0/24 belong to nobody for about 30 min, between boundaries/silsbee@7.1 and boundaries/beaumont@7.1: up to 120 agents find no site there",
      "BND-004 info 10.13.0.0/24 belong to nobody for about 30 min, between boundaries/freeport@7.1 and boundaries/brazosport@7.1: up to 250 agents find no site there",
      "BND-004 info 10.12.1.0/24 belong to nobody for about 30 min, between boundaries/galveston@7.1 and boundaries/pasadena@7.1: up to 900 agents find no site there",
      "BND-004 info 10.10.16.0/20 belong to nobody for about 30 min, between boundaries/houston@7.1 and boundaries/clear-lake@7.1: up to 1200 agents find no site there",
      "BND-004 info 10.11.1.0/24 belong to nobody for about 30 min, between boundaries/pasadena@7.1 and boundaries/galveston@7.1: up to 400 agents find no site there",
    ]));

  it("is planned", () =>
    assert.deepEqual(steps({ ...(made.plan ? { plan: made.plan } : {}), said: [] }), [
      "beaumont-and-8-more-boundaries: boundaries/beaumont@7.1 change, boundaries/brazosport@7.1 claim, boundaries/clear-lake@7.1 claim, boundaries/freeport@7.1 give-up, boundaries/galveston@7.1 change, boundaries/houston@7.1 change, boundaries/orange@7.1 add, boundaries/pasadena@7.1 change, boundaries/silsbee@7.1 give-up",
      "clr-ps1-and-4-more: settings/bea-smp1--dal-smp1@7.1 create, settings/dal-smp1--bea-smp1@7.1 create, siteServer/clr-ps1 set-up, siteServer/gal-ps1 change, siteServer/hou-ps2 change, siteServer/ora-ps1 change, siteServer/sil-ps1 retire",
      "orange-dal-smp1-tyler-beaumont-agents: gate/bea-smp1--dal-smp1/settled pass, gate/dal-smp1--bea-smp1/settled pass, settings/bea-smp1--dal-smp1@7.1 target, settings/dal-smp1--bea-smp1@7.1 target, wave/orange-dal-smp1 move, wave/tyler-beaumont move",
      "bea-smp1-parent: gate/bea-smp1/idle pass, gate/dal-smp1/idle pass, gate/hou-smp1/idle pass, link/dal-smp1--bea-smp1@7.1 link, link/hou-smp1--bea-smp1@7.1 cut, server/bea-smp1@7.1 separate, server/dal-smp1@7.1 separate, server/hou-smp1@7.1 separate, settings/bea-smp1--dal-smp1@7.1 withdraw, settings/dal-smp1--bea-smp1@7.1 withdraw, task/hou-smp1--bea-smp1/document do",
      "orange-pasadena-tyler-boundaries: boundaries/orange@7.1 drop, boundaries/pasadena@7.1 change, boundaries/tyler@7.1 change",
      "bea-smp1-dal-smp1-hou-smp1-replication: server/bea-smp1@7.1 reconnect, server/dal-smp1@7.1 reconnect, server/hou-smp1@7.1 reconnect, task/dal-smp1--bea-smp1/replication-rules do",
    ]));

  it("costs", () =>
    assert.equal(
      made.plan && effort(made.problem, made.plan),
      "6 stages, 6 h 35 min, gap 30 min for 2,870 agents (900 of them until a later stage)",
    ));

  for (const pace of paces)
    it(`can be planned at the pace ${pace}, and every state on the way keeps every rule`, () => {
      const other = plan(problem.pack, { ...model, pace });
      assert.ok(other.plan, other.findings.map(said).join("\n"));
      assert.ok(sound(verify(other.problem, other.plan.stages)));
    });

  it("ends where the next one begins: the estate without what was said of the way", () => {
    const text = readFileSync(join(documents, "estate.yaml"), "utf8").replace("from: freeport, ", "");
    const next = posed(text, text).problem ?? assert.fail("it can be read");
    const end = states(problem.table, problem.start, made.plan?.stages ?? []).at(-1) ?? new Map();
    assert.deepEqual(
      [...next.start.keys()].filter((ref) => !end.has(ref)),
      [],
    );
    const known: State = new Map([...end].filter(([ref]) => next.start.has(ref)));
    assert.equal(stateHash(problem.table, known), stateHash(next.table, next.start));
  });

  it("the judge is not blind: all at once and in any order, these rules are broken", () => {
    const all = (made.plan?.stages ?? []).flatMap(({ operations }) => operations);
    // an entity's second operation needs its first one: it is left out
    const once = all.filter(({ entity }, i) => all.findIndex((other) => other.entity === entity) === i);
    const { breaches, conflicts } = verify(made.problem, [{ ...(made.plan?.stages[0] as Stage), operations: once, edges: [] }]);
    assert.deepEqual(
      [[...new Set(breaches.map(({ rule }) => rule))].sort(), conflicts.map(({ owners }) => owners.join(" "))],
      [
        ["ALT-151", "ALT-171", "ALT-213", "ALT-214", "RES-003"],
        [
          "boundaries/beaumont@7.1 boundaries/silsbee@7.1",
          "boundaries/clear-lake@7.1 boundaries/houston@7.1",
          "boundaries/galveston@7.1 boundaries/pasadena@7.1",
          "boundaries/brazosport@7.1 boundaries/freeport@7.1",
        ],
      ],
    );
  });
});
