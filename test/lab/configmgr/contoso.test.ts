import * as assert from "node:assert/strict";
import { openMigration } from "../../../documents/open";
import type { Entity } from "../../../engine/model/entity";
import type { Operation, Stage } from "../../../engine/model/plan";
import { walk } from "../../../engine/passes/walk";
import { openLab, physicsOf } from "../../../lab";
import { differences } from "../../../provider/drivers/compare";
import { LabDriver } from "../../../provider/drivers/lab";
import { toldOf } from "../../../provider/told";
import { newFolder, removeFolders } from "../estate";

const exactly = { countDriftPercent: 0 };

/** The operations of a stage in one of the orders that its edges allow. */
function inOrder({ operations, edges }: Stage): readonly Operation[] {
  const left = [...operations];
  const done = new Set<string>();
  const ordered: Operation[] = [];
  while (left.length > 0) {
    const at = left.findIndex((one) => edges.every(({ first, then }) => then !== one.id || done.has(first)));
    assert.notEqual(at, -1, "a stage whose edges go round");
    for (const one of left.splice(at, 1)) {
      ordered.push(one);
      done.add(one.id);
    }
  }
  return ordered;
}

describe("the contoso sample, carried out on the lab", () => {
  after(removeFolders);

  it("is what was planned after every operation, and harms nothing", async () => {
    const { problem, stages, states } = openMigration("migrations/contoso");
    assert.ok(problem);
    const folder = newFolder();
    const driver = new LabDriver(folder, states[0] ?? new Map(), { platform: "configmgr" });
    await driver.adopt(states[0] ?? new Map());
    const differ: string[] = [];
    for (const [i, stage] of stages.entries())
      for (const operation of inOrder(stage)) {
        const path = walk(problem.table, states[i]?.get(operation.entity) as Entity, operation);
        const [before, after] = [path[0] as Entity, path.at(-1) as Entity];
        const told = toldOf({ problem }, operation);
        const { observed } = await driver.apply({ id: `${stage.name}/${operation.id}`, ref: operation.entity, move: operation.move, before, after, told }, () => undefined);
        differ.push(...differences(after, observed, exactly).map(({ prop, say }) => `${operation.id} ${prop}: ${say}`));
      }
    const end = states.at(-1) ?? new Map<string, Entity>();
    for (const entity of end.values()) differ.push(...differences(entity, await driver.read(entity.ref), exactly).map(({ prop, say }) => `${entity.ref} ${prop}: ${say}`));
    assert.deepEqual(differ, []);
    const lab = openLab(folder, { write: false, physics: physicsOf("configmgr") });
    assert.deepEqual([lab.damages(), lab.violations()], [[], []]);
  });

  it("is refused by the lab where a stage comes too early", async () => {
    const { problem, stages, states } = openMigration("migrations/contoso");
    assert.ok(problem);
    const driver = new LabDriver(newFolder(), states[0] ?? new Map(), { platform: "configmgr" });
    await driver.adopt(states[0] ?? new Map());
    const operation = stages.flatMap((stage) => stage.operations).find(({ id }) => id === "site/BEA:upgrade") as Operation;
    const path = walk(problem.table, states[0]?.get("site/BEA") as Entity, operation);
    await assert.rejects(
      driver.apply({ id: "x", ref: "site/BEA", move: "upgrade", before: path[0] as Entity, after: path.at(-1) as Entity, told: {} }, () => undefined),
      { message: "site/BEA cannot go to ConfigMgr: its primary site/HOU is sms. Upgrade that one first. [LAW-SECONDARY]" },
    );
  });
});
