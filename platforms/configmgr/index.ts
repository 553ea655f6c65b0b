import { Entity, Kind, State, nameOf, text } from "../../engine/model/entity";
import type { Declared } from "../../engine/model/migration";
import type { Pack } from "../../engine/model/pack";
import type { Operation } from "../../engine/model/plan";
import { movedIn, nameFrom } from "../shared/naming";
import { read } from "./dialect";
import type { ConfigMgrEstate } from "./estate";
import { phases } from "./phases";
import { procedures, sourceOrders } from "./procedures";
import { rules } from "./rules";

/** SMS 2003 to ConfigMgr 2007: top-down, in place or side by side, all boundaries in one realm for each use. */
export const configmgr: Pack<Declared<ConfigMgrEstate>> = {
  name: "configmgr",
  version: "2026.11",
  phases,
  procedures,
  rules,
  read,
  group: (entity: Entity) => text(entity, "code") || text(entity, "site") || entity.ref,
  nameStage,
  sourceOrders,
};

/** What people would call it: the sites, boundaries or clients it is about, else the first thing in it. */
function nameStage(operations: readonly Operation[], state: State): string {
  const of = (kind: Kind, ...moves: readonly string[]): readonly string[] =>
    movedIn(operations, state, kind, moves).map(({ ref }) => nameOf(ref));
  return (
    nameFrom(of("site", "upgrade"), "") ??
    nameFrom(of("site", "install", "set-up"), "-new") ??
    nameFrom(
      of("boundaries", "release", "narrow", "claim", "re-create").map((name) => name.slice(0, name.indexOf("."))),
      "-boundaries",
    ) ??
    nameFrom(of("wave"), "-clients") ??
    nameFrom(of("site", "detach"), "-detach") ??
    nameFrom(of("site", "attach"), "-attach") ??
    nameFrom(of("site", "retire"), "-clean-up") ??
    nameOf(operations[0]?.entity ?? "stage").replace(/[^\w-]+/g, "-")
  );
}
