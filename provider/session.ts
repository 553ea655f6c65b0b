import { carriedIn as planIn } from "../documents/carried";
import type { Opened } from "../documents/open";
import { lockFile } from "../documents/revisions";
import { Properties, textOf } from "./codec";
import type { Tolerance } from "./drivers/compare";
import { Checked } from "./drivers/checked";
import type { Driver, Observed } from "./drivers/driver";
import type { Plan } from "./transition";
import type { Lock } from "../engine/lock";
import type { Entity, Ref } from "../engine/model/entity";
import type { Problem } from "../engine/model/problem";

/** What `estate` is configured with. Paths are relative to the project's folder, so that a stack's state names no machine. */
export type Settings = Readonly<{
  migration: string;
  plan: string;
  from: string;
  to: string;
  completed: string;
  lab: string;
  /** What programs are given by name, as a JSON object: a secret as a whole. */
  secrets: string;
}>;

export const settingNames = [
  "migration",
  "plan",
  "from",
  "to",
  "completed",
  "lab",
  "secrets",
] as const satisfies readonly (keyof Settings)[];

export const settingsIn = (properties: Properties): Settings => ({
  migration: textOf(properties, "migration"),
  plan: textOf(properties, "plan"),
  from: textOf(properties, "from"),
  to: textOf(properties, "to"),
  completed: textOf(properties, "completed"),
  lab: textOf(properties, "lab"),
  secrets: textOf(properties, "secrets"),
});

/** What the provider needs of the world around it; tests give their own. */
export type World = Readonly<{
  /** A migration as the lock of this revision has it; of the newest where none is named. */
  open(folder: string, revision?: string): Opened;
  driver(reach: Reach): Driver;
  now(): number;
}>;

/** What drivers are needed for: a plan, the stack's settings, and up to which stage things may have been done. */
export type Reach = Readonly<{ carried: Carried; settings: Pick<Settings, "lab" | "secrets">; upTo: number }>;

/** A migration that can be carried out: it has a problem and a lock. */
export type Carried = Plan & Readonly<{ opened: Opened; problem: Problem; lock: Lock; lockFile: string; tolerance: Tolerance }>;

/** Documents and driver of this process. They are read once, so that one `pulumi up` is about one plan. */
export class Session {
  private readonly openings = new Map<string, Opened>();
  private readonly drivers = new Map<string, Driver>();
  /** What the check of a stage that was begun before has found of what it touches and relies on. */
  found: ReadonlyMap<Ref, Observed> = new Map();

  constructor(private readonly world: World) {}

  open(migration: string, revision?: string): Opened {
    const key = `${revision ?? ""} ${migration}`;
    const known = this.openings.get(key) ?? this.world.open(migration, revision);
    this.openings.set(key, known);
    return known;
  }

  driver(reach: Reach): Driver {
    const key = JSON.stringify([reach.upTo, reach.settings.lab, reach.settings.secrets]);
    const known = this.drivers.get(key) ?? new Checked(this.world.driver(reach), reach.carried.table);
    this.drivers.set(key, known);
    return known;
  }
}

/** What is declared for thresholds when nothing is. */
const COUNT_DRIFT_PERCENT = 5;

/** What the provider needs of a migration that can be carried out. */
export function carriedIn(opened: Opened): Carried | undefined {
  const plan = planIn(opened);
  if (!plan) return undefined;
  const { problem, lock, stages, states, revision, folder } = plan;
  const drift = Number(problem.model.options["thresholds.countDriftPercent"] ?? COUNT_DRIFT_PERCENT);
  const halfWay = ({ kind, phase }: Entity): boolean =>
    problem.table.has(kind) && problem.table.of(kind).moves.some(({ during }) => during === phase);
  const besides = ({ kind }: Entity, prop: string): string | undefined =>
    problem.table.has(kind) ? problem.table.of(kind).mayHold?.[prop] : undefined;
  const tolerance = { countDriftPercent: drift, halfWay, besides };
  return {
    opened,
    problem,
    lock,
    lockFile: lockFile(folder, lock.revision),
    stages,
    states,
    revision,
    table: problem.table,
    tolerance,
  };
}
