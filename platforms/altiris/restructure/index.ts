import { Entity, Kind, State, list, nameOf, text } from "../../../engine/model/entity";
import type { Declared } from "../../../engine/model/migration";
import type { Pack } from "../../../engine/model/pack";
import type { Operation } from "../../../engine/model/plan";
import { movedIn, nameFrom } from "../../shared/naming";
import type { AltirisEstate } from "../estate";
import { read } from "./dialect";
import { phases } from "./phases";
import { procedures, sourceOrders } from "./procedures";
import { rules } from "./rules";

/** An Altiris estate through its days: its hierarchy, sites, boundaries, agents and site servers change, its version does not. */
export const restructuring: Pack<Declared<AltirisEstate>> = {
  name: "altiris",
  version: "2026.11 restructuring",
  phases,
  procedures,
  rules,
  read,
  group: (entity: Entity) => text(entity, "to") || text(entity, "site") || entity.ref,
  nameStage,
  sourceOrders,
};

const bare = (name: string): string => name.replace(/@[^@]*$/, "");

/** What people would call it: the servers, sites, agents or site servers it is about, else the first thing in it. */
function nameStage(operations: readonly Operation[], state: State): string {
  const of = (kind: Kind, ...moves: readonly string[]): readonly string[] =>
    movedIn(operations, state, kind, moves).map(({ ref }) => bare(nameOf(ref)));
  const redirected = movedIn(operations, state, "settings", ["withdraw"]).map((settings) =>
    bare(nameOf(text(settings, "server"))),
  );
  const children = movedIn(operations, state, "link", []).map((link) => bare(nameOf(String(list(link, "ends")[1]))));
  return (
    nameFrom(children, "-parent") ??
    nameFrom(of("server"), "-replication") ??
    nameFrom(of("wave"), "-agents") ??
    nameFrom(of("boundaries"), "-boundaries") ??
    nameFrom(of("siteServer"), "") ??
    nameFrom(redirected, "-clean-up") ??
    nameFrom(of("settings"), "-redirection") ??
    bare(nameOf(operations[0]?.entity ?? "stage")).replace(/[^\w-]+/g, "-")
  );
}
