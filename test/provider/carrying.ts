import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMigration } from "../../documents/open";
import { newestIn } from "../../documents/revisions";
import type { Ref } from "../../engine/model/entity";
import { stageName, transition } from "../../engine/stages";
import { Lab, openLab, physicsOf } from "../../lab";
import { carryOut } from "../../provider/act";
import type { Properties } from "../../provider/codec";
import type { Driver } from "../../provider/drivers/driver";
import { LabDriver } from "../../provider/drivers/lab";
import { Unfinished } from "../../provider/errors";
import { Carried as Plan, carriedIn } from "../../provider/session";
import type { Task } from "../../provider/task";

/** Opening a migration verifies its lock: once is enough. */
const opened = new Map<string, Plan>();

/**
 * A migration on a simulated estate, carried out by the provider's own acts in this process: as `drover apply` does it, without
 * Pulumi's processes. A stage's operations run in the order of its edges; what waits stops only what needs it.
 */
export class Carrying {
  readonly plan: Plan;
  readonly outputs = new Map<Ref, Properties>();
  readonly lines: string[] = [];
  private readonly driver: Driver;

  /** `folder`: where its lab is, if another plan has been carried out there. */
  constructor(
    migration: string,
    readonly folder = join(mkdtempSync(join(tmpdir(), "drover-carrying-")), "lab"),
  ) {
    const key = `${migration} ${newestIn(migration)}`;
    this.plan = opened.get(key) ?? carriedIn(openMigration(migration)) ?? assert.fail(`${migration} cannot be carried out`);
    opened.set(key, this.plan);
    const start = this.plan.states[0] ?? new Map();
    const planned = { name: this.plan.lock.plan, table: this.plan.table };
    this.driver = new LabDriver(this.folder, start, { platform: this.plan.problem.pack.name, planned });
  }

  adopt(): Promise<void> {
    return this.driver.adopt(this.plan.states[0] ?? new Map());
  }

  /** Stage `index` to its end, or until all that is left waits. Answers what it waits for, first lines only. */
  async stage(index: number): Promise<readonly string[]> {
    const way = transition(this.plan, index - 1, index);
    const left = new Set(way.stage?.operations ?? []);
    const done = new Set<string>();
    const waits: string[] = [];
    for (;;) {
      const next = [...left].find(({ id }) => way.stage?.edges.every(({ first, then }) => then !== id || done.has(first)));
      if (!next) return waits.sort();
      left.delete(next);
      const task: Task = { carried: this.plan, way, driver: this.driver, ref: next.entity, now: 0 };
      try {
        this.outputs.set(next.entity, await carryOut(task, {}, (line) => void this.lines.push(line)));
        done.add(next.id);
      } catch (error) {
        if (!(error instanceof Unfinished)) throw error;
        this.outputs.set(next.entity, error.reached);
        waits.push(error.message.split("\n")[0] ?? "");
      }
    }
  }

  /** All stages from one on, for as long as none waits; answers the name of the one that does, and for what. */
  async from(
    first: number,
    to = this.plan.stages.length,
  ): Promise<Readonly<{ stage: string; waits: readonly string[] }> | undefined> {
    for (let index = first; index <= to; index++) {
      const waits = await this.stage(index);
      if (waits.length > 0) return { stage: stageName(this.plan, index), waits };
    }
    return undefined;
  }

  change(by: (lab: Lab) => void): void {
    const lab = openLab(this.folder, { write: true, physics: physicsOf(this.plan.problem.pack.name) });
    try {
      by(lab);
    } finally {
      lab.close();
    }
  }

  look<T>(at: (lab: Lab) => T): T {
    return at(openLab(this.folder, { write: false, physics: physicsOf(this.plan.problem.pack.name) }));
  }

  remove(): void {
    rmSync(join(this.folder, ".."), { recursive: true, force: true });
  }
}
