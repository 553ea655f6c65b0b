import { Entity, State, byText, nameOf, text } from "../../../engine/model/entity";
import type { Declared } from "../../../engine/model/migration";
import type { Pack } from "../../../engine/model/pack";
import type { Operation } from "../../../engine/model/plan";
import type { ConfigMgrEstate } from "../estate";
import { read } from "./dialect";
import { phases } from "./phases";
import { procedures, sourceOrders } from "./procedures";
import { rules } from "./rules";

/** A ConfigMgr hierarchy through its days: its sites, boundaries, clients and site systems change, its version does not. */
export const restructuring: Pack<Declared<ConfigMgrEstate>> = {
  name: "configmgr",
  version: "2026.11 restructuring",
  phases,
  procedures,
  rules,
  read,
  group: (entity: Entity) => text(entity, "code") || text(entity, "site") || entity.ref,
  nameStage,
  sourceOrders,
};

/** What people would call it: the sites, boundaries, clients or site systems it is about, else the first thing in it. */
function nameStage(operations: readonly Operation[], state: State): string {
  const of = (kind: string, ...moves: readonly string[]): readonly string[] =>
    operations.flatMap(({ entity, move }) =>
      state.get(entity)?.kind === kind && (moves.length === 0 || moves.includes(move)) ? [nameOf(entity)] : [],
    );
  const named = (names: readonly string[], after: string): string | undefined =>
    names.length > 0 ? `${joined(names)}${after}` : undefined;
  return (
    named(of("site", "found", "build", "set-up-below"), "-new") ??
    named(of("site", "re-home"), "-server") ??
    named(of("site", "re-parent"), "-parent") ??
    named(
      of("boundaries").map((name) => name.slice(0, name.indexOf("."))),
      "-boundaries",
    ) ??
    named(of("wave"), "-clients") ??
    named(of("siteServer"), "") ??
    named(of("site", "join"), "-join") ??
    named(of("site", "retire"), "-clean-up") ??
    nameOf(operations[0]?.entity ?? "stage").replace(/[^\w-]+/g, "-")
  );
}

function joined(all: readonly string[]): string {
  const names = [...new Set(all)].sort(byText);
  return (names.length <= 3 ? names.join("-") : `${names[0]}-and-${names.length - 1}-more`).toLowerCase();
}
