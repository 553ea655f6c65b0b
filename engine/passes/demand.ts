import { Entity, Ref, byText } from "../model/entity";
import type { Move } from "../model/phases";
import type { OpId, Operation } from "../model/plan";
import type { LimitForm } from "../model/rule";
import { ceiling, targetsOf, weight } from "../verify/limits";
import type { Arranging } from "./arrange";

/** What a unit takes of a limit. */
export type Load = Readonly<{ key: string; rule: string; target: string; atMost: number; weight: number }>;

/** No stage can ever hold this operation, or these that must be in one stage: a limit is smaller. */
export type TooBig = Readonly<{
  tooBig: Readonly<{
    operations: readonly OpId[];
    /** What each of them weighs, in their order. */
    weights: readonly number[];
    rule: string;
    target: string;
    weight: number;
    atMost: number;
  }>;
}>;

/** What operations that must be together ask of their stage. */
export type Demand = Readonly<{
  members: readonly Operation[];
  /** What they make it about. */
  label: string | undefined;
  /** Whose risk they are, where the pace allows it once a stage. */
  risks: readonly string[];
  loads: readonly Load[];
}>;

type Cap = Readonly<{ form: LimitForm; rule: string; atMost: number }>;

/** Reads operations for what they ask of a stage, by the tables, the limits and the pace. */
export class Demands {
  private readonly caps: readonly Cap[];

  constructor(private readonly work: Pick<Arranging, "table" | "start" | "rules" | "options" | "pace" | "group" | "waives">) {
    this.caps = work.rules.flatMap((rule) =>
      rule.is.flatMap((form) =>
        form.form === "limit" && form.span !== "state" ? [{ form, rule: rule.id, atMost: ceiling(form, work.options) }] : [],
      ),
    );
  }

  of(members: readonly Operation[]): Demand {
    return { members, label: this.label(members), risks: this.risks(members), loads: this.loads(members) };
  }

  move(operation: Operation): Move {
    return this.work.table.move(this.entity(operation).kind, operation.move);
  }

  entity(operation: Operation): Entity {
    return this.work.start.get(operation.entity) as Entity;
  }

  /** What makes a stage about several things shares it with nothing that is about one of them: a label of its own. */
  private label(members: readonly Operation[]): string | undefined {
    if (this.work.pace === "fast") return undefined;
    const about = new Set(members.flatMap((operation) => this.move(operation).about ?? []));
    return about.size === 0 ? undefined : [...about].sort(byText).join("+");
  }

  /** Anybody's once a stage, or each group's. */
  private risks(members: readonly Operation[]): readonly string[] {
    if (this.work.pace === "fast") return [];
    const risky = members.filter(
      (operation) => this.move(operation).about !== undefined && this.move(operation).risk !== undefined,
    );
    return [
      ...new Set(risky.map((operation) => (this.work.pace === "careful" ? "" : this.work.group(this.entity(operation))))),
    ];
  }

  loads(members: readonly Operation[]): readonly Load[] {
    const loads = new Map<string, Load>();
    for (const { form, rule, atMost } of this.caps)
      for (const operation of members) {
        const entity = this.entity(operation);
        if (entity.kind !== form.of || (form.moves && !form.moves.includes(operation.move))) continue;
        for (const target of targetsOf(form, entity)) {
          if (this.work.waives?.(rule, target)) continue;
          const key = `${rule}#${form.span} ${target}`;
          loads.set(key, { key, rule, target, atMost, weight: (loads.get(key)?.weight ?? 0) + weight(form, entity) });
        }
      }
    return [...loads.values()];
  }
}

/** What is in a stage so far. */
export class Holding {
  private label: string | undefined;
  private readonly moves = new Map<Ref, string>();
  private readonly loads = new Map<string, number>();
  private readonly risks = new Set<string>();

  /** One change an entity; the limits; one thing a stage, and as much risk as the pace allows. */
  fits({ members, label, risks, loads }: Demand): boolean {
    if (label !== undefined && this.label !== undefined && label !== this.label) return false;
    if (risks.some((risk) => this.risks.has(risk))) return false;
    if (loads.some((load) => (this.loads.get(load.key) ?? 0) + load.weight > load.atMost)) return false;
    return members.every((operation) => this.mayJoin(operation));
  }

  private mayJoin(operation: Operation): boolean {
    const move = this.moves.get(operation.entity);
    return move === undefined || (operation.add !== undefined && move === operation.move);
  }

  hold({ members, label, risks, loads }: Demand): void {
    this.label ??= label;
    for (const risk of risks) this.risks.add(risk);
    for (const { key, weight: more } of loads) this.loads.set(key, (this.loads.get(key) ?? 0) + more);
    for (const operation of members) this.moves.set(operation.entity, operation.move);
  }
}
