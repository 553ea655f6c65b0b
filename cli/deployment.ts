import type { Lock } from "../engine/lock";
import { COMPLETION, refOfUrn } from "../engine/resources";

/** What a stack's `estate` was told last. */
export type Intent = Readonly<{ plan: string; from: string; to: string }>;

/** A resource whose last act did not end: what it said. */
export type Unfinished = Readonly<{ entity: string; reasons: readonly string[] }>;

export type Counts = Readonly<{ arrived: number; left: number }>;

/** An operation that a killed Pulumi left open. */
export type Pending = Readonly<{ urn: string; operation: string }>;

type Fields = Readonly<Record<string, unknown>>;

/** A stack's state, as far as Drover's commands need it. */
export type Deployment = Readonly<{
  /** The stage that the stack completed last; empty where none. */
  completed: string;
  intent?: Intent;
  /** Each entity's phase, as the stack has it. */
  phases: ReadonlyMap<string, string>;
  /** What each entity was registered with last: an update that failed leaves what there was. */
  inputs: ReadonlyMap<string, Fields>;
  /** Of each wave that has begun to move: who has come and who was left behind, as the stack has it. */
  counts: ReadonlyMap<string, Counts>;
  unfinished: readonly Unfinished[];
  pending: readonly Pending[];
}>;

export const nothingYet: Deployment = {
  completed: "",
  phases: new Map(),
  inputs: new Map(),
  counts: new Map(),
  unfinished: [],
  pending: [],
};

/** Where a plan begins that was made on the way or after another one, if that is where the stack is. */
export function joinsOf(lock: Pick<Lock, "joins"> | undefined, { intent, completed }: Deployment): Lock["joins"] {
  const joins = lock?.joins;
  return intent && joins?.plan === intent.plan && joins.completed === completed && joins.intended === intent.to
    ? joins
    : undefined;
}

const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const all = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Reads what `pulumi stack export` prints. */
export function readDeployment(exported: unknown): Deployment {
  const deployment = fields(fields(exported).deployment);
  const resources = all(deployment.resources).map(fields);
  const completion = resources.find(({ type }) => type === COMPLETION);
  const estate = resources.find(({ type }) => type === "pulumi:providers:drover");
  const entities = resources.flatMap((resource) => {
    const entity = refOfUrn(text(resource.urn));
    return entity === undefined ? [] : [{ entity, resource }];
  });
  return {
    completed: text(fields(completion?.outputs).stage),
    ...(estate ? { intent: intentOf(fields(estate.inputs)) } : {}),
    phases: new Map(entities.map(({ entity, resource }) => [entity, text(fields(resource.outputs).phase)])),
    inputs: new Map(entities.map(({ entity, resource }) => [entity, fields(resource.inputs)])),
    counts: new Map(
      entities.flatMap(({ entity, resource }) => {
        const { arrived, left } = fields(resource.outputs);
        return typeof arrived === "number" && typeof left === "number" ? [[entity, { arrived, left }] as const] : [];
      }),
    ),
    unfinished: entities.flatMap(({ entity, resource }) => {
      const reasons = all(resource.initErrors).map(text);
      return reasons.length === 0 ? [] : [{ entity, reasons }];
    }),
    pending: all(deployment.pending_operations).map(fields).map(pendingOf),
  };
}

const intentOf = (inputs: Fields): Intent => ({ plan: text(inputs.plan), from: text(inputs.from), to: text(inputs.to) });

const pendingOf = ({ resource, type }: Fields): Pending => ({ urn: text(fields(resource).urn), operation: text(type) });
