import { Entity, State, byText, nameOf, text } from "../../engine/model/entity";
import type { Declared } from "../../engine/model/migration";
import type { Pack } from "../../engine/model/pack";
import type { Operation } from "../../engine/model/plan";
import { read } from "./dialect";
import type { AltirisEstate } from "./estate";
import { phases } from "./phases";
import { procedures, sourceOrders } from "./procedures";
import { rules } from "./rules";

/** Altiris 7.0 to 7.1: Notification Servers side by side, children first, agents in waves. */
export const altiris: Pack<Declared<AltirisEstate>> = {
  name: "altiris",
  version: "2026.11",
  phases,
  procedures,
  rules,
  read,
  group: (entity: Entity) => text(entity, "newServer") || text(entity, "name"),
  nameStage,
  sourceOrders,
};

/** What people would call it: the servers or waves it is about, else what most of its operations do. */
function nameStage(operations: readonly Operation[], state: State): string {
  const of = (kind: string, move: string): readonly Entity[] =>
    operations.flatMap((operation) => {
      const entity = state.get(operation.entity);
      return entity?.kind === kind && operation.move === move ? [entity] : [];
    });
  const waves = of("wave", "move");
  if (waves.length > 0) return `${joined(waves)}${waves.some((wave) => wave.pilot === true) ? "-pilot" : ""}`;
  const installs = of("server", "install");
  if (installs.length > 0) return joined(installs);
  if (of("link", "link").length > 0) return "hierarchy";
  if (of("link", "detach").length > 0 || of("server", "separate").length > 0) return "separate";
  if (of("server", "retire").length > 0) return "clean-up";
  return nameOf(operations[0]?.entity ?? "stage").replace(/[^\w-]+/g, "-");
}

function joined(entities: readonly Entity[]): string {
  const names = entities.map((entity) => nameOf(entity.ref).replace(/@.*$/, "")).sort(byText);
  return names.length <= 3 ? names.join("-") : `${names[0]}-and-${names.length - 1}-more`;
}
