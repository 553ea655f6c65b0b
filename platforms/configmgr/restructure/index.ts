import { Entity, Kind, State, nameOf, text } from "../../../engine/model/entity";
import type { Declared } from "../../../engine/model/migration";
import type { Pack } from "../../../engine/model/pack";
import type { Operation } from "../../../engine/model/plan";
import { movedIn, nameFrom } from "../../shared/naming";
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
  const of = (kind: Kind, ...moves: readonly string[]): readonly string[] =>
    movedIn(operations, state, kind, moves).map(({ ref }) => nameOf(ref));
  return (
    nameFrom(of("site", "found", "build", "set-up-below"), "-new") ??
    nameFrom(of("site", "re-home"), "-server") ??
    nameFrom(of("site", "re-parent"), "-parent") ??
    nameFrom(
      of("boundaries").map((name) => name.slice(0, name.indexOf("."))),
      "-boundaries",
    ) ??
    nameFrom(of("wave"), "-clients") ??
    nameFrom(of("siteServer"), "") ??
    nameFrom(of("site", "join"), "-join") ??
    nameFrom(of("site", "retire"), "-clean-up") ??
    nameOf(operations[0]?.entity ?? "stage").replace(/[^\w-]+/g, "-")
  );
}
