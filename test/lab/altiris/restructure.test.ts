import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Entry } from "../../../lab";
import { differences } from "../../../provider/drivers/compare";
import { LabDriver } from "../../../provider/drivers/lab";
import { documents, locked } from "../../platforms/altiris/restructure/locked";
import { State } from "../../../engine/model/entity";
import { transition, waitsFor } from "../../../engine/stages";
import { carryOut } from "../../../provider/act";
import { Carrying } from "../../provider/carrying";
import { judgeDaily } from "./daily";

/** What is not as this state says. */
async function differing(carrying: Carrying, state: State): Promise<readonly string[]> {
  const driver = new LabDriver(carrying.folder, new Map(), { platform: "altiris" });
  const found = await driver.readAll([...state.keys()]);
  return [...state.values()].flatMap((entity) =>
    differences(entity, found.get(entity.ref) ?? { phase: "absent" }, { countDriftPercent: 0 }).map(
      ({ prop, say }) => `${entity.ref} ${prop}: ${say}`,
    ),
  );
}

/** Stage `index` taken back, its operations in the reversed order of its edges. */
async function takeBack({ plan, folder }: Carrying, index: number): Promise<void> {
  const way = transition(plan, index, index - 1);
  const driver = new LabDriver(folder, new Map(), { platform: "altiris" });
  const left = new Map(way.stage?.operations.map((operation) => [operation.id, operation]));
  while (left.size > 0) {
    const next = [...left.values()].find((one) => waitsFor(way, one).every(({ operation }) => !left.has(operation.id)));
    assert.ok(next, "some operation waits for none");
    left.delete(next.id);
    await carryOut({ carried: plan, way, driver, ref: next.entity, now: 0 }, {}, () => undefined);
  }
}

describe("the restructuring of an Altiris estate, carried out on the lab", () => {
  const folder = locked();
  const carrying = new Carrying(folder);
  let journal: readonly Entry[] = [];

  before(async () => {
    await carrying.adopt();
    assert.equal(await carrying.from(1), undefined);
    journal = carrying.look((lab) => lab.journal());
  });
  after(() => {
    carrying.remove();
    rmSync(dirname(folder), { recursive: true, force: true });
  });

  it("ends as the estate says, and harms nobody on the way", () =>
    assert.deepEqual(
      carrying.look((lab) => [lab.damages(), lab.violations()]),
      [[], []],
    ));

  it("is what the plan says at its end", async () =>
    assert.deepEqual(await differing(carrying, carrying.plan.states.at(-1) ?? new Map()), []));

  it("is found right by a judge who knows the two documents and the record alone", () =>
    assert.deepEqual(judgeDaily(journal, documents), []));

  const without = (ref: string, verb: string): readonly Entry[] =>
    journal.filter((one) => one.ref !== ref || one.verb !== verb);
  const early = (ref: string, verb: string, before: string): readonly Entry[] => {
    const moved = journal.filter((one) => one.ref === ref && one.verb === verb);
    const rest = without(ref, verb);
    const index = rest.findIndex((one) => one.ref === before);
    return [...rest.slice(0, index), ...moved, ...rest.slice(index)];
  };
  const blind: Readonly<Record<string, readonly [record: () => readonly Entry[], first: string]>> = {
    "no link is made": [() => without("link/dal-smp1--bea-smp1@7.1", "link"), "the links are hou-smp1--dal-smp1"],
    "replication stays off": [() => without("server/bea-smp1@7.1", "reconnect"), "bea-smp1 ends without replication"],
    "a link is cut under replication": [
      () => early("link/hou-smp1--bea-smp1@7.1", "cut", "boundaries/beaumont@7.1"),
      "server/hou-smp1@7.1 replicated while link/hou-smp1--bea-smp1@7.1 was detaching after begin link/hou-smp1--bea-smp1@7.1 cut",
    ],
    "a site server stays": [() => without("siteServer/sil-ps1", "retire"), "sil-ps1 is still there"],
    "a site server goes along after the agents": [
      () => early("wave/orange-dal-smp1", "move", "siteServer/ora-ps1"),
      "wave/orange-dal-smp1 came to server/dal-smp1@7.1 before its site server after begin wave/orange-dal-smp1 move",
    ],
    "agents come before their site": [
      () => early("wave/orange-dal-smp1", "move", "boundaries/orange@7.1"),
      "wave/orange-dal-smp1 came to server/dal-smp1@7.1 before its site server after begin wave/orange-dal-smp1 move",
    ],
    "nobody goes": [() => without("wave/tyler-beaumont", "move"), "bea-smp1 has 920 agents, and should have 1070"],
    "a site is claimed before it is given": [
      () => early("boundaries/clear-lake@7.1", "claim", "boundaries/houston@7.1"),
      "boundaries/clear-lake@7.1 and boundaries/houston@7.1 both had an address after step boundaries/clear-lake@7.1 claim",
    ],
    "a site stays in the old book": [
      () => without("boundaries/orange@7.1", "drop"),
      "orange is in the book of bea-smp1 and dal-smp1",
    ],
    "a redirection is left": [
      () => without("settings/bea-smp1--dal-smp1@7.1", "withdraw"),
      "settings/bea-smp1--dal-smp1@7.1 still leads away",
    ],
  };
  for (const [name, [record, first]] of Object.entries(blind))
    it(`the judge is not blind: ${name}`, () => assert.equal(judgeDaily(record(), documents)[0], first));
});

describe("the restructuring of an Altiris estate, taken back from its end", () => {
  const folder = locked();
  const carrying = new Carrying(folder);
  after(() => {
    carrying.remove();
    rmSync(dirname(folder), { recursive: true, force: true });
  });

  it("is as it was, and harmed nobody", async () => {
    await carrying.adopt();
    assert.equal(await carrying.from(1), undefined);
    for (let index = carrying.plan.stages.length; index >= 1; index--) await takeBack(carrying, index);
    assert.deepEqual(await differing(carrying, carrying.plan.states[0] ?? new Map()), []);
    assert.deepEqual(
      carrying.look((lab) => [lab.damages(), lab.violations()]),
      [[], []],
    );
  });
});
