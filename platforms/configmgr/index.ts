import { Entity, State, byText, nameOf, text } from "../../engine/model/entity";
import type { Declared } from "../../engine/model/migration";
import type { Pack } from "../../engine/model/pack";
import type { Operation } from "../../engine/model/plan";
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
  const of = (kind: string, ...moves: readonly string[]): readonly string[] =>
    operations.flatMap(({ entity, move }) =>
      state.get(entity)?.kind === kind && (moves.length === 0 || moves.includes(move)) ? [nameOf(entity)] : [],
    );
  const named = (names: readonly string[], after: string): string | undefined =>
    names.length > 0 ? `${joined(names)}${after}` : undefined;
  return (
    named(of("site", "upgrade"), "") ??
    named(of("site", "install", "set-up"), "-new") ??
    named(
      of("boundaries", "release", "narrow", "claim", "re-create").map((name) => name.slice(0, name.indexOf("."))),
      "-boundaries",
    ) ??
    named(of("wave"), "-clients") ??
    named(of("site", "detach"), "-detach") ??
    named(of("site", "attach"), "-attach") ??
    named(of("site", "retire"), "-clean-up") ??
    nameOf(operations[0]?.entity ?? "stage").replace(/[^\w-]+/g, "-")
  );
}

function joined(all: readonly string[]): string {
  const names = [...new Set(all)].sort(byText);
  return (names.length <= 3 ? names.join("-") : `${names[0]}-and-${names.length - 1}-more`).toLowerCase();
}
